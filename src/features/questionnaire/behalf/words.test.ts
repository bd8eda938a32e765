import { expect, it } from 'vitest';
import { readPastDay } from './words.ts';

it.each([
  ['5 февраля', '2027-02-05'],
  ['8 февраля', '2027-02-08'],
  ['сегодня', '2027-02-08'],
  ['9 февраля', null],
  ['завтра', null],
  ['25 декабря', '2026-12-25'],
  ['12.03.2025', '2025-03-12'],
  ['12.03.2028', null],
  ['от Кедровой', null],
])('a letter of «%s» is of %s', (text, day) => {
  expect(readPastDay(text, '2027-02-08')).toBe(day);
});
