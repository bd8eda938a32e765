import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase, type Database } from '../../src/platform/database/client.ts';
import { type Connection, connectionUrl } from '../../src/platform/database/connection.ts';
import { createLog, type Log } from '../../src/platform/log.ts';
import { onDatabase, runSql } from './postgres.ts';

/** Fewer than the app opens by itself: to open one, and to learn its statements, costs more than most tests ask of it. */
export const CONNECTIONS = 5;

export interface TestDatabase {
  connection: Connection;
  /** The same place as DATABASE_URL, for processes that a test starts. */
  url: string;
  database: Database;
  /** Closes `database` and removes it, whoever else is still connected. */
  drop(): Promise<void>;
}

/** A database of the test's own on the run's server: migrated and empty; with `empty` it has no tables at all. */
export async function createTestDatabase(
  options: { empty?: boolean; log?: Log } = {},
): Promise<TestDatabase> {
  const { server, template } = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const from = options.empty === true ? 'template0' : template;
  // The files are copied as they are: written through the log, as is usual, they cost three times as much.
  await runSql(server, `create database ${name} template ${from} strategy file_copy`);
  const connection = onDatabase(server, name);
  const log = options.log ?? createLog({ level: 'silent' });
  const database = createDatabase(connection, { log, connections: CONNECTIONS });
  return {
    connection,
    url: connectionUrl(connection),
    database,
    async drop() {
      await database.close();
      await runSql(server, `drop database if exists ${name} with (force)`);
    },
  };
}
