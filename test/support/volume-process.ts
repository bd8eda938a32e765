import path from 'node:path';
import { Api } from 'grammy';
import { createVolumeJob } from '../../src/features/questionnaire/volume/jobs.ts';
import { createDatabase } from '../../src/platform/database/client.ts';
import { createLog } from '../../src/platform/log.ts';
import { packageRoot } from '../../src/platform/package-root.ts';
import { createI18n } from '../../src/services/i18n/i18n.ts';

/** A copy of the app that does nothing but build volumes, for a test that kills it: `<database url> <api root> <token>`. */
const [url = '', apiRoot = '', token = ''] = process.argv.slice(2);
const database = createDatabase({ connectionString: url }, { log: createLog({ level: 'warn' }) });
await createVolumeJob({
  database,
  api: new Api(token, { apiRoot }),
  association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
  i18n: createI18n(path.join(packageRoot(), 'locales')),
  defaultLanguage: 'ru',
}).run({ now: new Date(), slot: 'test', signal: new AbortController().signal });
