import { contentOf, sameAnswer } from './store.ts';
import type { Tx } from './verb.ts';
import type { Request } from '../admission.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Undoable } from '../history.ts';
import { answerSubject, livePieces, recount, undoable } from '../store.ts';
import type { AssignmentView, SubmittedAnswer, Target } from '../store.ts';
import { joinedAnswers } from '../review/submitting.ts';

/** One answer as it is written now, submitted or not. */
export async function writtenNow(
  tx: Tx,
  view: AssignmentView,
  code: string,
): Promise<SubmittedAnswer | undefined> {
  return joinedAnswers(view, await livePieces(tx, view.id, code)).find((answer) => answer.code === code);
}

/**
 * A correction that was begun and not sent gives way to the text as submitted. Its parts are retired under a journal row
 * of their own, so nothing that was written is lost.
 * @returns whether there was one
 */
export async function restoreSubmitted(
  tx: Tx,
  view: AssignmentView,
  code: string,
  { actor, now }: Request,
): Promise<boolean> {
  const content = await contentOf(tx, view.id, view.edition);
  const submitted = content.find((answer) => answer.code === code);
  if (sameAnswer(await writtenNow(tx, view, code), submitted)) return false;
  const answer = await tx.answer.findUnique({
    where: { assignmentId_code: { assignmentId: view.id, code } },
  });
  if (!answer) return false;
  const parts = submitted?.pieces
    ? await partsToMove(tx, answer.id, submitted.pieces)
    : await partsSince(tx, answer.id, await submissionOf(tx, { assignmentId: view.id, code }));
  if (!parts) return false;
  const { added, removed } = parts;
  if (added.length + removed.length > 0) {
    const { id: removedBy } = await tx.journal.create({
      data: {
        verb: 'keep_submitted',
        subject: answerSubject({ assignmentId: view.id, code }),
        personId: actor.personId,
        at: now,
        outcome: { kind: 'done', added, removed },
      },
    });
    await tx.piece.updateMany({ where: { id: { in: removed } }, data: { removedBy } });
    await tx.piece.updateMany({ where: { id: { in: added } }, data: { removedBy: null } });
  }
  for (const { id, seam } of submitted?.pieces ?? [])
    await tx.piece.updateMany({ where: { id, answerId: answer.id }, data: { seam } });
  await recount(tx, answer.id, now);
  await tx.answer.update({ where: { id: answer.id }, data: { skippedAt: submitted?.skipped ? now : null } });
  // Prisma takes an empty Json only as a value of its own, which a rule file does not know.
  const value = submitted?.value ? JSON.stringify(submitted.value) : null;
  await tx.$executeRaw`update "Answer" set value = ${value}::jsonb where id = ${answer.id}`;
  return true;
}

/** Parts that are to be there again, and those that are to go. */
interface Parts {
  added: number[];
  removed: number[];
}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

/** What leaves exactly the submitted parts. */
async function partsToMove(tx: Tx, answerId: number, submitted: readonly { id: number }[]): Promise<Parts> {
  const own = ids(submitted);
  const [added, removed] = await Promise.all([
    tx.piece.findMany({ where: { answerId, id: { in: own }, removedBy: { not: null } } }),
    tx.piece.findMany({ where: { answerId, id: { notIn: own }, removedBy: null } }),
  ]);
  return { added: ids(added), removed: ids(removed) };
}

/** The same for a submission that does not say of which parts it was made: by the lines of the journal. */
async function partsSince(tx: Tx, answerId: number, submission: bigint | null): Promise<Parts | null> {
  if (submission === null) return null;
  const after = { gt: submission };
  const [added, removed] = await Promise.all([
    tx.piece.findMany({
      where: { answerId, removedBy: after, OR: [{ addedBy: null }, { addedBy: { lt: submission } }] },
    }),
    tx.piece.findMany({ where: { answerId, removedBy: null, addedBy: after } }),
  ]);
  return { added: ids(added), removed: ids(removed) };
}

/** What can be taken back now: of an answer that is open for correction, what was changed since it was submitted. */
export async function undoableNow(db: Db, view: AssignmentView, code: string): Promise<Undoable> {
  const target = { assignmentId: view.id, code };
  const { change, takenBack } = await undoable(db, target);
  if (view.state !== 'to_clarify' || (change === null && takenBack === null)) return { change, takenBack };
  const submission = Number((await submissionOf(db, target)) ?? 0);
  const since = (id: number | null): number | null => (id !== null && id > submission ? id : null);
  const last = since(change);
  const setAside =
    last !== null && (await db.journal.count({ where: { id: last, verb: 'keep_submitted' } })) > 0;
  return { change: last, takenBack: since(takenBack), setAside };
}

/** The line of the journal under which this answer was submitted last: with all others, or corrected alone. */
export async function submissionOf(tx: Db, { assignmentId, code }: Target): Promise<bigint | null> {
  const rows = await tx.journal.findMany({
    where: { subject: `assignment:${assignmentId}`, verb: { in: ['submit', 'correct'] } },
    orderBy: { id: 'desc' },
    select: { id: true, verb: true, outcome: true },
  });
  const found = rows.find(
    ({ verb, outcome }) => verb === 'submit' || (outcome as { code?: string }).code === code,
  );
  return found?.id ?? null;
}
