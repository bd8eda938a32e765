import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Log } from '../log.ts';
import { OUR_TABLES } from './backup.ts';
import {
  type BackupHeader,
  copyFromStdin,
  DamagedBackup,
  readBackupFile,
  verifyBackupFile,
} from './backup-file.ts';
import { type Connection, sessionConfig } from './connection.ts';
import { applyMigrations, type Migration, readApplied } from './migrate.ts';

export type RestoreOutcome =
  | { kind: 'restored'; tables: number; rows: number }
  /** Not a backup, cut short or changed. Nothing was written. */
  | { kind: 'damaged' }
  /** Made by a newer version of the program, or by another one. Nothing was written. */
  | { kind: 'foreign'; migration: string }
  /** Data, or a later state of the tables, stand in the way. Nothing was written. */
  | { kind: 'occupied' };

/**
 * Puts a backup into a database without tables, or with the backup's own tables empty. The file is verified before
 * anything is written; the rows come in one transaction. Migrations newer than the backup are applied afterwards, as
 * they would have been to the database it was taken from.
 */
export async function restore(
  connection: Connection,
  file: string,
  migrations: readonly Migration[],
  log: Log,
): Promise<RestoreOutcome> {
  const client = new pg.Client(sessionConfig(connection));
  client.on('error', () => undefined);
  try {
    const header = await verifyBackupFile(file);
    const stranger = header.migrations.find(
      ({ name, checksum }, at) => migrations[at]?.name !== name || migrations[at].checksum !== checksum,
    );
    if (stranger !== undefined) return { kind: 'foreign', migration: stranger.name };
    await client.connect();
    if (!(await isFree(client, header))) return { kind: 'occupied' };
    await applyMigrations(connection, migrations.slice(0, header.migrations.length), log);
    await client.query('begin');
    if (!(await load(client, header, file))) return { kind: 'occupied' };
    await client.query('commit');
    await applyMigrations(connection, migrations, log);
    return {
      kind: 'restored',
      tables: header.tables.length,
      rows: header.tables.reduce((sum, { rows }) => sum + rows, 0),
    };
  } catch (error) {
    if (error instanceof DamagedBackup) return { kind: 'damaged' };
    throw error;
  } finally {
    // Ends a transaction that was not committed.
    await client.end();
  }
}

/** Whether the tables are empty and no further than the backup. */
async function isFree(client: pg.Client, header: BackupHeader): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(`select t.relname::text as name ${OUR_TABLES}`);
  if (rows.length === 0) return true;
  const known = await client.query(
    `select from pg_class where oid = to_regclass('public._prisma_migrations')`,
  );
  if (known.rowCount === 0) return false;
  const names = new Set(header.migrations.map(({ name }) => name));
  if ((await readApplied(client)).some(({ name }) => !names.has(name))) return false;
  return areEmpty(
    client,
    rows.map(({ name }) => name),
  );
}

async function areEmpty(client: pg.Client, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    const { rowCount } = await client.query(`select from public.${pg.escapeIdentifier(table)} limit 1`);
    if (rowCount !== 0) return false;
  }
  return true;
}

/** Fills the tables; false if somebody else wrote into them meanwhile. */
async function load(client: pg.Client, header: BackupHeader, file: string): Promise<boolean> {
  const tables = header.tables.map(({ name }) => `public.${pg.escapeIdentifier(name)}`);
  await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
  if (
    !(await areEmpty(
      client,
      header.tables.map(({ name }) => name),
    ))
  )
    return false;

  // Without foreign keys the order of the tables does not matter; made again, they check every row.
  const { rows: keys } = await client.query<{ place: string; name: string; definition: string }>(
    `select conrelid::regclass::text as place, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`,
  );
  for (const { place, name } of keys) await client.query(`alter table ${place} drop constraint ${name}`);
  await readBackupFile(file, async (table, rows) => {
    const sink = client.query(copyFrom(copyFromStdin(table)));
    await pipeline(rows, sink);
    if (sink.rowCount !== table.rows) throw new DamagedBackup('rows are missing');
  });
  for (const { place, name, definition } of keys) {
    await client.query(`alter table ${place} add constraint ${name} ${definition}`);
  }
  for (const { name, lastValue } of header.sequences) {
    await client.query('select setval($1, $2)', [`public.${pg.escapeIdentifier(name)}`, lastValue]);
  }
  return true;
}
