import { describe, expect, it } from 'vitest';
import { addDays, isWorkingDay } from '../../../services/calendar/index.ts';
import {
  campaignYears,
  extensionProposals,
  isCampaignYear,
  termProposals,
  termsOfYear,
  yearProposals,
} from './days.ts';

describe('proposals for a term', () => {
  it('are Fridays from two weeks on', () => {
    expect(termProposals('2027-01-18')).toEqual(['2027-02-05', '2027-02-12', '2027-02-19', '2027-03-05']);
    expect(termProposals('2027-01-24')).toEqual(termProposals('2027-01-22'));
  });

  it('move on from a holiday, and no day stands twice', () => {
    // 1 and 8 January 2027 are Fridays.
    expect(termProposals('2026-12-14')).toEqual(['2027-01-11', '2027-01-15', '2027-01-29']);
  });
});

describe('days off', () => {
  const days = Array.from({ length: 150 }, (_, index) => addDays('2025-12-25', index * 5));

  it('are never proposed, whatever day it is and however the city rests', () => {
    for (const today of days) {
      expect(
        termProposals(today).filter((day) => !isWorkingDay(day)),
        today,
      ).toEqual([]);
      for (const daysOff of ['five_days', 'six_days'] as const) {
        const proposed = extensionProposals(today, today, { daysOff });
        expect(
          proposed.filter((day) => !isWorkingDay(day, { daysOff })),
          today,
        ).toEqual([]);
      }
    }
  });

  it('of a city are kept as well', () => {
    const rule = { localDaysOff: ['2027-02-19'] };
    expect(extensionProposals('2027-02-12', '2027-02-08', rule)).toEqual([
      '2027-02-15',
      '2027-02-20',
      '2027-02-26',
    ]);
  });
});

describe('proposals for the term of a year', () => {
  it('begin when the year is nearly over', () => {
    expect(termsOfYear(2026, '2027-01-18')).toEqual(termProposals('2027-01-18'));
    expect(termsOfYear(2027, '2027-01-18')[0]).toBe('2027-11-19');
  });
});

describe('proposals for an extension', () => {
  it('count from the term, or from today where the term is over', () => {
    expect(extensionProposals('2027-02-12', '2027-02-08')).toEqual([
      '2027-02-15',
      '2027-02-19',
      '2027-02-26',
    ]);
    expect(extensionProposals('2027-02-12', '2027-02-16')).toEqual([
      '2027-02-19',
      '2027-02-24',
      '2027-03-02',
    ]);
  });
});

describe('proposals for the year', () => {
  it('begin with the year that ends or has ended', () => {
    expect(yearProposals('2026-11-22', [])).toEqual([2026, 2025]);
    expect(yearProposals('2027-01-18', [])).toEqual([2026, 2027]);
    expect(yearProposals('2027-01-18', [2026])).toEqual([2027]);
    expect(yearProposals('2026-11-22', [2025, 2026])).toEqual([2027]);
  });

  it('a year may be the last one, the present one or one of the next two', () => {
    const may = (year: number) => isCampaignYear(year, '2027-01-18');
    expect([2026, 2027, 2028, 2029].map(may)).toEqual([true, true, true, true]);
    expect([2025, 2030, 2026.5].map(may)).toEqual([false, false, false]);
    expect(campaignYears('2027-01-18')).toEqual({ first: 2026, last: 2029 });
  });
});
