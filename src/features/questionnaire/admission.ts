import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Entry } from '../../services/journal/once.ts';
import type { Actor, HeldSeat } from '../../services/people/actor.ts';
import { lentSeat, seatFor } from '../../services/people/rights.ts';
import type { LentSeat, Verb } from '../../services/people/rights.ts';
import type { Question } from './form.ts';
import { actsForCity } from './behalf/record.ts';
import { loadAssignment } from './store.ts';
import type { AssignmentView, Target } from './store.ts';
import { questionOf } from './wording.ts';

/** Whether somebody may do something with a questionnaire now: every verb asks it again inside its transaction. */

/** Who asks for something, under which request key, at what civil time. */
export interface Request {
  actor: Actor;
  requestKey: string;
  now: Date;
}

/** Why nothing was done. */
export type Refused =
  | {
      kind: 'no_right';
      /** He could, if nobody acted for him today. */
      lent?: LentSeat;
    }
  | { kind: 'gone' }
  /** The questionnaire has no question with this code, or it wants another kind of answer. */
  | { kind: 'no_question' }
  /** The coordinator closed the campaign. */
  | { kind: 'closed' }
  /** Submitted: to be withdrawn first. */
  | { kind: 'submitted' }
  /** Accepted by the association: it stays as it is. */
  | { kind: 'accepted' }
  /** The volume that it is in was closed. */
  | { kind: 'in_volume' };

export type Open = { kind: 'open'; view: AssignmentView; seat: HeldSeat };

/** What a closed campaign ends; the association may still ask, be answered, and accept. */
const WHILE_OPEN: ReadonlySet<Verb> = new Set<Verb>(['answer', 'delegate', 'submit', 'withdraw']);

/** A past year is loaded by the association's coordinator; for everybody else it is closed. */
export function isOthersArchive(view: Pick<AssignmentView, 'archived'>, seat: HeldSeat): boolean {
  return view.archived && seat.kind !== 'association_coordinator';
}

/**
 * Loads a questionnaire for a verb and says whether this person may do it now.
 * @param code of the question that it is about: one executor sees one, and a clarification opens one
 */
export async function openAssignment(
  db: Db,
  actor: Actor,
  verb: Verb,
  assignmentId: number,
  code?: string,
): Promise<Open | Refused> {
  const whole = await loadAssignment(db, assignmentId);
  if (!whole) return { kind: 'gone' };
  const seat = seatFor(actor, verb, subjectOf(whole, code));
  const lent = seat ? null : lentSeat(actor, verb, subjectOf(whole, code));
  if (!seat) return { kind: 'no_right', ...(lent && { lent }) };
  const view = asSeenBy(actor, whole);
  if (WHILE_OPEN.has(verb) && isOthersArchive(view, seat)) return { kind: 'closed' };
  if ((verb === 'answer' || verb === 'delegate') && code !== undefined && mayWrite(view, code))
    return { kind: 'open', view, seat };
  if (WHILE_OPEN.has(verb) && view.closedAt && !view.archived) return { kind: 'closed' };
  if ((verb === 'answer' || verb === 'withdraw') && view.inVolume && isSubmitted(view))
    return { kind: 'in_volume' };
  if ((verb === 'answer' || verb === 'withdraw') && view.state === 'accepted') return { kind: 'accepted' };
  if (verb === 'answer' && isSubmitted(view)) return { kind: 'submitted' };
  return { kind: 'open', view, seat };
}

/** The same for changing one answer. Holds the questionnaire: it is not submitted until the transaction ends. */
export async function openAnswer(
  tx: Prisma.TransactionClient,
  actor: Actor,
  { assignmentId, code }: Target,
  takes: (question: Question) => boolean = () => true,
): Promise<Open | Refused> {
  await tx.$queryRaw`select id from "Assignment" where id = ${assignmentId} for share`;
  const open = await openAssignment(tx, actor, 'answer', assignmentId, code);
  if (open.kind !== 'open') return open;
  const question = questionOf(open.view, code);
  return question && takes(question) ? open : { kind: 'no_question' };
}

/** The questionnaire as this person may see it: an executor sees what was given to him, and nothing else of it. */
export function asSeenBy(actor: Pick<Actor, 'seats' | 'cutOffAt'>, view: AssignmentView): AssignmentView {
  if (seatFor(actor, 'see_questionnaire', { ...subjectOf(view), givenTo: [] })) return view;
  const delegations = view.delegations.filter((each) =>
    actor.seats.some(({ seatId }) => seatId === each.seatId),
  );
  const given = ({ code }: { code: string }): boolean =>
    delegations.some((each) => each.code === null || each.code === code);
  return {
    ...view,
    wholeForm: view.questions,
    questions: view.questions.filter(given),
    answers: view.answers.filter(given),
    clarifications: view.clarifications.filter(given),
    delegations,
  };
}

/** He holds the post that answers, or acts in it today: what was done for the city is his to object to. */
export function answersFor({ seats }: Pick<Actor, 'seats'>, { respondent }: AssignmentView): boolean {
  return seats.some(({ seatId, lent }) => seatId === respondent?.seatId && lent === null);
}

/**
 * He answers it, prepares the answers, or was given a part of it: his look begins the work. A coordinator only looks, as
 * long as he writes nothing for the city.
 */
export function writesThere(actor: Pick<Actor, 'seats' | 'cutOffAt'>, view: AssignmentView): boolean {
  const own = actor.seats.filter((seat) => !actsForCity(seat, view) || isGiven(seat, view));
  return seatFor({ ...actor, seats: own }, 'answer', subjectOf(view)) !== null;
}

const isGiven = ({ seatId }: HeldSeat, { delegations }: AssignmentView): boolean =>
  delegations.some((each) => each.seatId === seatId);

/** Something is written in it, or passed over. */
export function isBegun({ answers }: Pick<AssignmentView, 'answers'>): boolean {
  return answers.some(
    ({ pieceCount, value, skippedAt }) => pieceCount > 0 || value !== null || skippedAt !== null,
  );
}

/** The association has it: submitted, asked about, or accepted. */
export function isSubmitted({ state }: Pick<AssignmentView, 'state'>): boolean {
  return state !== 'not_opened' && state !== 'in_work';
}

/** It can still be written: it was not submitted, and its campaign is open or one of the past that is being loaded. */
export function takesAnswers(view: Pick<AssignmentView, 'state' | 'closedAt' | 'archived'>): boolean {
  return (!view.closedAt || view.archived) && !isSubmitted(view);
}

/** Whether this answer may be changed now, by those who may: `insertPiece` asks the same. */
export function mayWrite(view: AssignmentView, code: string): boolean {
  if (view.state === 'to_clarify')
    return !view.inVolume && view.clarifications.some((each) => each.code === code && each.answer === null);
  return takesAnswers(view);
}

/** The same for what an executor has: a question, or the whole questionnaire (`code` null). */
export function mayWritePart(view: AssignmentView, code: string | null): boolean {
  return view.questions.some((each) => (code === null || each.code === code) && mayWrite(view, each.code));
}

/** The campaign is closed, and no clarification keeps this part open. @param code null: the whole questionnaire */
export function isShut(view: AssignmentView, code: string | null): boolean {
  return view.closedAt !== null && !mayWritePart(view, code);
}

/** What rights are asked about: the city, the department and the seat that answers, and who got this question, or any. */
export function subjectOf(
  view: AssignmentView,
  code?: string,
): { cityId: number; departmentId: number | null; seatId: number | null; givenTo: number[] } {
  const given = view.delegations.filter(
    (each) => code === undefined || each.code === null || each.code === code,
  );
  return {
    cityId: view.city.id,
    departmentId: view.respondent?.departmentId ?? null,
    seatId: view.respondent?.seatId ?? null,
    givenTo: given.map(({ seatId }) => seatId),
  };
}

/** The line of the journal for a verb; a change of one answer is found again by its subject. */
export function entryFor({ actor, requestKey, now }: Request, verb: string, subject: string): Entry {
  return { requestKey, verb, subject, personId: actor.personId, at: now };
}
