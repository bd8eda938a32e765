import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Cruised {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

/** Reads the imports of a tree by the rules of this repository. */
function cruise(folder: string, ...parts: string[]): Promise<Cruised> {
  const config = path.join(root, '.dependency-cruiser.cjs');
  const args = [cruiser, ...parts, '--config', config, '--output-type', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 << 20 }, (_, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr));
      else resolve(JSON.parse(stdout) as Cruised);
    });
  });
}

function violations({ summary }: Cruised): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
}

test('each forbidden import is found, and none that is allowed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vestovoy-imports-'));
  const write = async (file: string, ...imports: string[]): Promise<void> => {
    const lines = imports.map((each) =>
      each.startsWith('type ') ? `import type * as t from '${each.slice(5)}';` : `import '${each}';`,
    );
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), [...lines, 'export {};'].join('\n'));
  };
  const install = async (name: string): Promise<void> => {
    await write(`node_modules/${name}/index.js`);
    await writeFile(
      path.join(folder, `node_modules/${name}/package.json`),
      JSON.stringify({ name, main: 'index.js' }),
    );
  };
  try {
    const dependencies = { grammy: '1.0.0' };
    await writeFile(path.join(folder, 'tsconfig.json'), '{}');
    await writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ type: 'module', dependencies, devDependencies: { mammoth: '1.0.0' } }),
    );
    await install('grammy');
    await install('mammoth');

    await write('src/main.ts', './app.ts', './demo.ts', './config.ts');
    await write('src/app.ts', './bot.ts', './features/events/index.ts', './services/people/index.ts');
    await write('src/demo.ts', './simulator/index.ts', './main.ts');
    await write('src/config.ts', './app.ts');
    await write('src/bot.ts');
    await write('src/features/events/index.ts', './plan.ts', './bot.ts', '../deadlines/index.ts');
    await write('src/features/events/bot.ts', 'grammy', '../../platform/log.ts', '../../simulator/index.ts');
    await write('src/features/events/plan.ts', 'grammy', '../../services/people/index.ts', '../../config.ts');
    await write('src/features/events/plan.test.ts', '../../simulator/index.ts', 'mammoth', './plan.ts');
    await write('src/features/deadlines/index.ts', 'type grammy', './recurrence.ts');
    await write('src/features/deadlines/recurrence.ts', 'type grammy', './index.ts', 'mammoth');
    await write('src/services/people/index.ts', '../../platform/log.ts', '../../features/events/plan.ts');
    await write('src/platform/clock.ts', './nowhere.ts');
    await write(
      'src/platform/log.ts',
      './clock.ts',
      '../services/people/index.ts',
      '../features/events/plan.test.ts',
    );
    await write('src/simulator/index.ts', '../platform/clock.ts', '../platform/http.ts');
    await write('src/platform/http.ts');
    await write('test/story.test.ts', '../src/app.ts', '../src/simulator/index.ts');

    const found = violations(await cruise(folder, 'src', 'test')).filter(
      (each) => !each.startsWith('no-cycles'),
    );
    expect(found).toEqual([
      'feature-knows-no-feature: src/features/events/index.ts -> src/features/deadlines/index.ts',
      'no-development-package-in-the-program: src/features/deadlines/recurrence.ts -> node_modules/mammoth/index.js',
      'no-test-in-the-program: src/platform/log.ts -> src/features/events/plan.test.ts',
      'no-unresolved: src/platform/clock.ts -> ./nowhere.ts',
      'nobody-imports-main: src/demo.ts -> src/main.ts',
      'only-main-imports-app: src/config.ts -> src/app.ts',
      'parts-do-not-know-the-whole: src/features/events/plan.ts -> src/config.ts',
      'platform-knows-nobody: src/platform/log.ts -> src/features/events/plan.test.ts',
      'platform-knows-nobody: src/platform/log.ts -> src/services/people/index.ts',
      'rules-are-pure: src/features/events/plan.ts -> node_modules/grammy/index.js',
      'service-knows-no-feature: src/services/people/index.ts -> src/features/events/plan.ts',
      'simulator-only-in-demo-and-tests: src/features/events/bot.ts -> src/simulator/index.ts',
      'simulator-stands-alone: src/simulator/index.ts -> src/platform/http.ts',
    ]);
    const cycles = violations(await cruise(folder, 'src/features/deadlines'));
    expect(cycles.filter((each) => each.startsWith('no-cycles'))).not.toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('only the clock reads the time, and no file switches a rule off', async () => {
  const offences: string[] = [];
  for (const folder of ['src', 'test', 'bench', 'scripts']) {
    for (const name of await readdir(path.join(root, folder), { recursive: true })) {
      const file = path.join(folder, name);
      if (!/\.(ts|mjs)$/.test(name) || file.includes('generated')) continue;
      const text = await readFile(path.join(root, file), 'utf8');
      if (/\/[/*]\s*(?:(?:es|ox)lint-disable|@ts-(?:ignore|expect-error|nocheck))/.test(text))
        offences.push(`${file}: a rule switched off`);
      const reads = /\bnew Date\(\s*\)|\b(?:Date|performance)\.now\b|\bTemporal\.Now\b/.test(text);
      const mayRead = folder !== 'src' || file.endsWith('.test.ts') || file === 'src/platform/clock.ts';
      if (reads && !mayRead) offences.push(`${file}: reads the clock`);
    }
  }
  expect(offences).toEqual([]);
});
