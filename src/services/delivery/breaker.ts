/**
 * Keeps the sender from burning through the outbox while Telegram is away: after a failure that says nothing about the
 * notice itself it waits, longer each time, and then tries one at a time until one gets through. Times are milliseconds.
 */
export interface Breaker {
  /** `startedAt`: failures that began before the last one was known count once. */
  failed(startedAt: number, now: number): void;
  succeeded(): void;
  /** How many may be under way at once; 0: wait until `openAt`. */
  room(now: number): number;
  openAt(): number;
}

export function createBreaker(options: { room: number; first: number; longest: number }): Breaker {
  let failures = 0;
  let failedAt = -Infinity;
  let openAt = -Infinity;
  return {
    failed(startedAt, now) {
      if (startedAt < failedAt) return;
      failedAt = now;
      openAt = now + Math.min(options.longest, options.first * 2 ** failures);
      failures += 1;
    },
    succeeded() {
      failures = 0;
      openAt = -Infinity;
    },
    room: (now) => (now < openAt ? 0 : failures > 0 ? 1 : options.room),
    openAt: () => openAt,
  };
}
