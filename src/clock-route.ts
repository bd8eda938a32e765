import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Clock } from './platform/clock.ts';
import type { Route } from './platform/http/route.ts';

const bodySchema = z.strictObject({
  milliseconds: z
    .number()
    .int()
    .min(0)
    .max(366 * 24 * 3600 * 1000),
});

/**
 * `POST /demo/clock` moves the app's time forward and runs a sweep. Mounted only where the Bot API stands on the loopback:
 * for the demo and for black-box tests. A local Bot API server stands there too, so whoever comes from another machine,
 * through a proxy, or from a page in a browser finds nothing at this address.
 */
export function clockRoute(deps: {
  clock: Clock;
  keep: () => Promise<void>;
  sweep: () => Promise<void>;
  wake: () => void;
}): Route {
  return {
    method: 'POST',
    path: '/demo/clock',
    async handler(context) {
      if (!comesFromHere(context)) return context.notFound();
      const body = bodySchema.safeParse(await context.req.json().catch(() => null));
      if (!body.success)
        return context.text('Wanted: {"milliseconds": a whole number of at least 0}.\n', 400);
      deps.clock.advance(body.data.milliseconds);
      await deps.keep();
      await deps.sweep();
      deps.wake();
      return context.json({ now: deps.clock.now().toISOString() });
    },
  };
}

function comesFromHere(context: Context): boolean {
  const { address = '' } = getConnInfo(context).remote;
  const foreign = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via', 'origin', 'sec-fetch-site'].some(
    (name) => context.req.header(name),
  );
  const host = context.req.header('host') ?? '';
  return (
    /^(?:127\.|::1$|::ffff:127\.)/.test(address) &&
    /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?$/.test(host) &&
    !foreign
  );
}
