import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { packageRoot } from '../../src/platform/package-root.ts';

let isBuilt = false;

/** Where a file of the built program lies, for tests that run it in a process. Builds first what has changed. */
export function built(name: string): string {
  if (!isBuilt) {
    const script = path.join(packageRoot(), 'scripts/build.mjs');
    const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
    if (status !== 0) throw new Error('the program cannot be built');
    isBuilt = true;
  }
  return path.join(packageRoot(), 'dist', name);
}
