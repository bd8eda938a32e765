import type { Update } from 'grammy/types';
import type { Pool } from 'pg';
import { toJsonb } from '../database/json.ts';

/**
 * The SQL of lanes: claim, read, finish. Time here is the database's, for leases are compared over several machines.
 */

export interface ClaimedLane {
  chatId: number;
  state: unknown;
  lastMessageId: number;
  /** What was to be done at `wakeAt`, if that time has come. */
  wake: StoredWake | null;
  /** What `createLanes({ companion })` selected: who is talking. */
  companion: unknown;
  /** The former holder did not give the lane back: it was killed, or was cut off for longer than its lease. */
  abandoned: boolean;
}

export interface OpenUpdate {
  id: number;
  chatId: number;
  attempts: number;
  update: Update;
}

/** Something to be done in a chat after `inSeconds`, in the order of its lane, by whichever copy of the app lives. */
export interface Wake {
  inSeconds: number;
  what: unknown;
}

/** A wake as its column holds it: how often it failed goes with it. */
export interface StoredWake {
  what: unknown;
  attempts: number;
}

export interface Finish {
  chatId: number;
  /** The claim under which the lane is held. */
  token: string;
  /** The update that this is about; null when there was none (a wake, a release). */
  updateId: number | null;
  /** null: the update stays open. */
  outcome: 'done' | 'failed' | null;
  /** The update failed by our fault once more. */
  faulted: boolean;
  /** New state of the lane; undefined leaves it. */
  state: unknown;
  lastMessageId: number;
  /** Sets or clears what is to be done in this lane some seconds later; undefined leaves it. */
  wake: (Wake & { attempts?: number }) | null | undefined;
  release: boolean;
  /** Seconds for which nobody takes the lane after its release; null: none. */
  rest: number | null;
}

export interface LaneStore {
  /**
   * Takes at most `limit` lanes with something to do, in rotation; not those of `except`, which this copy has in hand:
   * it may have been cut off for longer than their leases.
   */
  claim(token: string, limit: number, except: readonly number[]): Promise<ClaimedLane[]>;
  read(chatIds: readonly number[], perLane: number): Promise<OpenUpdate[]>;
  /** Writes what turns left behind, each lane only if its token still holds. @returns the chats that were */
  finish(finishes: readonly Finish[]): Promise<Set<number>>;
  /** Counts an attempt for the first open update of lanes whose holder vanished. */
  countAbandoned(chatIds: readonly number[]): Promise<void>;
  /** @returns the chats whose lease was renewed; one that is being finished at this moment is passed over */
  renew(holds: readonly { chatId: number; token: string }[]): Promise<Set<number>>;
}

/**
 * @param companion SQL expression over `lane."chatId"` that yields json: what handlers need to know of the person
 * @param ttl seconds that a lease lasts unless it is renewed
 */
export function createLaneStore(pool: Pool, companion: string, ttl: number): LaneStore {
  /** Where the next claim goes on: no chat is passed over for ever, however busy the others are. */
  let after = 0;

  return {
    async claim(token, limit, except) {
      const { rows } = await pool.query<{ lanes: (ClaimedLane & { round: number | null })[] }>({
        name: 'lane-claim',
        // `rotation` steps from chat to chat along the index of open updates and stops when enough are locked, however
        // many wait. The old token is read under the row lock, so `abandoned` is what this claim took over.
        text: `with recursive rotation(chat, round) as (
                 select $3::bigint, 0
                 union all
                 select coalesce(next.chat, -9223372036854775808), round + (next.chat is null)::int
                 from rotation, lateral (
                   select min("chatId") as chat from "Update" where "doneAt" is null and "chatId" > rotation.chat) next
                 where round = 0 or next.chat <= $3
               ), due as (
                 select free.*, round from (
                   select "chatId" as chat, null as round from "Lane" where "wakeAt" <= now()
                   union all select chat, round from rotation where round = 1 or chat <> $3
                 ) candidate, lateral (
                   select "chatId", "leaseToken" is not null as abandoned from "Lane"
                   where "chatId" = candidate.chat and "chatId" <> all($4::bigint[])
                     and ("leasedUntil" is null or "leasedUntil" < now())
                   for update skip locked
                 ) free
                 limit $2
               ), claimed as (
                 update "Lane" lane
                 set "leaseToken" = $1, "leasedUntil" = now() + make_interval(secs => $5),
                     wake = case when due.abandoned and lane."wakeAt" <= now()
                                 then jsonb_set(lane.wake, '{attempts}', to_jsonb((lane.wake ->> 'attempts')::int + 1))
                                 else lane.wake end
                 from due where lane."chatId" = due."chatId"
                 returning lane."chatId", lane.state, lane."lastMessageId", due.abandoned, due.round,
                   case when lane."wakeAt" <= now() then lane.wake end as wake,
                   ${companion} as companion
               )
               select coalesce(json_agg(claimed), '[]') as lanes from claimed`,
        values: [token, limit, after, except, ttl],
      });
      const lanes = rows[0]?.lanes ?? [];
      const rotated = lanes.filter(({ round }) => round !== null);
      const round = Math.max(...rotated.map((lane) => lane.round ?? 0));
      if (lanes.length === limit && rotated.length > 0) {
        after = Math.max(...rotated.filter((lane) => lane.round === round).map((lane) => lane.chatId));
      }
      return lanes;
    },

    async read(chatIds, perLane) {
      // A second statement, with its own snapshot: within the claim's, an update finished meanwhile would be seen open.
      const { rows } = await pool.query<{ updates: OpenUpdate[] }>({
        name: 'lane-read',
        text: `select coalesce(json_agg(open order by seq), '[]') as updates
               from unnest($1::bigint[]) as chat(id), lateral (
                 select id, "chatId", attempts, payload as update, seq from "Update"
                 where "chatId" = chat.id and "doneAt" is null order by seq limit $2) open`,
        values: [chatIds, perLane],
      });
      return rows[0]?.updates ?? [];
    },

    async finish(finishes) {
      const { rows } = await pool.query<{ chats: number[] }>({
        name: 'lane-finish',
        // The lane first, under its row lock: an update is marked only where the token was still mine.
        text: `with finished as (
                 select * from jsonb_to_recordset($1::jsonb) as t("chatId" bigint, token uuid, "updateId" bigint, outcome text,
                   faulted bool, state jsonb, "lastMessageId" int, wake jsonb, "wakeIn" float8,
                   release bool, rest float8)
               ), kept as (
                 update "Lane" lane
                 set state = coalesce(finished.state, lane.state),
                     "lastMessageId" = greatest(lane."lastMessageId", finished."lastMessageId"),
                     "wakeAt" = case when "wakeIn" is null then lane."wakeAt"
                                     when "wakeIn" >= 0 then now() + make_interval(secs => "wakeIn") end,
                     wake = case when "wakeIn" is null then lane.wake else finished.wake end,
                     "leaseToken" = case when release then null else lane."leaseToken" end,
                     "leasedUntil" = case when release then now() + make_interval(secs => rest)
                                          else lane."leasedUntil" end
                 from finished where lane."chatId" = finished."chatId" and lane."leaseToken" = finished.token
                 returning finished."chatId", finished."updateId", finished.outcome, finished.faulted
               ), marked as (
                 update "Update"
                 set attempts = attempts + kept.faulted::int, outcome = kept.outcome,
                     "doneAt" = case when kept.outcome is not null then now() end,
                     payload = case when kept.outcome is null then payload end
                 from kept where "Update".id = kept."updateId" and "doneAt" is null
               )
               select coalesce(json_agg("chatId"), '[]') as chats from kept`,
        values: [toJsonb(finishes.map(rowOf))],
      });
      return new Set(rows[0]?.chats);
    },

    async countAbandoned(chatIds) {
      await pool.query(
        `update "Update" set attempts = attempts + 1 where id in (
           select first.id from unnest($1::bigint[]) as chat(id), lateral (
             select id from "Update" where "chatId" = chat.id and "doneAt" is null order by seq limit 1) first)`,
        [chatIds],
      );
    },

    async renew(holds) {
      // Skips what `finish` has locked: the two lock lanes in different orders.
      const { rows } = await pool.query<{ chatId: string }>(
        `update "Lane" set "leasedUntil" = now() + make_interval(secs => $3)
         where "chatId" in (
           select lane."chatId" from unnest($1::bigint[], $2::uuid[]) as hold(chat, token)
           join "Lane" lane on lane."chatId" = hold.chat and lane."leaseToken" = hold.token
           for update of lane skip locked)
         returning "chatId"`,
        [holds.map((hold) => hold.chatId), holds.map((hold) => hold.token), ttl],
      );
      return new Set(rows.map((row) => Number(row.chatId)));
    },
  };
}

/** Absent leaves a column as it is. Written out, because copying the rest of an object takes ten times as long. */
function rowOf(finish: Finish) {
  const { wake } = finish;
  return {
    chatId: finish.chatId,
    token: finish.token,
    updateId: finish.updateId,
    outcome: finish.outcome,
    faulted: finish.faulted,
    state: finish.state,
    lastMessageId: finish.lastMessageId,
    wake: wake ? ({ what: wake.what, attempts: wake.attempts ?? 0 } satisfies StoredWake) : null,
    wakeIn: wake === undefined ? null : wake === null ? -1 : wake.inSeconds,
    release: finish.release,
    rest: finish.rest,
  };
}
