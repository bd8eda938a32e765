import { expect, it } from 'vitest';
import { slotOf } from './jobs.ts';

const ZONE = 'Asia/Novosibirsk';
const slot = (at: string): string | undefined => slotOf(new Date(at), ZONE)?.toISOString();

const CASES: [string, string | undefined, string][] = [
  ['2027-01-18T02:59:00Z', undefined, 'before ten'],
  ['2027-01-18T03:00:00Z', '2027-01-18T03:00:00.000Z', 'at ten'],
  ['2027-01-18T08:59:59Z', '2027-01-18T03:00:00.000Z', 'before four in the afternoon'],
  ['2027-01-18T16:30:00Z', '2027-01-18T09:00:00.000Z', 'in the evening'],
  ['2027-01-18T17:30:00Z', undefined, 'after midnight there'],
  ['2027-01-17T05:00:00Z', undefined, 'on a Sunday'],
  ['2027-01-05T05:00:00Z', undefined, 'in the holidays of January'],
];

it.each(CASES)('%s: %s, %s', (at, expected) => {
  expect(slot(at)).toBe(expected);
});
