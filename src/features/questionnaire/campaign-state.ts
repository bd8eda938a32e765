import type { Term } from './term.ts';

/** How one city stands in a campaign, in the order in which a questionnaire goes its way. */
export const CITY_STATES = [
  /** Nobody is named who answers. */
  'unnamed',
  /** The one who is named has no access to the bot. */
  'not_connected',
  'not_opened',
  'in_work',
  'submitted',
  'submitted_late',
] as const;
export type CityState = (typeof CITY_STATES)[number];

/** The state of one city; what was written or submitted counts more than who is connected. */
export function cityState(
  assignment: { state: string; submittedAt: Date | null },
  respondent: { connected: boolean } | null,
  term: Term,
): CityState {
  if (assignment.state === 'submitted') {
    return assignment.submittedAt && assignment.submittedAt >= term.dueAt ? 'submitted_late' : 'submitted';
  }
  if (assignment.state === 'in_work') return 'in_work';
  if (!respondent) return 'unnamed';
  return respondent.connected ? 'not_opened' : 'not_connected';
}

/** How many cities are in each state. */
export function tally(states: readonly CityState[]): Record<CityState, number> {
  const counts = Object.fromEntries(CITY_STATES.map((state) => [state, 0])) as Record<CityState, number>;
  for (const state of states) counts[state] += 1;
  return counts;
}
