import { describe, expect, it } from 'vitest';
import { boardOf } from './figures.ts';
import { CITY_STATES } from '../campaign/state.ts';
import type { CityState } from '../campaign/state.ts';

const row = (state: CityState, late = false) => ({
  state,
  submitted: ['submitted', 'submitted_late', 'to_clarify', 'accepted'].includes(state),
  late: late || state === 'submitted_late',
});

describe('the figures of the board', () => {
  it('count each city in one state; what came late stays late when it is accepted', () => {
    const rows = [...CITY_STATES.map((state) => row(state)), row('accepted', true), row('to_clarify', true)];
    const board = boardOf(rows);
    expect(board).toMatchObject({ total: 10, submitted: 6, late: 3, percent: 60 });
    expect(board.states).toMatchObject({
      accepted: 2,
      to_clarify: 2,
      submitted: 1,
      submitted_late: 1,
      in_work: 1,
    });
    expect(Object.values(board.states).reduce((sum, n) => sum + n, 0)).toBe(10);
  });

  it('say 0 and 100 per cent only where it is exactly that', () => {
    const percent = (done: number, waiting: number) =>
      boardOf([
        ...Array.from({ length: done }, () => row('submitted')),
        ...Array.from({ length: waiting }, () => row('in_work')),
      ]).percent;
    expect([
      percent(0, 0),
      percent(0, 9),
      percent(1, 299),
      percent(41, 31),
      percent(299, 1),
      percent(9, 0),
    ]).toEqual([0, 0, 1, 57, 99, 100]);
  });
});
