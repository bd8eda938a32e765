import { Temporal } from 'temporal-polyfill';
import { dayIn } from './day.ts';

/** A language in which days and hours are written. */
export type CalendarLanguage = 'ru' | 'en';

/**
 * Styles that name the whole date:
 * - `weekdayYear`: «пятница, 12 февраля 2027 года»
 * - `text`: «12 февраля 2027 г.» with unbreakable spaces, for the text of documents
 * - `table`: «12.02.2027»
 */
export type DatedStyle = 'weekdayYear' | 'text' | 'table';

/** `weekday`: «пятница, 12 февраля», in another year than today's «пятница, 12 февраля 2027 года». */
export type DayStyle = 'weekday' | DatedStyle;

/** The styles of a day with the time added, «четверг, 11 февраля, 16:42», or the `time` alone, «16:42». */
export type InstantStyle = DayStyle | 'time';

/** A day 'YYYY-MM-DD' in words or figures; `today` is the day in the same city. */
export function formatDay(day: string, language: CalendarLanguage, style: 'weekday', today: string): string;
export function formatDay(day: string, language: CalendarLanguage, style: DatedStyle): string;
export function formatDay(day: string, language: CalendarLanguage, style: DayStyle, today = day): string {
  const date = Temporal.PlainDate.from(day);
  if (style === 'table') return `${twoDigits(date.day)}.${twoDigits(date.month)}.${date.year}`;
  const { weekday, month } = words(date, language);
  const dayMonth = `${date.day} ${month}`;
  if (style === 'text') return `${dayMonth} ${date.year}${afterYear(language)}`.replaceAll(' ', '\u00A0');
  const thisYear = style === 'weekday' && date.year === Temporal.PlainDate.from(today).year;
  return `${weekday}, ${dayMonth}${thisYear ? '' : ` ${date.year}${afterYear(language, 'long')}`}`;
}

/** An instant as the clocks of a zone show it, read at the instant `now`. */
export function formatInstant(
  instant: Date,
  timeZone: string,
  language: CalendarLanguage,
  style: 'weekday',
  now: Date,
): string;
export function formatInstant(
  instant: Date,
  timeZone: string,
  language: CalendarLanguage,
  style: DatedStyle | 'time',
): string;
export function formatInstant(
  instant: Date,
  timeZone: string,
  language: CalendarLanguage,
  style: InstantStyle,
  now = instant,
): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  const time = `${twoDigits(local.hour)}:${twoDigits(local.minute)}`;
  if (style === 'time') return time;
  const day = local.toPlainDate().toString();
  const shown =
    style === 'weekday'
      ? formatDay(day, language, style, dayIn(now, timeZone))
      : formatDay(day, language, style);
  return `${shown}, ${time}`;
}

/** An instant with the name of the city whose clocks show it: «четверг, 11 февраля, 16:42 (Благовещенск)». */
export function cityTime(
  instant: Date,
  city: { name: string; timeZone: string },
  language: CalendarLanguage,
  now: Date,
): string {
  return `${formatInstant(instant, city.timeZone, language, 'weekday', now)} (${city.name})`;
}

/** Names of weekday and month only are taken from Intl: its whole patterns differ between versions of Node. */
function words(date: Temporal.PlainDate, language: CalendarLanguage): { weekday: string; month: string } {
  const parts = namesIn[language].formatToParts(Date.UTC(date.year, date.month - 1, date.day));
  const part = (type: 'weekday' | 'month') => parts.find((each) => each.type === type)?.value ?? '';
  return { weekday: part('weekday'), month: part('month') };
}

const names = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
const namesIn: Record<CalendarLanguage, Intl.DateTimeFormat> = {
  ru: new Intl.DateTimeFormat('ru', names),
  en: new Intl.DateTimeFormat('en', names),
};

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * What stands after the year of a full date in this language: « г.» in documents. In a message the word is written out,
 * because the abbreviation's stop would meet that of the sentence; 2 asks for it in the genitive.
 */
function afterYear(language: CalendarLanguage, width: 'short' | 'long' = 'short'): string {
  const parts = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).formatToParts(0);
  const last = parts.at(-1);
  if (last?.type !== 'literal') return '';
  if (width === 'short') return ` ${last.value.trim()}`;
  const years = new Intl.NumberFormat(language, { style: 'unit', unit: 'year', unitDisplay: 'long' });
  return ` ${years.formatToParts(2).find(({ type }) => type === 'unit')?.value ?? ''}`;
}
