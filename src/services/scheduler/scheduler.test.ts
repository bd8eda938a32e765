import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { program } from '../../../test/support/program.ts';
import { createClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createScheduler, type Job, type JobContext, type Scheduler } from './index.ts';

const NEVER = '0 0 1 1 *';

let test: TestDatabase;
let running: Scheduler[];
beforeEach(async () => {
  running = [];
  test = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(running.map((scheduler) => scheduler.stop()));
  await test.drop();
});

async function copy(jobs: readonly Job[], cron = NEVER): Promise<Scheduler> {
  const scheduler = createScheduler({
    database: test.database,
    cron,
    clock: createClock(3_600_000),
    log: createLog({ level: 'silent' }),
    jobs,
    maintenanceIntervalSeconds: 1,
  });
  running.push(scheduler);
  await scheduler.start();
  return scheduler;
}

function job(run: Job['run'], more: Partial<Job> = {}): Job {
  return { name: 'sweep', every: 'tick', expireInSeconds: 60, run, ...more };
}

/** A job that notes each of its runs. */
function noting(more: Partial<Job> = {}): Job & { runs: JobContext[] } {
  const runs: JobContext[] = [];
  const run = (context: JobContext) => Promise.resolve(void runs.push(context));
  return { ...job(run, more), runs };
}

/** Runs that still wait or are under way, all queues together. */
async function open(): Promise<number> {
  const { rows } = await test.database.pool.query<{ count: number }>(
    `select count(*) from pgboss.job where state < 'completed'`,
  );
  return rows[0]?.count ?? 0;
}

describe('the scheduler', () => {
  it('starts in several copies at once, each of which would make the queues, and stops', async () => {
    const jobs = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => noting({ name }));
    const copies = await Promise.all([jobs, jobs.toReversed(), jobs].map((own) => copy(own)));
    await Promise.all(copies.map((scheduler) => scheduler.stop()));
    running = [];
  });

  it('runs each job once a tick, whichever of two copies does it', async () => {
    const [first, second] = [noting(), noting()];
    await Promise.all([copy([first], '* * * * * *'), copy([second], '* * * * * *')]);
    const all = () => [...first.runs, ...second.runs].map(({ slot }) => slot);
    await expect.poll(() => all().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(5);
    const slots = all();
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots.every((slot) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/.test(slot))).toBe(true);
  });

  it('tells the job the time of the app, not of the machine', async () => {
    const sweep = noting();
    const scheduler = await copy([sweep]);
    await scheduler.tick();
    await expect.poll(() => sweep.runs.length).toBe(1);
    expect(sweep.runs[0]?.now.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it('runs what is asked for, and does not pile up what still waits', async () => {
    let release: () => void = () => undefined;
    const slow: string[] = [];
    const heavy = job(
      async ({ slot }) => {
        slow.push(slot);
        await new Promise<void>((resolve) => (release = resolve));
      },
      { name: 'heavy', every: 'demand' },
    );
    const sweep = noting();
    const scheduler = await copy([heavy, sweep]);
    await scheduler.runNow('heavy');
    await expect.poll(() => slow.length).toBe(1);
    for (let times = 0; times < 5; times += 1) await scheduler.runNow('heavy');
    await scheduler.tick();
    await expect.poll(() => sweep.runs.length).toBe(1);
    expect(await open()).toBe(2);
    release();
    await expect.poll(() => slow.length).toBe(2);
    release();
    await expect.poll(open).toBe(0);
    expect(slow).toHaveLength(2);
    await expect(scheduler.runNow('nothing')).rejects.toThrow(RangeError);
  });

  it('tries a failed run again, with the same slot', async () => {
    const slots: string[] = [];
    const flaky = job(({ slot }) => {
      slots.push(slot);
      return slots.length < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    const scheduler = await copy([flaky]);
    await scheduler.tick();
    await expect.poll(() => slots.length, { timeout: 15_000 }).toBe(3);
    await expect.poll(open).toBe(0);
    expect(new Set(slots).size).toBe(1);
  });

  it('has another copy do what was being done when a copy was killed', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [program('job-process'), test.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const heavy = noting({ name: 'heavy', every: 'demand' });
    await copy([heavy]);
    expect(await open()).toBe(1);
    await expect.poll(() => heavy.runs.length, { timeout: 30_000 }).toBe(1);
    await expect.poll(open).toBe(0);
  });

  it('outlives a database that is away for a moment', async () => {
    const sweep = noting();
    const scheduler = await copy([sweep]);
    await test.database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await expect
      .poll(
        () =>
          scheduler.tick().then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    await expect.poll(() => sweep.runs.length, { timeout: 10_000 }).toBeGreaterThan(0);
  });
});
