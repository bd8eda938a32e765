import type { Pool } from 'pg';
import type { Database, Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Lease } from '../../platform/database/lease.ts';
import type { NoticeLane } from './notice.ts';

/** A row of the outbox that is due. */
export interface DueNotice {
  id: number;
  personId: number | null;
  chatId: number | null;
  channel: string;
  lane: NoticeLane;
  kind: string;
  args: unknown;
  againIfUnknown: boolean;
  attempts: number;
  notAfter: Date | null;
}

/** Due notices of a lane, oldest first. `now`: civil time; `machine`: the machine's own. */
export async function dueNotices(
  db: Db,
  query: {
    lane: NoticeLane;
    now: Date;
    machine: Date;
    except: readonly number[];
    limit: number;
  },
): Promise<DueNotice[]> {
  const { lane, now, machine, except, limit } = query;
  const rows = await db.notice.findMany({
    where: {
      state: 'queued',
      lane,
      notBefore: { lte: now },
      OR: [{ retryAt: null }, { retryAt: { lte: machine } }],
      id: { notIn: [...except] },
    },
    orderBy: [{ notBefore: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    lane,
    chatId: row.chatId === null ? null : Number(row.chatId),
  }));
}

/**
 * queued -> sending, committed before the request is made: after a kill only such rows are unknown. Fails if the row
 * was taken or withdrawn meanwhile, or the lease is no longer mine; the lock on the lease's row keeps the next holder
 * from judging before this is seen.
 * @param judgeAt the machine's time at which the attempt must be over
 */
export async function claimNotice(pool: Pool, lease: Lease, id: number, judgeAt: Date): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'notice-claim',
    text: `with mine as (select from "Lease" where name = $1 and token = $2 and until > now() for share)
           update "Notice" set state = 'sending', attempts = attempts + 1, "retryAt" = $4
           from mine where id = $3 and state = 'queued'`,
    values: [lease.name, lease.token, id, judgeAt],
  });
  return rowCount === 1;
}

/** Whatever has been thought of it meanwhile: it is out. */
export async function markSent(
  pool: Pool,
  sent: { id: number; chatId: number; messageId: number; now: Date },
): Promise<void> {
  await pool.query({
    name: 'notice-sent',
    text: `with sent as (
             update "Notice" set state = 'sent', "messageId" = $2, "sentAt" = $3, "retryAt" = null, failure = null
             where id = $1)
           update "Lane" set "lastMessageId" = greatest("lastMessageId", $2) where "chatId" = $4`,
    values: [sent.id, sent.messageId, sent.now, sent.chatId],
  });
}

/** Writes how a notice ended or when it is tried again, unless it has moved on meanwhile. */
export async function settle(
  db: Db,
  notice: { id: number; state: 'queued' | 'sending' },
  data: Prisma.NoticeUpdateManyMutationInput,
): Promise<void> {
  await db.notice.updateMany({ where: notice, data });
}

/**
 * Decides about notices whose sender vanished between claiming and settling: nobody knows whether they are out.
 * @param inHand those that this process is sending
 */
export async function judgeAbandoned(
  { prisma }: Database,
  query: { machine: Date; inHand: readonly number[]; attempts: number },
): Promise<{ again: number; unknown: number }> {
  const abandoned = { state: 'sending', retryAt: { lte: query.machine }, id: { notIn: [...query.inHand] } };
  const again = await prisma.notice.updateMany({
    where: { ...abandoned, againIfUnknown: true, attempts: { lt: query.attempts } },
    data: { state: 'queued', retryAt: null },
  });
  const unknown = await prisma.notice.updateMany({
    where: abandoned,
    data: { state: 'unknown', retryAt: null, failure: 'the sender stopped while sending' },
  });
  return { again: again.count, unknown: unknown.count };
}
