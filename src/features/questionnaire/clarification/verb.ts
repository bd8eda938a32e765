import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import type { Outcome } from '../../../services/journal/once.ts';
import type { Verb } from '../../../services/people/rights.ts';
import { entryFor, openAssignment } from '../admission.ts';
import type { Open, Refused, Request } from '../admission.ts';
import { findClarification } from './store.ts';
import type { ClarificationView } from './store.ts';
import { answerSubject } from '../store.ts';

export type Tx = Prisma.TransactionClient;

/** What a verb of clarification or acceptance is about, and by which right. */
export interface Matter {
  right: Verb;
  /** Its name in the journal. */
  name: string;
  assignmentId: number;
  /** Absent: the questionnaire as a whole. */
  code?: string;
}

/**
 * Runs one of them: one transaction with its journal row, in which nobody else submits, withdraws, asks or accepts this
 * questionnaire.
 */
export async function settling<T extends Outcome>(
  prisma: PrismaClient,
  request: Request,
  { right, name, assignmentId, code }: Matter,
  work: (tx: Tx, open: Open, journalId: bigint) => Promise<T>,
): Promise<T | Refused> {
  const subject = code === undefined ? `assignment:${assignmentId}` : answerSubject({ assignmentId, code });
  return once<T | Refused>(prisma, entryFor(request, name, subject), async (tx, journalId) => {
    await tx.$queryRaw`select id from "Assignment" where id = ${assignmentId} for update`;
    const open = await openAssignment(tx, request.actor, right, assignmentId, code);
    if (open.kind !== 'open') return open;
    await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
    return work(tx, open, journalId);
  });
}

/** Submitted and asked about while the city owes an answer, else submitted; what is in work or accepted stays so. */
export async function settleState(tx: Tx, assignmentId: number): Promise<void> {
  const owed = await tx.clarification.count({ where: { assignmentId, closedAt: null, answer: null } });
  await tx.assignment.updateMany({
    where: { id: assignmentId, state: { in: ['submitted', 'to_clarify'] } },
    data: { state: owed > 0 ? 'to_clarify' : 'submitted' },
  });
}

/** The same about one clarification, which the work gets as it is now, not closed. */
export async function settlingOne<T extends Outcome>(
  prisma: PrismaClient,
  request: Request,
  id: number,
  matter: Pick<Matter, 'right' | 'name'>,
  work: (tx: Tx, open: Open, fresh: ClarificationView, journalId: bigint) => Promise<T>,
): Promise<T | Refused | { kind: 'nothing' }> {
  const found = await findClarification(prisma, id);
  if (!found) return { kind: 'gone' };
  const { assignmentId, code } = found;
  return settling<T | { kind: 'nothing' }>(
    prisma,
    request,
    { ...matter, assignmentId, code },
    async (tx, open, journalId) => {
      const fresh = await findClarification(tx, id);
      if (!fresh || fresh.closedAt) return { kind: 'nothing' };
      return work(tx, open, fresh, journalId);
    },
  );
}
