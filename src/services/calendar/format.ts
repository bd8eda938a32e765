import { Temporal } from 'temporal-polyfill';

/** A language in which days and hours are written. */
export type CalendarLanguage = 'ru' | 'en';

/**
 * - `weekday`: «пятница, 12 февраля»
 * - `weekdayYear`: «пятница, 12 февраля 2027 г.»
 * - `text`: «12 февраля 2027 г.» with unbreakable spaces, for the text of documents
 * - `table`: «12.02.2027»
 */
export type DayStyle = 'weekday' | 'weekdayYear' | 'text' | 'table';

/** The styles of a day with the time added, «четверг, 11 февраля, 16:42», or the `time` alone, «16:42». */
export type InstantStyle = DayStyle | 'time';

/** A day 'YYYY-MM-DD' in words or figures. */
export function formatDay(day: string, language: CalendarLanguage, style: DayStyle): string {
  const date = Temporal.PlainDate.from(day);
  if (style === 'table') return `${twoDigits(date.day)}.${twoDigits(date.month)}.${date.year}`;
  const { weekday, month } = words(date, language);
  const dayMonth = `${date.day} ${month}`;
  const withYear = `${dayMonth} ${date.year}${afterYear(language)}`;
  switch (style) {
    case 'weekday':
      return `${weekday}, ${dayMonth}`;
    case 'weekdayYear':
      return `${weekday}, ${withYear}`;
    case 'text':
      return withYear.replaceAll(' ', '\u00A0');
  }
}

/** An instant as the clocks of a zone show it. */
export function formatInstant(
  instant: Date,
  timeZone: string,
  language: CalendarLanguage,
  style: InstantStyle,
): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  const time = `${twoDigits(local.hour)}:${twoDigits(local.minute)}`;
  if (style === 'time') return time;
  return `${formatDay(local.toPlainDate().toString(), language, style)}, ${time}`;
}

/** An instant with the name of the city whose clocks show it: «16:42 (Благовещенск)». */
export function cityTime(
  instant: Date,
  city: { name: string; timeZone: string },
  language: CalendarLanguage,
  style: InstantStyle = 'time',
): string {
  return `${formatInstant(instant, city.timeZone, language, style)} (${city.name})`;
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

/** What stands after the year of a full date in this language. */
function afterYear(language: CalendarLanguage): string {
  const parts = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).formatToParts(0);
  const last = parts.at(-1);
  return last?.type === 'literal' ? ` ${last.value.trim()}` : '';
}
