import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayIn, isWorkingDay } from '../src/services/calendar/index.ts';
import { ASSOCIATION_ZONE } from '../src/services/people/actor.ts';
import { type DemoProcess, startDemo } from './support/demo-process.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-demo-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const databaseRuns = (): boolean => existsSync(path.join(dataDir, 'demo/postgres/postmaster.pid'));

const MOVED = 20 * 24 * 3_600_000;

async function clockOf(demo: DemoProcess): Promise<Date> {
  const { now } = (await demo.sim('clock')) as { now: string };
  return new Date(now);
}

/** It is just past ten of a working day where the association sits. */
function expectWorkingHours(now: Date): void {
  expect(now.toISOString()).toMatch(/T03:0\d/);
  expect(isWorkingDay(dayIn(now, ASSOCIATION_ZONE))).toBe(true);
}

test('with nothing set the demo runs, ends at Ctrl-C with its database, and starts again on its data', async () => {
  let began = new Date(0);
  for (const round of [1, 2]) {
    const demo = await startDemo(dataDir);
    expect(await demo.ready(), `round ${round}`).toMatchObject({ ready: true, telegram: 'ok' });
    // Its words come by a pipe, that it is ready by HTTP: either may be first.
    await expect.poll(demo.said).toMatch(/демонстрация.*@BotFather/s);
    expect(demo.said()).toMatch(/http:\/\/127\.0\.0\.1:\d+\n/);
    expect(databaseRuns()).toBe(true);
    // What was true at the beginning is not said of data that somebody has played with.
    expect(demo.said().includes('заполнена наполовину')).toBe(round === 1);
    expect(demo.said().includes('Данные прошлого запуска сохранены')).toBe(round === 2);

    // A play begins in working hours, and one that was moved on goes on.
    const now = await clockOf(demo);
    if (round === 1) expectWorkingHours((began = now));
    else expect(now.getTime()).toBeGreaterThan(began.getTime() + MOVED);

    // The head who is half-way, then the person for whom the invitation is.
    await demo.sim('persons/202/send', { text: 'анкета' });
    const seen = await demo.sim('persons/202/wait', { text: 'Готово 3 из 7', timeoutMs: 15_000 });
    expect(JSON.stringify(seen)).toContain('Благовещенск');
    const [link = ''] = /https:\/\/t\.me\/[^"\s]+/.exec(demo.said()) ?? [];
    await demo.sim('persons/901/open', { link });
    await demo.sim('persons/901/wait', { text: 'Рябинин Павел Андреевич', timeoutMs: 15_000 });

    if (round === 1) {
      await demo.sim('director/advance', { milliseconds: MOVED });
      expect(await demo.interrupt()).toBe(0);
    } else {
      // The terminal is closed before the app has ended.
      await demo.sim('director/reset', {});
      expect(await demo.interrupt('SIGHUP')).not.toBeNull();
    }
    expect(databaseRuns()).toBe(false);
  }
}, 120_000);

test('a data folder is for one demo, and whatever comes at once, it ends when it is told to, with its database', async () => {
  const playOf = async (demo: DemoProcess): Promise<string> =>
    ((await demo.sim('director/stage')) as { play: string }).play;
  const demo = await startDemo(dataDir);
  await demo.ready();
  const second = await startDemo(dataDir);
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain('Откройте её в браузере');
  expect(second.said()).toContain(demo.address());

  const before = await playOf(demo);
  await demo.sim('director/advance', { milliseconds: MOVED });
  const moved = await clockOf(demo);
  await Promise.allSettled([demo.sim('director/restart', {}), demo.sim('director/reset', {})]);
  await expect.poll(() => playOf(demo).catch(() => before), { timeout: 30_000 }).not.toBe(before);
  await demo.ready();
  // Meanwhile it may have become ten of another day.
  expect(moved.getTime() - (await clockOf(demo)).getTime()).toBeGreaterThan(MOVED / 2);
  expectWorkingHours(await clockOf(demo));

  // The app that is killed leaves the server, and the next one does not listen to signals yet.
  demo.sim('director/restart', {}).catch(() => undefined);
  const [app = ''] = /http:\S+\/ready/.exec(demo.said()) ?? [];
  const answers = (): Promise<boolean> =>
    fetch(app).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, { interval: 5 }).toBe(false);
  expect(await demo.interrupt()).not.toBeNull();
  expect(databaseRuns()).toBe(false);
}, 120_000);
