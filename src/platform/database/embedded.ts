import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { monotonic } from '../clock.ts';
import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import {
  type Cluster,
  createCluster,
  findSocket,
  isAlive,
  startCluster,
  stopCluster,
  USER,
} from './cluster.ts';
import { type Server, sessionConfig } from './connection.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { decideRunAs } from './run-as.ts';

const DATABASE = 'vestovoy';
/** How long a server may take to recover after a crash, in milliseconds. */
const PATIENCE = 300_000;
/** How long the connections of a killed process may take to end, in milliseconds. */
const FAREWELL = 5_000;
/** Advisory lock in the database `postgres`: shared by all who use the server, exclusive for the one who stops it. */
const PRESENCE = 7_378_001;
/** Before each attempt to have a dead server back, in milliseconds; the last goes on for ever. */
const PAUSES = [0, 1_000, 3_000, 10_000, 30_000, 60_000];
/** Milliseconds: a server that lived so long is not one that dies again and again. */
const STEADY = 60_000;

/**
 * Starts a PostgreSQL of our own with its data in `dataDir`, or joins the one that already runs there (left by a
 * killed process, or in use by another command). Only processes of the same user, or root, reach it.
 *
 * A server that dies by itself is brought back, in the same way and at the same address, until `stop`; connections to it
 * are lost meanwhile.
 *
 * `settings` go over the server's configuration if this call starts it.
 * `stop` ends the server unless another process still uses it; close your own connections first.
 *
 * @throws StartError with the fault that an operator can mend
 */
export async function startEmbedded(options: {
  dataDir: string;
  log: Log;
  settings?: Readonly<Record<string, string>>;
}): Promise<Server> {
  const { log, settings = {} } = options;
  const dataDir = path.resolve(options.dataDir);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const cluster = await clusterIn(dataDir);
    await createCluster(cluster);
    const leaving = new AbortController();
    const rejoin = () => join(cluster, settings, log, leaving.signal);
    const presence = await rejoin();
    await createDatabase(presence);
    const { host, port } = presence;
    const watched = watch(presence, rejoin, log, leaving.signal);
    return {
      connection: { host, port, user: USER, database: DATABASE },
      async stop() {
        leaving.abort();
        const left = await watched;
        if (left) await leave(cluster, left, log);
      },
    };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) throw error;
    throw new StartError({ kind: 'data-dir', directory: dataDir }, { cause: error });
  }
}

/** Ends the server that a killed process left in `dataDir`, if there is one that nobody uses. */
export async function stopEmbedded(options: { dataDir: string; log: Log }): Promise<void> {
  const cluster = await clusterIn(path.resolve(options.dataDir));
  const deadline = monotonic() + FAREWELL;
  do {
    const found = await tryToConnect(cluster);
    if (typeof found === 'object') await leave(cluster, found, options.log);
    if (!(await isAlive(cluster))) return;
    await pause(100);
  } while (monotonic() < deadline);
}

async function clusterIn(dataDir: string): Promise<Cluster> {
  const folder = path.join(dataDir, 'postgres');
  const binaries = await findPostgresBinaries(path.join(dataDir, 'lib'));
  const runAs = await decideRunAs(folder);
  return { folder, logFile: path.join(dataDir, 'postgres.log'), binaries, runAs };
}

/**
 * Has the server back whenever it dies by itself, less and less often if it keeps dying.
 * @returns once `leaving`: the connection that is left; null where the server is away
 */
async function watch(
  first: pg.Client,
  rejoin: () => Promise<pg.Client>,
  log: Log,
  leaving: AbortSignal,
): Promise<pg.Client | null> {
  let presence: pg.Client | null = first;
  let since = monotonic();
  let attempt = 0;
  for (;;) {
    if (presence) {
      // Rejects where the connection ends by an error, and by `leaving`.
      await once(presence, 'end', { signal: leaving }).catch(() => undefined);
      if (leaving.aborted) return presence;
      log.error('the embedded database server went away');
      if (monotonic() - since > STEADY) attempt = 0;
    }
    const rest = PAUSES[Math.min(attempt, PAUSES.length - 1)];
    await pause(rest, undefined, { signal: leaving }).catch(() => undefined);
    if (leaving.aborted) return null;
    attempt += 1;
    presence = await rejoin().catch((error: unknown) => {
      if (!leaving.aborted) log.error({ err: error, attempt }, 'the embedded database server stays away');
      return null;
    });
    if (presence) log.warn({ attempt }, 'the embedded database server is back');
    since = monotonic();
  }
}

/** Connects to the running server or starts it. Others may start and stop it at the same moment. */
async function join(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
  log: Log,
  leaving: AbortSignal,
): Promise<pg.Client> {
  const deadline = monotonic() + PATIENCE;
  let waiting = false;
  let failure: unknown;
  let failures = 0;
  while (failures < 3 && monotonic() < deadline) {
    const found = await tryToConnect(cluster);
    if (typeof found === 'object') return found;
    leaving.throwIfAborted();
    if (found === 'absent') {
      try {
        await startCluster(cluster, settings);
        log.info({ logFile: cluster.logFile }, 'the embedded database server was started');
        continue;
      } catch (error) {
        failure = error;
      }
      // Refused because another process starts or stops it just now.
      failures = (await isAlive(cluster)) ? 0 : failures + 1;
    }
    if (!waiting) log.info('waiting for the embedded database server');
    waiting = true;
    // After a refusal: the processes of a server that was killed hold its memory for a moment longer.
    await pause(failures === 0 ? 100 : 1_000);
  }
  throw failure instanceof Error
    ? failure
    : new StartError({ kind: 'embedded-failed', logFile: cluster.logFile });
}

/** A connection that shows that the server is in use; `busy` while the server starts, recovers or stops. */
async function tryToConnect(cluster: Cluster): Promise<pg.Client | 'absent' | 'busy'> {
  const socket = await findSocket(cluster);
  if (socket === undefined) return 'absent';
  const client = new pg.Client(sessionConfig({ ...socket, user: USER, database: 'postgres' }));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE]);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent';
    // No code: the connection was cut. Starting up, recovering or shutting down: 57P0x.
    if (code === undefined || code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('57P0'))
      return 'busy';
    throw error;
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const present = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (present.rowCount !== 0) return;
  await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
    // Another process made it at the same moment: told by the name or by the unique index under it.
    if (error.code !== '42P04' && error.code !== '23505') throw error;
  });
}

async function leave(cluster: Cluster, presence: pg.Client, log: Log): Promise<void> {
  try {
    await presence.query('select pg_advisory_unlock_shared($1)', [PRESENCE]);
    const alone = await presence.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
      PRESENCE,
    ]);
    if (alone.rows[0]?.alone === true) await stopCluster(cluster);
  } catch (error) {
    log.warn({ err: error }, 'the embedded database server could not be stopped');
  } finally {
    await presence.end().catch(() => undefined);
  }
}
