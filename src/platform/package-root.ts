import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds package.json, locales and prisma, seen from the sources as from the built app. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('package.json was not found above the program');
    folder = parent;
  }
  return folder;
}
