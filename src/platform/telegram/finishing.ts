import { pause } from './pacing.ts';
import type { Log } from '../log.ts';
import type { Finish, LaneStore } from './lane-store.ts';

/** Writes what turns leave behind. */
export interface Finishing {
  /**
   * Resolves when it is written; false: the lane was not this copy's any more, and nothing was. While the database is
   * away it waits. Rejects if the database refuses these very data, or if it is away when the app stops.
   */
  write(finish: Finish): Promise<boolean>;
  /** From now on a failure is not waited out. */
  giveUp(): void;
}

interface Entry {
  finish: Finish;
  resolve: (kept: boolean) => void;
  reject: (error: unknown) => void;
}

/** Milliseconds between two tries. */
const PAUSE = 250;
/** SQLSTATE of what would fail again: faulty data, broken constraints, faulty statements, limits of the server. */
const REFUSED = /^(?:22|23|42|54)[0-9A-Z]{3}$/;

/** One statement at a time: what ends meanwhile goes out together with the next one. */
export function createFinishing(store: Pick<LaneStore, 'finish'>, log: Log): Finishing {
  const stopping = new AbortController();
  let waiting: Entry[] = [];
  let busy = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const entries = waiting;
      waiting = [];
      await write(entries);
    }
    busy = false;
  }

  async function write(entries: Entry[]): Promise<void> {
    for (let told = false; ; told = true) {
      try {
        const kept = await store.finish(entries.map((entry) => entry.finish));
        for (const { finish, resolve } of entries) resolve(kept.has(finish.chatId));
        return;
      } catch (error) {
        const refused =
          error instanceof TypeError || REFUSED.test(String((error as { code?: unknown }).code));
        if (refused && entries.length > 1) {
          // One of them spoils the statement for all.
          for (const entry of entries) await write([entry]);
          return;
        }
        if (refused || stopping.signal.aborted) {
          for (const { reject } of entries) reject(error);
          return;
        }
        if (!told)
          log.warn({ err: error, lanes: entries.length }, 'what was done could not be marked; trying again');
        await pause(PAUSE, stopping.signal).catch(() => undefined);
      }
    }
  }

  return {
    write: (finish) =>
      new Promise((resolve, reject) => {
        waiting.push({ finish, resolve, reject });
        if (busy) return;
        busy = true;
        setImmediate(() => void run());
      }),
    giveUp: () => stopping.abort(),
  };
}
