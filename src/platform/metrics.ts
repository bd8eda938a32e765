import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** How full the queues are: rows waiting, and the age of the oldest in seconds (0 when empty). */
export interface QueueState {
  inbox: { depth: number; oldestSeconds: number };
  outbox: { depth: number; oldestSeconds: number };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** Creates the process's measures with a registry of their own. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const inboxDepth = gauge('vestovoy_inbox_depth', 'Updates stored and not yet handled');
  const inboxAge = gauge('vestovoy_inbox_oldest_seconds', 'Age of the oldest update not yet handled');
  const outboxDepth = gauge('vestovoy_outbox_depth', 'Notices due and not yet sent');
  const outboxAge = gauge('vestovoy_outbox_oldest_seconds', 'Age of the oldest notice due and not yet sent');
  let readQueues: (() => Promise<QueueState>) | undefined;

  return {
    /** `kind`: the kind of the update (`message`, `callback_query`, …). */
    updatesReceived: new Counter({
      name: 'vestovoy_updates_received_total',
      help: 'Updates stored in the inbox',
      labelNames: ['kind'],
      registers,
    }),
    /** `outcome`: `done`, `failed` (will be tried again) or `set-aside`. */
    updatesHandled: new Counter({
      name: 'vestovoy_updates_handled_total',
      help: 'Updates handled, by outcome',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    handlingSeconds: new Histogram({
      name: 'vestovoy_handling_seconds',
      help: 'Time to handle one update',
      labelNames: ['kind'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    /** `lane`: `reply`, `personal`, `broadcast` or `other` (not paced); `outcome`: `sent`, `refused`, `limited`, `unknown`, `failed`. */
    sends: new Counter({
      name: 'vestovoy_sends_total',
      help: 'Calls to the Bot API, by outcome',
      labelNames: ['method', 'lane', 'outcome'],
      registers,
    }),
    /** `outcome`: `done` or `failed`. */
    jobs: new Counter({
      name: 'vestovoy_jobs_total',
      help: 'Jobs run, by outcome',
      labelNames: ['name', 'outcome'],
      registers,
    }),
    /** Names the query that tells how full the queues are; it is asked each time the measures are read. */
    watchQueues(read: () => Promise<QueueState>): void {
      readQueues = read;
    },
    contentType: registry.contentType,
    /** All measures as Prometheus reads them. With the database away the queues are told as unknown (NaN). */
    async text(): Promise<string> {
      if (readQueues !== undefined) {
        const state = await readQueues().catch(() => undefined);
        inboxDepth.set(state?.inbox.depth ?? NaN);
        inboxAge.set(state?.inbox.oldestSeconds ?? NaN);
        outboxDepth.set(state?.outbox.depth ?? NaN);
        outboxAge.set(state?.outbox.oldestSeconds ?? NaN);
      }
      return registry.metrics();
    },
  };
}
