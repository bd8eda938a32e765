import { createHash } from 'node:crypto';
import { createTask, type ScheduledTask } from 'node-cron';
import PgBoss from 'pg-boss';
import { createBell } from '../../platform/bell.ts';
import { type Clock, machineNow } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/client.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';

/** Work that is not the answer to somebody's message. It asks what is due now, and bears being run twice at once. */
export interface Job {
  /** Latin letters and dashes: the name of its queue. */
  name: string;
  /** At each tick of `SWEEP_CRON`, or only when `runNow` asks for it. */
  every: 'tick' | 'demand';
  /** Seconds after which a run counts as dead and another copy tries again: 60 for a sweep, 600 for heavy work. */
  expireInSeconds: number;
  run(context: JobContext): Promise<void>;
}

export interface JobContext {
  /** Civil time. */
  now: Date;
  /** The same for each repetition of a run: `j:<job>:<slot>` is a request key. */
  slot: string;
  /** Aborts when the run counts as dead, and when the app stops. */
  signal: AbortSignal;
}

export interface Scheduler {
  start(): Promise<void>;
  /** Begins nothing more and waits for the jobs that run here. */
  stop(): Promise<void>;
  /** Has one job run by whichever copy is free; nothing is added to a run that still waits. */
  runNow(name: string): Promise<void>;
  /** Has all jobs of the tick run. */
  tick(): Promise<void>;
}

/** Seconds between two looks into the queues for what other copies put there. */
const POLL = 2;
/** Tries of one run; a sweep that failed thrice is made up by the next tick. */
const RETRIES = 2;
const KEPT_FOR = 3600;
/** The advisory lock of those who make queues. */
const LOCK = 72_707_371;
/** node-cron would write to the console; what matters is told where the tick is made. */
const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Creates the scheduler: node-cron wakes, pg-boss runs. A tick only enqueues, under an identifier made of job and slot,
 * so several copies enqueue it once; a job that still waits is not enqueued again.
 */
export function createScheduler(deps: {
  database: Pick<Database, 'pool'>;
  /** node-cron expression, in UTC. */
  cron: string;
  clock: Clock;
  log: Log;
  metrics?: Pick<Metrics, 'jobs'> | undefined;
  jobs: readonly Job[];
  /** Seconds between two searches for dead runs. */
  maintenanceIntervalSeconds?: number;
}): Scheduler {
  const { database, clock, log, metrics, jobs, maintenanceIntervalSeconds = 15 } = deps;
  const bell = createBell();
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.pool.query(text, values) },
    schema: 'pgboss',
    schedule: false,
    maintenanceIntervalSeconds,
    archiveCompletedAfterSeconds: KEPT_FOR,
    deleteAfterSeconds: KEPT_FOR,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'pg-boss could not do its maintenance'));
  let cron: ScheduledTask | undefined;
  let worker: Promise<void> = Promise.resolve();
  const stopping = new AbortController();

  async function enqueue(job: Job, slot: string): Promise<void> {
    await boss.send(
      job.name,
      { slot },
      {
        id: identifierOf(job.name, slot),
        singletonKey: job.name,
        expireInSeconds: job.expireInSeconds,
        retryLimit: RETRIES,
        retryDelay: 1,
      },
    );
  }

  async function tick(slot: string): Promise<void> {
    for (const job of jobs) if (job.every === 'tick') await enqueue(job, slot);
    bell.ring();
  }

  /** Works off what waits, each job by itself, so that a long one keeps none of the others waiting. */
  async function work(): Promise<void> {
    const busy = new Map<string, Promise<void>>();
    while (!stopping.signal.aborted) {
      const rings = bell.rings();
      for (const job of await waiting(busy)) {
        const done = drain(job).then((runs) => {
          busy.delete(job.name);
          // What came while the last run ended was not looked for.
          if (runs > 0) bell.ring();
        });
        busy.set(job.name, done);
      }
      await bell.heard(rings, POLL * 1000);
    }
    await Promise.all(busy.values());
  }

  /** One look for all queues: a bot at rest asks one question in two seconds, not one for each job. */
  async function waiting(busy: ReadonlyMap<string, unknown>): Promise<Job[]> {
    try {
      const free = jobs.filter(({ name }) => !busy.has(name));
      const { rows } = await database.pool.query<{ name: string }>({
        name: 'scheduler-waiting',
        text: `select name from unnest($1::text[]) as queue(name) where exists (
                 select from pgboss.job
                 where job.name = queue.name and state < 'active' and start_after < now())`,
        values: [free.map(({ name }) => name)],
      });
      return free.filter(({ name }) => rows.some((row) => row.name === name));
    } catch (error) {
      log.debug({ err: error }, 'the queues could not be read; the next look makes up for it');
      return [];
    }
  }

  /** Not boss.work: it does not wait for its own marks, and with the database away their failure ends the process. */
  async function drain(job: Job): Promise<number> {
    for (let runs = 0; ; runs += 1) {
      const [run] = stopping.signal.aborted ? [] : await boss.fetch<{ slot: string }>(job.name);
      if (run === undefined) return runs;
      await perform(job, run.id, run.data.slot);
    }
  }

  async function perform(job: Job, id: string, slot: string): Promise<void> {
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(job.expireInSeconds * 1000)]);
      await job.run({ now: clock.now(), slot, signal });
      metrics?.jobs.inc({ name: job.name, outcome: 'done' });
      await boss.complete(job.name, id);
    } catch (error) {
      log.error({ err: error, job: job.name, slot }, 'a job failed');
      metrics?.jobs.inc({ name: job.name, outcome: 'failed' });
      await boss.fail(job.name, id).catch((failure: unknown) => {
        log.warn({ err: failure, job: job.name }, 'the failure of a job could not be noted; it will run out');
      });
    }
  }

  return {
    async start() {
      await alone(database.pool, async () => {
        await boss.start();
        const made = new Set((await boss.getQueues()).map(({ name }) => name));
        for (const { name } of jobs) {
          if (!made.has(name)) await boss.createQueue(name, { name, policy: 'short' });
        }
      });
      worker = work();
      cron = createTask(
        deps.cron,
        async ({ date }) => {
          await tick(date.toISOString()).catch((error: unknown) => {
            log.warn({ err: error }, 'a tick was missed; the next one makes up for it');
          });
        },
        { timezone: 'UTC', suppressMissedWarning: true, logger: QUIET },
      );
      await cron.start();
    },
    async stop() {
      stopping.abort();
      await cron?.destroy();
      bell.ring();
      await worker;
      await boss.stop({ graceful: false });
    },
    async runNow(name) {
      const job = jobs.find((candidate) => candidate.name === name);
      if (job === undefined) throw new RangeError(`no job is called ${name}`);
      await enqueue(job, machineNow().toISOString());
      bell.ring();
    },
    tick: () => tick(machineNow().toISOString()),
  };
}

/** pg-boss makes a table for each queue; two copies that do it at once ran into a deadlock. They wait for each other. */
async function alone(pool: Database['pool'], work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await work();
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** The same run has the same identifier on every copy of the app. */
function identifierOf(job: string, slot: string): string {
  const hex = createHash('sha256').update(`${job} ${slot}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
