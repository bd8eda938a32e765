import type { Update } from 'grammy/types';
import type { Pool } from 'pg';
import { toJsonb } from '../database/json.ts';

/** The kinds of updates that the app asks Telegram for. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** The chat whose lane an update belongs to; null for kinds that the app does not ask for. */
export function chatOf(update: Update): number | null {
  return (
    update.message?.chat?.id ??
    update.edited_message?.chat?.id ??
    update.callback_query?.message?.chat?.id ??
    update.callback_query?.from?.id ??
    update.my_chat_member?.chat?.id ??
    null
  );
}

/**
 * Writes updates into the inbox, in the order given, with their lanes; only then may Telegram be told that they were
 * received. An update that is there already is left alone.
 * @returns how many were new
 */
export async function storeUpdates(pool: Pool, updates: readonly Update[]): Promise<number> {
  const known = updates.filter((update) => Number.isSafeInteger(chatOf(update)));
  if (known.length === 0) return 0;
  const result = await pool.query({
    name: 'inbox-store',
    // All payloads travel as one text: an array of texts is escaped once more, letter by letter.
    text: `with incoming as (
             select * from rows from (unnest($1::bigint[], $2::bigint[]), jsonb_array_elements($3::jsonb))
               with ordinality as t(id, chat, payload, ord)
           ), lanes as (
             insert into "Lane" ("chatId") select distinct chat from incoming order by chat on conflict do nothing
           )
           insert into "Update" (id, "chatId", payload)
           select id, chat, payload from incoming order by ord
           on conflict (id) do nothing`,
    values: [known.map((update) => update.update_id), known.map(chatOf), toJsonb(known)],
  });
  return result.rowCount ?? 0;
}

export interface InboxDepth {
  open: number;
  /** Age of the oldest update that waits, in seconds of database time. */
  oldestSeconds: number;
}

export async function inboxDepth(pool: Pool): Promise<InboxDepth> {
  const { rows } = await pool.query<{ open: string; oldest: string | null }>(
    `select count(*) as open, extract(epoch from now() - min(at)) as oldest from "Update" where "doneAt" is null`,
  );
  return { open: Number(rows[0]?.open ?? 0), oldestSeconds: Number(rows[0]?.oldest ?? 0) };
}

/** Removes tombstones of updates older than 30 days; Telegram itself keeps an update for 24 hours. */
export async function sweepInbox(pool: Pool): Promise<number> {
  const result = await pool.query(`delete from "Update" where "doneAt" < now() - interval '30 days'`);
  return result.rowCount ?? 0;
}

/** What an update tells of: `message`, `callback_query` … */
export function kindOfUpdate(update: Update): string {
  return Object.keys(update).find((key) => key !== 'update_id') ?? 'other';
}
