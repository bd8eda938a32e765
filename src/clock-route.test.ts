import { networkInterfaces } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { clockRoute } from './clock-route.ts';
import { createClock } from './platform/clock.ts';
import { createHttpServer } from './platform/http/server.ts';
import type { HttpServer } from './platform/http/server.ts';
import { createLog } from './platform/log.ts';

const done = () => Promise.resolve();
const body = '{"milliseconds": 60000}';
let server: HttpServer;
afterEach(() => server.close(0));

async function start(host: string) {
  const clock = createClock();
  const route = clockRoute({ clock, keep: done, sweep: done, wake: () => undefined });
  server = await createHttpServer({ host, port: 0, routes: [route], log: createLog({ level: 'silent' }) });
  const post = async (url: string, headers: Record<string, string> = {}) =>
    (await fetch(`${url}/demo/clock`, { method: 'POST', body, headers })).status;
  return { clock, post };
}

test('moves the clock for this machine', async () => {
  const { clock, post } = await start('127.0.0.1');
  const before = clock.now().getTime();
  expect(await post(server.url)).toBe(200);
  expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(60_000);
});

test('is not there for another machine, nor behind a proxy on this one', async () => {
  const { clock, post } = await start('0.0.0.0');
  const before = clock.now().getTime();
  expect(await post(server.url, { 'x-forwarded-for': '203.0.113.7' })).toBe(404);
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal);
  if (outside) expect(await post(`http://${outside.address}:${server.port}`)).toBe(404);
  expect(clock.now().getTime() - before).toBeLessThan(60_000);
});
