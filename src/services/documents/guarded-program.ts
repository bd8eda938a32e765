import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../platform/package-root.ts';

/** The arguments by which Node runs the child of guarded-run.ts. */
export function guardedProgram(): string[] {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const built = path.join(packageRoot(), 'dist/services/documents/guarded-child.js');
  // Not beside this file: a program of the tests is bundled elsewhere.
  if (!import.meta.url.endsWith('.ts')) return [built];
  // Sources are translated anew at each start; what was built of exactly these starts three times as fast.
  return isBuiltOf(built, here) ? [built] : ['--import', 'tsx', path.join(here, 'guarded-child.ts')];
}

/** Whether everything that the child may read was written before it was built. */
function isBuiltOf(built: string, sources: string): boolean {
  if (!existsSync(built)) return false;
  const at = statSync(built).mtimeMs;
  const changed = (folder: string): boolean =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && statSync(path.join(entry.parentPath, entry.name)).mtimeMs > at,
    );
  return !changed(sources) && !changed(path.resolve(sources, '../../platform'));
}
