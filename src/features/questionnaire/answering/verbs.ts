import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import type { Actor } from '../../../services/people/actor.ts';
import { entryFor, isBegun, openAnswer, openAssignment, writesThere } from '../admission.ts';
import type { Open, Refused, Request } from '../admission.ts';
import { createChanging } from './changing.ts';
import type { SeamKind } from '../joining/joining.ts';
import { answerSubject, holdAnswer } from '../store.ts';
import type { AssignmentView, NumberValue, Target } from '../store.ts';

type Outcome = Refused | { kind: 'done' };

/** The verbs of answering. */
export function createAnswering(prisma: PrismaClient) {
  /** It is in work once somebody who answers it has looked at it, or anybody has written. */
  async function seen(actor: Actor, view: AssignmentView): Promise<void> {
    if (view.state !== 'not_opened' || view.archived || !(isBegun(view) || writesThere(actor, view))) return;
    const where = { id: view.id, state: 'not_opened' };
    await prisma.assignment.updateMany({ where, data: { state: 'in_work' } });
    view.state = 'in_work';
  }

  return {
    ...createChanging(prisma),

    /** The person's decision about the seam before a part. `nothing`: this answer has no such part. */
    async decideSeam(
      request: Request,
      target: Target,
      pieceId: number,
      seam: SeamKind,
    ): Promise<Outcome | { kind: 'nothing' }> {
      return once<Outcome | { kind: 'nothing' }>(
        prisma,
        entryFor(request, 'decide_seam', answerSubject(target)),
        async (tx, journalId) => {
          const open = await openAnswer(tx, request.actor, target);
          if (open.kind !== 'open') return open;
          const { count } = await tx.piece.updateMany({
            where: { id: pieceId, removedBy: null, answer: target },
            data: { seam },
          });
          await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
          return { kind: count > 0 ? 'done' : 'nothing' };
        },
      );
    },

    /** *Готово* and *Нет предложений*: marks only; submission takes every part all the same. */
    async mark(request: Request, target: Target, how: 'done' | 'skipped'): Promise<Outcome> {
      const verb = how === 'done' ? 'finish_answer' : 'skip_answer';
      return once<Outcome>(prisma, entryFor(request, verb, answerSubject(target)), async (tx, journalId) => {
        const open = await openAnswer(tx, request.actor, target);
        if (open.kind !== 'open') return open;
        const marks = how === 'done' ? { doneAt: request.now } : { skippedAt: request.now };
        await tx.answer.update({ where: { id: await holdAnswer(tx, target) }, data: marks });
        await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
        return { kind: 'done' };
      });
    },

    async setNumber(request: Request, target: Target, value: NumberValue): Promise<Outcome> {
      return once<Outcome>(
        prisma,
        entryFor(request, 'set_number', answerSubject(target)),
        async (tx, journalId) => {
          const open = await openAnswer(tx, request.actor, target, ({ kind }) => kind === 'number');
          if (open.kind !== 'open') return open;
          const data = { value, changedAt: request.now, skippedAt: null };
          await tx.answer.update({ where: { id: await holdAnswer(tx, target) }, data });
          await tx.journal.update({ where: { id: journalId }, data: { seatId: open.seat.seatId } });
          return { kind: 'done' };
        },
      );
    },

    seen,

    async open(actor: Actor, assignmentId: number): Promise<Open | Refused> {
      const open = await openAssignment(prisma, actor, 'see_questionnaire', assignmentId);
      if (open.kind === 'open') await seen(actor, open.view);
      return open;
    },
  };
}

export type Answering = ReturnType<typeof createAnswering>;
