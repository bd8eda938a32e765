import { Temporal } from 'temporal-polyfill';

/**
 * The instant at which the clocks of a zone show 'HH:MM' on a day 'YYYY-MM-DD': the first one where they show it twice;
 * where they leap over it, as long after the leap as the time was to be after its beginning.
 * Throws a RangeError for a day or a time that does not exist and for an unknown zone.
 */
export function instantAt(day: string, time: string, timeZone: string): Date {
  const local = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: time });
  return new Date(local.epochMilliseconds);
}
