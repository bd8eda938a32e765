import { createClock, monotonic } from '../../../src/platform/clock.ts';
import { createDatabase } from '../../../src/platform/database/client.ts';
import { createLease } from '../../../src/platform/database/lease.ts';
import { createHttpServer } from '../../../src/platform/http/server.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createTelegram } from '../../../src/platform/telegram/api.ts';
import { storeUpdates } from '../../../src/platform/telegram/inbox.ts';
import { createLanes } from '../../../src/platform/telegram/lanes.ts';
import { createPacing } from '../../../src/platform/telegram/pacing.ts';
import { createPolling } from '../../../src/platform/telegram/polling.ts';
import { createTransport } from '../../../src/platform/telegram/transport.ts';
import { createWebhookRoute } from '../../../src/platform/telegram/webhook.ts';
import { createScheduler } from '../../../src/services/scheduler/index.ts';
import type { CopyEvent, CopySettings } from './copy.ts';

/**
 * One copy of a small app made of the real parts, run as a process of its own. Each message with a number takes effect by
 * a row of `effect`, whose key is unique, and is answered; each handling leaves a row of `handling`, also a repeated one.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as CopySettings;
const { name, databaseUrl, apiRoot, token, receive, secret, ttl, workMs = 0, jobs = false } = settings;
const log = createLog({ level: 'fatal' });
const tell = (event: CopyEvent): void => void process.send?.(event);

const database = createDatabase({ connectionString: databaseUrl }, { log });
const { pool } = database;
const pacing = createPacing({ perSecond: Infinity });
const telegram = createTelegram({ token, apiRoot, transport: createTransport(), pacing });

const lanes = createLanes({
  pool,
  log,
  ttl,
  idle: 200,
  async handle({ chatId, update, state }) {
    const number = Number(update?.message?.text);
    const seen = (state as { seen?: number }).seen ?? 0;
    await pool.query('insert into handling (chat, number, copy) values ($1, $2, $3)', [chatId, number, name]);
    const from = monotonic();
    while (monotonic() - from < workMs) await new Promise((resolve) => setTimeout(resolve, 1));
    await pool.query(
      'insert into effect (key, chat, number, seen, copy) values ($1, $2, $3, $4, $5) on conflict do nothing',
      [`m:${chatId}:${update?.message?.message_id}`, chatId, number, seen, name],
    );
    await telegram.unpaced.sendMessage(chatId, String(number));
    return { state: { seen: seen + 1 } };
  },
});
const store = async (updates: Parameters<typeof storeUpdates>[1]): Promise<void> => {
  await storeUpdates(pool, updates);
  lanes.kick();
};
const lease = createLease(pool, 'poller', { ttl: ttl * 1000 });
const polling = createPolling({
  api: telegram.unpaced,
  store,
  log,
  mayPoll: () => lease.acquire(),
  refused: (error) => tell({ kind: 'refused', code: error.error_code }),
  state: () => undefined,
});
const scheduler = createScheduler({
  database,
  cron: '* * * * * *',
  clock: createClock(),
  log,
  jobs: [
    {
      name: 'count',
      every: 'tick',
      expireInSeconds: 5,
      async run({ slot }) {
        await pool.query('insert into job_run (slot, copy) values ($1, $2)', [slot, name]);
      },
    },
  ],
});
const http = await createHttpServer({
  host: '127.0.0.1',
  port: 0,
  routes: [createWebhookRoute({ path: '/telegram', secret, store, log })],
  log,
});

lanes.start();
if (receive === 'polling') polling.start();
if (jobs) await scheduler.start();
process.on('message', (message) => void (message === 'stop' && stop()));
process.on('disconnect', () => process.exit(1));
tell({ kind: 'ready', url: http.url });

async function stop(): Promise<void> {
  await http.close();
  await polling.stop();
  if (jobs) await scheduler.stop();
  await lanes.stop();
  await database.close();
  process.exit(0);
}
