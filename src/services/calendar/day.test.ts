import { describe, expect, it } from 'vitest';
import { addDays, dayIn, daysBetween, daysInMonth, daysLeft, endOfDay, isDay, lateness } from './day.ts';

const kamchatka = 'Asia/Kamchatka';
const khabarovsk = 'Asia/Vladivostok';
const novosibirsk = 'Asia/Novosibirsk';
const omsk = 'Asia/Omsk';
const kaliningrad = 'Europe/Kaliningrad';

describe('the end of a day', () => {
  it.each([
    [kamchatka, '2027-02-12T12:00:00.000Z'],
    [khabarovsk, '2027-02-12T14:00:00.000Z'],
    [novosibirsk, '2027-02-12T17:00:00.000Z'],
    [omsk, '2027-02-12T18:00:00.000Z'],
    [kaliningrad, '2027-02-12T22:00:00.000Z'],
  ])('is midnight in %s', (zone, instant) => {
    expect(endOfDay('2027-02-12', zone).toISOString()).toBe(instant);
  });

  it('is the first instant of the next day', () => {
    for (const zone of [kamchatka, khabarovsk, novosibirsk, omsk, kaliningrad]) {
      const end = endOfDay('2026-12-31', zone);
      expect(dayIn(end, zone)).toBe('2027-01-01');
      expect(dayIn(new Date(end.getTime() - 1), zone)).toBe('2026-12-31');
    }
  });

  it('minds a day of 25 and of 23 hours', () => {
    expect(endOfDay('2014-10-26', omsk).toISOString()).toBe('2014-10-26T18:00:00.000Z');
    const hours = (day: string) =>
      (endOfDay(day, 'Europe/Vienna').getTime() - endOfDay(addDays(day, -1), 'Europe/Vienna').getTime()) /
      3_600_000;
    expect([hours('2027-03-28'), hours('2027-10-31'), hours('2027-11-01')]).toEqual([23, 25, 24]);
  });

  it('refuses a day that does not exist and an unknown zone', () => {
    expect(() => endOfDay('2027-02-30', omsk)).toThrow(RangeError);
    expect(() => endOfDay('2027-02-12', 'Asia/Nowhere')).toThrow(RangeError);
  });
});

describe('days', () => {
  it('differ between cities at one instant', () => {
    const instant = new Date('2027-02-11T17:00:00Z');
    expect(
      [kamchatka, khabarovsk, novosibirsk, omsk, kaliningrad].map((zone) => dayIn(instant, zone)),
    ).toEqual(['2027-02-12', '2027-02-12', '2027-02-12', '2027-02-11', '2027-02-11']);
  });

  it('are counted over months and years', () => {
    expect(daysBetween('2026-12-30', '2027-02-12')).toBe(44);
    expect(daysBetween('2027-02-12', '2026-12-30')).toBe(-44);
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect([daysInMonth(2027, 2), daysInMonth(2028, 2)]).toEqual([28, 29]);
  });

  it('are left until a term by the clocks of the city', () => {
    const now = new Date('2027-02-11T17:00:00Z');
    expect(daysLeft('2027-02-12', now, kamchatka)).toBe(0);
    expect(daysLeft('2027-02-12', now, kaliningrad)).toBe(1);
    expect(daysLeft('2027-02-10', now, kamchatka)).toBe(-2);
  });

  it('are told from what is not a day', () => {
    expect(['2028-02-29', '2027-12-31'].every(isDay)).toBe(true);
    expect(['2027-02-29', '2027-13-01', '2027-00-10', '2027-1-1', '12.02.2027', ''].some(isDay)).toBe(false);
  });
});

describe('lateness', () => {
  const after = (milliseconds: number) =>
    lateness('2027-02-12', khabarovsk, new Date(endOfDay('2027-02-12', khabarovsk).getTime() + milliseconds));
  const minute = 60_000;

  it('is none until the last millisecond of the day', () => {
    expect(after(-1)).toBeNull();
    expect(after(-48 * 60 * minute)).toBeNull();
  });

  it.each([
    [0, 'minutes', 1],
    [6 * minute + 59_999, 'minutes', 6],
    [59 * minute, 'minutes', 59],
    [60 * minute, 'hours', 1],
    [24 * 60 * minute - 1, 'hours', 23],
    [24 * 60 * minute, 'days', 1],
    [73 * 60 * minute, 'days', 3],
  ])('of %i ms is said in %s: %i', (milliseconds, unit, count) => {
    expect(after(milliseconds)).toMatchObject({ unit, count });
  });

  it('holds the whole span in each unit', () => {
    expect(after(73 * 60 * minute)).toEqual({ minutes: 4380, hours: 73, days: 3, unit: 'days', count: 3 });
  });
});
