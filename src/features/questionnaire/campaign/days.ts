import { addDays, addWorkingDays } from '../../../services/calendar/index.ts';
import type { DaysOffRule } from '../../../services/calendar/index.ts';

/** Days from Monday to Friday. */
const TO_FRIDAY = 4;

/** 0 is Monday. */
function weekday(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The day itself or the working day that follows it, where terms move by the Civil Code, article 193. */
function working(day: string, rule: DaysOffRule): string {
  return addWorkingDays(day, 0, rule);
}

/**
 * Days to propose for the term of a new campaign: ends of working weeks, two to six weeks ahead, never a day off.
 * `rule`: of the city that the term is for; where it is for all, the country's five days.
 */
export function termProposals(today: string, rule: DaysOffRule = {}): string[] {
  const friday = (weeks: number): string => addDays(today, weeks * 7 + TO_FRIDAY - weekday(today));
  return [...new Set([2, 3, 4, 6].map((weeks) => working(friday(weeks), rule)))];
}

/** The same for the campaign of a year: answers are not awaited before the year is nearly over. */
export function termsOfYear(year: number, today: string): string[] {
  const november = `${year}-11-01`;
  return termProposals(today > november ? today : november);
}

/** Days to propose for an extension: some days, a week and two weeks after the term, or after today where it is over. */
export function extensionProposals(dueOn: string, today: string, rule: DaysOffRule = {}): string[] {
  const from = dueOn > today ? dueOn : today;
  return [...new Set([3, 7, 14].map((days) => working(addDays(from, days), rule)))];
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

/** A campaign asks about the year that has ended or the present one; the next two may be prepared early. */
export function campaignYears(today: string): { first: number; last: number } {
  const year = Number(today.slice(0, 4));
  return { first: year - 1, last: year + 2 };
}

export function isCampaignYear(year: number, today: string): boolean {
  const { first, last } = campaignYears(today);
  return Number.isInteger(year) && year >= first && year <= last;
}

/** Past years whose answers may be loaded, the newest first: those for which nobody answers any more, and ten in all. */
export function archiveYears(today: string): number[] {
  const last = Number(today.slice(0, 4)) - 1;
  return Array.from({ length: 10 }, (_, index) => last - index);
}
