import { describe, expect, it } from 'vitest';
import { historyLines } from './history.ts';
import type { Act } from './history.ts';

const act = (seconds: number, verb: string, more: Partial<Act> = {}): Act => ({
  at: new Date(Date.UTC(2027, 1, 8, 10, 0, seconds)),
  verb,
  code: null,
  personId: 1,
  seatId: 1,
  outcome: {},
  ...more,
});

const told = (acts: readonly Act[]) =>
  historyLines(acts).map(({ act: { verb, code }, count }) => [verb, code, count]);

describe('the lines of a history', () => {
  it('thirty parts of a paste are one line, the newest line comes first', () => {
    const paste = Array.from({ length: 30 }, (_, index) => act(index, 'add_piece', { code: 'A' }));
    expect(told([...paste, act(60, 'finish_answer', { code: 'A' }), act(90, 'submit')])).toEqual([
      ['submit', null, 1],
      ['finish_answer', 'A', 1],
      ['add_piece', 'A', 30],
    ]);
    expect(historyLines(paste)[0]?.act.at).toEqual(paste.at(-1)?.at);
  });

  it('another question, another person, another post or a long pause begins a line', () => {
    const acts = [
      act(0, 'add_piece', { code: 'A' }),
      act(1, 'add_piece', { code: 'B' }),
      act(2, 'add_piece', { code: 'B', personId: 2 }),
      act(3, 'add_piece', { code: 'B', personId: 2, seatId: 2 }),
      act(604, 'add_piece', { code: 'B', personId: 2, seatId: 2 }),
      act(605, 'add_piece', { code: 'B', personId: 2, seatId: 2 }),
    ];
    expect(historyLines(acts).map(({ count }) => count)).toEqual([2, 1, 1, 1, 1]);
  });

  it('what matters by itself is never put together, and second lines of a verb are left out', () => {
    expect(told([act(0, 'submit'), act(1, 'withdraw'), act(2, 'submit'), act(3, 'submit')])).toHaveLength(4);
    expect(told([act(0, 'correct_answer', { code: 'A' }), act(0, 'correct')])).toEqual([
      ['correct_answer', 'A', 1],
    ]);
  });
});
