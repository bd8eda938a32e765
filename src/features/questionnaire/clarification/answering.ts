import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Actor, HeldSeat } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { answersFor, isSubmitted, subjectOf } from '../admission.ts';
import type { Refused, Request } from '../admission.ts';
import { restoreSubmitted, writtenNow } from './restoring.ts';
import {
  contentOf,
  findClarification,
  nameOfSeat,
  openClarifications,
  sameAnswer,
  unanswered,
} from './store.ts';
import type { ClarificationView, Way } from './store.ts';
import { tellAskers, tellCity } from './telling.ts';
import { settleState, settling, settlingOne } from './verb.ts';
import type { Matter, Tx } from './verb.ts';
import type { Open } from '../admission.ts';
import { isAnswered, writeSubmission } from '../review/submitting.ts';
import type { AssignmentView } from '../store.ts';
import { questionOf } from '../wording.ts';

/** Characters of an explanation: it goes out in one message, with what it answers. */
export const EXPLANATION_LIMIT = 2000;

type NotOpen =
  | Refused
  /** The association took the answer, or took its question back. */
  | { kind: 'nothing' }
  /** Somebody has answered meanwhile. */
  | { kind: 'answered'; by: string | null };

export type Explained =
  | NotOpen
  | { kind: 'done'; /** Questions that the city still owes an answer to. */ owed: number; restored: boolean }
  | { kind: 'too_long'; by: number };

export type Corrected =
  | NotOpen
  | { kind: 'done'; edition: number; owed: number }
  /** The text is as it was submitted. */
  | { kind: 'same' }
  | { kind: 'incomplete' };

/**
 * The seat by which somebody corrects the text that the association asked about. The association itself writes down an
 * explanation for the city, and does not answer its own question with a text of its own.
 */
export function correctingSeat(actor: Actor, view: AssignmentView): HeldSeat | null {
  const seat = seatFor(actor, 'submit', subjectOf(view));
  return seat?.kind === 'association_coordinator' ? null : seat;
}

/** What the city does with a question of the association: explains, and its text stays, or corrects the text. */
export function createClarificationAnswering(prisma: PrismaClient) {
  const about = <T extends { kind: string }>(
    request: Request,
    id: number,
    matter: Pick<Matter, 'right' | 'name'>,
    work: (tx: Tx, open: Open, fresh: ClarificationView, journalId: bigint) => Promise<T>,
  ) => settlingOne<T>(prisma, request, id, matter, work);

  const owedIn = async (tx: Tx, assignmentId: number): Promise<number> =>
    unanswered(await openClarifications(tx, assignmentId)).length;

  return {
    /** The city explains; `way` says how it came where a coordinator writes it down. Its head is told, unless it is he. */
    async explain(
      request: Request,
      clarificationId: number,
      { text, way }: { text: string; way: Way },
    ): Promise<Explained> {
      const explanation = text.trim();
      const over = explanation.length - EXPLANATION_LIMIT;
      if (over > 0) return { kind: 'too_long', by: over };
      const { actor, now } = request;
      const matter = { right: 'explain', name: 'explain' } as const;
      return about<Explained>(
        request,
        clarificationId,
        matter,
        async (tx, { view, seat }, fresh, journalId) => {
          if (fresh.answer !== null)
            return { kind: 'answered', by: await nameOfSeat(tx, fresh.answeredBySeatId, now) };
          const restored =
            view.state === 'to_clarify' && (await restoreSubmitted(tx, view, fresh.code, request));
          await tx.clarification.update({
            where: { id: clarificationId },
            data: {
              answer: 'explained',
              explanation,
              way,
              answeredBySeatId: seat.seatId,
              answeredAt: now,
            },
          });
          await settleState(tx, view.id);
          await tellAskers(tx, fresh, 'clarification.answered', {
            personId: actor.personId,
            journalId,
            now,
          });
          if (seat.seatId !== view.respondent?.seatId)
            await tellCity(tx, view, 'clarification.behalf', { clarificationId, restored }, journalId, now);
          return { kind: 'done', owed: await owedIn(tx, view.id), restored };
        },
      );
    },

    /** *Внести в текст*: the answer is open for writing again; what was explained stays to be seen. */
    async reopen(
      request: Request,
      clarificationId: number,
    ): Promise<Refused | { kind: 'nothing' } | { kind: 'done'; explanation: string }> {
      const matter = { right: 'explain', name: 'put_into_text' } as const;
      return about<Refused | { kind: 'nothing' } | { kind: 'done'; explanation: string }>(
        request,
        clarificationId,
        matter,
        async (tx, { view }, fresh) => {
          if (!correctingSeat(request.actor, view)) return { kind: 'no_right' };
          if (fresh.answer !== 'explained' || !isSubmitted(view) || view.state === 'accepted')
            return { kind: 'nothing' };
          if (view.inVolume) return { kind: 'in_volume' };
          await tx.clarification.update({
            where: { id: clarificationId },
            data: { answer: null, answeredAt: null, answeredBySeatId: null },
          });
          await settleState(tx, view.id);
          return { kind: 'done', explanation: fresh.explanation ?? '' };
        },
      );
    },

    /** The head objects to what was explained on his behalf: it does not count, and the question is his again. */
    async object(
      request: Request,
      clarificationId: number,
    ): Promise<Refused | { kind: 'nothing' } | { kind: 'done'; closed: boolean }> {
      const found = await findClarification(prisma, clarificationId);
      if (!found) return { kind: 'gone' };
      const { assignmentId, code } = found;
      const { actor, now } = request;
      const matter = { right: 'explain', name: 'object', assignmentId, code } as const;
      return settling<Refused | { kind: 'nothing' } | { kind: 'done'; closed: boolean }>(
        prisma,
        request,
        matter,
        async (tx, { view }, journalId) => {
          if (!answersFor(actor, view)) return { kind: 'no_right' };
          const fresh = await findClarification(tx, clarificationId);
          const behalf = fresh?.answer === 'explained' && fresh.answeredBySeatId !== view.respondent?.seatId;
          if (!fresh || !behalf) return { kind: 'nothing' };
          const closed = fresh.closedAt !== null;
          if (!closed) {
            await tx.clarification.update({
              where: { id: clarificationId },
              data: { answer: null, explanation: null, way: null, answeredAt: null, answeredBySeatId: null },
            });
            await settleState(tx, view.id);
          }
          // What did not count stays in the history.
          const told = await tellAskers(tx, fresh, 'clarification.objected', {
            personId: actor.personId,
            journalId,
            now,
          });
          const { explanation, way } = fresh;
          await tx.journal.create({
            data: {
              verb: 'explanation_objected',
              subject: `answer:${assignmentId}:${code}`,
              at: now,
              outcome: { explanation, way, told },
            },
          });
          return { kind: 'done', closed };
        },
      );
    },

    /** *Оставить прежний текст*: a correction that was begun gives way to the text as submitted. */
    async keep(
      request: Request,
      clarificationId: number,
    ): Promise<Refused | { kind: 'nothing' } | { kind: 'done' }> {
      const matter = { right: 'answer', name: 'keep_text' } as const;
      return about<Refused | { kind: 'nothing' } | { kind: 'done' }>(
        request,
        clarificationId,
        matter,
        async (tx, { view, seat }, fresh) => {
          if (seat.kind === 'association_coordinator') return { kind: 'no_right' };
          const kept = view.state === 'to_clarify' && (await restoreSubmitted(tx, view, fresh.code, request));
          return { kind: kept ? 'done' : 'nothing' };
        },
      );
    },

    /**
     * *Отправить исправление*: a new edition in which this answer alone is another; the number and the time of
     * submission stay, so that nobody is late because he was asked.
     */
    async correct(request: Request, clarificationId: number): Promise<Corrected> {
      const { actor, now } = request;
      const matter = { right: 'explain', name: 'correct_answer' } as const;
      return about<Corrected>(request, clarificationId, matter, async (tx, open, fresh, journalId) => {
        const { view } = open;
        const seat = correctingSeat(actor, view);
        if (!seat) return { kind: 'no_right' };
        if (fresh.answer !== null)
          return { kind: 'answered', by: await nameOfSeat(tx, fresh.answeredBySeatId, now) };
        if (view.state !== 'to_clarify') return { kind: 'nothing' };
        if (view.inVolume) return { kind: 'in_volume' };
        const standing = await contentOf(tx, view.id, view.edition);
        const written = await writtenNow(tx, view, fresh.code);
        const submitted = standing.find(({ code }) => code === fresh.code);
        if (!written || sameAnswer(written, submitted)) return { kind: 'same' };
        if (questionOf(view, fresh.code)?.required && !isAnswered(written)) return { kind: 'incomplete' };
        const content = submitted
          ? standing.map((each) => (each.code === fresh.code ? written : each))
          : [...standing, written];
        const { edition, submissionId } = await writeSubmission(tx, { ...open, seat }, request, content);
        await tx.assignment.update({ where: { id: view.id }, data: { edition } });
        await tx.journal.create({
          data: {
            verb: 'correct',
            subject: `assignment:${view.id}`,
            personId: actor.personId,
            seatId: seat.seatId,
            at: now,
            outcome: { kind: 'done', submissionId, edition, code: fresh.code },
          },
        });
        await tx.clarification.update({
          where: { id: clarificationId },
          data: { answer: 'corrected', answeredBySeatId: seat.seatId, answeredAt: now },
        });
        await settleState(tx, view.id);
        await tellAskers(tx, fresh, 'clarification.answered', { personId: actor.personId, journalId, now });
        return { kind: 'done', edition, owed: await owedIn(tx, view.id) };
      });
    },
  };
}

export type ClarificationAnswering = ReturnType<typeof createClarificationAnswering>;
