import type { Term } from '../term.ts';

/** How one city stands in a campaign, in the order in which a questionnaire goes its way. */
export const CITY_STATES = [
  /** Nobody is named who answers. */
  'unnamed',
  /** Whoever answers for the post that is named has no access to the bot. */
  'not_connected',
  'not_opened',
  'in_work',
  'submitted',
  'submitted_late',
  /** The association has asked about it. */
  'to_clarify',
  /** Also what came late: `CityRow.late` keeps that. */
  'accepted',
] as const;
export type CityState = (typeof CITY_STATES)[number];

/** The state of one city; what was written or submitted counts more than who is connected. */
export function cityState(
  assignment: { state: string; submittedAt: Date | null },
  respondent: { connected: boolean } | null,
  /** null: a past year that is loaded has none. */
  term: Term | null,
): CityState {
  const { state } = assignment;
  if (state === 'accepted' || state === 'to_clarify') return state;
  if (state === 'submitted') return term && isLate(assignment, term) ? 'submitted_late' : 'submitted';
  if (state === 'in_work') return 'in_work';
  if (!respondent) return 'unnamed';
  return respondent.connected ? 'not_opened' : 'not_connected';
}

/** What was submitted came after the end of the term's day. */
export function isLate(
  { submittedAt }: { submittedAt: Date | null },
  { dueAt }: Pick<Term, 'dueAt'>,
): boolean {
  return submittedAt !== null && submittedAt >= dueAt;
}
