import type { Log } from '../log.ts';
import type { Route } from './route.ts';

export interface Readiness {
  /** `GET /ready`: 200 when every check passes, 503 when one fails or the app is stopping. */
  route: Route;
  /** From now on the app is not ready: called first when it stops, so that no new work is led here. */
  stop(): void;
}

/**
 * Tells whether the app can do its work.
 *
 * `checks` decide (each resolves, or rejects, or is too late after `limitMs`, default 2 000); `reports` are told
 * in the body only: Telegram being away is no reason to take the app out of service.
 */
export function createReadiness(options: {
  checks: Readonly<Record<string, () => Promise<unknown>>>;
  reports?: Readonly<Record<string, () => unknown>>;
  log: Log;
  limitMs?: number;
}): Readiness {
  const limitMs = options.limitMs ?? 2_000;
  let stopping = false;

  async function passes(name: string, check: () => Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${limitMs} ms`));
      }, limitMs);
    });
    try {
      await Promise.race([check(), late]);
      return true;
    } catch (error) {
      options.log.warn({ check: name, err: error }, 'not ready');
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    stop() {
      stopping = true;
    },
    route: {
      method: 'GET',
      path: '/ready',
      handler: async (c) => {
        const names = Object.keys(options.checks);
        const results = await Promise.all(
          Object.entries(options.checks).map(([name, check]) => passes(name, check)),
        );
        const ready = !stopping && results.every(Boolean);
        const checks = Object.fromEntries(names.map((name, i) => [name, results[i] ? 'ok' : 'failed']));
        const reports = Object.fromEntries(
          Object.entries(options.reports ?? {}).map(([name, report]) => [name, report()]),
        );
        return c.json({ ready, stopping, checks, ...reports }, ready ? 200 : 503);
      },
    },
  };
}
