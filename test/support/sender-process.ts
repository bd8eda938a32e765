import { createClock } from '../../src/platform/clock.ts';
import { createDatabase } from '../../src/platform/database/client.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTelegram } from '../../src/platform/telegram/api.ts';
import { createPacing } from '../../src/platform/telegram/pacing.ts';
import { createTransport } from '../../src/platform/telegram/transport.ts';
import { createDelivery } from '../../src/services/delivery/index.ts';
import { createRecipients } from './recipients.ts';

/** A copy of the app that does nothing but send, for tests that kill it: `<database url> <api root> <token>`. */
const [url = '', apiRoot = '', token = ''] = process.argv.slice(2);
const log = createLog({ level: 'warn' });
const database = createDatabase({ connectionString: url }, { log });
const pacing = createPacing({ perSecond: 60 });
const telegram = createTelegram({ token, apiRoot, transport: createTransport(), pacing });
createDelivery({
  database,
  telegram,
  clock: createClock(),
  renderers: { text: (args) => Promise.resolve({ text: String((args as { text: string }).text) }) },
  recipientOf: createRecipients(database.prisma),
  log,
  leaseTtl: 1500,
  judgeAfter: 2000,
}).start();
