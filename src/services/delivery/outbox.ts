import type { Db } from '../../platform/database/client.ts';
import type { NewNotice } from './notice.ts';

/** Thirteen values a row; PostgreSQL takes 65 535 in a statement. */
const ROWS_PER_STATEMENT = 1000;

/**
 * Puts notices into the outbox, in the transaction of the change that causes them. A notice whose key is there already
 * is left out. `now`: civil time.
 * @returns how many are new
 */
export async function enqueue(db: Db, notices: readonly NewNotice[], now: Date): Promise<number> {
  let added = 0;
  for (let first = 0; first < notices.length; first += ROWS_PER_STATEMENT) {
    const { count } = await db.notice.createMany({
      data: notices
        .slice(first, first + ROWS_PER_STATEMENT)
        .map((notice) => ({ ...notice, notBefore: notice.notBefore ?? now, createdAt: now })),
      skipDuplicates: true,
    });
    added += count;
  }
  return added;
}

/** How many notices are due and not sent, and for how many seconds the oldest has been. `now`: civil time. */
export async function outboxDepth(db: Db, now: Date): Promise<{ depth: number; oldestSeconds: number }> {
  const { _count: depth, _min: min } = await db.notice.aggregate({
    where: { state: 'queued', notBefore: { lte: now } },
    _count: true,
    _min: { notBefore: true },
  });
  return {
    depth,
    oldestSeconds: min.notBefore === null ? 0 : (now.getTime() - min.notBefore.getTime()) / 1000,
  };
}
