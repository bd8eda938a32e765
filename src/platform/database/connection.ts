import type pg from 'pg';

/** Where a database is: an address (`DATABASE_URL`) or its parts. What `pg` understands, and no more. */
export type Connection = Readonly<
  { connectionString: string } | { host: string; port: number; user: string; database: string }
>;

/** A server and who must be told when it is not needed any more. */
export interface Server {
  connection: Connection;
  /** Does nothing for a given server; lets go of the embedded one. */
  stop(): Promise<void>;
}

/** Settings every session of ours has; an `options` parameter within the address is kept and completed. */
const SESSION_OPTIONS = '-c TimeZone=UTC -c idle_in_transaction_session_timeout=60000';

/** The configuration of a `pg` client or pool for this connection: time zone UTC whatever the server's is. */
export function sessionConfig(connection: Connection): pg.ClientConfig {
  const common = { application_name: 'vestovoy', keepAlive: true, connectionTimeoutMillis: 10_000 };
  if (!('connectionString' in connection)) return { ...common, ...connection, options: SESSION_OPTIONS };
  // Parameters of the address win over those beside it.
  const connectionString = connection.connectionString.replace(
    /[?&]options=[^&]*/,
    (given) => `${given}%20${encodeURIComponent(SESSION_OPTIONS)}`,
  );
  return { ...common, connectionString, options: SESSION_OPTIONS };
}

/** The same place as a `DATABASE_URL`. The host of a Unix socket is its folder, given as a parameter. */
export function connectionUrl(connection: Connection): string {
  if ('connectionString' in connection) return connection.connectionString;
  const { host, port, user, database } = connection;
  const parameters = new URLSearchParams({ host, port: String(port) });
  return `postgresql://${encodeURIComponent(user)}@localhost/${encodeURIComponent(database)}?${parameters.toString()}`;
}
