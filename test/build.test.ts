import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../src/platform/package-root.ts';

const run = promisify(execFile);
let project: string;
const at = (name: string) => path.join(project, name);
const build = () => run(process.execPath, [at('scripts/build.mjs')]);
const runMain = async () => (await run(process.execPath, [at('dist/main.js')])).stdout;

/** A program of two files over a schema of one table, built by the same script in the same way. */
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'vestovoy-build-'));
  for (const name of [
    'package.json',
    'package-lock.json',
    'prisma.config.ts',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    await cp(path.join(packageRoot(), name), at(name));
  }
  await cp(path.join(packageRoot(), 'scripts/build.mjs'), at('scripts/build.mjs'));
  await symlink(path.join(packageRoot(), 'node_modules'), at('node_modules'));
  await mkdir(at('prisma'));
  const schema = await readFile(path.join(packageRoot(), 'prisma/schema.prisma'), 'utf8');
  const head = schema.slice(0, schema.indexOf('\nmodel '));
  await writeFile(at('prisma/schema.prisma'), `${head}\nmodel Town {\n  id Int @id\n}\n`);
  await mkdir(at('src'));
  await writeFile(
    at('src/main.ts'),
    `import { Prisma } from './platform/database/generated/client.ts';
     import { greeting } from './greeting.ts';
     console.log(greeting, Prisma.TownScalarFieldEnum.id);`,
  );
  await writeFile(at('src/greeting.ts'), `export const greeting: string = 'first';`);
  await writeFile(at('src/greeting.test.ts'), `throw new Error('never built');`);
});
afterAll(() => rm(project, { recursive: true, force: true }));

test(
  'builds at once, builds again only what changed, and leaves nothing behind',
  { timeout: 120_000 },
  async () => {
    await Promise.all([build(), build()]);
    expect(await runMain()).toBe('first id\n');
    expect((await readdir(at('.build'))).sort()).toEqual(['client', 'dist']);
    expect(await readdir(at('dist'))).not.toContain('greeting.test.js');

    const built = async () => [
      (await stat(at('dist/main.js'))).mtimeMs,
      (await stat(at('.build/client'))).mtimeMs,
    ];
    const before = await built();
    await build();
    expect(await built()).toEqual(before);

    await writeFile(at('src/greeting.test.ts'), `// a test is no part of the program`);
    await build();
    expect(await built()).toEqual(before);

    await rm(at('src/greeting.ts'));
    await writeFile(at('src/words.ts'), `export const greeting: string = 'second';`);
    await writeFile(
      at('src/main.ts'),
      (await readFile(at('src/main.ts'), 'utf8')).replace('greeting.ts', 'words.ts'),
    );
    await build();
    expect(await runMain()).toBe('second id\n');
    expect(await readdir(at('dist'))).not.toContain('greeting.js');
    expect((await built())[1]).toBe(before[1]);

    await writeFile(at('src/words.ts'), `export const greeting: string = ;`);
    await expect(build()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('words.ts') as string,
    });
    expect(await runMain()).toBe('second id\n');
  },
);
