import pg from 'pg';
import { type Connection, sessionConfig } from '../../src/platform/database/connection.ts';

/** The same server, another of its databases. */
export function onDatabase(server: Connection, database: string): Connection {
  if (!('connectionString' in server)) return { ...server, database };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

/** Runs a query in a connection of its own; pg gives `bigint` as text here. */
export async function runSql(
  connection: Connection,
  sql: string,
  values: unknown[] = [],
): Promise<unknown[]> {
  const client = new pg.Client(sessionConfig(connection));
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
