import { addDays, daysBetween, isDay } from './day.ts';
import { decrees, holidays, lastMovedByDecree } from './russia.ts';
import type { Decree } from './russia.ts';

/** By what rule a city rests. Days are 'YYYY-MM-DD' of that city. A city's card may be given as it is. */
export interface DaysOffRule {
  /** Saturday and Sunday are off, or Sunday alone; `five_days` where it is not known. */
  daysOff?: 'five_days' | 'six_days' | undefined;
  /** Days off here besides those of the country, such as holidays of the region; stronger than `localWorkDays`. */
  localDaysOff?: readonly string[] | undefined;
  /** Days of work here that are off in the country. */
  localWorkDays?: readonly string[] | undefined;
}

/** By this day, 'MM-DD', the decree of the next year has been published each time; usually in September. */
const DECREED_BY = '12-15';

export interface KindOfDay {
  /** `short` is a day of work, one hour shorter before a holiday (article 95 of the Labour Code). */
  kind: 'work' | 'short' | 'off';
  /**
   * - `decree`: the calendar of that year is settled, by the decree of this number and day
   * - `expected`: no decree for that year is known, the day follows from the law alone and may still change
   * - `city`: the city's own rule says so
   */
  basis: { kind: 'decree'; number: string; signedOn: string } | { kind: 'expected' } | { kind: 'city' };
}

/** What a day is by the Russian production calendar and the city's rule. Throws a RangeError for what is not a day. */
export function kindOfDay(day: string, rule: DaysOffRule = {}): KindOfDay {
  if (!isDay(day)) throw new RangeError(`Not a day: ${day}`);
  if (rule.localDaysOff?.includes(day)) return { kind: 'off', basis: { kind: 'city' } };
  if (rule.localWorkDays?.includes(day)) return { kind: 'work', basis: { kind: 'city' } };
  const { decree, off, short } = calendarOf(day.slice(0, 4), rule.daysOff ?? 'five_days');
  return {
    kind: off.has(day) ? 'off' : short.has(day) ? 'short' : 'work',
    basis: decree
      ? { kind: 'decree', number: decree.number, signedOn: decree.signedOn }
      : { kind: 'expected' },
  };
}

/** True for a day of work, a short one included. */
export function isWorkingDay(day: string, rule: DaysOffRule = {}): boolean {
  return kindOfDay(day, rule).kind !== 'off';
}

/**
 * The `count`-th working day after a day, or before it where negative; that day itself, of work or off, is not counted.
 * 0 is the day itself where it is one of work, else the next working day. So the result is never a day off.
 */
export function addWorkingDays(day: string, count: number, rule: DaysOffRule = {}): string {
  const step = count < 0 ? -1 : 1;
  let found = count === 0 ? addDays(day, -1) : day;
  let left = Math.max(1, Math.abs(count));
  while (left > 0) {
    found = addDays(found, step);
    if (isWorkingDay(found, rule)) left -= 1;
  }
  return found;
}

/**
 * How many working days follow `from` up to and including `to`: Friday to Monday is 1, Saturday to Monday is 1,
 * Friday to Sunday is 0. Where `to` is the earlier one, the same count the other way round, negative.
 */
export function workingDaysBetween(from: string, to: string, rule: DaysOffRule = {}): number {
  if (to < from) return 0 - workingDaysBetween(to, from, rule);
  return days(addDays(from, 1), to).filter((day) => isWorkingDay(day, rule)).length;
}

/**
 * The year that is reckoned by the law alone although its decree must be out: this one, or from 15 December on the next.
 * null: all is known.
 */
export function yearWithoutDecree(today: string): string | null {
  const year = Number(today.slice(0, 4));
  const years = today.slice(5) >= DECREED_BY ? [year, year + 1] : [year];
  const missing = years.find((each) => !decrees[each]);
  return missing === undefined ? null : String(missing);
}

type Week = NonNullable<DaysOffRule['daysOff']>;

interface YearCalendar {
  decree: Decree | undefined;
  off: ReadonlySet<string>;
  short: ReadonlySet<string>;
}

/** Each year's calendar is made once: a result that never changes. */
const calendars = new Map<string, YearCalendar>();

function calendarOf(year: string, week: Week): YearCalendar {
  const key = `${year} ${week}`;
  const calendar = calendars.get(key) ?? makeCalendar(year, week);
  calendars.set(key, calendar);
  return calendar;
}

function makeCalendar(year: string, week: Week): YearCalendar {
  const decree = decrees[year];
  const all = days(`${year}-01-01`, `${year}-12-31`);
  const rest = new Set(all.filter((day) => isWeeklyRest(day, week)));
  // A Saturday that is moved means nothing to those who work on Saturdays.
  const moves = new Map(decree?.moves.filter(([from]) => rest.has(from)));

  const off = new Set([...rest, ...moves.values(), ...all.filter(isHoliday)]);
  for (const from of moves.keys()) if (!isHoliday(from)) off.delete(from);
  // Article 112, part 2: the day off lost to a holiday is taken on the next working day, if no decree moves it.
  for (const holiday of all.filter(isHoliday)) {
    if (!rest.has(holiday) || moves.has(holiday) || holiday.slice(5) <= lastMovedByDecree) continue;
    off.add(all.find((day) => day > holiday && !off.has(day)) ?? holiday);
  }

  // A day off that is worked is as long as the day it was changed for (order 588n of the Ministry of Health, 2009).
  const isShort = (day: string): boolean => isHoliday(addDays(moves.get(day) ?? day, 1));
  return { decree, off, short: new Set(all.filter((day) => !off.has(day) && isShort(day))) };
}

const holidaySet = new Set(holidays);

function isHoliday(day: string): boolean {
  return holidaySet.has(day.slice(5));
}

function isWeeklyRest(day: string, week: Week): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday === 0 || (weekday === 6 && week === 'five_days');
}

/** All days from one to another, both included. */
function days(from: string, to: string): string[] {
  const first = new Date(from).getTime();
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) =>
    new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  );
}
