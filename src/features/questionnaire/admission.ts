import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Entry } from '../../services/journal/once.ts';
import type { Actor, HeldSeat } from '../../services/people/actor.ts';
import { seatFor } from '../../services/people/rights.ts';
import type { Verb } from '../../services/people/rights.ts';
import type { Question } from './form.ts';
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
  | { kind: 'no_right' }
  | { kind: 'gone' }
  /** The questionnaire has no question with this code, or it wants another kind of answer. */
  | { kind: 'no_question' }
  /** The coordinator closed the campaign. */
  | { kind: 'closed' }
  /** Submitted: to be withdrawn first. */
  | { kind: 'submitted' };

export type Open = { kind: 'open'; view: AssignmentView; seat: HeldSeat };

/** Loads a questionnaire for a verb and says whether this person may do it now. */
export async function openAssignment(
  db: Db,
  actor: Actor,
  verb: Verb,
  assignmentId: number,
): Promise<Open | Refused> {
  const view = await loadAssignment(db, assignmentId);
  if (!view) return { kind: 'gone' };
  const seat = seatFor(actor, verb, subjectOf(view));
  if (!seat) return { kind: 'no_right' };
  if (verb === 'see_questionnaire') return { kind: 'open', view, seat };
  if (view.closedAt) return { kind: 'closed' };
  if (verb === 'answer' && view.state === 'submitted') return { kind: 'submitted' };
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
  const open = await openAssignment(tx, actor, 'answer', assignmentId);
  if (open.kind !== 'open') return open;
  const question = questionOf(open.view, code);
  return question && takes(question) ? open : { kind: 'no_question' };
}

/** What rights are asked about: the city, and the seat that answers. */
export function subjectOf(view: AssignmentView): { cityId: number; seatId: number | null } {
  return { cityId: view.city.id, seatId: view.respondent?.seatId ?? null };
}

/** The line of the journal for a verb; a change of one answer is found again by its subject. */
export function entryFor({ actor, requestKey, now }: Request, verb: string, subject: string): Entry {
  return { requestKey, verb, subject, personId: actor.personId, at: now };
}
