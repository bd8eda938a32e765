import { expect, test } from 'vitest';
import { bunchesOf, noteBunch } from './strays.ts';
import type { ChatState } from '../../../services/chat/context.ts';

const stray = (messageId: number, minute: number) => ({
  messageId,
  at: new Date(Date.UTC(2027, 1, 5, 5, minute)),
});
const ids = (bunches: { messageId: number }[][]): number[][] =>
  bunches.map((bunch) => bunch.map(({ messageId }) => messageId));

test('what was written minutes apart, or after another screen, is a bunch of its own', () => {
  const strays = [stray(101, 0), stray(102, 1), stray(110, 12), stray(112, 13)];
  expect(ids(bunchesOf(strays))).toEqual([
    [101, 102],
    [110, 112],
  ]);
  expect(ids(bunchesOf(strays, [101, 112]))).toEqual([[101, 102], [110], [112]]);
  expect(bunchesOf([])).toEqual([]);
});

test('a paste after a screen is one bunch; the question about it does not divide, a screen does', () => {
  const state: ChatState = { screen: { messageId: 100, sentAt: 0 } };
  noteBunch(state, 101);
  noteBunch(state, 102);
  state.screen = { messageId: 103, sentAt: 0, about: 'strays' };
  noteBunch(state, 104);
  expect(state.bunches).toEqual([101]);
  state.screen = { messageId: 103, sentAt: 0 };
  noteBunch(state, 105);
  expect(state.bunches).toEqual([101, 105]);
});
