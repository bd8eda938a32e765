import { expect, test } from 'vitest';
import { undoableOf } from './history.ts';

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

test('after another change a taking back stays', () => {
  const rows = [change(1), change(2), { id: 3, undid: 2 }, change(4)];
  expect(undoableOf(rows)).toEqual({ change: 4, takenBack: null });
  expect(undoableOf([...rows, { id: 5, undid: 4 }])).toEqual({ change: 1, takenBack: 5 });
});
