import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  appendFile,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { RunAs } from './run-as.ts';

const run = promisify(execFile);

/** The superuser of the cluster: whoever reaches the socket is him. */
export const USER = 'vestovoy';
/** Part of the socket's name only: the server listens to no network. */
const PORT = 5432;
/** Longest path of a Unix socket, in bytes. */
const SOCKET_PATH_LIMIT = 107;

/** The files of one server, and how its programs are run. */
export interface Cluster {
  folder: string;
  logFile: string;
  binaries: PostgresBinaries;
  runAs: RunAs;
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(PORT),
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  jit: 'off',
  // The log may hold nothing that people wrote: it tells of the server only, never of statements.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** Makes the cluster, if there is none: beside its place, then moved there whole, so a kill leaves no half of one. */
export async function createCluster(cluster: Cluster): Promise<void> {
  const { folder, binaries, runAs } = cluster;
  if (await exists(folder)) return;
  const unfinished = await mkdtemp(`${folder}.new-`);
  if (runAs.owner !== undefined) await chown(unfinished, runAs.owner.uid, runAs.owner.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await execute(cluster, binaries.initdb, [
      ...locale,
      '--auth=trust',
      `--username=${USER}`,
      '-D',
      unfinished,
    ]);
    await appendFile(path.join(unfinished, 'postgresql.conf'), "include 'vestovoy.conf'\n");
    await rename(unfinished, folder);
    await flush(path.dirname(folder));
  } catch (error) {
    // Another process may have been quicker, and have removed ours.
    if (!(await exists(folder))) throw error;
  } finally {
    await removeUnfinished(folder);
  }
}

/** What a kill in the middle of `initdb` left. */
async function removeUnfinished(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const left = (await readdir(parent)).filter((name) => name.startsWith(`${path.basename(folder)}.new-`));
  await Promise.allSettled(left.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
}

/** Starts the server and waits until it takes connections. Fails if it already runs. */
export async function startCluster(
  cluster: Cluster,
  overrides: Readonly<Record<string, string>>,
): Promise<void> {
  const settings = { ...SETTINGS, unix_socket_directories: await socketFolder(cluster), ...overrides };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}\n`);
  const file = path.join(cluster.folder, 'vestovoy.conf');
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, lines.join(''));
  await rename(temporary, file);
  await dropForeignPid(cluster);
  await execute(cluster, cluster.binaries.pgCtl, [
    ...['start', '--wait', '--timeout=60', '--silent'],
    ...['-D', cluster.folder, '-l', cluster.logFile],
  ]);
}

/** Ends the server, whoever is connected. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  const socket = await findSocket(cluster);
  await execute(cluster, cluster.binaries.pgCtl, ['stop', '--mode=fast', '--silent', '-D', cluster.folder]);
  // The cluster's own folder is never empty; one in the temp folder is now.
  if (socket !== undefined) await rmdir(socket.host).catch(() => undefined);
}

/** Where the server that now runs, or last crashed, listens; `undefined` if it was stopped or is only being started. */
export async function findSocket(cluster: Cluster): Promise<{ host: string; port: number } | undefined> {
  const [, , , port, host] = await pidFileLines(cluster);
  return host === undefined || host === '' ? undefined : { host, port: Number(port) };
}

/** Whether the process of a server lives: one that runs, or is being started or stopped. */
export async function isAlive(cluster: Cluster): Promise<boolean> {
  const pid = Number((await pidFileLines(cluster))[0]);
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const pidFile = (cluster: Cluster) => path.join(cluster.folder, 'postmaster.pid');

async function pidFileLines(cluster: Cluster): Promise<string[]> {
  return (await readFile(pidFile(cluster), 'utf8').catch(() => '')).split('\n');
}

/**
 * After a restart of the machine or container the process number that a crashed server left may be another program's;
 * PostgreSQL would then take that one for the server and refuse to start.
 */
async function dropForeignPid(cluster: Cluster): Promise<void> {
  const [pid = ''] = await pidFileLines(cluster);
  // Empty: a server that starts just now has made the file and not yet written it.
  if (pid === '') return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (command !== '' && !command.includes('postgres')) await rm(pidFile(cluster), { force: true });
}

/** The cluster's own folder; where its path is too long for a socket, one in the temp folder that only we may enter. */
async function socketFolder({ folder, runAs }: Cluster): Promise<string> {
  if (Buffer.byteLength(path.join(folder, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_LIMIT) return folder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const short = path.join(tmpdir(), `vestovoy-${name}`);
  const { uid, gid } = await stat(folder);
  await mkdir(short, { mode: 0o700 }).then(
    () => (runAs.owner === undefined ? undefined : chown(short, uid, gid)),
    () => undefined,
  );
  const present = await lstat(short);
  // Anybody may make folders there; in one that is not ours he could listen in the server's place.
  if (!present.isDirectory() || present.uid !== uid || (present.mode & 0o077) !== 0) {
    throw new StartError({ kind: 'data-dir', directory: short });
  }
  return short;
}

/** Runs a program of the server; what it says when it fails goes to the server's log. */
async function execute(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  const { binaries, runAs, logFile } = cluster;
  const [command = '', ...rest] = [...runAs.prefix, program, ...args];
  try {
    await run(command, rest, { env: binaries.env, cwd: path.dirname(logFile) });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    await appendFile(logFile, stdout + stderr, { mode: 0o600 }).catch(() => undefined);
    const told = stdout + stderr + (await readFile(logFile, 'utf8').catch(() => '')).slice(-2_000);
    throw new StartError(
      told.includes('No space left on device') ? { kind: 'disk-full' } : { kind: 'embedded-failed', logFile },
      { cause: error },
    );
  }
}

/** A value in a configuration file; a folder's name is an element of a list there. */
function quote(value: string): string {
  const element = value.startsWith('/') ? `"${value.replaceAll('"', '""')}"` : value;
  return `'${element.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Makes a rename survive a power cut. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
