import { endOfDay } from '../../services/calendar/index.ts';

/** Until when a city's questionnaire is expected. It closes nothing: what comes later is taken and marked. */
export interface Term {
  /** 'YYYY-MM-DD', by the calendar of the city. */
  dueOn: string;
  /** The end of that day in the city's zone, itself no longer in time. */
  dueAt: Date;
}

/** The term of one city: its own extension, else the campaign's day. Days are 'YYYY-MM-DD'. */
export function termOf(
  assignment: { dueOn: string | null },
  campaign: { dueOn: string },
  city: { timeZone: string },
): Term {
  const dueOn = assignment.dueOn ?? campaign.dueOn;
  return { dueOn, dueAt: endOfDay(dueOn, city.timeZone) };
}
