import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';

const run = promisify(execFile);

/** As whom the server runs. */
export interface RunAs {
  /** Put before each command of the server. */
  prefix: readonly string[];
  /** Who must own the server's folders; absent: whoever makes them. */
  owner?: Readonly<{ uid: number; gid: number }>;
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as himself; root as the owner of the server's folder
 * (nobody, if it is still to be made) who keeps the right to pass through root's folders; where a container forbids
 * that, in a user namespace of its own.
 *
 * @throws StartError if the folder is somebody else's, or if root has no way to step down
 */
export async function decideRunAs(folder: string): Promise<RunAs> {
  const present = await stat(folder).catch(() => undefined);
  const uid = process.getuid?.();
  if (uid !== 0) {
    if (present !== undefined && present.uid !== uid)
      throw new StartError({ kind: 'data-dir', directory: folder });
    return { prefix: [] };
  }
  if (present?.uid !== 0) {
    const owner = present === undefined ? NOBODY : { uid: present.uid, gid: present.gid };
    const prefix = await firstThatWorks([[...stepDownTo(owner), KEEP_WHEN_ASKED], stepDownTo(owner)]);
    if (prefix !== undefined) return { prefix, owner };
  }
  if (present === undefined || present.uid === 0) {
    const prefix = await firstThatWorks([['unshare', '--user']]);
    if (prefix !== undefined) return { prefix };
  }
  throw new StartError({ kind: 'embedded-root' });
}

/**
 * `access(2)` otherwise asks as if there were no right to pass: initdb and pg_ctl would not find the server if the
 * program stands in a folder that only root may enter.
 */
const KEEP_WHEN_ASKED = '--securebits=+no_setuid_fixup';

function stepDownTo({ uid, gid }: { uid: number; gid: number }): string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
}

async function firstThatWorks(prefixes: readonly string[][]): Promise<readonly string[] | undefined> {
  for (const prefix of prefixes) {
    const [command = '', ...args] = prefix;
    try {
      await run(command, [...args, 'true']);
      return prefix;
    } catch {
      continue;
    }
  }
  return undefined;
}
