import { expect, it } from 'vitest';
import { instantAt } from './local-time.ts';

it.each([
  ['Asia/Kamchatka', '2027-01-10T22:00:00.000Z'],
  ['Asia/Vladivostok', '2027-01-11T00:00:00.000Z'],
  ['Asia/Novosibirsk', '2027-01-11T03:00:00.000Z'],
  ['Europe/Kaliningrad', '2027-01-11T08:00:00.000Z'],
])('ten in the morning comes in %s', (zone, instant) => {
  expect(instantAt('2027-01-11', '10:00', zone).toISOString()).toBe(instant);
});

it('of two equal times is the first, and a time that is left out comes after the leap', () => {
  expect(instantAt('2027-10-31', '02:30', 'Europe/Vienna').toISOString()).toBe('2027-10-31T00:30:00.000Z');
  expect(instantAt('2027-03-28', '02:30', 'Europe/Vienna').toISOString()).toBe('2027-03-28T01:30:00.000Z');
});

it.each([
  ['2027-02-30', '10:00', 'Asia/Omsk'],
  ['2027-02-12', '24:00', 'Asia/Omsk'],
  ['2027-02-12', '10:00', 'Asia/Nowhere'],
])('refuses %s %s in %s', (day, time, zone) => {
  expect(() => instantAt(day, time, zone)).toThrow(RangeError);
});
