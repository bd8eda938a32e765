import { monotonic } from './clock.ts';
import type { Log } from './log.ts';

/** One Ctrl-C may reach us twice, from the terminal and from npm or the demo: only a later one is a second. */
const SAME_SIGNAL_MS = 1_000;

export interface Shutdown {
  /** Registers what must be closed; the last registered is closed first. `limitMs` (default 10 000) a closer. */
  register(name: string, close: () => unknown, limitMs?: number): void;
  /** Closes everything once, however often it is called; a closer that fails or is late does not stop the rest. */
  stop(reason: string): Promise<void>;
  /** What fails from now on fails because its ground is being taken away. */
  isStopping(): boolean;
  /**
   * Listens to the process: SIGTERM and SIGINT stop and exit with 0; a second signal, more than a second later, exits
   * at once (130); a rejection or exception that nobody caught is logged, everything closed, exit 1.
   */
  listen(): void;
}

export function createShutdown(log: Log): Shutdown {
  const closers: { name: string; close: () => unknown; limitMs: number }[] = [];
  let stopped: Promise<void> | undefined;
  let firstSignalAt: number | undefined;
  let exitCode = 0;

  async function closeAll(reason: string): Promise<void> {
    log.info({ why: reason }, 'stopping');
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
      const { name, close, limitMs } = closer;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, limitMs, 'late' as const);
      });
      try {
        const outcome = await Promise.race([close(), late]);
        if (outcome === 'late') log.warn({ name, limitMs }, 'closing takes too long');
      } catch (error) {
        log.error({ name, err: error }, 'closing failed');
      } finally {
        clearTimeout(timer);
      }
    }
    log.info('stopped');
  }

  function stop(reason: string): Promise<void> {
    stopped ??= closeAll(reason);
    return stopped;
  }

  async function stopAndExit(reason: string, code: number): Promise<void> {
    exitCode = Math.max(exitCode, code);
    await stop(reason);
    process.exit(exitCode);
  }

  return {
    register(name, close, limitMs = 10_000) {
      closers.push({ name, close, limitMs });
    },
    stop,
    isStopping: () => stopped !== undefined,
    listen() {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          const now = monotonic();
          if (now - (firstSignalAt ??= now) > SAME_SIGNAL_MS) process.exit(130);
          void stopAndExit(signal, 0);
        });
      }
      for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
        process.on(event, (error: unknown) => {
          log.fatal({ err: error, event }, 'a fault nobody caught');
          void stopAndExit(event, 1);
        });
      }
    },
  };
}
