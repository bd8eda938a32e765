import type { Prisma } from '../../../platform/database/generated/client.ts';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { dayIn, isDay } from '../../../services/calendar/index.ts';
import type { Delivery } from '../../../services/delivery/index.ts';
import { once } from '../../../services/journal/once.ts';
import { seatFor } from '../../../services/people/rights.ts';
import type { HeldSeat } from '../../../services/people/actor.ts';
import {
  asSeenBy,
  entryFor,
  isShut,
  isSubmitted,
  mayWrite,
  mayWritePart,
  openAssignment,
} from '../admission.ts';
import type { Refused, Request } from '../admission.ts';
import { openClarifications } from '../clarification/store.ts';
import { lastChange } from './news.ts';
import { executorNotices } from './notices.ts';
import type { ExecutorNoticeKind } from './notices.ts';
import { candidatesFor, isOwnWork, loadDelegation, usualTerm } from './store.ts';
import type { Delegated } from './store.ts';
import { holdAnswer } from '../store.ts';
import type { AssignmentView } from '../store.ts';
import { questionOf } from '../wording.ts';

export interface ExecutorDependencies {
  prisma: PrismaClient;
  delivery: Pick<Delivery, 'enqueue' | 'wake'>;
}

type Done = { kind: 'done'; delegationId: number };

export type DelegationOutcome =
  | Done
  | Refused
  /** It is with somebody already. */
  | { kind: 'given'; delegationId: number }
  /** The post is not one of a named employee of the city. */
  | { kind: 'nobody' }
  /** It does not stand so any more: handed over, recalled, taken. */
  | { kind: 'outdated' }
  /** The text is not the one that was decided about. */
  | { kind: 'changed' }
  /** Before today, or after the questionnaire's own term. */
  | { kind: 'bad_day' }
  /** Nothing is written yet. */
  | { kind: 'empty' };

/** Of a remark: what fits on a screen with the rest. */
export const REMARK_LIMIT = 1000;

/** The verbs of *Поручить*: the head's side and the executor's. Each tells the other side in its transaction. */
export function createExecutorVerbs({ prisma, delivery }: ExecutorDependencies) {
  async function changing(
    request: Request,
    verb: string,
    delegationId: number,
    work: (
      tx: Prisma.TransactionClient,
      found: Delegated,
      by: (seat: HeldSeat) => void,
    ) => Promise<DelegationOutcome & { tell?: ExecutorNoticeKind }>,
  ): Promise<DelegationOutcome> {
    const known = await loadDelegation(prisma, delegationId);
    if (!known) return { kind: 'gone' };
    const entry = entryFor(request, verb, subjectFor(known.view.id, known.code));
    const outcome = await once<DelegationOutcome>(prisma, entry, async (tx, journalId) => {
      await hold(tx, known.view.id);
      const found = await loadDelegation(tx, delegationId);
      if (!found) return { kind: 'gone' };
      let seatId: number | null = null;
      const { tell, ...done } = await work(tx, found, (seat) => (seatId = seat.seatId));
      if (done.kind !== 'done') return done;
      await tx.journal.update({ where: { id: journalId }, data: { seatId } });
      if (tell) await say(tx, tell, delegationId, journalId, request);
      return done;
    });
    delivery.wake();
    return outcome;
  }

  async function say(
    tx: Prisma.TransactionClient,
    kind: ExecutorNoticeKind,
    delegationId: number,
    journalId: bigint,
    { actor, now }: Request,
  ): Promise<void> {
    const notices = await executorNotices(tx, kind, { delegationId, cause: String(journalId), now });
    await delivery.enqueue(
      tx,
      notices.filter(({ personId }) => personId !== actor.personId),
    );
  }

  /** What the head does with what he gave. */
  function ofHead(
    request: Request,
    verb: string,
    delegationId: number,
    change: (found: Delegated) => {
      from: readonly Delegated['state'][];
      data: Prisma.DelegationUpdateInput;
      tell: ExecutorNoticeKind;
      refused?: DelegationOutcome;
    },
    /** The last change of the text that was on the screen. */
    asOf: number | null = null,
  ): Promise<DelegationOutcome> {
    return changing(request, verb, delegationId, async (tx, found, by) => {
      const code = found.code ?? found.view.questions.find((each) => mayWrite(found.view, each.code))?.code;
      const open = await openAssignment(tx, request.actor, 'delegate', found.view.id, code);
      if (open.kind !== 'open') return open;
      const { from, data, tell, refused } = change(found);
      if (!from.includes(found.state)) return { kind: 'outdated' };
      if (refused) return refused;
      if (asOf !== null && (await lastChange(tx, found)) > asOf) return { kind: 'changed' };
      by(open.seat);
      await tx.delegation.update({
        where: { id: delegationId },
        data: { ...data, changedAt: request.now },
      });
      if (verb === 'take_delegated' && found.code !== null)
        await tx.answer.update({
          where: { id: await holdAnswer(tx, { assignmentId: found.view.id, code: found.code }) },
          data: { doneAt: request.now },
        });
      return { kind: 'done', delegationId, tell };
    });
  }

  /** What the executor does with what was given to him. */
  function ofExecutor(
    request: Request,
    verb: string,
    delegationId: number,
    change: (found: Delegated) => { data: Prisma.DelegationUpdateInput; tell: ExecutorNoticeKind },
    refused: (view: AssignmentView) => DelegationOutcome | null = () => null,
  ): Promise<DelegationOutcome> {
    return changing(request, verb, delegationId, async (tx, found, by) => {
      const { view, seatId, state } = found;
      const seat = seatFor(request.actor, 'hand_over', {
        cityId: view.city.id,
        seatId,
        givenTo: [seatId],
      });
      if (!seat) return { kind: 'no_right' };
      if (state !== 'given' && state !== 'returned') return { kind: 'outdated' };
      if (isShut(view, found.code)) return { kind: 'closed' };
      const not = refused(asSeenBy({ ...request.actor, seats: [seat] }, view));
      if (not) return not;
      by(seat);
      const { data, tell } = change(found);
      await tx.delegation.update({ where: { id: delegationId }, data: { ...data, changedAt: request.now } });
      return { kind: 'done', delegationId, tell };
    });
  }

  return {
    /** Gives a question, or the whole questionnaire (`code` null), to the holder of a post, or to whoever is invited to it. */
    async delegate(
      request: Request,
      wish: { assignmentId: number; code: string | null; seatId: number },
    ): Promise<DelegationOutcome> {
      const { assignmentId, code, seatId } = wish;
      const { actor, now } = request;
      const entry = entryFor(request, 'delegate', subjectFor(assignmentId, code));
      const outcome = await once<DelegationOutcome>(prisma, entry, async (tx, journalId) => {
        await hold(tx, assignmentId);
        const open = await openAssignment(tx, actor, 'delegate', assignmentId, code ?? undefined);
        if (open.kind !== 'open') return open;
        const { view, seat } = open;
        if (code !== null && !questionOf(view, code)) return { kind: 'no_question' };
        if (code === null ? isSubmitted(view) : !mayWrite(view, code))
          return { kind: view.state === 'accepted' ? 'accepted' : 'submitted' };
        const given = view.delegations.find((each) => each.code === code);
        if (given) return { kind: 'given', delegationId: given.id };
        const named = await candidatesFor(tx, view, now, '');
        if (!named.some((each) => each.seatId === seatId)) return { kind: 'nobody' };
        const asked = (await openClarifications(tx, assignmentId)).find((each) => each.code === code);
        const { id } = await tx.delegation.create({
          data: {
            assignmentId,
            code,
            seatId,
            givenBySeatId: seat.seatId,
            dueOn: new Date(usualTerm(view, now, asked?.dueOn)),
            givenAt: now,
            changedAt: now,
          },
        });
        await tx.journal.update({ where: { id: journalId }, data: { seatId: seat.seatId } });
        await say(tx, 'executor.given', id, journalId, request);
        return { kind: 'done', delegationId: id };
      });
      delivery.wake();
      return outcome;
    },

    /** Another term for the executor. @param dueOn 'YYYY-MM-DD' */
    changeTerm(request: Request, delegationId: number, dueOn: string): Promise<DelegationOutcome> {
      return ofHead(request, 'change_executor_term', delegationId, ({ view }) => {
        const today = dayIn(request.now, view.city.timeZone);
        const last = view.dueOn < today ? null : view.dueOn;
        const bad = !isDay(dueOn) || dueOn < today || (last !== null && dueOn > last);
        return {
          from: ['given', 'returned'],
          data: { dueOn: new Date(bad ? today : dueOn) },
          tell: 'executor.term',
          ...(bad ? { refused: { kind: 'bad_day' } } : {}),
        };
      });
    },

    /** Takes a question back from its executor; what he wrote stays. */
    recall(request: Request, delegationId: number): Promise<DelegationOutcome> {
      return ofHead(request, 'recall', delegationId, () => ({
        from: ['given', 'ready', 'returned'],
        data: { state: 'recalled' },
        tell: 'executor.recalled',
      }));
    },

    /** *Принять*: what the executor handed over is the head's now. @param asOf the `lastChange` that was on the screen */
    takeDelegated(
      request: Request,
      delegationId: number,
      asOf: number | null = null,
    ): Promise<DelegationOutcome> {
      const change = (found: Delegated) => ({
        from: ['ready' as const],
        data: { state: 'accepted' },
        tell: 'executor.accepted' as const,
        ...(isOwnWork(request.actor, found) ? { refused: { kind: 'no_right' as const } } : {}),
      });
      return ofHead(request, 'take_delegated', delegationId, change, asOf);
    },

    /** *Вернуть с замечанием* */
    returnDelegated(request: Request, delegationId: number, remark: string): Promise<DelegationOutcome> {
      return ofHead(request, 'return_delegated', delegationId, (found) => ({
        from: ['ready'],
        data: { state: 'returned', remark: remark.slice(0, REMARK_LIMIT) },
        tell: 'executor.returned',
        ...(isOwnWork(request.actor, found) ? { refused: { kind: 'no_right' } } : unwritable(found)),
      }));
    },

    /** *Не могу ответить*: the executor gives it back, and says why. */
    declineDelegation(request: Request, delegationId: number, remark: string): Promise<DelegationOutcome> {
      return ofExecutor(request, 'decline_delegation', delegationId, () => ({
        data: { state: 'declined', remark: remark.slice(0, REMARK_LIMIT) },
        tell: 'executor.declined',
      }));
    },

    /** *Готово, передать руководителю* */
    markReady(request: Request, delegationId: number): Promise<DelegationOutcome> {
      const refused = (view: AssignmentView): DelegationOutcome | null => {
        const given = view.delegations.find(({ id }) => id === delegationId);
        if (isSubmitted(view) && !mayWritePart(view, given?.code ?? null))
          return { kind: view.state === 'accepted' ? 'accepted' : 'submitted' };
        const written = view.answers.filter(
          ({ code, pieceCount, value, skippedAt }) =>
            (given?.code === null || given?.code === code) &&
            (pieceCount > 0 || value !== null || skippedAt !== null),
        );
        return written.length > 0 ? null : { kind: 'empty' };
      };
      return ofExecutor(
        request,
        'mark_ready',
        delegationId,
        () => ({ data: { state: 'ready' }, tell: 'executor.ready' }),
        refused,
      );
    },
  };
}

export type ExecutorVerbs = ReturnType<typeof createExecutorVerbs>;

/** There is nothing to return where nothing can be written. */
function unwritable({ view, code }: Delegated): { refused?: DelegationOutcome } {
  if (mayWritePart(view, code)) return {};
  return { refused: { kind: view.state === 'accepted' ? 'accepted' : 'submitted' } };
}

const subjectFor = (assignmentId: number, code: string | null): string =>
  code === null ? `assignment:${assignmentId}` : `answer:${assignmentId}:${code}`;

/** Holds the questionnaire: nobody gives the same question, and nobody submits, until the transaction ends. */
async function hold(tx: Prisma.TransactionClient, assignmentId: number): Promise<void> {
  await tx.$queryRaw`select id from "Assignment" where id = ${assignmentId} for no key update`;
}
