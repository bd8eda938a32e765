import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Connection, Server } from '../../src/platform/database/connection.ts';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { applyMigrations, migrationsFolder, readMigrations } from '../../src/platform/database/migrate.ts';
import { createLog, type Log } from '../../src/platform/log.ts';
import { onDatabase, runSql } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, and the migrated database that tests clone. */
    postgres: { server: Connection; template: string };
  }
}

const SHARED_MEMORY = '/dev/shm';
/** Bytes. */
const ROOM = 3 * 1024 ** 3;

/** One PostgreSQL for the whole run; given by TEST_DATABASE_URL, or the embedded one in a folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = createLog({ level: 'warn' });
  await keepInMemory();
  const server = await startServer(log);
  const template = `template_${process.pid}`;
  try {
    await runSql(server.connection, `create database ${template}`);
    const migrations = await readMigrations(migrationsFolder());
    await applyMigrations(onDatabase(server.connection, template), migrations, log);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgres', { server: server.connection, template });
  return async () => {
    await runSql(server.connection, `drop database ${template} with (force)`);
    await server.stop();
  };
}

/**
 * Temporary folders go to memory, where Linux has room for them: each test's database is some 400 files, and to make
 * and remove them on a disk costs more than the test itself.
 */
async function keepInMemory(): Promise<void> {
  const shared = await statfs(SHARED_MEMORY).catch(() => null);
  if (process.env['TMPDIR'] !== undefined || !shared) return;
  if (shared.bavail * shared.bsize >= ROOM) process.env['TMPDIR'] = SHARED_MEMORY;
}

async function startServer(log: Log): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { connection: { connectionString: given }, stop: () => Promise.resolve() };
  await removeLeftovers();
  const dataDir = await mkdtemp(path.join(tmpdir(), `vestovoy-test-${process.pid}-`));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  // Speed before safety: the data live as long as the run.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  try {
    const server = await startEmbedded({ dataDir, log, settings });
    return {
      connection: server.connection,
      async stop() {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What killed runs left. A server whose folder is gone ends by itself within a minute. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const run = Number(/^vestovoy-test-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(run) || isAlive(run)) continue;
    await rm(path.join(tmpdir(), name), { recursive: true, force: true, maxRetries: 5 }).catch(
      () => undefined,
    );
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
