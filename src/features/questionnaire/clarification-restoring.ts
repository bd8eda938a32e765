import { contentOf, sameAnswer } from './clarification-store.ts';
import type { Tx } from './clarification-verb.ts';
import type { Request } from './admission.ts';
import { answerSubject, livePieces, recount } from './store.ts';
import type { AssignmentView, SubmittedAnswer } from './store.ts';
import { joinedAnswers } from './submitting.ts';

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
  const submission = await submissionOf(tx, view.id, code);
  if (!answer || submission === null) return false;
  const after = { gt: submission };
  const [added, removed] = await Promise.all([
    tx.piece.findMany({ where: { answerId: answer.id, removedBy: null, addedBy: after } }),
    tx.piece.findMany({
      where: {
        answerId: answer.id,
        removedBy: after,
        OR: [{ addedBy: null }, { addedBy: { lt: submission } }],
      },
    }),
  ]);
  const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);
  const row = await tx.journal.create({
    data: {
      verb: 'keep_submitted',
      subject: answerSubject({ assignmentId: view.id, code }),
      personId: actor.personId,
      at: now,
      outcome: { kind: 'done', added: ids(removed), removed: ids(added) },
    },
  });
  await tx.piece.updateMany({ where: { id: { in: ids(added) } }, data: { removedBy: row.id } });
  await tx.piece.updateMany({ where: { id: { in: ids(removed) } }, data: { removedBy: null } });
  await recount(tx, answer.id, now);
  // Prisma takes an empty Json only as a value of its own, which a rule file does not know.
  const value = submitted?.value ? JSON.stringify(submitted.value) : null;
  await tx.$executeRaw`update "Answer" set value = ${value}::jsonb where id = ${answer.id}`;
  return true;
}

/** The line of the journal under which this answer was submitted last: with all others, or corrected alone. */
async function submissionOf(tx: Tx, assignmentId: number, code: string): Promise<bigint | null> {
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
