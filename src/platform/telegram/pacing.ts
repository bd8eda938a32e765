import { monotonic } from '../clock.ts';
import { createBudget } from './budget.ts';
import { createPace, type PaceLane, type Waiting } from './pace.ts';
import { type Signal, TransportError } from './transport.ts';

export interface SlotRequest {
  lane: PaceLane;
  chat?: string | undefined;
  /** Before the other calls of its lane and chat: it had its turn and was refused with a 429. */
  first?: boolean;
  signal?: Signal | undefined;
}

/** The one pace of everything that this process sends. Machine time only. */
export interface Pacing {
  /** Resolves when the call may be made, which then must be made at once. Rejects with a `TransportError` on abort or close. */
  slot(request: SlotRequest): Promise<void>;
  /** Telegram refused a call with a 429: nothing goes for so long, and `onFlooded` is told. */
  flooded(milliseconds: number): void;
  /** The same, learned from another copy of the app: nobody is told. */
  freeze(milliseconds: number): void;
  /** Milliseconds for which nothing goes; 0: not frozen. */
  frozenFor(): number;
  /** Resolves when no freeze is on. */
  thawed(signal?: Signal): Promise<void>;
  /** Called at each 429 of this process, to tell the other copies. */
  onFlooded(listener: (milliseconds: number) => void): void;
  /** Refuses those who wait. */
  close(): void;
}

interface Turn extends Waiting {
  go: () => void;
  refuse: (error: TransportError) => void;
}

/**
 * Creates the pacing scheduler. `perSecond`: messages a second in all; `chats: false` leaves single chats without a pace
 * (with Infinity: no limits at all, for measurements).
 */
export function createPacing(options: { perSecond?: number; chats?: boolean } = {}): Pacing {
  const budget = createBudget(options.perSecond);
  const pace = createPace<Turn>(budget, options.chats);
  const waiting = new Set<Turn>();
  const listeners: ((milliseconds: number) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function run(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = monotonic();
    for (let turn = pace.next(now); turn.kind !== 'idle'; turn = pace.next(now)) {
      if (turn.kind === 'wait') {
        // A timer that fires a fraction too early finds nobody and is set again.
        timer = setTimeout(run, Math.max(1, Math.ceil(turn.until - now)));
        return;
      }
      turn.call.go();
    }
  }

  const freeze = (milliseconds: number): void => {
    const now = monotonic();
    budget.freeze(now + milliseconds, now);
    run();
  };

  const frozenFor = (): number => Math.max(0, budget.frozenUntil() - monotonic());

  return {
    slot({ lane, chat, first, signal }) {
      if (closed || signal?.aborted === true)
        return Promise.reject(new TransportError(false, closed ? 'CLOSED' : 'ABORTED'));
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          turn.refuse(new TransportError(false, 'ABORTED'));
        };
        const leave = () => {
          waiting.delete(turn);
          signal?.removeEventListener('abort', onAbort);
        };
        const turn: Turn = {
          lane,
          chat,
          cancelled: false,
          go() {
            leave();
            resolve();
          },
          refuse(error) {
            turn.cancelled = true;
            leave();
            reject(error);
          },
        };
        signal?.addEventListener('abort', onAbort);
        waiting.add(turn);
        pace.add(turn, first);
        run();
      });
    },
    freeze,
    flooded(milliseconds) {
      freeze(milliseconds);
      for (const listener of listeners) listener(milliseconds);
    },
    frozenFor,
    async thawed(signal) {
      for (let rest = frozenFor(); rest > 0; rest = frozenFor()) await pause(rest, signal);
    },
    onFlooded(listener) {
      listeners.push(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      for (const turn of waiting) turn.refuse(new TransportError(false, 'CLOSED'));
    },
  };
}

/** Waits; an abort ends the wait with a `TransportError`. */
export function pause(milliseconds: number, signal?: Signal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    function onAbort(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      reject(new TransportError(false, 'ABORTED'));
    }
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort);
  });
}
