import { describe, expect, test } from 'vitest';
import { nextWorking } from './next-working.ts';

const timeZone = 'Asia/Novosibirsk';
/** By the clocks of Novosibirsk. */
const at = (local: string): Date => new Date(`${local}+07:00`);

describe('the next time of a working day', () => {
  test.each([
    ['today', '2026-11-25T07:30', '2026-11-25T10:00'],
    ['at that minute, tomorrow', '2026-11-25T10:00', '2026-11-26T10:00'],
    ['in the evening, tomorrow', '2026-11-25T20:00', '2026-11-26T10:00'],
    ['on a Saturday, on Monday', '2026-11-28T09:00', '2026-11-30T10:00'],
    ['over the first days of January', '2026-12-31T12:00', '2027-01-11T10:00'],
  ])('%s', (_, from, to) => {
    expect(nextWorking('10:00', timeZone, at(from))).toEqual(at(to));
  });
});
