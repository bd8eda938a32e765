import { GrammyError, HttpError } from 'grammy';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Log } from '../log.ts';
import { ALLOWED_UPDATES } from './inbox.ts';

export interface PollingDependencies {
  api: Api;
  store: (updates: readonly Update[]) => Promise<unknown>;
  log: Log;
  /** True while this copy holds the lease `poller`; a second copy stands by. */
  mayPoll: () => Promise<boolean>;
  /** Telegram refused for good (401: the token, 409: a stranger polls): the app must stop and say so. */
  refused: (error: GrammyError) => void;
  /** Tells /ready how Telegram is. */
  state: (ok: boolean) => void;
}

/** Seconds for which Telegram holds back an empty answer. */
const LONG_POLL = 30;
/** Milliseconds between two looks at the lease during a long poll, far below the time that a lease lasts. */
const BEAT = 4000;
/** Milliseconds between two tries to become the copy that polls. */
const STAND_BY = 1000;
const LONGEST_PAUSE = 5000;

/**
 * Long polling that moves its offset only after the updates are in the inbox.
 * Telegram keeps an update for 24 hours: https://core.telegram.org/bots/api#getting-updates
 */
export function createPolling(deps: PollingDependencies): { start(): void; stop(): Promise<void> } {
  const { api, store, log, mayPoll, refused, state } = deps;
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  let loop: Promise<void> = Promise.resolve();
  let offset = 0;

  async function run(): Promise<void> {
    let failures = 0;
    let prepared = false;
    while (!stopped()) {
      try {
        if (!(await mayPoll())) {
          prepared = false;
          await pause(STAND_BY);
          continue;
        }
        if (!prepared) await api.deleteWebhook({}, signalOf(stopping));
        prepared = true;
        const updates = await poll();
        state(true);
        failures = 0;
        const last = updates.at(-1);
        if (last === undefined) continue;
        await store(updates);
        // Not the highest: the numbers begin anew, lower perhaps, after a quiet week.
        offset = last.update_id + 1;
      } catch (error) {
        if (stopped()) return;
        if (error instanceof GrammyError && [401, 404, 409].includes(error.error_code)) {
          // Another copy of ours, which has the lease now, is no stranger.
          if (error.error_code === 409 && !(await mayPoll().catch(() => false))) continue;
          refused(error);
          return;
        }
        if (error instanceof GrammyError || error instanceof HttpError) state(false);
        failures += 1;
        log.warn({ err: error, failures }, 'updates could not be fetched or stored');
        await pause(Math.min(LONGEST_PAUSE, 250 * 2 ** failures));
      }
    }
  }

  /** One long poll; nothing when it is cut off because another copy has taken the lease. */
  async function poll(): Promise<Update[]> {
    const cut = new AbortController();
    const cutOff = (): void => cut.abort();
    stopping.signal.addEventListener('abort', cutOff);
    const beat = setInterval(() => {
      mayPoll().then(
        (may) => (may ? undefined : cutOff()),
        () => undefined, // the database is away: nobody takes the lease either
      );
    }, BEAT);
    try {
      const wanted = { offset, limit: 100, timeout: LONG_POLL, allowed_updates: ALLOWED_UPDATES };
      return await api.getUpdates(wanted, signalOf(cut));
    } catch (error) {
      if (cut.signal.aborted) return [];
      throw error;
    } finally {
      clearInterval(beat);
      stopping.signal.removeEventListener('abort', cutOff);
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done(): void {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', done);
        resolve();
      }
      stopping.signal.addEventListener('abort', done);
    });
  }

  return {
    start() {
      loop = run();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** grammY's types name the polyfill that it was written with; the platform's own signal does the same. */
function signalOf(controller: AbortController): NonNullable<Parameters<Api['getMe']>[0]> {
  return controller.signal as unknown as NonNullable<Parameters<Api['getMe']>[0]>;
}
