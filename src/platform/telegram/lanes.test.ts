import { describe, expect, test, vi } from 'vitest';
import {
  createNotes,
  gate,
  message,
  messages,
  nextTick,
  numbers,
  textOf,
  stageLanes,
} from '../../../test/support/copies/lane-stage.ts';
import type { Left, Turn } from './lanes.ts';

const { start, store, allDone, sql } = stageLanes();

describe('order', () => {
  test('in order within a chat, chats side by side, over three copies, each update once', async () => {
    const notes = createNotes();
    const copies = [1, 2, 3].map(() =>
      start({
        width: 8,
        handle: async (turn) => {
          await notes.note(turn, async () => {
            for (let i = 0; i < turn.chatId % 5; i++) await nextTick();
          });
          return {};
        },
      }),
    );
    const updates = messages(30, 40);
    for (let i = 0; i < updates.length; i += 50) {
      await store(...updates.slice(i, i + 50));
      copies[(i / 50) % 3]?.kick();
    }
    await allDone();
    expect(notes.handled.size).toBe(30);
    for (const texts of notes.handled.values()) expect(texts).toEqual(numbers(40));
    expect(notes.most()).toBeGreaterThan(5);
  });

  test('a chat that floods holds nobody up', async () => {
    const order: number[] = [];
    const flood = Array.from({ length: 300 }, () => message(1, 'flood'));
    await store(...flood, ...[2, 3, 4, 5].map((chat) => message(chat, 'one')));
    start({ width: 1, handle: (turn) => Promise.resolve({}).finally(() => order.push(turn.chatId)) });
    await allDone();
    for (const chat of [2, 3, 4, 5]) expect(order.indexOf(chat)).toBeLessThan(25);
  });

  test('while all of them are busy, every chat has its turn', async () => {
    const chats = 40;
    await store(...messages(chats, 60));
    const seen: number[] = [];
    start({ width: 3, handle: (turn) => Promise.resolve({}).finally(() => seen.push(turn.chatId)) });
    await allDone();
    const firstRound = seen.slice(0, chats * 20);
    expect(new Set(firstRound).size).toBe(chats);
  });

  test('at most so many chats at once as the width allows', async () => {
    const notes = createNotes();
    await store(...messages(20, 2));
    start({
      width: 4,
      handle: async (turn) => {
        await notes.note(turn, nextTick);
        return {};
      },
    });
    await allDone();
    expect(notes.most()).toBe(4);
  });

  test('what one copy stores while another holds the lane is handled at once, without waiting for a tick', async () => {
    const { open: go, passed } = gate();
    const seen: string[] = [];
    const handle = async (turn: Turn): Promise<Left> => {
      seen.push(textOf(turn));
      if (textOf(turn) === 'first') await passed;
      return {};
    };
    await store(message(1, 'first'));
    start({ handle, idle: 3_600_000 });
    await vi.waitFor(() => expect(seen).toEqual(['first']));
    // Another copy stores it; its own look finds the lane in other hands.
    await store(message(1, 'second'));
    go();
    await vi.waitFor(() => expect(seen).toEqual(['first', 'second']));
  });
});

describe('state', () => {
  test('goes from turn to turn and is written together with the done mark; one that is left out stays', async () => {
    const states: unknown[] = [];
    start({
      handle: (turn) => {
        states.push(turn.state);
        const text = textOf(turn);
        return Promise.resolve(text === 'keep' ? {} : { state: { last: text }, lastMessageId: 7 });
      },
    });
    await store(message(1, 'a'), message(1, 'keep'), message(1, 'half \ud83d'));
    await allDone();
    await store(message(1, 'b'));
    await allDone();
    expect(states).toEqual([{}, { last: 'a' }, { last: 'a' }, { last: 'half \ufffd' }]);
    expect(await sql('select state, "lastMessageId" from "Lane"')).toEqual([
      { state: { last: 'b' }, lastMessageId: 7 },
    ]);
  });

  test('is never there without the done mark, nor the mark without the state', async () => {
    const watched: unknown[] = [];
    const updates = messages(1, 60);
    await store(...updates);
    start({
      handle: ({ state }) =>
        Promise.resolve({ state: { count: ((state as { count?: number }).count ?? 0) + 1 } }),
    });
    await vi.waitFor(
      async () => {
        const [row] = await sql(`select coalesce((state ->> 'count')::int, 0) as count,
          (select count(*)::int from "Update" where "doneAt" is not null) as done from "Lane"`);
        watched.push(row);
        expect(row).toEqual({ count: 60, done: 60 });
      },
      { interval: 1, timeout: 10_000 },
    );
    for (const row of watched as { count: number; done: number }[]) expect(row.count).toBe(row.done);
  });

  test('the companion comes with the claim, and anew after a turn that made it stale', async () => {
    await sql('create table who (chat bigint, name text)');
    await sql(`insert into who values (1, 'first')`);
    const seen: unknown[] = [];
    await store(message(1, 'a'), message(1, 'rename'), message(1, 'b'));
    start({
      companion: '(select json_build_object(\'name\', who.name) from who where who.chat = lane."chatId")',
      handle: async (turn) => {
        seen.push(turn.companion);
        if (textOf(turn) !== 'rename') return {};
        await sql(`update who set name = 'second'`);
        return { stale: true };
      },
    });
    await allDone();
    expect(seen).toEqual([{ name: 'first' }, { name: 'first' }, { name: 'second' }]);
  });
});
