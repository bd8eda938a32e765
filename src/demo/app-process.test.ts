import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type AppProcess, startAppProcess } from './app-process.ts';

let app: AppProcess;
afterEach(async () => {
  app.end('SIGKILL');
  await app.ended;
});

/** A child in the app's place that says which process it is, and ends with 3 when it is asked to. */
function start(first = ''): void {
  const code = `${first}
    process.on('SIGTERM', () => process.exit(3));
    setInterval(() => {}, 1000);
    process.send({ url: String(process.pid) });`;
  app = startAppProcess({ command: [process.execPath, '-e', code], env: {}, listening: () => undefined });
}

test('what ends it wins over a restart, before and after', async () => {
  start();
  await app.url();
  const restart = app.restart();
  app.end('SIGTERM');
  expect([3, 137]).toContain(await app.ended);
  await restart.catch(() => undefined);
  await expect(app.restart()).rejects.toMatchObject({ code: 409 });
});

test('whoever asks for its address during a restart gets the new one, and two restarts are one', async () => {
  start();
  const first = await app.url();
  const restarts = [app.restart(), app.restart()];
  const second = await app.url();
  expect(second).not.toBe(first);
  await Promise.all(restarts);
  expect(await app.url()).toBe(second);
});

test('one that does not react is killed', async () => {
  start();
  process.kill(Number(await app.url()), 'SIGSTOP');
  app.end('SIGTERM', 100);
  expect(await app.ended).toBe(137);
});

test('one that does not come up after a restart is tried again, at the first start not', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vestovoy-app-'));
  const file = JSON.stringify(path.join(folder, 'start'));
  /** Ends at the second of its starts. */
  start(`
    const { appendFileSync, readFileSync } = require('node:fs');
    appendFileSync(${file}, 'x');
    if (readFileSync(${file}).length === 2) process.exit(1);`);
  const first = await app.url();
  await expect(app.restart()).rejects.toThrow(/ended before/);
  expect(await app.url()).not.toBe(first);
  app.end('SIGTERM');
  await app.ended;
  await rm(folder, { recursive: true });

  start('process.exit(5);');
  expect(await app.ended).toBe(5);
});
