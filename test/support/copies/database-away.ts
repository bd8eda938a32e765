import type { Connection } from '../../../src/platform/database/connection.ts';
import { onDatabase, runSql } from '../postgres.ts';

/** Takes a database away: who is in is thrown out, nobody gets in. @returns brings it back */
export async function takeAway(database: Connection): Promise<() => Promise<void>> {
  const server = onDatabase(database, 'postgres');
  const [row] = (await runSql(database, 'select current_database() as name')) as [{ name: string }];
  await runSql(server, `alter database ${row.name} allow_connections false`);
  await runSql(server, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    row.name,
  ]);
  return async () => {
    await runSql(server, `alter database ${row.name} allow_connections true`);
  };
}
