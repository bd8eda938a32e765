import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import { packageRoot } from '../package-root.ts';
import { type Connection, sessionConfig } from './connection.ts';

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, in hexadecimal. */
  checksum: string;
}

/** The lock that Prisma's own tools take. */
const LOCK = 72_707_369;

/** As Prisma's own tools make it, so that they can be used on the database. */
const TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/** The folder of the migrations, beside the sources as beside the built app. */
export function migrationsFolder(): string {
  return path.join(packageRoot(), 'prisma/migrations');
}

/** The migrations of a folder in the order in which they apply: by name, which begins with a time stamp. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies the migrations that the database lacks, each in a transaction of its own. Any number of processes may do
 * this at once: they wait for each other.
 *
 * @throws StartError if the database is newer than the program, or an applied migration was changed since
 */
export async function applyMigrations(
  connection: Connection,
  migrations: readonly Migration[],
  log: Log,
): Promise<void> {
  const client = new pg.Client(sessionConfig(connection));
  client.on('error', (error) => log.warn({ err: error }, 'the connection that applies migrations was lost'));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    for (const migration of missing(await readApplied(client), migrations)) {
      await apply(client, migration);
      log.info({ migration: migration.name }, 'migration applied');
    }
  } finally {
    await client.end();
  }
}

/** Names and checksums of what a database has; it must have the table. */
export async function readApplied(client: pg.ClientBase): Promise<Omit<Migration, 'sql'>[]> {
  const { rows } = await client.query<Omit<Migration, 'sql'>>(
    `select migration_name as name, checksum from _prisma_migrations
     where finished_at is not null and rolled_back_at is null order by migration_name collate "C"`,
  );
  return rows;
}

/** The migrations still to apply. Throws a StartError where those applied are not ours. */
function missing(applied: readonly Omit<Migration, 'sql'>[], ours: readonly Migration[]): Migration[] {
  const known = new Map(ours.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const own = known.get(name);
    if (own === undefined) throw new StartError({ kind: 'database-newer', migration: name });
    if (own.checksum !== checksum) throw new StartError({ kind: 'migration-changed', migration: name });
    known.delete(name);
  }
  return [...known.values()];
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
