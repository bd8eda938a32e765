import { printTranscript } from './transcript.ts';
import type { UpdatesQueue } from './updates-queue.ts';
import type { Chat, ChatMessage } from './world.ts';

/** What a message is recognised by: a part of its text, a pattern, or a question of your own. */
export type Matcher = string | RegExp | ((message: ChatMessage) => boolean);

/** Waits that follow events; none polls. */
export interface Watching {
  /**
   * Resolves with what `look` returns as soon as it is neither undefined nor false; looks now and after each change in
   * the chat. @throws Error with the transcript when the time is over
   */
  until<T>(chat: Chat, what: string, timeoutMs: number, look: () => T | undefined | false): Promise<T>;
  /**
   * Resolves when nothing changed for `quietMs` while every update had been handed out. `watchers` tells changes.
   * @throws Error when updates still wait after `timeoutMs`
   */
  idle(watchers: Set<() => void>, quietMs: number, timeoutMs: number): Promise<void>;
  /** Ends all waits with an error. */
  close(): void;
}

export function createWatching(queue: UpdatesQueue): Watching {
  const open = new Set<(reason: Error) => void>();

  /** A promise that is settled once, by the body, by a time-out or by the end of the simulator. */
  function wait<T>(
    timeoutMs: number,
    complaint: () => string,
    body: (resolve: (value: T) => void) => { listener: () => void; stop: () => void },
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        open.delete(abort);
        clearTimeout(timer);
        stop();
        settle();
      };
      const abort = (reason: Error): void => finish(() => reject(reason));
      const timer = setTimeout(() => abort(new Error(complaint())), timeoutMs);
      let stop = (): void => undefined;
      const parts = body((value) => finish(() => resolve(value)));
      stop = parts.stop;
      open.add(abort);
      parts.listener();
    });
  }

  return {
    until(chat, what, timeoutMs, look) {
      const seen = look();
      if (seen !== undefined && seen !== false) return Promise.resolve(seen);
      const complaint = (): string =>
        `${what} did not come within ${timeoutMs} ms. The dialogue so far:\n\n${printTranscript(chat)}`;
      return wait(timeoutMs, complaint, (resolve) => {
        const listener = (): void => {
          const found = look();
          if (found !== undefined && found !== false) resolve(found);
        };
        chat.watchers.add(listener);
        return { listener, stop: () => chat.watchers.delete(listener) };
      });
    },
    idle(watchers, quietMs, timeoutMs) {
      const complaint = (): string =>
        `not idle within ${timeoutMs} ms; updates not fetched: ${queue.waiting}`;
      return wait(timeoutMs, complaint, (resolve) => {
        let quiet: NodeJS.Timeout | undefined;
        const listener = (): void => {
          clearTimeout(quiet);
          if (queue.waiting > 0) return;
          quiet = setTimeout(() => {
            // What came meanwhile starts the quiet anew once it is fetched.
            if (queue.waiting === 0) resolve();
          }, quietMs);
        };
        watchers.add(listener);
        queue.drained.add(listener);
        const stop = (): void => {
          clearTimeout(quiet);
          watchers.delete(listener);
          queue.drained.delete(listener);
        };
        return { listener, stop };
      });
    },
    close() {
      for (const abort of [...open]) abort(new Error('the simulator was closed'));
    },
  };
}

export function matches(matcher: Matcher, message: ChatMessage): boolean {
  if (typeof matcher === 'string') return message.text.includes(matcher);
  if (typeof matcher === 'function') return matcher(message);
  matcher.lastIndex = 0;
  return matcher.test(message.text);
}
