import { startApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { createShutdown } from '../../src/platform/shutdown.ts';
import { createPacing } from '../../src/platform/telegram/pacing.ts';
import { runSide } from '../side.ts';

/** The whole app, but for the limit of messages a second over all chats. */
await runSide(async ({ token, apiRoot, databaseUrl }) => {
  const parsed = parseConfig({
    BOT_TOKEN: token,
    TELEGRAM_API_ROOT: apiRoot,
    DATABASE_URL: databaseUrl,
    HTTP_PORT: '0',
  });
  if (parsed.kind === 'faulty') throw new Error(parsed.message);
  if (parsed.config.mode === 'demo') throw new Error('not the demo');
  const log = createLog({ level: 'warn' });
  const shutdown = createShutdown(log);
  const fatal = (error: unknown): void => log.fatal({ err: error }, 'the app cannot go on');
  await startApp(parsed.config, { log, shutdown, fatal, pacing: createPacing({ perSecond: Infinity }) });
  return () => shutdown.stop('the contest is over');
});
