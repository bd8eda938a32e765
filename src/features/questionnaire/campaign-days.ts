import { addDays, daysBetween } from '../../services/calendar/index.ts';

/** The non-working holidays of the Labour Code of the Russian Federation, article 112; transferred days are not known here. */
const HOLIDAYS = new Set([
  '01-01',
  '01-02',
  '01-03',
  '01-04',
  '01-05',
  '01-06',
  '01-07',
  '01-08',
  '02-23',
  '03-08',
  '05-01',
  '05-09',
  '06-12',
  '11-04',
]);

/** A Monday to count weekdays from. */
const MONDAY = '2024-01-01';
const FRIDAY = 4;

/** 0 is Monday. */
function weekday(day: string): number {
  return ((daysBetween(MONDAY, day) % 7) + 7) % 7;
}

/** A Saturday, a Sunday or a holiday by law. */
export function isDayOff(day: string): boolean {
  return weekday(day) > FRIDAY || HOLIDAYS.has(day.slice(5));
}

/** The day itself or the working weekday that follows it, where terms move by the Civil Code, article 193. */
function working(day: string): string {
  let found = day;
  while (isDayOff(found)) found = addDays(found, 1);
  return found;
}

/** Days to propose for the term of a new campaign: ends of working weeks, two to six weeks ahead. */
export function termProposals(today: string): string[] {
  const friday = (weeks: number): string => addDays(today, weeks * 7 + FRIDAY - weekday(today));
  return [...new Set([2, 3, 4, 6].map((weeks) => working(friday(weeks))))];
}

/** The same for the campaign of a year: answers are not awaited before the year is nearly over. */
export function termsOfYear(year: number, today: string): string[] {
  const november = `${year}-11-01`;
  return termProposals(today > november ? today : november);
}

/** Days to propose for an extension: some days, a week and two weeks after the term, or after today where it is over. */
export function extensionProposals(dueOn: string, today: string): string[] {
  const from = dueOn > today ? dueOn : today;
  return [...new Set([3, 7, 14].map((days) => working(addDays(from, days))))];
}

/**
 * Years to propose for a new campaign, the likeliest first: from September on the year that ends, before that the year
 * that has ended. A year that has its campaign is left out.
 */
export function yearProposals(today: string, taken: readonly number[]): number[] {
  const year = Number(today.slice(0, 4));
  const candidates = Number(today.slice(5, 7)) >= 9 ? [year, year - 1, year + 1] : [year - 1, year];
  return candidates.filter((candidate) => !taken.includes(candidate)).slice(0, 2);
}

/** The year that a running campaign leaves to be opened next: this one or the coming one; null: both have theirs. */
export function nextYear(today: string, taken: readonly number[]): number | null {
  const year = Number(today.slice(0, 4));
  return [year, year + 1].find((candidate) => !taken.includes(candidate)) ?? null;
}

/** A campaign asks about the year that has ended or the present one; the next two may be prepared early. */
export function campaignYears(today: string): { first: number; last: number } {
  const year = Number(today.slice(0, 4));
  return { first: year - 1, last: year + 2 };
}

export function isCampaignYear(year: number, today: string): boolean {
  const { first, last } = campaignYears(today);
  return Number.isInteger(year) && year >= first && year <= last;
}
