import { addWorkingDays, dayIn, instantAt } from '../services/calendar/index.ts';

/** The next instant at which the clocks of a zone show 'HH:MM' on a working day of the country: today's, if it is yet to come. */
export function nextWorking(time: string, timeZone: string, now: Date): Date {
  const today = dayIn(now, timeZone);
  const next = instantAt(addWorkingDays(today, 0), time, timeZone);
  return next > now ? next : instantAt(addWorkingDays(today, 1), time, timeZone);
}
