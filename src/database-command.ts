import path from 'node:path';
import { parseConfig } from './config.ts';
import type { Connection } from './platform/database/connection.ts';
import { openServer } from './platform/database/server.ts';
import { explainStartFault } from './platform/errors.ts';
import { createLog, type Log } from './platform/log.ts';
import { packageRoot } from './platform/package-root.ts';
import { createI18n, type Texts } from './services/i18n/i18n.ts';

/** What a command line has to say in the end, and whether it did what it was called for. */
export interface Told {
  done: boolean;
  words: string;
}

/** These commands talk to no bot and must work without one: parseConfig takes settings without a token for the demo. */
const NO_BOT = `10000:${'x'.repeat(35)}`;

/** The rim of `npm run backup` and `npm run restore`: one argument, a file; the database that the settings name. */
export async function runDatabaseCommand(
  env: Readonly<Record<string, string | undefined>>,
  file: string | undefined,
  usage: (t: Texts['t']) => string,
  work: (connection: Connection, file: string, t: Texts['t'], log: Log) => Promise<Told>,
): Promise<Told> {
  const { DATABASE_URL, DATA_DIR, DEFAULT_LANGUAGE } = env;
  const parsed = parseConfig({ DATABASE_URL, DATA_DIR, DEFAULT_LANGUAGE, BOT_TOKEN: NO_BOT });
  if (parsed.kind === 'faulty') return { done: false, words: parsed.message };
  const { config } = parsed;
  if (config.mode === 'demo') throw new Error('a token was given');
  const { t } = createI18n(path.join(packageRoot(), 'locales'))(config.defaultLanguage);
  if (file === undefined) return { done: false, words: usage(t) };

  const log = createLog({ level: 'warn' });
  try {
    const server = await openServer(config.database, log);
    try {
      return await work(server.connection, file, t, log);
    } finally {
      await server.stop();
    }
  } catch (error) {
    const fault = explainStartFault(error, (key, values) =>
      t(key === 'start:faults.heading' ? 'database:heading' : key, values),
    );
    const words = fault ?? explainFileFault(error, t);
    if (words === undefined) throw error;
    return { done: false, words };
  }
}

/** Prints the outcome and leaves the exit code: 0 done, 1 not. */
export function tell({ done, words }: Told): void {
  (done ? process.stdout : process.stderr).write(`${words}\n`);
  process.exitCode = done ? 0 : 1;
}

function explainFileFault(error: unknown, t: Texts['t']): string | undefined {
  const { syscall, path: file } = error as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'rename' || syscall === 'read'
    ? t('database:file', { file: file ?? '' })
    : undefined;
}
