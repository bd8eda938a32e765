import { expect, test } from 'vitest';
import { undoableOf } from './history.ts';
import type { HistoryRow } from './history.ts';

const change = (id: number) => ({ id, undid: null });

test('the newest change goes first, then the one before it', () => {
  expect(undoableOf([])).toEqual({ change: null, takenBack: null });
  expect(undoableOf([change(1), change(2)])).toEqual({ change: 2, takenBack: null });
  expect(undoableOf([change(1), change(2), { id: 3, undid: 2 }])).toEqual({ change: 1, takenBack: 3 });
  const all = [change(1), change(2), { id: 3, undid: 2 }, { id: 4, undid: 1 }];
  expect(undoableOf(all)).toEqual({ change: null, takenBack: 4 });
});

test('a taking back is undone, and then the change can be taken back again', () => {
  const back = [change(1), change(2), { id: 3, undid: 2 }];
  expect(undoableOf([...back, { id: 4, undid: 3 }])).toEqual({ change: 2, takenBack: null });
  const twice = [...back, { id: 4, undid: 1 }, { id: 5, undid: 4 }];
  expect(undoableOf(twice)).toEqual({ change: 1, takenBack: 3 });
});

test('after another change a taking back lies in the line, and is itself taken back', () => {
  const rows = [change(1), change(2), { id: 3, undid: 2, lost: true }, change(4)];
  expect(undoableOf(rows)).toEqual({ change: 4, takenBack: null });
  const back = [...rows, { id: 5, undid: 4 }];
  expect(undoableOf(back)).toEqual({ change: 3, takenBack: 5 });
  // What the third removed is there again; then it goes as it did before.
  expect(undoableOf([...back, { id: 6, undid: 3 }])).toEqual({ change: 2, takenBack: 6 });
  expect(undoableOf([...back, { id: 6, undid: 3 }, { id: 7, undid: 2 }])).toEqual({
    change: 1,
    takenBack: 7,
  });
  expect(undoableOf([...back, { id: 6, undid: 3 }, { id: 7, undid: 6 }])).toEqual({
    change: 3,
    takenBack: 5,
  });
});

test('a taking back that only returned a part leaves nothing in the line', () => {
  const rows = [change(1), change(2), { id: 3, undid: 2 }, change(4)];
  expect(undoableOf(rows)).toEqual({ change: 4, takenBack: null });
  expect(undoableOf([...rows, { id: 5, undid: 4 }])).toEqual({ change: 1, takenBack: 5 });
});

test('several that were taken back lie in the order in which they were made', () => {
  const back = (id: number, undid: number) => ({ id, undid, lost: true });
  const rows: HistoryRow[] = [change(1), change(2), back(3, 2), back(4, 1), change(5)];
  const order: number[] = [];
  for (let id = 6; ; id++) {
    const next = undoableOf(rows).change;
    if (next === null) break;
    order.push(next);
    rows.push({ id, undid: next });
  }
  expect(order).toEqual([5, 4, 3, 2, 1]);
});
