import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays, daysBetween, daysInMonth } from './day.ts';
import {
  addWorkingDays,
  isWorkingDay,
  kindOfDay,
  workingDaysBetween,
  yearWithoutDecree,
} from './working-days.ts';
import type { DaysOffRule } from './working-days.ts';

/** The days of a year of which something is true, as 'DD.MM'. */
function daysOf(year: number, fits: (day: string) => boolean): string[] {
  const first = `${year}-01-01`;
  return Array.from({ length: daysBetween(first, `${year + 1}-01-01`) }, (_, index) => addDays(first, index))
    .filter(fits)
    .map((day) => `${day.slice(8)}.${day.slice(5, 7)}`);
}

function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

const isWeekend = (day: string): boolean => weekday(day) % 6 === 0;

describe('the production calendar', () => {
  // As the decrees 1335 of 04.10.2024, 1466 of 24.09.2025 and 1187 of 17.09.2026 leave the years.
  it.each([
    {
      year: 2025,
      off: '01.01 02.01 03.01 06.01 07.01 08.01 01.05 02.05 08.05 09.05 12.06 13.06 03.11 04.11 31.12',
      saturdays: '01.11',
      short: '07.03 30.04 11.06 01.11',
    },
    {
      year: 2026,
      off: '01.01 02.01 05.01 06.01 07.01 08.01 09.01 23.02 09.03 01.05 11.05 12.06 04.11 31.12',
      saturdays: '',
      short: '30.04 08.05 11.06 03.11',
    },
    {
      year: 2027,
      off: '01.01 04.01 05.01 06.01 07.01 08.01 22.02 23.02 08.03 03.05 10.05 14.06 04.11 05.11 31.12',
      saturdays: '20.02',
      short: '20.02 30.04 11.06 03.11',
    },
  ])('of $year has these days off, worked Saturdays and short days', ({ year, off, saturdays, short }) => {
    expect(daysOf(year, (day) => !isWeekend(day) && !isWorkingDay(day)).join(' ')).toBe(off);
    expect(daysOf(year, (day) => isWeekend(day) && isWorkingDay(day)).join(' ')).toBe(saturdays);
    expect(daysOf(year, (day) => kindOfDay(day).kind === 'short').join(' ')).toBe(short);
  });

  // Published tables for a week of five days: findh.org (2025), glavaudit.org and 4dk.ru (2026).
  it.each([
    {
      year: 2025,
      work: [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22],
      hours: [136, 160, 167, 175, 144, 151, 184, 168, 176, 184, 151, 176],
      quarters: [58, 59, 66, 64],
    },
    {
      year: 2026,
      work: [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22],
      hours: [120, 152, 168, 175, 151, 167, 184, 168, 176, 176, 159, 176],
      quarters: [55, 62, 66, 64],
    },
  ])('of $year gives the published sums', ({ year, work, hours, quarters }) => {
    const before = (month: number): string => addDays(`${year}-${String(month).padStart(2, '0')}-01`, -1);
    const last = (month: number): string => addDays(before(month), daysInMonth(year, month));
    const months = work.map((_, index) => index + 1);
    const short = (month: number): number =>
      daysOf(year, (day) => kindOfDay(day).kind === 'short' && Number(day.slice(5, 7)) === month).length;

    expect(months.map((month) => workingDaysBetween(before(month), last(month)))).toEqual(work);
    expect(months.map((month) => 8 * workingDaysBetween(before(month), last(month)) - short(month))).toEqual(
      hours,
    );
    expect([1, 4, 7, 10].map((month) => workingDaysBetween(before(month), last(month + 2)))).toEqual(
      quarters,
    );
    expect(workingDaysBetween(before(1), last(12))).toBe(247);
  });

  it('names the decree, and says where there is none', () => {
    const decree2026 = { kind: 'decree', number: '1466', signedOn: '2025-09-24' };
    expect(kindOfDay('2026-12-31')).toEqual({ kind: 'off', basis: decree2026 });
    expect(kindOfDay('2026-12-30')).toEqual({ kind: 'work', basis: decree2026 });
    expect(kindOfDay('2025-11-01').basis).toMatchObject({ number: '1335', signedOn: '2024-10-04' });
    for (const day of ['2024-12-31', '2028-01-01', '2028-01-10', '2031-07-01']) {
      expect(kindOfDay(day).basis).toEqual({ kind: 'expected' });
    }
  });

  it('follows the law alone where there is no decree', () => {
    // 1 May and 12 June are Sundays; what January loses is left to the Government.
    expect(daysOf(2033, (day) => !isWeekend(day) && !isWorkingDay(day)).join(' ')).toBe(
      '03.01 04.01 05.01 06.01 07.01 23.02 08.03 02.05 09.05 13.06 04.11',
    );
    expect(daysOf(2033, (day) => isWeekend(day) && isWorkingDay(day))).toEqual([]);
    expect(daysOf(2033, (day) => kindOfDay(day).kind === 'short').join(' ')).toBe('22.02 07.03 03.11');
  });

  it('says from 15 December on that the decree of the next year is missing', () => {
    expect(['2027-01-01', '2027-12-14', '2031-12-31'].map(yearWithoutDecree)).toEqual([null, null, '2031']);
    expect(['2027-12-15', '2028-01-10'].map(yearWithoutDecree)).toEqual(['2028', '2028']);
  });

  it('refuses what is not a day', () => {
    for (const day of ['2026-02-29', '20260212', '2026-02-12T10:00', '']) {
      expect(() => isWorkingDay(day)).toThrow(RangeError);
    }
  });
});

describe("a city's own rule", () => {
  const six: DaysOffRule = { daysOff: 'six_days' };

  it('of six days moves only what a Sunday loses', () => {
    // Nobody who works on Saturdays gains by 3 January 2026 or by 1 November 2025.
    expect(
      ['2026-01-09', '2026-05-11', '2025-05-02', '2025-06-13', '2025-11-01', '2025-11-03'].filter(
        (day) => !isWorkingDay(day, six),
      ),
    ).toEqual([]);
    expect(
      ['2026-03-09', '2026-12-31', '2025-12-31', '2025-05-08', '2026-05-09'].filter((day) =>
        isWorkingDay(day, six),
      ),
    ).toEqual([]);
    expect(kindOfDay('2025-11-01', six).kind).toBe('work');
    expect(['2025-11-03', '2026-03-07'].map((day) => kindOfDay(day, six).kind)).toEqual(['short', 'short']);
    expect(workingDaysBetween('2024-12-31', '2025-12-31', six)).toBe(299);
    expect(workingDaysBetween('2025-12-31', '2026-12-31', six)).toBe(299);
  });

  it('has days of its own', () => {
    const rule: DaysOffRule = { localDaysOff: ['2026-04-21'], localWorkDays: ['2026-04-25', '2026-04-21'] };
    expect(kindOfDay('2026-04-21', rule)).toEqual({ kind: 'off', basis: { kind: 'city' } });
    expect(kindOfDay('2026-04-25', rule)).toEqual({ kind: 'work', basis: { kind: 'city' } });
    expect(kindOfDay('2026-04-21').kind).toBe('work');
    expect(addWorkingDays('2026-04-20', 1, rule)).toBe('2026-04-22');
    expect(addWorkingDays('2026-04-24', 1, rule)).toBe('2026-04-25');
    expect(workingDaysBetween('2026-04-20', '2026-04-26', rule)).toBe(4);
  });
});

describe('counting working days', () => {
  it.each([
    ['2026-12-30', 1, '2027-01-11'],
    ['2027-01-11', -1, '2026-12-30'],
    ['2027-02-12', -14, '2027-01-25'],
    ['2027-02-12', -1, '2027-02-11'],
    ['2027-02-14', -1, '2027-02-12'],
    ['2027-02-13', 1, '2027-02-15'],
    ['2027-02-12', 0, '2027-02-12'],
    ['2027-02-13', 0, '2027-02-15'],
    ['2025-10-31', 1, '2025-11-01'],
    ['2025-11-01', 2, '2025-11-06'],
  ])('from %s by %i comes to %s', (day, count, found) => {
    expect(addWorkingDays(day, count)).toBe(found);
  });

  it.each([
    ['2027-02-12', '2027-02-12', 0],
    ['2027-02-12', '2027-02-15', 1],
    ['2027-02-13', '2027-02-15', 1],
    ['2027-02-12', '2027-02-14', 0],
    ['2027-02-15', '2027-02-12', -1],
    ['2026-12-30', '2027-01-12', 2],
  ])('between %s and %s finds %i', (from, to, count) => {
    expect(workingDaysBetween(from, to)).toBe(count);
  });

  const day = fc.integer({ min: 0, max: 1400 }).map((ahead) => addDays('2024-10-01', ahead));
  const count = fc.integer({ min: 1, max: 60 });
  const rule: fc.Arbitrary<DaysOffRule> = fc.record({
    daysOff: fc.constantFrom('five_days' as const, 'six_days' as const, undefined),
    localDaysOff: fc.array(day, { maxLength: 5 }),
    localWorkDays: fc.array(day, { maxLength: 5 }),
  });

  it('never lands on a day off and goes back the way it came', () => {
    fc.assert(
      fc.property(day, count, rule, (from, steps, by) => {
        const start = addWorkingDays(from, 0, by);
        const there = addWorkingDays(from, steps, by);
        const back = addWorkingDays(from, -steps, by);
        expect([start, there, back].every((each) => isWorkingDay(each, by))).toBe(true);
        expect(start >= from && there > from && back < from).toBe(true);
        expect(addWorkingDays(addWorkingDays(start, steps, by), -steps, by)).toBe(start);
        expect(workingDaysBetween(from, there, by)).toBe(steps);
        expect(workingDaysBetween(addDays(from, -1), back, by)).toBe(1 - steps);
      }),
    );
  });

  it('adds up over any day between', () => {
    fc.assert(
      fc.property(day, day, day, rule, (a, b, c, by) => {
        expect(workingDaysBetween(a, b, by) + workingDaysBetween(b, c, by)).toBe(
          workingDaysBetween(a, c, by),
        );
      }),
    );
  });
});
