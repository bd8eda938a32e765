import type pg from 'pg';

/** Every row of every table as text, by table: to see that nothing changed, or that nothing is left of somebody. */
export async function dumpRows(pool: pg.Pool): Promise<Record<string, string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const dumped: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`);
    dumped[name] = rows.map(({ row }) => row);
  }
  return dumped;
}
