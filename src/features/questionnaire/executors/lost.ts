import type { Db } from '../../../platform/database/client.ts';
import { once } from '../../../services/journal/once.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import { executorNotices } from './notices.ts';
import type { ExecutorDependencies } from './verbs.ts';

/**
 * The job's part: an executor whose post was closed, who was cut off or has left, and for whom nobody acts, cannot write
 * any more. The question is free again, and the head is told. Whoever has not come yet is waited for; what was handed
 * over stays with the head.
 * @param now civil time
 */
export async function releaseLost({ prisma, delivery }: ExecutorDependencies, now: Date): Promise<void> {
  const rows = await prisma.delegation.findMany({
    where: {
      state: { in: ['given', 'returned'] },
      assignment: { campaign: { closedAt: null } },
      OR: [
        { seat: { closedAt: { not: null } } },
        { seat: { holdings: { some: {} }, NOT: { holdings: { some: present } } } },
      ],
    },
    select: { id: true, seatId: true, changedAt: true },
    orderBy: { id: 'asc' },
  });
  for (const { id, seatId, changedAt } of rows) {
    if (await isExpected(prisma, seatId, now)) continue;
    const entry = {
      requestKey: `j:executors:${id}:${changedAt.getTime()}`,
      verb: 'release_delegation',
      subject: `delegation:${id}`,
      personId: null,
      at: now,
    };
    await once(prisma, entry, async (tx, journalId) => {
      const { count } = await tx.delegation.updateMany({
        where: { id, state: { in: ['given', 'returned'] } },
        data: { state: 'recalled', changedAt: now },
      });
      if (count === 0) return { kind: 'outdated' };
      const about = { delegationId: id, cause: String(journalId), now };
      await delivery.enqueue(tx, await executorNotices(tx, 'executor.lost', about));
      return { kind: 'done' };
    });
  }
  if (rows.length > 0) delivery.wake();
}

/** Held by somebody who may come in. */
const present = { until: null, person: { cutOffAt: null, erasedAt: null } };

/** Somebody acts in the post, or is invited to it. */
async function isExpected(db: Db, seatId: number, now: Date): Promise<boolean> {
  if ((await occupantsOf(db, [seatId], now)).has(seatId)) return true;
  const open = { seatId, usedAt: null, expiresAt: { gt: now }, seat: { closedAt: null } };
  return (await db.invitation.count({ where: open })) > 0;
}
