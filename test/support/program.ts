import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { packageRoot } from '../../src/platform/package-root.ts';

const made = new Map<string, string>();

/**
 * Where a program of this folder lies as JavaScript, for tests that run it in processes of its own: made once, with what
 * it needs of the app, it starts twice as fast as sources that are translated one by one.
 */
export function program(name: string): string {
  const known = made.get(name);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const file = path.join(packageRoot(), '.build/programs', `${name}.js`);
  mkdirSync(path.dirname(file), { recursive: true });
  // Another worker may make or start it at this moment.
  writeFileSync(`${file}.${process.pid}`, outputFiles[0]!.contents);
  renameSync(`${file}.${process.pid}`, file);
  made.set(name, file);
  return file;
}
