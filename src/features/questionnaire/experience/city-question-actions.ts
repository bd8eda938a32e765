import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { NO_RIGHT } from '../../../services/people/verb.ts';
import type { By, NoRight } from '../../../services/people/verb.ts';
import { answerersOf, findCityQuestion, tellOfQuestion } from './city-question-store.ts';
import { findPassage } from './passage-view-store.ts';

/** Characters of a question to a city. */
export const QUESTION_LIMIT = 1000;
/** Of its answer: both go out in one message. */
export const REPLY_LIMIT = 2000;
/** Questions of one person that wait for an answer at a time. */
export const MOST_OPEN = 5;
/** Questions of one person within 24 hours, those that were taken back among them: each was sent to somebody. */
export const MOST_A_DAY = 10;
const DAY = 24 * 3600 * 1000;

export type Asked =
  /** `own`: its city got it; else the association, for nobody of the city can be reached. */
  | { kind: 'done'; questionId: number; own: boolean }
  | NoRight
  /** The answer is not shown to others (any more). */
  | { kind: 'gone' }
  | { kind: 'own_city' }
  | { kind: 'enough' }
  | { kind: 'enough_today' }
  | { kind: 'too_long'; by: number }
  /** Nobody is connected who could answer. */
  | { kind: 'nobody' };

export type Answered =
  | { kind: 'done' }
  | NoRight
  | { kind: 'gone' }
  | { kind: 'answered' }
  | { kind: 'too_long'; by: number };

/** What officials of one city ask those of another. */
export function createCityQuestions(prisma: PrismaClient) {
  return {
    /** Asks the city about an answer that others may read. */
    async ask(by: By, { passageId, text: typed }: { passageId: number; text: string }): Promise<Asked> {
      const { actor, requestKey, now } = by;
      const seat = seatFor(actor, 'ask_city');
      const text = typed.trim();
      const over = text.length - QUESTION_LIMIT;
      const entry = {
        requestKey,
        verb: 'ask_city',
        subject: `passage:${passageId}`,
        personId: actor.personId,
        seatId: seat?.seatId ?? null,
        at: now,
      };
      return once<Asked>(prisma, entry, async (tx, journalId) => {
        if (!seat) return NO_RIGHT;
        if (over > 0) return { kind: 'too_long', by: over };
        const passage = await findPassage(tx, passageId);
        if (!passage || text === '') return { kind: 'gone' };
        if (actor.seats.some(({ cityId }) => cityId === passage.cityId)) return { kind: 'own_city' };
        // Two presses at once of one person are counted one after the other.
        await tx.$queryRaw`select id from "Person" where id = ${actor.personId} for update`;
        const seatIds = actor.seats.map(({ seatId }) => seatId);
        const open = await tx.cityQuestion.count({
          where: { askedBySeatId: { in: seatIds }, answeredAt: null },
        });
        if (open >= MOST_OPEN) return { kind: 'enough' };
        const { verb, personId } = entry;
        const since = { gt: new Date(now.getTime() - DAY) };
        const asked = await tx.journal.count({
          where: { verb, personId, at: since, id: { not: journalId } },
        });
        if (asked >= MOST_A_DAY) return { kind: 'enough_today' };
        const { assignmentId, code, cityId } = passage;
        const { people, own } = await answerersOf(tx, cityId, now);
        if (people.length === 0) return { kind: 'nobody' };
        const { seatId: askedBySeatId, cityId: askedCityId } = seat;
        const { id } = await tx.cityQuestion.create({
          data: { assignmentId, code, cityId, askedBySeatId, askedCityId, text, askedAt: now },
        });
        await tellOfQuestion(tx, 'experience.asked', { id, cityId, askedBySeatId }, now);
        return { kind: 'done', questionId: id, own };
      });
    },

    /** The city answers; for a city that cannot be reached, the association's coordinator. */
    async answer(
      by: By,
      { questionId, text: typed }: { questionId: number; text: string },
    ): Promise<Answered> {
      const { actor, requestKey, now } = by;
      const text = typed.trim();
      const over = text.length - REPLY_LIMIT;
      const entry = {
        requestKey,
        verb: 'answer_city',
        subject: `city_question:${questionId}`,
        personId: actor.personId,
        at: now,
      };
      return once<Answered>(prisma, entry, async (tx, journalId) => {
        const question = await findCityQuestion(tx, questionId);
        const seat = seatFor(actor, 'answer_city', { cityId: question?.cityId ?? null });
        if (!seat) return NO_RIGHT;
        if (over > 0) return { kind: 'too_long', by: over };
        if (!question || text === '') return { kind: 'gone' };
        const { count } = await tx.cityQuestion.updateMany({
          where: { id: questionId, answeredAt: null },
          data: { answer: text, answeredBySeatId: seat.seatId, answeredAt: now },
        });
        if (count === 0) return { kind: 'answered' };
        await tx.journal.update({ where: { id: journalId }, data: { seatId: seat.seatId } });
        await tellOfQuestion(tx, 'experience.answered', question, now);
        return { kind: 'done' };
      });
    },

    /** The asker takes a question back that was not answered yet. */
    async takeBack(by: By, questionId: number): Promise<{ kind: 'done' } | NoRight | { kind: 'gone' }> {
      const { actor, requestKey, now } = by;
      const entry = {
        requestKey,
        verb: 'take_back_question',
        subject: `city_question:${questionId}`,
        personId: actor.personId,
        at: now,
      };
      return once<{ kind: 'done' } | NoRight | { kind: 'gone' }>(prisma, entry, async (tx, journalId) => {
        const question = await findCityQuestion(tx, questionId);
        const own = actor.seats.some(
          ({ seatId, lent }) => seatId === question?.askedBySeatId && lent === null,
        );
        if (!seatFor(actor, 'ask_city') || (question && !own)) return NO_RIGHT;
        const { count } = await tx.cityQuestion.deleteMany({ where: { id: questionId, answeredAt: null } });
        if (count === 0) return { kind: 'gone' };
        const seatId = question?.askedBySeatId ?? null;
        await tx.journal.update({ where: { id: journalId }, data: { seatId } });
        return { kind: 'done' };
      });
    },
  };
}
