import { beforeEach, describe, expect, test, vi } from 'vitest';
import { gate, message, textOf, stageLanes } from '../../../test/support/copies/lane-stage.ts';
import { monotonic } from '../clock.ts';
import type { Left, Turn } from './lanes.ts';

const { start, store, allDone, sql } = stageLanes();

describe('wakes', () => {
  const rings: { chatId: number; what: unknown }[] = [];
  beforeEach(() => void (rings.length = 0));

  /** `wake <seconds>` sets, `clear` clears; a wake is noted. */
  const handle = (turn: Turn): Promise<Left> => {
    if (!turn.update) {
      rings.push({ chatId: turn.chatId, what: turn.wake });
      return Promise.resolve({});
    }
    const [word, seconds, what] = textOf(turn).split(' ');
    if (word === 'wake') return Promise.resolve({ wake: { inSeconds: Number(seconds), what: { what } } });
    return Promise.resolve(word === 'clear' ? { wake: null } : {});
  };
  const waiting = () => sql('select "chatId", wake from "Lane" where "wakeAt" is not null order by 1');

  test('come when they are due, once, with what was to be done', async () => {
    start({ handle, idle: 3_600_000 });
    const from = monotonic();
    await store(message(1, 'wake 0.3 look'));
    start({ handle }).kick();
    await vi.waitFor(() => expect(rings).toEqual([{ chatId: 1, what: { what: 'look' } }]), { timeout: 3000 });
    expect(monotonic() - from).toBeGreaterThan(300);
    expect(monotonic() - from).toBeLessThan(10_000);
    await vi.waitFor(async () => expect(await waiting()).toEqual([]));
  });

  test('a later one takes the place of an earlier one, and null clears', async () => {
    start({ handle });
    await store(
      message(1, 'wake 0.1 early'),
      message(1, 'wake 1.2 late'),
      message(2, 'wake 0.5 gone'),
      message(2, 'clear'),
    );
    await store(message(3, 'wake 1 stays'), message(3, 'anything'));
    await allDone();
    expect((await waiting()).map(({ chatId }) => chatId)).toEqual([1, 3]);
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 3000 });
    expect(rings.map(({ what }) => what)).toEqual([{ what: 'stays' }, { what: 'late' }]);
  });

  test('wait while the chat is busy, and come after its updates', async () => {
    const { open: go, passed } = gate();
    const seen: string[] = [];
    start({
      handle: async (turn) => {
        seen.push(textOf(turn));
        if (textOf(turn) === 'slow') await passed;
        return textOf(turn) === 'set' ? { wake: { inSeconds: 0, what: 1 } } : {};
      },
    });
    await store(message(1, 'set'), message(1, 'slow'));
    await vi.waitFor(() => expect(seen).toContain('slow'));
    await store(message(1, 'late'));
    go();
    await vi.waitFor(() => expect(seen).toEqual(['set', 'slow', 'late', 'wake']));
  });

  test('survive a restart; another copy runs them', async () => {
    const first = start({ handle });
    await store(message(1, 'wake 0.4 later'));
    await allDone();
    await first.stop();
    expect(rings).toEqual([]);
    start({ handle });
    await vi.waitFor(() => expect(rings).toEqual([{ chatId: 1, what: { what: 'later' } }]), {
      timeout: 3000,
    });
  });

  test('one that fails three times is given up, the chat goes on', async () => {
    const attempts: number[] = [];
    const told: Turn[] = [];
    start({
      handle: (turn) => {
        if (turn.update) return handle(turn);
        attempts.push(turn.attempts);
        return Promise.reject(new Error('a fault'));
      },
      setAside: (turn) => Promise.resolve(void told.push(turn)),
    });
    await store(message(1, 'wake 0 poison'));
    await vi.waitFor(() => expect(told.map((turn) => turn.wake)).toEqual([{ what: 'poison' }]), {
      timeout: 6000,
    });
    expect(attempts).toEqual([0, 1, 2]);
    await vi.waitFor(async () => expect(await waiting()).toEqual([]));
    await store(message(1, 'after'));
    await allDone();
  });
});
