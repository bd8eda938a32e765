import { describe, expect, it } from 'vitest';
import { TELEGRAM_RATES, createLimiter } from './limits.ts';
import type { Refusal } from './refusal.ts';
import { createWorld } from './world.ts';

const bot = { id: 1, isBot: true, firstName: 'Бот' };
const world = createWorld({ bot, now: () => new Date(0), messagesKept: 10, firstMessageId: 1 });
const chat = (id: number, kind: 'private' | 'group' = 'private') =>
  world.addChat({ id, kind, title: '', person: null, access: 'open' });

function limiterAt(rates = TELEGRAM_RATES): {
  pass: (id: number) => number | null;
  wait: (ms: number) => void;
} {
  let now = 0;
  const limiter = createLimiter({ rates, monotonic: () => now });
  return {
    /** Null when the call passes, else the seconds to wait. */
    pass(id) {
      try {
        limiter.check(world.chats.get(id) ?? null);
        return null;
      } catch (error) {
        return (error as Refusal).parameters?.retry_after ?? 0;
      }
    },
    wait(ms) {
      now += ms;
    },
  };
}

describe('the limiter', () => {
  it('lets 30 a second pass over all chats, refuses the 31st and everything until the time is over', () => {
    const { pass, wait } = limiterAt();
    for (let id = 1; id <= 31; id++) chat(id);
    for (let id = 1; id <= 30; id++) expect(pass(id)).toBeNull();
    expect(pass(31)).toBe(3);
    wait(2_500);
    expect(pass(1)).toBe(1);
    wait(600);
    expect(pass(31)).toBeNull();
  });

  it('lets a short burst pass in a chat, then one a second', () => {
    const { pass, wait } = limiterAt();
    chat(40);
    for (let turn = 0; turn < 5; turn++) expect(pass(40)).toBeNull();
    for (let turn = 0; turn < 20; turn++) {
      wait(1_000);
      expect(pass(40)).toBeNull();
    }
    expect(pass(40)).toBe(3);
  });

  it('lets 20 in a minute pass to a group', () => {
    const { pass, wait } = limiterAt();
    chat(-1, 'group');
    for (let turn = 0; turn < 20; turn++) {
      expect(pass(-1)).toBeNull();
      wait(1_000);
    }
    expect(pass(-1)).toBe(40);
    wait(40_100);
    expect(pass(-1)).toBeNull();
  });
});
