import { setMaxListeners } from 'node:events';
import { createBell } from '../../platform/bell.ts';
import { type Clock, machineNow, monotonic } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/client.ts';
import type { Lease } from '../../platform/database/lease.ts';
import type { Log } from '../../platform/log.ts';
import type { Pacing } from '../../platform/telegram/pacing.ts';
import { type Attempted, MOST_ATTEMPTS } from './attempt.ts';
import { createBreaker } from './breaker.ts';
import type { NoticeLane } from './notice.ts';
import { type DueNotice, dueNotices, judgeAbandoned } from './store.ts';

export interface SenderDependencies {
  database: Database;
  /** `sender`: its holder empties the outbox; `data.frozenUntil` stops every copy after a 429. */
  lease: Lease;
  pacing: Pacing;
  attempt: (notice: DueNotice, signal: AbortSignal) => Promise<Attempted>;
  clock: Clock;
  log: Log;
}

export interface Sender {
  start(): void;
  /** Looks into the outbox now. */
  wake(): void;
  /** Sends nothing more, waits for what is under way, gives the lease back. */
  stop(): Promise<void>;
}

const LANES: readonly NoticeLane[] = ['personal', 'broadcast'];

const PAGE = 300;
/** Milliseconds between two looks at the lease and, with nothing to do, at the outbox. */
const BEAT = 1000;
const JUDGE_EVERY = 5000;
/** Notices of a lane on their way at once: enough for 29 a second at a second's latency. */
const ROOM = 32;

/** Creates this copy's sender. Whichever copy holds the lease sends; the others look after it and the freeze only. */
export function createSender(deps: SenderDependencies): Sender {
  const { database, lease, pacing, attempt, clock, log } = deps;
  const bell = createBell();
  const breaker = createBreaker({ room: ROOM, first: 500, longest: 30_000 });
  const inHand = new Map<number, { lane: NoticeLane; to: string }>();
  const stopping = new AbortController();
  setMaxListeners(LANES.length * ROOM + 1, stopping.signal);
  const stopped = (): boolean => stopping.signal.aborted;
  /** Counts what may have brought work into the outbox. */
  let news = 0;
  let loops: Promise<unknown> = Promise.resolve();

  function wake(): void {
    news += 1;
    bell.ring();
  }

  /** Keeps the lease, learns of freezes, judges what a vanished sender left. */
  async function beat(): Promise<void> {
    let judgedAt = -Infinity;
    while (!stopped()) {
      try {
        const held = lease.held();
        const state = await lease.beat();
        const frozenUntil = state.data['frozenUntil'];
        if (typeof frozenUntil === 'string') {
          const rest = Date.parse(frozenUntil) - state.now.getTime();
          if (rest > 0) pacing.freeze(rest);
        }
        if (state.held && !held) {
          log.info('this copy sends the outbox');
          wake();
        }
        if (state.held && (!held || monotonic() - judgedAt > JUDGE_EVERY)) {
          judgedAt = monotonic();
          await judge();
        }
      } catch (error) {
        log.warn({ err: error }, 'the lease of the sender could not be looked after');
      }
      await pause(BEAT);
    }
  }

  async function judge(): Promise<void> {
    const query = { machine: machineNow(), inHand: [...inHand.keys()], attempts: MOST_ATTEMPTS };
    const judged = await judgeAbandoned(database, query);
    if (judged.again + judged.unknown === 0) return;
    log.warn(judged, 'notices of a sender that stopped while sending');
    wake();
  }

  async function pump(lane: NoticeLane): Promise<void> {
    let page: DueNotice[] = [];
    let emptyUntil = -Infinity;
    let known = news;
    while (!stopped()) {
      const rings = bell.rings();
      try {
        if (!lease.held()) page = [];
        else if (page.length === 0 && (monotonic() >= emptyUntil || known !== news)) {
          known = news;
          page = await read(lane);
          if (page.length < PAGE) emptyUntil = monotonic() + BEAT;
        }
        if (takeUp(lane, page)) continue;
      } catch (error) {
        log.warn({ err: error }, 'the outbox could not be read');
      }
      const untilOpen = breaker.openAt() - monotonic();
      await bell.heard(rings, untilOpen > 0 ? Math.min(untilOpen, BEAT) : BEAT);
    }
  }

  const read = (lane: NoticeLane): Promise<DueNotice[]> =>
    dueNotices(database.prisma, {
      lane,
      now: clock.now(),
      machine: machineNow(),
      except: [...inHand.keys()],
      limit: PAGE,
    });

  /** Begins with the first notice of the page whose recipient gets no other just now, so that order is kept. */
  function takeUp(lane: NoticeLane, page: DueNotice[]): boolean {
    const held = [...inHand.values()];
    if (held.filter((other) => other.lane === lane).length >= breaker.room(monotonic())) return false;
    const busy = new Set(held.map(({ to }) => to));
    const index = page.findIndex((notice) => !busy.has(addressOf(notice)));
    const [notice] = index < 0 ? [] : page.splice(index, 1);
    if (notice === undefined) return false;
    inHand.set(notice.id, { lane, to: addressOf(notice) });
    void carry(notice);
    return true;
  }

  async function carry(notice: DueNotice): Promise<void> {
    const startedAt = monotonic();
    try {
      const outcome = await attempt(notice, stopping.signal);
      if (outcome === 'through') breaker.succeeded();
      if (outcome === 'away') breaker.failed(startedAt, monotonic());
    } catch (error) {
      // The notice stays as it is: queued, or sending and to be judged.
      if (stopped()) return;
      breaker.failed(startedAt, monotonic());
      log.error({ err: error, notice: notice.id }, 'a notice failed on its way');
    } finally {
      inHand.delete(notice.id);
      bell.ring();
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    const until = monotonic() + milliseconds;
    while (!stopped() && monotonic() < until) await bell.heard(bell.rings(), until - monotonic());
  }

  pacing.onFlooded((milliseconds) => {
    log.warn({ seconds: milliseconds / 1000 }, 'Telegram asks for a pause');
    lease.postpone('frozenUntil', milliseconds).catch((error: unknown) => {
      log.warn({ err: error }, 'the other copies could not be told of the pause');
    });
  });

  return {
    start() {
      loops = Promise.all([beat(), ...LANES.map(pump)]);
    },
    wake,
    async stop() {
      stopping.abort();
      bell.ring();
      await loops;
      while (inHand.size > 0) await bell.heard(bell.rings(), BEAT);
      await lease.release().catch((error: unknown) => {
        log.warn({ err: error }, 'the lease of the sender could not be given back; it will run out');
      });
    },
  };
}

function addressOf({ personId, chatId }: DueNotice): string {
  return personId === null ? `chat ${chatId}` : `person ${personId}`;
}
