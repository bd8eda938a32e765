import { afterEach, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { healthRoute, metricsRoute } from './probes.ts';
import { createReadiness } from './readiness.ts';
import type { Route } from './route.ts';
import { createHttpServer, type HttpServer } from './server.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

const lines: string[] = [];
const log = createLog({ level: 'warn', destination: { write: (line) => lines.push(line) } });

async function start(...routes: Route[]): Promise<HttpServer> {
  server = await createHttpServer({ host: '127.0.0.1', port: 0, routes, log });
  return server;
}

test('answers health and metrics', async () => {
  const { url } = await start(healthRoute(), metricsRoute(createMetrics()));
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  expect(await metrics.text()).toContain('vestovoy_inbox_depth');
});

test('says in a sentence that there is nothing at an unknown address', async () => {
  const { url } = await start(healthRoute());
  const answer = await fetch(`${url}/wp-login.php`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toMatch(/^There is nothing at this address\..*\n$/);
  expect((await fetch(`${url}/health`, { method: 'POST' })).status).toBe(404);
});

test('takes a body for a route, and none over a mebibyte', async () => {
  const echo: Route = { method: 'POST', path: '/echo', handler: async (c) => c.text(await c.req.text()) };
  const { url } = await start(echo);
  const post = (body: string) => fetch(`${url}/echo`, { method: 'POST', body });
  expect(await (await post('Привет')).text()).toBe('Привет');
  expect((await post('x'.repeat(1_048_577))).status).toBe(413);
});

test('a handler that fails is logged and answered with 500, without the fault', async () => {
  const fail: Route = {
    method: 'GET',
    path: '/fail',
    handler: () => Promise.reject(new Error('no such lane')),
  };
  const { url } = await start(fail);
  const answer = await fetch(`${url}/fail`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('lane');
  expect(lines.join('')).toContain('no such lane');
});

test('closing lets a running request end, takes no more, and does not wait for kept connections', async () => {
  let finish = (): void => undefined;
  let begun = (): void => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  const slow: Route = {
    method: 'GET',
    path: '/slow',
    handler: (c) =>
      new Promise((resolve) => {
        finish = () => {
          resolve(c.text('done'));
        };
        begun();
      }),
  };
  const { url, close } = await start(slow);
  const answer = fetch(`${url}/slow`);
  await running;
  const closed = close(60_000);
  await expect(fetch(`${url}/slow`)).rejects.toThrow();
  finish();
  expect(await (await answer).text()).toBe('done');
  await closed;
  server = undefined;
});

test('closing cuts a request that does not end', async () => {
  let begun = (): void => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  const never: Route = {
    method: 'GET',
    path: '/never',
    handler: () => {
      begun();
      return new Promise(() => undefined);
    },
  };
  const { url, close } = await start(never);
  const answer = fetch(`${url}/never`);
  const cut = expect(answer).rejects.toThrow();
  await running;
  await close(50);
  await cut;
  server = undefined;
});

test('readiness: all checks pass, and Telegram being away is only told', async () => {
  const { route } = createReadiness({
    checks: { database: () => Promise.resolve(), migrations: () => Promise.resolve(0) },
    reports: { telegram: () => ({ state: 'unreachable' }) },
    log,
  });
  const { url } = await start(route);
  const answer = await fetch(`${url}/ready`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    ready: true,
    stopping: false,
    checks: { database: 'ok', migrations: 'ok' },
    telegram: { state: 'unreachable' },
  });
});

test('readiness: a check that fails, or does not answer, makes 503', async () => {
  const { route } = createReadiness({
    checks: {
      database: () => Promise.reject(new Error('away')),
      migrations: () => new Promise(() => undefined),
      disk: () => Promise.resolve(),
    },
    log,
    limitMs: 20,
  });
  const { url } = await start(route);
  const answer = await fetch(`${url}/ready`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    ready: false,
    checks: { database: 'failed', migrations: 'failed', disk: 'ok' },
  });
});

test('readiness: 503 from the moment the app stops', async () => {
  const readiness = createReadiness({ checks: {}, log });
  const { url } = await start(readiness.route);
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  readiness.stop();
  const answer = await fetch(`${url}/ready`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ ready: false, stopping: true });
});
