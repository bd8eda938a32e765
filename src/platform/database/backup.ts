import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type BackupHeader, type BackupTable, writeBackupFile } from './backup-file.ts';
import { type Connection, sessionConfig } from './connection.ts';
import { readApplied } from './migrate.ts';

/** Tables that hold our data: `_prisma_migrations` is told in the header, pg-boss keeps its own in another schema. */
export const OUR_TABLES = `from pg_class t where t.relnamespace = 'public'::regnamespace and t.relkind = 'r'
  and t.relname <> '_prisma_migrations'`;

export type BackupOutcome =
  | { kind: 'written'; tables: number; rows: number }
  /** The database was never used by the program. */
  | { kind: 'no-tables' };

/**
 * Writes all our tables to a file as they are at one moment, while the program goes on working. Needs the memory of
 * some rows only. A file of that name is replaced when the new one is complete.
 */
export async function backUp(connection: Connection, file: string): Promise<BackupOutcome> {
  const client = new pg.Client(sessionConfig(connection));
  // A connection lost in the middle is told by the statement under way.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const header = await describe(client);
    if (header === undefined) return { kind: 'no-tables' };
    await writeBackupFile(file, header, (table) => client.query(copyTo(copyToStdout(table))));
    return {
      kind: 'written',
      tables: header.tables.length,
      rows: header.tables.reduce((sum, { rows }) => sum + rows, 0),
    };
  } finally {
    await client.end();
  }
}

function copyToStdout({ name, columns }: BackupTable): string {
  return `copy public.${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join(', ')}) to stdout`;
}

async function describe(client: pg.Client): Promise<BackupHeader | undefined> {
  const { rows: found } = await client.query(
    `select from pg_class where oid = to_regclass('public._prisma_migrations')`,
  );
  if (found.length === 0) return undefined;
  const migrations = await readApplied(client);
  const tables = await client.query<Omit<BackupTable, 'rows'>>(
    `select t.relname::text as name, array(
       select a.attname::text from pg_attribute a
       where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
     ) as columns ${OUR_TABLES} order by t.relname collate "C"`,
  );
  const counted: BackupTable[] = [];
  for (const table of tables.rows) {
    const count = await client.query<{ rows: string }>(
      `select count(*) as rows from public.${pg.escapeIdentifier(table.name)}`,
    );
    counted.push({ ...table, rows: Number(count.rows[0]?.rows) });
  }
  // A sequence is not part of the snapshot; read behind its beginning it can only be further, which does no harm.
  const sequences = await client.query<BackupHeader['sequences'][number]>(
    `select sequencename::text as name, last_value::text as "lastValue" from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  );
  return { format: 'vestovoy-backup', version: 1, migrations, tables: counted, sequences: sequences.rows };
}
