import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { addWorkingDays, dayIn, isDay } from '../../../services/calendar/index.ts';
import type { DaysOffRule } from '../../../services/calendar/index.ts';
import { readCard } from '../../../services/people/city-card.ts';
import type { Refused, Request } from '../admission.ts';
import { isSubmitted } from '../admission.ts';
import { restoreSubmitted } from './restoring.ts';
import { findClarification, nameOfSeat, openClarifications, unanswered } from './store.ts';
import type { ClarificationView } from './store.ts';
import { sendAsked, tellAsked, tellCity, wasTold, withdrawAsked } from './telling.ts';
import { settleState, settling, settlingOne } from './verb.ts';
import type { AssignmentView } from '../store.ts';
import { questionOf } from '../wording.ts';

/** Characters of a remark. */
export const REMARK_LIMIT = 1000;

/** Working days that a city has for its answer unless another day is chosen. */
const USUAL_DAYS = 3;

/** By what rule the city rests. */
function restOf({ city }: Pick<AssignmentView, 'city'>): DaysOffRule {
  return readCard(city.card);
}

/** The day by which a city is asked to answer: 'YYYY-MM-DD', by its own calendar. */
export function answerDay(view: Pick<AssignmentView, 'city'>, now: Date, days = USUAL_DAYS): string {
  return addWorkingDays(dayIn(now, view.city.timeZone), days, restOf(view));
}

export type Asked =
  | { kind: 'done'; clarificationId: number; /** ISO */ sendAt: string }
  | Refused
  | { kind: 'not_submitted' }
  /** This question is being clarified already. */
  | { kind: 'asked'; clarificationId: number; by: string | null }
  | { kind: 'too_long'; by: number };

/** Nothing to do (any more): closed, or no answer yet. */
export type Idle = { kind: 'nothing' } | { kind: 'unanswered' };

/** What the association's coordinator does: asks, changes the day, takes an answer, takes a question back. */
export function createAsking(prisma: PrismaClient) {
  const asked = async (id: number): Promise<ClarificationView | null> => findClarification(prisma, id);

  return {
    /**
     * Asks the city about one answer; told to it some minutes later, together with what else is asked till then.
     * @param former the clarification of the same question that this one goes on from (*Ещё вопрос*)
     */
    async ask(
      request: Request,
      what: { assignmentId: number; code: string; remark: string; former?: number | null },
    ): Promise<Asked> {
      const { assignmentId, code, former = null } = what;
      const { now } = request;
      const remark = what.remark.trim();
      if (remark.length > REMARK_LIMIT) return { kind: 'too_long', by: remark.length - REMARK_LIMIT };
      const matter = { right: 'clarify', name: 'clarify', assignmentId, code } as const;
      return settling<Asked>(prisma, request, matter, async (tx, { view, seat }) => {
        if (!questionOf(view, code) || remark === '') return { kind: 'no_question' };
        if (view.inVolume) return { kind: 'in_volume' };
        if (view.state === 'accepted') return { kind: 'accepted' };
        if (!isSubmitted(view)) return { kind: 'not_submitted' };
        const there = (await openClarifications(tx, assignmentId)).find((each) => each.code === code);
        if (there && (there.id !== former || there.answer === null)) {
          const by = await nameOfSeat(tx, there.askedBySeatId, now);
          return { kind: 'asked', clarificationId: there.id, by };
        }
        if (there) await tx.clarification.update({ where: { id: there.id }, data: { closedAt: now } });
        const { id } = await tx.clarification.create({
          data: {
            assignmentId,
            code,
            edition: view.edition,
            remark,
            askedBySeatId: seat.seatId,
            askedAt: now,
            dueOn: new Date(answerDay(view, now)),
          },
        });
        await settleState(tx, assignmentId);
        const sendAt = await tellAsked(tx, view, id, now);
        return { kind: 'done', clarificationId: id, sendAt: sendAt.toISOString() };
      });
    },

    /** Another day by which to answer; not in the past. */
    async setDay(
      request: Request,
      clarificationId: number,
      dueOn: string,
    ): Promise<Refused | Idle | { kind: 'done' } | { kind: 'past' }> {
      const found = await asked(clarificationId);
      if (!found) return { kind: 'gone' };
      const { assignmentId, code } = found;
      const matter = { right: 'clarify', name: 'set_answer_day', assignmentId, code } as const;
      return settling<Refused | Idle | { kind: 'done' } | { kind: 'past' }>(
        prisma,
        request,
        matter,
        async (tx, { view }) => {
          const fresh = await findClarification(tx, clarificationId);
          if (!fresh || fresh.closedAt || fresh.answer) return { kind: 'nothing' };
          if (!isDay(dueOn) || dueOn < dayIn(request.now, view.city.timeZone)) return { kind: 'past' };
          await tx.clarification.update({
            where: { id: clarificationId },
            data: { dueOn: new Date(dueOn) },
          });
          return { kind: 'done' };
        },
      );
    },

    /** *Отправить вопросы*: what is collected goes out at once. */
    async sendNow(
      request: Request,
      assignmentId: number,
    ): Promise<Refused | { kind: 'done' } | { kind: 'nothing' }> {
      const matter = { right: 'clarify', name: 'send_questions', assignmentId } as const;
      return settling<Refused | { kind: 'done' } | { kind: 'nothing' }>(
        prisma,
        request,
        matter,
        async (tx) => ({
          kind: (await sendAsked(tx, assignmentId, request.now)) > 0 ? 'done' : 'nothing',
        }),
      );
    },

    /** Takes what the city answered. `open`: how many clarifications are left; with none the whole can be accepted. */
    async take(
      request: Request,
      clarificationId: number,
    ): Promise<Refused | Idle | { kind: 'done'; open: number }> {
      const matter = { right: 'clarify', name: 'take_clarification' } as const;
      return settlingOne<Idle | { kind: 'done'; open: number }>(
        prisma,
        request,
        clarificationId,
        matter,
        async (tx, { view }, fresh) => {
          if (fresh.answer === null) return { kind: 'unanswered' };
          await tx.clarification.update({
            where: { id: clarificationId },
            data: { closedAt: request.now },
          });
          const left = await openClarifications(tx, view.id);
          return { kind: 'done', open: left.length };
        },
      );
    },

    /** *Снять вопрос*: it needs no answer any more; a correction that was begun gives way to the submitted text. */
    async drop(
      request: Request,
      clarificationId: number,
    ): Promise<Refused | Idle | { kind: 'done'; open: number }> {
      const matter = { right: 'clarify', name: 'drop_question' } as const;
      return settlingOne<Idle | { kind: 'done'; open: number }>(
        prisma,
        request,
        clarificationId,
        matter,
        async (tx, { view }, fresh, journalId) => {
          await tx.clarification.update({
            where: { id: clarificationId },
            data: { closedAt: request.now },
          });
          if (fresh.answer === null && view.state === 'to_clarify')
            await restoreSubmitted(tx, view, fresh.code, request);
          await settleState(tx, view.id);
          const left = await openClarifications(tx, view.id);
          await withdrawAsked(
            tx,
            view.id,
            unanswered(left).map(({ id }) => id),
          );
          if (fresh.answer === null && (await wasTold(tx, 'clarification.asked', view.id, fresh.askedAt)))
            await tellCity(tx, view, 'clarification.dropped', { clarificationId }, journalId, request.now);
          return { kind: 'done', open: left.length };
        },
      );
    },
  };
}

export type Asking = ReturnType<typeof createAsking>;

/** How many questions the city owes an answer to. */
export async function owedBy(prisma: PrismaClient, assignmentId: number): Promise<ClarificationView[]> {
  return unanswered(await openClarifications(prisma, assignmentId));
}
