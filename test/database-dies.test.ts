import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator } from '../src/simulator/index.ts';
import type { Simulator } from '../src/simulator/index.ts';
import { startWithin } from './support/running.ts';
import type { Running } from './support/running.ts';

/** The embedded server is killed under the running app. */

const WAIT = { timeout: 60_000, interval: 20 };
let dataDir: string;
let simulator: Simulator;
let app: Running;
let told: string;
/** Every text that the bot sent or put in the place of another. */
let said: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-dies-'));
  told = '';
  said = [];
  simulator = await createSimulator({
    onCall: ({ params }) => void (typeof params['text'] === 'string' && said.push(params['text'])),
  });
  const env = {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    DATA_DIR: dataDir,
    HTTP_PORT: '0',
    SWEEP_CRON: '* * * * * *',
  };
  app = await startWithin(env, (line) => (told += line));
}, 60_000);
afterEach(async () => {
  await app.stop();
  await simulator.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Jobs that were done so far. */
async function jobs(): Promise<number> {
  const told = await (await fetch(`${app.url}/metrics`)).text();
  const counts = told.matchAll(/^vestovoy_jobs_total\{.*outcome="done".*\} (\d+)$/gmu);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

const ready = async (): Promise<number> => (await fetch(`${app.url}/ready`)).status;

test('kill -9 of it: not ready, then ready by itself, and what was sent meanwhile is answered', async () => {
  const person = simulator.person({ firstName: 'Житель' });
  person.send('/start');
  await person.waitFor(/./);
  const [greeting = ''] = said;
  expect(await ready()).toBe(200);

  // Its folder is out of reach for a moment, so that it stays away until everything was sent.
  const [folder, elsewhere] = [path.join(dataDir, 'postgres'), path.join(dataDir, 'elsewhere')];
  const [pid] = (await readFile(path.join(folder, 'postmaster.pid'), 'utf8')).split('\n');
  await rename(folder, elsewhere);
  process.kill(Number(pid), 'SIGKILL');
  await expect.poll(ready, WAIT).toBe(503);
  person.send('/mydata');
  person.send('/start');
  await expect.poll(() => told, WAIT).toContain('the embedded database server stays away');
  expect(await ready()).toBe(503);
  expect(said).toEqual([greeting]);
  await rename(elsewhere, folder);

  await expect.poll(() => said.length, WAIT).toBe(3);
  expect(said[1]).toContain(`${person.id}`);
  expect(said[2]).toBe(greeting);
  expect(await ready()).toBe(200);
  expect(simulator.pendingUpdates).toBe(0);
  const done = await jobs();
  await expect.poll(jobs, WAIT).toBeGreaterThan(done);
  expect(told).not.toContain('"level":"fatal"');
}, 120_000);
