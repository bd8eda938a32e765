import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
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
  // Not by fetch, which says itself whom it asks.
  const post = async (url: string, headers: Record<string, string> = {}) => {
    const sent = request(`${url}/demo/clock`, { method: 'POST', headers }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  return { clock, post };
}

test('moves the clock for this machine', async () => {
  const { clock, post } = await start('127.0.0.1');
  const before = clock.now().getTime();
  expect(await post(server.url)).toBe(200);
  expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(60_000);
});

test('is not there for a page in a browser, whatever name it gives to this machine', async () => {
  const { clock, post } = await start('127.0.0.1');
  const before = clock.now().getTime();
  for (const [name, value] of [
    ['origin', 'https://example.ru'],
    ['origin', 'null'],
    ['origin', server.url],
    ['sec-fetch-site', 'cross-site'],
    ['host', 'example.ru'],
    ['host', '127.0.0.1.example.ru'],
  ] as const)
    expect(await post(server.url, { [name]: value }), `${name}: ${value}`).toBe(404);
  expect(clock.now().getTime() - before).toBeLessThan(60_000);
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
