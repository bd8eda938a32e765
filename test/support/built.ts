import path from 'node:path';
import { packageRoot } from '../../src/platform/package-root.ts';

/** Where a file of the built program lies, for tests that run it in a process; vitest.config.ts has built it. */
export function built(name: string): string {
  return path.join(packageRoot(), 'dist', name);
}
