import type { Db } from '../../../platform/database/client.ts';
import { progressOfView } from '../messages.ts';
import type { Progress } from '../progress.ts';
import { answerSubject } from '../store.ts';
import type { AssignmentView } from '../store.ts';

/** What was given to an executor, as far as it decides whose an answer is. */
interface GivenPart {
  id: number;
  /** null: the whole questionnaire. */
  code: string | null;
  seatId: number;
  state: string;
}

/**
 * The questions whose answer is an executor's until the head takes it, by code: handed over, or written by the executor
 * since it was given to him.
 */
export async function untaken<D extends GivenPart>(
  db: Db,
  assignment: { id: number; delegations: readonly D[] },
): Promise<Map<string, D>> {
  return (await untakenIn(db, [assignment])).get(assignment.id) ?? new Map<string, D>();
}

/** The same of many questionnaires in three queries, by the id of each. */
export async function untakenIn<D extends GivenPart>(
  db: Db,
  assignments: readonly { id: number; delegations: readonly D[] }[],
): Promise<Map<number, Map<string, D>>> {
  const given = assignments.filter(({ delegations }) => delegations.length > 0);
  const found = new Map(given.map(({ id }) => [id, new Map<string, D>()]));
  if (given.length === 0) return found;
  const delegations = given.flatMap((each) => each.delegations);
  const [rows, pieces] = await Promise.all([
    db.delegation.findMany({
      where: { id: { in: delegations.map(({ id }) => id) } },
      select: { id: true, givenAt: true },
    }),
    db.piece.findMany({
      where: {
        removedBy: null,
        addedBy: { not: null },
        answer: { assignmentId: { in: given.map(({ id }) => id) } },
      },
      select: { addedBy: true, answer: { select: { assignmentId: true, code: true } } },
    }),
  ]);
  const givenAt = new Map(rows.map((row) => [row.id, row.givenAt.getTime()]));
  const targets = new Map(pieces.map(({ addedBy, answer }) => [addedBy, answer]));
  const acts = await db.journal.findMany({
    where: {
      seatId: { in: [...new Set(delegations.map(({ seatId }) => seatId))] },
      OR: [
        { id: { in: [...targets.keys()].filter((each) => each !== null) } },
        {
          verb: { in: ['set_number', 'skip_answer'] },
          OR: given.map(({ id }) => ({
            subject: { startsWith: answerSubject({ assignmentId: id, code: '' }) },
          })),
        },
      ],
    },
    select: { id: true, seatId: true, subject: true, at: true },
  });
  const written = acts.map(({ id, seatId, subject, at }) => {
    const [, assignmentId, code = ''] = subject.split(':');
    const target = targets.get(id) ?? { assignmentId: Number(assignmentId), code };
    return { ...target, seatId, at: at.getTime() };
  });
  for (const { id, delegations: parts } of given) {
    const own = found.get(id) ?? new Map<string, D>();
    for (const part of parts) {
      if (part.code !== null && part.state === 'ready') own.set(part.code, part);
      for (const { assignmentId, code, seatId, at } of written) {
        const his = assignmentId === id && seatId === part.seatId && at >= (givenAt.get(part.id) ?? 0);
        if (!his || (part.code !== null && part.code !== code) || own.has(code)) continue;
        // A question that was given apart is decided with that part, whoever else wrote there.
        own.set(code, parts.find((each) => each.code === code) ?? part);
      }
    }
  }
  return found;
}

/** How far a questionnaire is for those who read all of it; an executor counts what he wrote himself. */
export async function progressSeen(db: Db, view: AssignmentView): Promise<Progress> {
  return progressOfView(view, view.wholeForm ? undefined : await untaken(db, view));
}
