import { Context } from 'grammy';
import { createDatabase } from '../../src/platform/database/client.ts';
import { createLease } from '../../src/platform/database/lease.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTelegram } from '../../src/platform/telegram/api.ts';
import { storeUpdates } from '../../src/platform/telegram/inbox.ts';
import { createLanes } from '../../src/platform/telegram/lanes.ts';
import { createPacing } from '../../src/platform/telegram/pacing.ts';
import { createPolling } from '../../src/platform/telegram/polling.ts';
import { createTransport } from '../../src/platform/telegram/transport.ts';
import { runSide } from '../side.ts';

/** Echo on the app's own way of an update: polling, inbox, lanes, paced replies. */
await runSide(async ({ token, apiRoot, databaseUrl }) => {
  const log = createLog({ level: 'warn' });
  const { pool, close } = createDatabase({ connectionString: databaseUrl }, { log });
  const transport = createTransport();
  const pacing = createPacing({ perSecond: Infinity });
  const telegram = createTelegram({ token, apiRoot, transport, pacing });
  const me = await telegram.unpaced.getMe();
  const lanes = createLanes({
    pool,
    log,
    async handle({ update }) {
      if (update?.message?.text === undefined) return {};
      await new Context(update, telegram.replies, me).reply(update.message.text);
      return {};
    },
  });
  const lease = createLease(pool, 'poller', { ttl: 15_000 });
  const polling = createPolling({
    api: telegram.unpaced,
    async store(updates) {
      await storeUpdates(pool, updates);
      lanes.kick();
    },
    log,
    mayPoll: () => lease.acquire(),
    refused: (error) => log.error({ err: error }, 'refused'),
    state: () => undefined,
  });
  lanes.start();
  polling.start();
  return async () => {
    await polling.stop();
    await lanes.stop();
    await close();
  };
});
