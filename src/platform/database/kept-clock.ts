import type { Pool } from 'pg';
import { createClock, machineNow } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { StartError } from '../errors.ts';

/**
 * The app's clock with the offset that the database keeps, so that a restart never goes back. Only `CLOCK_START` and the
 * demo ever set one; a real installation runs with none.
 * @param start instant at which the clock is to run from now on, unless it is further already
 * @param mayShift false where real people are written to: a database whose clock was shifted is refused (`StartError`)
 */
export async function createKeptClock(
  pool: Pool,
  start: Date | undefined,
  mayShift: boolean,
): Promise<{ clock: Clock; keep: () => Promise<void> }> {
  const { rows } = await pool.query<{ offset: string | null }>(
    `select data ->> 'offset' as offset from "Lease" where name = 'clock'`,
  );
  const kept = Number(rows[0]?.offset ?? 0);
  if (kept !== 0 && !mayShift) {
    const app = new Date(machineNow().getTime() + kept).toISOString();
    throw new StartError({ kind: 'clock-shifted', appTime: `${app.slice(0, 16).replace('T', ' ')} UTC` });
  }
  const asked = start === undefined ? 0 : start.getTime() - machineNow().getTime();
  // A start in the past is an offset below zero; it is kept from the first start on.
  const offset = rows[0] === undefined ? asked : Math.max(kept, asked);
  const clock = createClock(offset);
  const keep = async (): Promise<void> => {
    await pool.query(
      `insert into "Lease" (name, data) values ('clock', jsonb_build_object('offset', $1::float8))
       on conflict (name) do update set data = excluded.data`,
      [clock.offset()],
    );
  };
  if (offset !== 0) await keep();
  return { clock, keep };
}
