import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter, TELEGRAM_RATES } from '../../simulator/limits.ts';
import type { Chat } from '../../simulator/world.ts';
import { createBudget } from './budget.ts';
import { createPace, type PaceLane } from './pace.ts';

interface Sent {
  at: number;
  lane: PaceLane;
  chat: string | undefined;
  name: string;
}

/** Calls that arrive at given instants, run through the pace in a time of their own. */
function play(
  arrivals: readonly { at: number; lane: PaceLane; chat?: string; name?: string }[],
  frozen?: [number, number],
) {
  const budget = createBudget();
  const pace = createPace<Sent & { cancelled: boolean }>(budget);
  const open = arrivals.map((call, index) => ({
    chat: undefined,
    name: String(index),
    cancelled: false,
    ...call,
  }));
  open.sort((a, b) => a.at - b.at);
  const sent: Sent[] = [];
  for (let now = 0; ;) {
    if (frozen !== undefined && now >= frozen[0] && budget.frozenUntil() < frozen[1])
      budget.freeze(frozen[1], now);
    for (let call = open[0]; call !== undefined && call.at <= now; call = open[0]) {
      pace.add(call);
      open.shift();
    }
    const turn = pace.next(now);
    if (turn.kind === 'go') {
      sent.push({ ...turn.call, at: now });
      continue;
    }
    const next = Math.min(open[0]?.at ?? Infinity, turn.kind === 'wait' ? turn.until : Infinity);
    if (next === Infinity) return sent;
    expect(next).toBeGreaterThan(now);
    now = frozen !== undefined && now < frozen[0] ? Math.min(next, frozen[0]) : next;
  }
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** How many of these calls Telegram's limits, as the simulator knows them, would refuse. */
function refusedBy(sent: readonly Sent[], late: (index: number) => number): number {
  let now = 0;
  const limiter = createLimiter({ rates: TELEGRAM_RATES, monotonic: () => now });
  const arrived = sent
    .map((call, index) => ({ ...call, at: call.at + late(index) }))
    .sort((a, b) => a.at - b.at);
  for (const { at, chat } of arrived) {
    now = at;
    const id = Number(chat ?? 0);
    try {
      limiter.check({ id, kind: id < 0 ? 'group' : 'private' } as Chat);
    } catch {
      // Counted by the limiter.
    }
  }
  return limiter.refused;
}

describe('pace', () => {
  it('sends notices at even distances, just under 29 a second', () => {
    const sent = play(times(100, (index) => ({ at: 0, lane: 'personal', chat: String(index) })));
    const distances = sent.slice(1).map((call, index) => call.at - (sent[index]?.at ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(34.9);
    expect(Math.max(...distances)).toBeLessThanOrEqual(36);
  });

  it('lets a reply go at once while thousands of notices wait', () => {
    const notices = times(3000, (index) => ({ at: 0, lane: 'broadcast' as const, chat: String(index) }));
    const replies = times(50, (index) => ({
      at: 500 + 700 * index,
      lane: 'reply' as const,
      chat: `9${index}`,
    }));
    const sent = play([...notices, ...replies]);
    const waits = sent
      .filter(({ lane }) => lane === 'reply')
      .map((call, index) => call.at - (replies[index]?.at ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(40);
  });

  it('keeps a chat to a short burst and then one a second, in order, whatever the lane', () => {
    const sent = play([
      ...times(6, (index) => ({ at: 0, lane: 'reply' as const, chat: '7', name: `r${index}` })),
      { at: 0, lane: 'personal', chat: '7', name: 'p' },
      { at: 0, lane: 'personal', chat: '8', name: 'other' },
    ]);
    const ofChat = sent.filter(({ chat }) => chat === '7');
    expect(ofChat.map(({ name }) => name)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'p']);
    expect(ofChat.map(({ at }) => Math.floor(at / 1000))).toEqual([0, 0, 0, 0, 1, 2, 3]);
    expect(sent.find(({ name }) => name === 'other')?.at).toBeLessThan(250);
  });

  it('prefers personal notices, and starves nobody', () => {
    const sent = play([
      ...times(600, (index) => ({ at: 0, lane: 'personal' as const, chat: `1${index}` })),
      ...times(60, (index) => ({ at: 0, lane: 'broadcast' as const, chat: `2${index}` })),
      ...times(2000, (index) => ({ at: index * 10, lane: 'reply' as const, chat: `3${index}` })),
    ]).filter(({ at }) => at < 20_000);
    const count = (wanted: PaceLane): number => sent.filter(({ lane }) => lane === wanted).length;
    expect(count('reply')).toBeGreaterThan(400);
    expect(count('personal')).toBeGreaterThan(30);
    expect(count('broadcast')).toBeGreaterThan(3);
  });

  it('stops everything while frozen and is back to the full rate within seconds', () => {
    const sent = play(
      [
        ...times(400, (index) => ({ at: 0, lane: 'personal' as const, chat: String(index) })),
        { at: 2000, lane: 'reply', chat: '-5' },
      ],
      [1000, 6000],
    );
    expect(sent.filter(({ at }) => at > 1000 && at < 6000)).toEqual([]);
    const per = (from: number): number => sent.filter(({ at }) => at >= from && at < from + 1000).length;
    expect(per(6000)).toBeGreaterThan(10);
    expect(per(6000)).toBeLessThan(25);
    expect(per(9000)).toBeGreaterThanOrEqual(28);
  });

  it('drops what nobody wants any more and puts a refused call first', () => {
    const pace = createPace<Sent & { cancelled: boolean }>(createBudget());
    const call = (name: string) => ({ lane: 'reply' as const, chat: '1', name, at: 0, cancelled: false });
    const second = call('second');
    for (const each of [second, call('third')]) pace.add(each);
    pace.add(call('first'), true);
    second.cancelled = true;
    expect(pace.next(0)).toMatchObject({ kind: 'go', call: { name: 'first' } });
    expect(pace.next(0)).toMatchObject({ kind: 'go', call: { name: 'third' } });
    expect(pace.next(0)).toEqual({ kind: 'idle' });
  });

  it('never breaks the limits of Telegram, whoever writes when, on a network that delays by up to 400 ms', () => {
    const arrival = fc.record({
      at: fc.integer({ min: 0, max: 20_000 }),
      lane: fc.constantFrom<PaceLane>('reply', 'personal', 'broadcast'),
      chat: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -2, max: -1 })).map(String),
    });
    fc.assert(
      fc.property(
        fc.array(arrival, { minLength: 300, maxLength: 900 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 7 }),
        (calls, late) => {
          const sent = play(calls);
          expect(sent).toHaveLength(calls.length);
          expect(refusedBy(sent, (index) => late[index % late.length] ?? 0)).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('serves ten thousand waiting chats without trouble', () => {
    const started = process.cpuUsage();
    const sent = play(times(10_000, (index) => ({ at: 0, lane: 'broadcast' as const, chat: String(index) })));
    expect(sent).toHaveLength(10_000);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000);
  });
});
