import { tooManyRequests } from './refusal.ts';
import type { Chat } from './world.ts';

/** How fast a bot may write; a violation freezes it. */
export interface RateLimits {
  /** Messages a second over all chats. */
  readonly perSecond: number;
  /** Messages a second in one chat, on average. */
  readonly perChatPerSecond: number;
  /** How many may go to one chat at once before the average counts. */
  readonly chatBurst: number;
  /** Messages in any 60 seconds to one group. */
  readonly perGroupPerMinute: number;
  /** Seconds that each violation costs at least. */
  readonly retryAfter: number;
}

export const TELEGRAM_RATES: RateLimits = {
  perSecond: 30,
  perChatPerSecond: 1,
  chatBurst: 5,
  perGroupPerMinute: 20,
  retryAfter: 3,
};

export interface Limiter {
  /** Counts a call; `chat` is set for those that put or change a message. @throws Refusal 429 */
  check(chat: Chat | null): void;
  /** From now on every call is refused for so many seconds. */
  freeze(seconds: number): void;
  /** How many calls were refused so far. */
  readonly refused: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Counts calls on the machine's clock, for pacing has nothing to do with civil time.
 * @param rates null: only an explicit freeze refuses
 * @param monotonic milliseconds
 */
export function createLimiter(deps: { rates: RateLimits | null; monotonic: () => number }): Limiter {
  const { rates, monotonic } = deps;
  const chats = new Map<number, Bucket>();
  const groups = new Map<number, number[]>();
  const all: Bucket = { tokens: rates?.perSecond ?? 0, at: monotonic() };
  let frozenUntil = 0;
  let refused = 0;

  function freeze(seconds: number): void {
    frozenUntil = Math.max(frozenUntil, monotonic() + seconds * 1000);
  }

  /** Milliseconds until the bucket has a token. */
  function lack(bucket: Bucket, perSecond: number, capacity: number, now: number): number {
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    return bucket.tokens >= 1 ? 0 : ((1 - bucket.tokens) / perSecond) * 1000;
  }

  function lackOf(chat: Chat, limits: RateLimits, now: number): number {
    let bucket = chats.get(chat.id);
    if (!bucket) chats.set(chat.id, (bucket = { tokens: limits.chatBurst, at: now }));
    const wait = Math.max(
      lack(all, limits.perSecond, limits.perSecond, now),
      lack(bucket, limits.perChatPerSecond, limits.chatBurst, now),
      chat.kind === 'private' ? 0 : lackOfGroup(chat, limits, now),
    );
    if (wait > 0) return wait;
    all.tokens -= 1;
    bucket.tokens -= 1;
    if (chat.kind !== 'private') groups.get(chat.id)?.push(now);
    return 0;
  }

  function lackOfGroup(chat: Chat, limits: RateLimits, now: number): number {
    const sent = (groups.get(chat.id) ?? []).filter((at) => at > now - 60_000);
    groups.set(chat.id, sent);
    return sent.length < limits.perGroupPerMinute ? 0 : (sent[0] ?? now) + 60_000 - now;
  }

  return {
    check(chat) {
      const now = monotonic();
      if (frozenUntil > now) {
        refused += 1;
        throw tooManyRequests(Math.ceil((frozenUntil - now) / 1000));
      }
      if (!rates || !chat) return;
      const wait = lackOf(chat, rates, now);
      if (wait === 0) return;
      refused += 1;
      const seconds = Math.max(Math.ceil(wait / 1000), rates.retryAfter);
      freeze(seconds);
      throw tooManyRequests(seconds);
    },
    freeze,
    get refused() {
      return refused;
    },
  };
}
