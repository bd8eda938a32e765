import type { NewNotice } from '../../../services/delivery/index.ts';
import type { Db } from '../../../platform/database/client.ts';
import { enqueue } from '../../../services/delivery/outbox.ts';
import { askersOf, cityRecipients, withHolder } from './store.ts';
import type { CityRecipient, ClarificationView } from './store.ts';
import type { Tx } from './verb.ts';
import type { AssignmentView } from '../store.ts';

export type ClarificationNoticeKind =
  /** To the city: questions of the association. */
  | 'clarification.asked'
  /** To the city, on the day by which an answer is asked for. */
  | 'clarification.due'
  /** To the city: a question was taken back. */
  | 'clarification.dropped'
  /** To the respondent: somebody explained on his behalf. */
  | 'clarification.behalf'
  | 'clarification.accepted'
  | 'clarification.reconsidered'
  /** To the respondent: a coordinator submitted or withdrew the questionnaire on his behalf. */
  | 'behalf.submitted'
  | 'behalf.withdrawn'
  /** To the association. */
  | 'clarification.answered'
  | 'clarification.objected'
  | 'clarification.submitted'
  /** To the coordinator who did it: the city objects, or does so no more. */
  | 'behalf.objected'
  | 'behalf.settled';

/** Minutes during which questions are collected, and an acceptance can be taken back before anybody hears of it. */
export const HOLD = 2;

const after = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

const subjectOfNotice = (assignmentId: number): string => `assignment:${assignmentId}`;

/** Whom a notice of this kind is for in its city, as things stand. */
export async function toldInCity(
  db: Db,
  view: AssignmentView,
  kind: ClarificationNoticeKind,
  now: Date,
): Promise<CityRecipient[]> {
  const people = await cityRecipients(db, view, now);
  const thanks = kind === 'clarification.accepted' || kind === 'clarification.reconsidered';
  return thanks ? withHolder(db, people, view) : people;
}

/** Tells the city; `key` makes it one notice a person. @returns how many people */
export async function tellCity(
  db: Db,
  view: AssignmentView,
  kind: ClarificationNoticeKind,
  args: { clarificationId?: number; from?: number; on?: string; restored?: boolean; since?: string },
  key: string | bigint,
  now: Date,
  when: Pick<NewNotice, 'notBefore' | 'notAfter' | 'againIfUnknown'> = { againIfUnknown: true },
): Promise<number> {
  const people = await toldInCity(db, view, kind, now);
  const notices = people.map(({ personId }) => ({
    dedupeKey: `${kind}:${view.id}:${personId}:${key}`,
    personId,
    kind,
    // Whoever has taken over by the time it is sent is told under the same key.
    args: { assignmentId: view.id, ...args, key: String(key) },
    subject: subjectOfNotice(view.id),
    ...when,
  }));
  return enqueue(db, notices, now);
}

/**
 * The questions asked within some minutes are told together: one that still waits to be sent waits for the newest.
 * The update holds the row: the sender sees either the question in it, or was there before and a new notice follows.
 */
export async function tellAsked(tx: Tx, view: AssignmentView, from: number, now: Date): Promise<Date> {
  const notBefore = after(now, HOLD);
  const { count } = await tx.notice.updateMany({
    where: { kind: 'clarification.asked', subject: subjectOfNotice(view.id), state: 'queued' },
    data: { notBefore },
  });
  if (count === 0) {
    const when = { notBefore, againIfUnknown: true };
    await tellCity(tx, view, 'clarification.asked', { from }, String(from), now, when);
  }
  return notBefore;
}

/**
 * Another was named while the city owes answers: all that is open is told anew, as late as what still waits to be sent,
 * which is withdrawn. @returns how many people
 */
export async function tellNamed(tx: Tx, view: AssignmentView, journalId: bigint, now: Date): Promise<number> {
  const waiting = { kind: 'clarification.asked', subject: subjectOfNotice(view.id), state: 'queued' };
  const { _max } = await tx.notice.aggregate({ where: waiting, _max: { notBefore: true } });
  await tx.notice.updateMany({ where: waiting, data: { state: 'withdrawn' } });
  const when = { notBefore: _max.notBefore ?? now, againIfUnknown: true };
  return tellCity(tx, view, 'clarification.asked', { from: 0 }, `named:${journalId}`, now, when);
}

/**
 * Nobody answers any more: those who stand in hear of what is owed, from the first question of which one of them was not
 * told. What waits to be sent passes to them by itself. @returns how many people
 */
export async function tellInstead(
  db: Db,
  view: AssignmentView,
  owed: readonly ClarificationView[],
  now: Date,
): Promise<number> {
  const people = await toldInCity(db, view, 'clarification.asked', now);
  const notices = await db.notice.findMany({
    where: {
      kind: 'clarification.asked',
      subject: subjectOfNotice(view.id),
      state: { notIn: ['withdrawn', 'refused'] },
    },
  });
  const isTold = (personId: number, { id, askedAt }: ClarificationView): boolean =>
    notices.some(
      (notice) =>
        firstOf(notice.args) <= id &&
        (notice.state === 'queued' ||
          notice.state === 'sending' ||
          (notice.personId === personId && (notice.sentAt ?? now) >= askedAt)),
    );
  const first = owed.find((each) => people.some(({ personId }) => !isTold(personId, each)));
  if (!first) return 0;
  return tellCity(db, view, 'clarification.asked', { from: first.id }, `lost:${first.id}`, now);
}

/** What waits goes out now. @returns how many notices */
export async function sendAsked(tx: Tx, assignmentId: number, now: Date): Promise<number> {
  const { count } = await tx.notice.updateMany({
    where: {
      kind: 'clarification.asked',
      subject: subjectOfNotice(assignmentId),
      state: 'queued',
      notBefore: { gt: now },
    },
    data: { notBefore: now },
  });
  return count;
}

/** A notice of which no question is left is not sent. */
export async function withdrawAsked(tx: Tx, assignmentId: number, owed: readonly number[]): Promise<void> {
  const queued = await tx.notice.findMany({
    where: { kind: 'clarification.asked', subject: subjectOfNotice(assignmentId), state: 'queued' },
  });
  const empty = queued.filter(({ args }) => !owed.some((id) => id >= firstOf(args)));
  await tx.notice.updateMany({
    where: { id: { in: empty.map(({ id }) => id) }, state: 'queued' },
    data: { state: 'withdrawn' },
  });
}

/** The first of the questions that a notice tells. */
export function firstOf(args: unknown): number {
  return (args as { from?: number }).from ?? 0;
}

/** Whether the city has heard, or may have heard, of something that happened then. */
export async function wasTold(
  db: Db,
  kind: ClarificationNoticeKind,
  assignmentId: number,
  since: Date,
): Promise<boolean> {
  const told = await db.notice.count({
    where: {
      kind,
      subject: subjectOfNotice(assignmentId),
      OR: [
        { state: 'sending' },
        { state: 'unknown', notBefore: { gte: since } },
        { state: 'sent', sentAt: { gte: since } },
      ],
    },
  });
  return told > 0;
}

/** Tells whoever asked, at once; not the person who did it himself. */
export async function tellAskers(
  tx: Tx,
  { id, assignmentId, askedBySeatId }: ClarificationView,
  kind: 'clarification.answered' | 'clarification.objected',
  by: DoneBy,
): Promise<number> {
  return tellPost(tx, askedBySeatId, kind, { assignmentId, clarificationId: id }, by);
}

export interface DoneBy {
  personId: number | null;
  journalId: bigint;
  now: Date;
}

/**
 * Tells a coordinator what came of what he did: whoever answers for his post, where nobody does, the association; not the
 * person who did it himself.
 */
export async function tellPost(
  tx: Tx,
  seatId: number | null,
  kind: ClarificationNoticeKind,
  args: { assignmentId: number; clarificationId?: number; seatId?: number },
  { personId: doer, journalId, now }: DoneBy,
): Promise<number> {
  const people = (await askersOf(tx, seatId, now)).filter(({ personId }) => personId !== doer);
  const { assignmentId, clarificationId = assignmentId } = args;
  const notices = people.map(({ personId }) => ({
    dedupeKey: `${kind}:${clarificationId}:${personId}:${journalId}`,
    personId,
    kind,
    args: { ...args, key: String(journalId) },
    subject: subjectOfNotice(assignmentId),
    againIfUnknown: true,
  }));
  return enqueue(tx, notices, now);
}
