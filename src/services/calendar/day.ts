import { Temporal } from 'temporal-polyfill';

/** True where the text is an existing day written 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The number of days of a month (1–12). */
export function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * The instant at which a local day ends: the start of the next day in that zone, itself no longer part of the day.
 * Throws a RangeError for a day that does not exist or an unknown zone.
 */
export function endOfDay(dueOn: string, timeZone: string): Date {
  const next = Temporal.PlainDate.from(dueOn).add({ days: 1 }).toZonedDateTime(timeZone);
  return new Date(next.epochMilliseconds);
}

/** The day, 'YYYY-MM-DD', that an instant belongs to in a zone. */
export function dayIn(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** Whole days from one day to another; negative where `to` is the earlier one. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;
}

/** The day `days` later, or earlier where negative. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days left until a term in its own zone: 0 on the last day, negative afterwards. */
export function daysLeft(dueOn: string, now: Date, timeZone: string): number {
  return daysBetween(dayIn(now, timeZone), dueOn);
}

/** By how much a term was missed. Each amount is the whole span in that unit, rounded down; `minutes` is at least 1. */
export interface Lateness {
  minutes: number;
  hours: number;
  days: number;
  /** The largest unit of which at least one is full: the one to say. */
  unit: 'minutes' | 'hours' | 'days';
  /** The amount in that unit. */
  count: number;
}

/** How late something came whose term is the end of a local day; null where it came in time. */
export function lateness(dueOn: string, timeZone: string, submittedAt: Date): Lateness | null {
  const late = submittedAt.getTime() - endOfDay(dueOn, timeZone).getTime();
  if (late < 0) return null;
  const minutes = Math.max(1, Math.floor(late / 60_000));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const [unit, count] =
    days > 0
      ? (['days', days] as const)
      : hours > 0
        ? (['hours', hours] as const)
        : (['minutes', minutes] as const);
  return { minutes, hours, days, unit, count };
}

/** The day, 'YYYY-MM-DD', of a `date` column: Prisma gives it as the midnight in UTC with which it begins. */
export function storedDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
