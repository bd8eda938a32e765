import { monotonic } from '../platform/clock.ts';
import type { Call } from './params.ts';
import { integer } from './params.ts';
import { conflict } from './refusal.ts';
import type { UpdatesQueue } from './updates-queue.ts';
import type { Wire } from './wire.ts';

/** The longest wait of one `getUpdates`, in seconds. */
const LONGEST_WAIT = 50;
/** Asked again with the same offset sooner than this, Telegram gives one update at a time. */
const SAME_OFFSET_MS = 500;

interface Waiter {
  readonly limit: number;
  readonly offset: number;
  readonly resolve: (updates: Wire[]) => void;
  readonly reject: (refusal: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export interface Polling {
  /** `getUpdates`: long poll; a newcomer ends the one before it with 409. */
  getUpdates(call: Call): Promise<Wire[]>;
  /** Something waits in the queue. */
  wake(): void;
  /** Ends a waiting poll with 409 because of `reason`. */
  terminate(reason: string): void;
  close(): void;
}

export function createPolling(queue: UpdatesQueue): Polling {
  let waiter: Waiter | null = null;
  let scheduled = false;
  let lastOffset: number | undefined;
  let lastAnswerAt = 0;

  function release(): Waiter | null {
    const released = waiter;
    waiter = null;
    if (released) clearTimeout(released.timer);
    return released;
  }

  function take(offset: number, limit: number): Wire[] {
    const wire = queue.take(limit).map((update) => update.wire);
    lastOffset = offset;
    lastAnswerAt = monotonic();
    return wire;
  }

  function terminate(reason: string): void {
    release()?.reject(conflict(`terminated by ${reason}`));
  }

  return {
    getUpdates(call) {
      terminate('other getUpdates request; make sure that only one bot instance is running');
      const offset = integer(call.params, 'offset') ?? 0;
      const again = offset === lastOffset && monotonic() - lastAnswerAt < SAME_OFFSET_MS;
      const wanted = Math.min(Math.max(integer(call.params, 'limit') ?? 100, 1), 100);
      const limit = again ? 1 : wanted;
      const seconds = Math.min(Math.max(integer(call.params, 'timeout') ?? 0, 0), LONGEST_WAIT);
      queue.confirm(offset);
      if (queue.size > 0 || seconds === 0) return Promise.resolve(take(offset, limit));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => release()?.resolve(take(offset, limit)), seconds * 1000);
        const mine: Waiter = { limit: wanted, offset, resolve, reject, timer };
        waiter = mine;
        call.onGone(() => {
          if (waiter === mine) release();
        });
      });
    },
    wake() {
      if (!waiter || scheduled) return;
      scheduled = true;
      // One turn of the loop later, so that a paste of three pieces comes as one batch.
      setImmediate(() => {
        scheduled = false;
        const ready = release();
        ready?.resolve(take(ready.offset, ready.limit));
      });
    },
    terminate,
    close() {
      release()?.resolve([]);
    },
  };
}
