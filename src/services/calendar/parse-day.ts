import { Temporal } from 'temporal-polyfill';
import { addDays, daysBetween, daysInMonth } from './day.ts';

/**
 * What a person meant by a day.
 * - `day`: a day not before today.
 * - `impossible`: no such day in that month; `lastOn` is the month's last day, never past.
 * - `past`: the day is over; `proposals`, none of them past, are the same number in the next month that has it, and
 *   the same day of a coming year.
 * - `unreadable`: not a day.
 */
export type ParsedDay =
  | { kind: 'day'; day: string }
  | { kind: 'impossible'; lastOn: string }
  | { kind: 'past'; day: string; proposals: string[] }
  | { kind: 'unreadable' };

/**
 * Reads a day as people write it: «12.02.2027», «12.02», «12 февраля», «пятница, 12 февраля 2027 г.», «2027-02-12»,
 * «завтра», «до 12 февраля»; English likewise. Without a year the nearest such day is meant: «12 февраля» written in
 * December is in the coming year, «15 марта» written on 20 March is past. A word that is not understood makes the
 * whole unreadable, and so does a weekday that does not fit.
 * `today` is the day of the person who writes, 'YYYY-MM-DD'.
 */
export function parseDay(text: string, { today }: { today: string }): ParsedDay {
  const { weekday, rest } = simplify(text);
  const written = readParts(rest, today);
  if (!written) return { kind: 'unreadable' };

  const { month, number } = written;
  const year = written.year ?? nearestYear(month, number, today);
  const last = daysInMonth(year, month);
  const day = write(year, month, Math.min(number, last));
  if (day < today) return { kind: 'past', day, proposals: proposals(month, number, today) };
  if (number > last) return { kind: 'impossible', lastOn: day };
  const fits = weekday === undefined || Temporal.PlainDate.from(day).dayOfWeek === weekday;
  return fits ? { kind: 'day', day } : { kind: 'unreadable' };
}

const relativeDays: Record<string, number> = {
  вчера: -1,
  сегодня: 0,
  завтра: 1,
  послезавтра: 2,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
};

/** From Monday on; the beginnings are enough to tell them apart. */
const weekdays = [
  /^(?:понедельник|пн|monday|mon)$/,
  /^(?:вторник|вт|tuesday|tue)$/,
  /^(?:сред[ау]|ср|wednesday|wed)$/,
  /^(?:четверг|чт|thursday|thu)$/,
  /^(?:пятниц[ау]|пт|friday|fri)$/,
  /^(?:суббот[ау]|сб|saturday|sat)$/,
  /^(?:воскресенье|вс|sunday|sun)$/,
];

/** Months in full, or their first letters from the third on («фев», «сент»). */
const months = [
  ['января', 'январь', 'january'],
  ['февраля', 'февраль', 'february'],
  ['марта', 'март', 'march'],
  ['апреля', 'апрель', 'april'],
  ['мая', 'май', 'may'],
  ['июня', 'июнь', 'june'],
  ['июля', 'июль', 'july'],
  ['августа', 'август', 'august'],
  ['сентября', 'сентябрь', 'september'],
  ['октября', 'октябрь', 'october'],
  ['ноября', 'ноябрь', 'november'],
  ['декабря', 'декабрь', 'december'],
];

/** The text without what says nothing about the day itself, and the weekday apart (1 is Monday). */
function simplify(text: string): { weekday?: number; rest: string } {
  const rest = text
    .toLowerCase()
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(?:до конца дня|до|к|ко|на|во|в|by|until|till|on) /, '')
    .replace(/,? до конца дня$/, '')
    .replace(/[.!]+$/, '');
  const [first = '', ...others] = rest.split(/,? /);
  const weekday = weekdays.findIndex((name) => name.test(first)) + 1;
  return weekday > 0 && others.length > 0 ? { weekday, rest: others.join(' ') } : { rest };
}

interface WrittenDay {
  year?: number;
  month: number;
  number: number;
}

function readParts(text: string, today: string): WrittenDay | null {
  const offset = Object.hasOwn(relativeDays, text) ? relativeDays[text] : undefined;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(offset === undefined ? text : addDays(today, offset));
  if (iso) return checked(iso[3], iso[2], iso[1], today);

  const figures = /^(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2}))?(?: ?(?:г|года))?$/.exec(text);
  if (figures) return checked(figures[1], figures[2], figures[3], today);

  const words = /^(\d{1,2})(?:-?(?:го|е|ое))? (\p{L}+)\.?,?(?: (\d{4})(?: ?(?:г|год|года))?)?$/u.exec(text);
  if (words) return checked(words[1], monthOf(words[2]), words[3], today);

  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:,? (\d{4}))?$/.exec(text);
  return monthFirst && checked(monthFirst[2], monthOf(monthFirst[1]), monthFirst[3], today);
}

function monthOf(word = ''): number {
  return word.length < 3 ? 0 : months.findIndex((names) => names.some((name) => name.startsWith(word))) + 1;
}

/** A slip of the key in the year («2207») is not a day. */
const farthestYears = 20;

function checked(
  number: string | undefined,
  month: string | number | undefined,
  year: string | undefined,
  today: string,
): WrittenDay | null {
  const day = { number: Number(number), month: Number(month) };
  if (day.number < 1 || day.number > 31 || day.month < 1 || day.month > 12) return null;
  if (year === undefined) return day;
  const full = Number(year) + (year.length === 2 ? 2000 : 0);
  return Math.abs(full - yearOf(today)) > farthestYears ? null : { ...day, year: full };
}

function nearestYear(month: number, number: number, today: string): number {
  const distance = (year: number) =>
    Math.abs(daysBetween(today, write(year, month, Math.min(number, daysInMonth(year, month)))));
  const year = yearOf(today);
  return [year, year + 1, year - 1].reduce((best, other) =>
    distance(other) < distance(best) ? other : best,
  );
}

function proposals(month: number, number: number, today: string): string[] {
  const firstOfMonth = Temporal.PlainDate.from(today).with({ day: 1 });
  const coming = [0, 1, 2, 3]
    .map((ahead) => firstOfMonth.add({ months: ahead }))
    .filter((first) => first.daysInMonth >= number)
    .map((first) => write(first.year, first.month, number));
  const yearly = [0, 1, 2, 3, 4]
    .map((ahead) => yearOf(today) + ahead)
    .filter((year) => daysInMonth(year, month) >= number)
    .map((year) => write(year, month, number));
  const next = [coming, yearly].map((days) => days.find((day) => day >= today));
  return [...new Set(next.filter((day) => day !== undefined))].sort();
}

function write(year: number, month: number, day: number): string {
  return Temporal.PlainDate.from({ year, month, day }).toString();
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
