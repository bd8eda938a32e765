import { createClock } from '../../src/platform/clock.ts';
import { createDatabase } from '../../src/platform/database/client.ts';
import { createLog } from '../../src/platform/log.ts';
import { createScheduler } from '../../src/services/scheduler/index.ts';

/** A copy of the app that takes up one job and never ends it, for a test that kills it: `<database url>`. */
const log = createLog({ level: 'warn' });
const database = createDatabase({ connectionString: process.argv[2] ?? '' }, { log });
const scheduler = createScheduler({
  database,
  cron: '0 0 1 1 *',
  clock: createClock(),
  log,
  jobs: [
    {
      name: 'heavy',
      every: 'demand',
      expireInSeconds: 2,
      run: () => {
        process.stdout.write('taken\n');
        return new Promise(() => undefined);
      },
    },
  ],
});
await scheduler.start();
await scheduler.runNow('heavy');
