import { describe, expect, test, vi } from 'vitest';
import { takeAway } from '../../../test/support/copies/database-away.ts';
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
import { createLog } from '../log.ts';
import type { Left, Turn } from './lanes.ts';

const { copy, start, connection, store, open, allDone, sql } = stageLanes();

describe('leases', () => {
  const lapse = () =>
    sql(`update "Lane" set "leasedUntil" = now() - interval '1 s' where "leaseToken" is not null`);

  test('one that ran out is taken over: the former holder marks nothing, keeps no state and stops at once', async () => {
    const { open: go, passed } = gate();
    const seen: string[] = [];
    const handler =
      (name: string, work: () => Promise<void>) =>
      async (turn: Turn): Promise<Left> => {
        seen.push(`${name} ${textOf(turn)}`);
        await work();
        return { state: { by: name } };
      };
    await store(message(1, 'a'), message(1, 'b'));
    const lines: string[] = [];
    const log = createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
    start({ handle: handler('late', () => passed), log });
    await vi.waitFor(() => expect(seen).toEqual(['late a']));
    await lapse();
    start({ handle: handler('heir', nextTick) });
    await allDone();
    const after = await sql('select attempts, "doneAt" from "Update" order by seq');
    go();
    await vi.waitFor(() => expect(lines.join('')).toContain('a lane was taken over'));
    expect(seen).toEqual(['late a', 'heir a', 'heir b']);
    expect(await sql('select state, "leaseToken" from "Lane"')).toEqual([
      { state: { by: 'heir' }, leaseToken: null },
    ]);
    expect(await sql('select attempts, "doneAt" from "Update" order by seq')).toEqual(after);
    expect(after.map(({ attempts }) => attempts)).toEqual([1, 0]);
  });

  test('one that ran out and nobody took is still its holder’s', async () => {
    const { open: go, passed } = gate();
    const seen: string[] = [];
    await store(message(1, 'a'), message(1, 'b'));
    start({
      handle: async (turn) => {
        seen.push(textOf(turn));
        if (textOf(turn) === 'a') await passed;
        return { state: { last: textOf(turn) } };
      },
    });
    await vi.waitFor(() => expect(seen).toEqual(['a']));
    await sql(`update "Lane" set "leasedUntil" = now() + interval '1 day'`);
    await lapse();
    go();
    await allDone();
    expect(seen).toEqual(['a', 'b']);
    expect(await sql('select attempts from "Update"')).toEqual([{ attempts: 0 }, { attempts: 0 }]);
  });

  test('are renewed while a handler takes longer than they last', async () => {
    const { open: go, passed } = gate();
    const seen: string[] = [];
    const handle = async (turn: Turn): Promise<Left> => {
      seen.push(textOf(turn));
      await passed;
      return {};
    };
    await store(message(1, 'long'));
    start({ handle, ttl: 0.6 });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    start({ handle, ttl: 0.6 });
    const [lease] = await sql('select "leasedUntil" as until from "Lane"');
    const first = (lease!['until'] as Date).getTime();
    await vi.waitFor(
      async () => {
        const [now] = await sql('select "leasedUntil" as until from "Lane"');
        expect((now!['until'] as Date).getTime() - first).toBeGreaterThan(1500);
      },
      { timeout: 5000 },
    );
    go();
    await allDone();
    expect(seen).toEqual(['long']);
  });
});

describe('stop', () => {
  test('waits for what is in hand, gives the rest back, and another copy goes on at once', async () => {
    const { open: go, passed } = gate();
    const seen: string[] = [];
    const handle = async (turn: Turn): Promise<Left> => {
      seen.push(`${turn.chatId} ${textOf(turn)}`);
      if (seen.length <= 2) await passed;
      return {};
    };
    const first = copy({ handle, width: 2 });
    await store(message(1, 'a'), message(2, 'a'), message(1, 'b'), message(3, 'a'));
    first.start();
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    const stopped = first.stop();
    go();
    await stopped;
    expect([...seen].sort()).toEqual(['1 a', '2 a']);
    expect(await open()).toBe(2);
    expect(
      await sql('select 1 from "Lane" where "leaseToken" is not null or "leasedUntil" is not null'),
    ).toEqual([]);
    start({ handle, ttl: 3600 });
    await allDone();
    expect(seen.slice(2).sort()).toEqual(['1 b', '3 a']);
    expect(await sql('select 1 from "Update" where attempts > 0')).toEqual([]);
  });

  test('at any moment of a busy inbox leaves no lane behind', async () => {
    const notes = createNotes();
    const handle = async (turn: Turn): Promise<Left> => {
      await notes.note(turn, nextTick);
      return {};
    };
    await store(...messages(10, 30));
    while ((await open()) > 0) {
      const before = notes.total();
      const lanes = copy({ handle, width: 5 });
      lanes.start();
      await vi.waitFor(() => expect(notes.total()).toBeGreaterThan(before), { interval: 1 });
      await lanes.stop();
      expect(await sql('select 1 from "Lane" where "leaseToken" is not null')).toEqual([]);
    }
    for (const texts of notes.handled.values()) expect(texts).toEqual(numbers(30));
  });
});

describe('the database goes away', () => {
  async function away(during: () => Promise<unknown>): Promise<void> {
    const bringBack = await takeAway(connection());
    try {
      await during();
    } finally {
      await bringBack();
    }
  }

  test('while updates are handled: what was done is marked later, and nothing is handled twice', async () => {
    const { open: go, passed } = gate();
    const notes = createNotes();
    const warnings: string[] = [];
    const watching = createLog({ level: 'warn', destination: { write: (line) => void warnings.push(line) } });
    const updates = messages(5, 4);
    await store(...updates);
    start({
      log: watching,
      handle: async (turn) => {
        await notes.note(turn, () => (textOf(turn) === '1' ? passed : nextTick()));
        return { state: { last: textOf(turn) } };
      },
    });
    await vi.waitFor(() => expect(notes.total()).toBe(10));
    await away(async () => {
      go();
      await vi.waitFor(() => expect(warnings.join('')).toContain('could not be marked'));
    });
    await allDone();
    for (const texts of notes.handled.values()) expect(texts).toEqual(numbers(4));
    expect(await sql(`select distinct state from "Lane"`)).toEqual([{ state: { last: '3' } }]);
    expect(await sql('select 1 from "Update" where attempts > 0')).toEqual([]);
  });

  test('while nothing is handled: what comes afterwards is taken without a restart', async () => {
    const seen: string[] = [];
    const warnings: string[] = [];
    const watching = createLog({ level: 'warn', destination: { write: (line) => void warnings.push(line) } });
    start({ log: watching, handle: (turn) => Promise.resolve({}).finally(() => seen.push(textOf(turn))) });
    await away(() =>
      vi.waitFor(() => expect(warnings.join('')).toContain('could not be read'), { timeout: 3000 }),
    );
    await store(message(1, 'hello'));
    await vi.waitFor(() => expect(seen).toEqual(['hello']), { timeout: 3000 });
  });

  test('a stop meanwhile does not hang', async () => {
    const { open: go, passed } = gate();
    await store(message(1, 'a'));
    const seen: string[] = [];
    const lanes = start({
      handle: async (turn) => {
        seen.push(textOf(turn));
        await passed;
        return {};
      },
    });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    await away(async () => {
      go();
      await lanes.stop();
    });
    expect(await open()).toBe(1);
  });
});
