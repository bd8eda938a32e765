import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { monotonic } from '../clock.ts';

/** What the database says of a lease; both instants are the database's. */
export interface LeaseState {
  /** The lease is mine. */
  held: boolean;
  data: Record<string, unknown>;
  now: Date;
}

/** One named right that at most one copy of the app holds at a time (`Lease`). Who cannot reach the database has lost it. */
export interface Lease {
  readonly name: string;
  /** Fences statements: `… from "Lease" where name = $1 and token = $2 and until > now()`. */
  readonly token: string;
  /** Takes the lease if it is free or run out, renews it if it is mine, and reads its data either way. */
  beat(): Promise<LeaseState>;
  /** `beat` for callers who need nothing but the answer. */
  acquire(): Promise<boolean>;
  /** Without asking the database: the last `beat` won, and its time has not run out on this machine's monotonic clock. */
  held(): boolean;
  /** Sets `data[key]` to the database's time plus `milliseconds`, unless a later instant stands there already. */
  postpone(key: string, milliseconds: number): Promise<void>;
  /** Gives the lease back, if it is mine, so that another copy need not wait for it to run out. */
  release(): Promise<void>;
}

/** Creates the handle of one copy of the app. `ttl`: milliseconds that the lease lasts without a beat. */
export function createLease(pool: Pool, name: string, options: { ttl: number }): Lease {
  const { ttl } = options;
  const token = randomUUID();
  let until = -Infinity;

  async function beat(): Promise<LeaseState> {
    const asked = monotonic();
    const { rows } = await pool.query<LeaseState>({
      name: 'lease-beat',
      text: `with mine as (
               insert into "Lease" (name, token, until) values ($1, $2, now() + make_interval(secs => $3))
               on conflict (name) do update set token = excluded.token, until = excluded.until
               where "Lease".token = excluded.token or "Lease".until is null or "Lease".until < now()
               returning data
             )
             select true as held, data, now() as now from mine
             union all
             select false, data, now() from "Lease" where name = $1 and not exists (select from mine)`,
      values: [name, token, ttl / 1000],
    });
    // No row: another copy made the lease in this very moment.
    const state = rows[0] ?? { held: false, data: {}, now: new Date(0) };
    until = state.held ? asked + ttl : -Infinity;
    return state;
  }

  return {
    name,
    token,
    beat,
    acquire: async () => (await beat()).held,
    held: () => monotonic() < until,
    async postpone(key, milliseconds) {
      await pool.query(
        `insert into "Lease" (name, data)
         values ($1, jsonb_build_object($2::text, now() + make_interval(secs => $3)))
         on conflict (name) do update set data = "Lease".data || excluded.data
         where coalesce(("Lease".data ->> $2)::timestamptz, '-infinity') < (excluded.data ->> $2)::timestamptz`,
        [name, key, milliseconds / 1000],
      );
    },
    async release() {
      until = -Infinity;
      await pool.query(`update "Lease" set token = null, until = null where name = $1 and token = $2`, [
        name,
        token,
      ]);
    },
  };
}
