import { enqueue } from '../delivery/outbox.ts';
import type { NewNotice } from '../delivery/index.ts';
import { once } from '../journal/once.ts';
import { helpersFor, placesOfHelp } from './helper.ts';
import { seatFor } from './rights.ts';
import { NO_RIGHT, NOT_FOUND } from './verb.ts';
import type { By, NoRight, NotFound, PeopleDependencies } from './verb.ts';

export const REQUEST_LIMIT = 500;
const CALL_PAUSE_MINUTES = 30;

export type AskOutcome =
  | { kind: 'done'; requestId: number }
  /** An earlier request is still open. */
  | { kind: 'asked'; at: string }
  /** No coordinator and no administrator is connected yet. */
  | { kind: 'nobody' };

export type CallOutcome =
  | { kind: 'done'; personIds: number[] }
  | { kind: 'too_soon'; minutes: number }
  | { kind: 'nobody' };

export function createAccess({ prisma }: PeopleDependencies) {
  return {
    /** *Попросить доступ*; `cityId` is that of the invitation which the person said was not his. */
    askAccess(by: By, text: string, cityId: number | null): Promise<AskOutcome> {
      const { actor, now, requestKey } = by;
      const entry = {
        requestKey,
        verb: 'ask_access',
        subject: 'access_request',
        personId: actor.personId,
        at: now,
      };
      return once<AskOutcome>(prisma, entry, async (tx, journalId) => {
        const places = placesOfHelp({ seats: [] }, cityId);
        const helpers = await helpersFor(tx, { personId: actor.personId, places }, now);
        if (helpers.length === 0) return { kind: 'nobody' };
        const { telegramId } = actor;
        const known = await tx.person.findUnique({ where: { telegramId } });
        const open =
          known && (await tx.accessRequest.findFirst({ where: { personId: known.id, answeredAt: null } }));
        if (open) return { kind: 'asked', at: open.at.toISOString() };
        const person = known ?? (await tx.person.create({ data: { telegramId, createdAt: now } }));
        const fields = { cityId, text: text.slice(0, REQUEST_LIMIT), at: now, answeredAt: null };
        const { id: requestId } = await tx.accessRequest.upsert({
          where: { personId: person.id },
          create: { personId: person.id, ...fields },
          update: fields,
        });
        await tx.journal.update({
          where: { id: journalId },
          data: { personId: person.id, subject: `access_request:${requestId}` },
        });
        const notices = helpers.map(({ personId }): NewNotice => ({
          dedupeKey: `access:${journalId}:${personId}`,
          personId,
          kind: 'office_access_asked',
          args: { requestId },
          againIfUnknown: true,
        }));
        await enqueue(tx, notices, now);
        return { kind: 'done', requestId };
      });
    },

    /**
     * Closes a request, whose text is not needed any more, and tells the asker; `granted` when a named link was written, which goes to him by a way that the
     * coordinator trusts, not to an account that says who it is.
     */
    answerRequest(
      by: By,
      requestId: number,
      answer: 'granted' | 'declined',
    ): Promise<{ kind: 'done' } | { kind: 'answered' } | NoRight | NotFound> {
      const entry = {
        requestKey: by.requestKey,
        verb: 'answer_access_request',
        subject: `access_request:${requestId}`,
      };
      return once<{ kind: 'done' } | { kind: 'answered' } | NoRight | NotFound>(
        prisma,
        { ...entry, personId: by.actor.personId, at: by.now },
        async (tx, journalId) => {
          const request = await tx.accessRequest.findUnique({ where: { id: requestId } });
          if (!request) return NOT_FOUND;
          const bySeat = seatFor(by.actor, 'answer_access_request', { cityId: request.cityId });
          if (!bySeat) return NO_RIGHT;
          const open = { id: requestId, answeredAt: null };
          const { count } = await tx.accessRequest.updateMany({
            where: open,
            data: { answeredAt: by.now, text: '' },
          });
          if (count === 0) return { kind: 'answered' };
          await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
          const notice: NewNotice = {
            dedupeKey: `access:${journalId}`,
            personId: request.personId,
            kind: 'office_access_answered',
            args: { answer, cityId: request.cityId },
          };
          await enqueue(tx, [notice], by.now);
          return { kind: 'done' };
        },
      );
    },

    /** *Позвать координатора*: tells him where help is needed, once in half an hour. */
    callCoordinator(by: By, place: string): Promise<CallOutcome> {
      const { actor, now, requestKey } = by;
      const entry = {
        requestKey,
        verb: 'call_coordinator',
        subject: 'help',
        personId: actor.personId,
        at: now,
      };
      return once<CallOutcome>(prisma, entry, async (tx, journalId) => {
        const { personId } = actor;
        const helpers =
          personId === null || actor.cutOffAt !== null
            ? []
            : await helpersFor(tx, { personId, places: placesOfHelp(actor) }, now);
        if (helpers.length === 0) return { kind: 'nobody' };
        const since = new Date(now.getTime() - CALL_PAUSE_MINUTES * 60_000);
        const last = await tx.journal.findFirst({
          where: { id: { not: journalId }, personId, verb: 'call_coordinator', at: { gt: since } },
        });
        if (last) {
          return { kind: 'too_soon', minutes: Math.ceil((last.at.getTime() - since.getTime()) / 60_000) };
        }
        const notices = helpers.map((helper): NewNotice => ({
          dedupeKey: `help:${journalId}:${helper.personId}`,
          personId: helper.personId,
          kind: 'office_help_wanted',
          args: { personId, seatId: actor.seats[0]?.seatId ?? null, place },
          againIfUnknown: true,
        }));
        await enqueue(tx, notices, now);
        return { kind: 'done', personIds: helpers.map((helper) => helper.personId) };
      });
    },
  };
}
