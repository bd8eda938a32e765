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
/** Advisory lock in the database `postgres`: shared by all who use the server, exclusive for the one who stops it. */
const PRESENCE = 7_378_001;

/**
 * Starts a PostgreSQL of our own with its data in `dataDir`, or joins the one that already runs there (left by a
 * killed process, or in use by another command). Only processes of the same user, or root, reach it.
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
    const folder = path.join(dataDir, 'postgres');
    const binaries = await findPostgresBinaries(path.join(dataDir, 'lib'));
    const runAs = await decideRunAs(folder);
    const cluster: Cluster = { folder, logFile: path.join(dataDir, 'postgres.log'), binaries, runAs };
    await createCluster(cluster);
    const presence = await join(cluster, settings, log);
    presence.on('error', (error) => log.error({ err: error }, 'the embedded database server went away'));
    await createDatabase(presence);
    return {
      connection: { host: presence.host, port: presence.port, user: USER, database: DATABASE },
      stop: () => leave(cluster, presence, log),
    };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) throw error;
    throw new StartError({ kind: 'data-dir', directory: dataDir }, { cause: error });
  }
}

/** Connects to the running server or starts it. Others may start and stop it at the same moment. */
async function join(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
  log: Log,
): Promise<pg.Client> {
  const deadline = monotonic() + PATIENCE;
  let waiting = false;
  let failure: unknown;
  let failures = 0;
  while (failures < 3 && monotonic() < deadline) {
    const found = await tryToConnect(cluster);
    if (typeof found === 'object') return found;
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
    await pause(100);
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
  presence.removeAllListeners('error');
  presence.on('error', () => undefined);
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
