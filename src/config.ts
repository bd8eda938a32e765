import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { validate as isCronExpression } from 'node-cron';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from './platform/log.ts';
import { packageRoot } from './platform/package-root.ts';
import { createI18n, type Language } from './services/i18n/i18n.ts';

/** Settings that every mode has. */
interface Common {
  defaultLanguage: Language;
  logLevel: LogLevel;
  /** Directory for the embedded database, absolute. */
  dataDir: string;
  http: Readonly<{ host: string; port: number }>;
  /** node-cron expression of the scheduler's tick. */
  sweepCron: string;
  /** The instant at which the app's clock starts running; absent: the machine's time. */
  clockStart: Date | undefined;
}

/** Settings of an app that talks to Telegram (or to a simulator that stands in its place). */
interface Talking extends Common {
  botToken: string;
  /** Telegram ids of the first administrators. */
  adminIds: readonly number[];
  database: Readonly<{ kind: 'given'; url: string } | { kind: 'embedded'; dataDir: string }>;
  telegram: Readonly<{ apiRoot: string; proxy: string | undefined }>;
}

export interface PollingConfig extends Talking {
  mode: 'polling';
}

export interface WebhookConfig extends Talking {
  mode: 'webhook';
  webhook: Readonly<{ url: string; secret: string }>;
}

/** Without a token: a simulator on the loopback, which starts the app as a child with a token of its own. */
export interface DemoConfig extends Common {
  mode: 'demo';
  /** The simulator's port; 0 means any free one. */
  demoPort: number;
}

/** Of a bot that talks to Telegram, or to a server in its place. */
export type BotConfig = Readonly<PollingConfig> | Readonly<WebhookConfig>;

export type Config = BotConfig | Readonly<DemoConfig>;

export type ParsedConfig =
  /** `warnings`: sentences for the operator on settings that have no effect or look misspelt. */
  | { kind: 'ok'; config: Config; warnings: readonly string[] }
  /** `message` names every faulty variable, what was expected and an example; no value is ever repeated in it. */
  | { kind: 'faulty'; message: string };

const DEFAULT_API_ROOT = 'https://api.telegram.org';

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

/** One check a variable. An empty string counts as absent and never gets here. */
const VARIABLES = {
  BOT_TOKEN: z.string().regex(/^\d{5,20}:[A-Za-z0-9_-]{30,64}$/),
  ADMIN_IDS: z
    .string()
    .regex(/^\s*\d{1,16}(\s*,\s*\d{1,16})*\s*$/)
    .transform((list) => list.split(',').map(Number))
    .refine((ids) => ids.every((id) => id > 0 && Number.isSafeInteger(id))),
  DATABASE_URL: z.string().refine((url) => hasProtocol(url, 'postgres:', 'postgresql:')),
  DATA_DIR: z.string(),
  MODE: z.enum(['polling', 'webhook']),
  WEBHOOK_URL: z
    .string()
    .refine((url) => hasProtocol(url, 'https:') || (hasProtocol(url, 'http:') && isLoopback(url))),
  WEBHOOK_SECRET: z.string().regex(/^[A-Za-z0-9_-]{16,256}$/),
  HTTP_HOST: z.string().refine((host) => isIP(host) !== 0 || /^[A-Za-z0-9.-]+$/.test(host)),
  HTTP_PORT: port,
  DEMO_PORT: port,
  TELEGRAM_API_ROOT: z
    .string()
    .refine((url) => hasProtocol(url, 'http:', 'https:'))
    .transform((url) => url.replace(/\/+$/, '')),
  TELEGRAM_PROXY: z.string().refine((url) => hasProtocol(url, 'http:', 'https:', 'socks5:')),
  DEFAULT_LANGUAGE: z.enum(['ru', 'en']),
  LOG_LEVEL: z.enum(LOG_LEVELS),
  SWEEP_CRON: z.string().refine((expression) => isCronExpression(expression)),
  CLOCK_START: z.iso.datetime({ offset: true }).transform((instant) => new Date(instant)),
};

export type Variable = keyof typeof VARIABLES;
type Settings = { [Name in Variable]?: z.output<(typeof VARIABLES)[Name]> };

/** Why a variable is faulty: its own form, or its place among the others. Keys of `settings.reasons` in start.json. */
type Reason = 'malformed' | 'token-forgotten' | 'wanted-by-webhook' | 'clock-not-on-loopback';

/** Names of the variables in the order in which they are documented. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as Variable[];

/** Reads the settings; reports all faults at once. Reads nothing but `env` and the texts of its own messages. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ParsedConfig {
  const settings: Settings = {};
  const faults: { name: Variable; reason: Reason }[] = [];
  for (const name of VARIABLE_NAMES) {
    const raw = env[name]?.trim();
    if (raw === undefined || raw === '') continue;
    const read = VARIABLES[name].safeParse(raw);
    if (read.success) Object.assign(settings, { [name]: read.data });
    else faults.push({ name, reason: 'malformed' });
  }
  const given = (name: Variable) => (env[name]?.trim() ?? '') !== '';

  if (!given('BOT_TOKEN') && (given('DATABASE_URL') || given('WEBHOOK_URL') || settings.MODE === 'webhook')) {
    faults.push({ name: 'BOT_TOKEN', reason: 'token-forgotten' });
  }
  if (settings.MODE === 'webhook') {
    for (const name of ['WEBHOOK_URL', 'WEBHOOK_SECRET'] as const) {
      if (!given(name)) faults.push({ name, reason: 'wanted-by-webhook' });
    }
  }
  const apiRoot = given('TELEGRAM_API_ROOT') ? settings.TELEGRAM_API_ROOT : DEFAULT_API_ROOT;
  const shiftsClock = given('BOT_TOKEN') && settings.CLOCK_START !== undefined;
  if (shiftsClock && apiRoot !== undefined && !isLoopback(apiRoot)) {
    faults.push({ name: 'CLOCK_START', reason: 'clock-not-on-loopback' });
  }

  const { t } = createI18n(join(packageRoot(), 'locales'))(settings.DEFAULT_LANGUAGE ?? 'ru');
  if (faults.length > 0) {
    const lines = faults.map(({ name, reason }) =>
      t('start:settings.fault', {
        name,
        reason: t(`start:settings.reasons.${reason}`),
        expected: t(`start:settings.variables.${name}.expected`),
        example: `${name}=${t(`start:settings.variables.${name}.example`)}`,
      }),
    );
    return {
      kind: 'faulty',
      message: [t('start:settings.heading'), ...lines, t('start:settings.footer')].join('\n\n'),
    };
  }

  const warnings = misspelt(env).map(({ found, meant }) => t('start:settings.misspelt', { found, meant }));
  if (given('WEBHOOK_URL') && settings.MODE !== 'webhook') warnings.push(t('start:settings.webhook-unused'));
  return { kind: 'ok', config: Object.freeze(compose(settings)), warnings };
}

function compose(settings: Settings): Config {
  const dataDir = resolve(settings.DATA_DIR ?? '.data');
  const common: Common = {
    defaultLanguage: settings.DEFAULT_LANGUAGE ?? 'ru',
    logLevel: settings.LOG_LEVEL ?? 'info',
    dataDir,
    http: Object.freeze({ host: settings.HTTP_HOST ?? '127.0.0.1', port: settings.HTTP_PORT ?? 8080 }),
    sweepCron: settings.SWEEP_CRON ?? '* * * * *',
    clockStart: settings.CLOCK_START,
  };
  if (settings.BOT_TOKEN === undefined) {
    return { ...common, mode: 'demo', demoPort: settings.DEMO_PORT ?? 8081 };
  }
  const talking: Talking = {
    ...common,
    botToken: settings.BOT_TOKEN,
    adminIds: Object.freeze(settings.ADMIN_IDS ?? []),
    database: Object.freeze(
      settings.DATABASE_URL === undefined
        ? { kind: 'embedded', dataDir }
        : { kind: 'given', url: settings.DATABASE_URL },
    ),
    telegram: Object.freeze({
      apiRoot: settings.TELEGRAM_API_ROOT ?? DEFAULT_API_ROOT,
      proxy: settings.TELEGRAM_PROXY,
    }),
  };
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret } = settings;
  if (settings.MODE === 'webhook' && url !== undefined && secret !== undefined) {
    return { ...talking, mode: 'webhook', webhook: Object.freeze({ url, secret }) };
  }
  return { ...talking, mode: 'polling' };
}

function hasProtocol(text: string, ...protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

/** Whether a URL leads to this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

/** Variables set that are none of ours, yet one or two letters away from one that is not set. */
function misspelt(env: Readonly<Record<string, string | undefined>>): { found: string; meant: Variable }[] {
  const absent = VARIABLE_NAMES.filter((name) => env[name] === undefined && name.length >= 8);
  return Object.keys(env)
    .filter((found) => !VARIABLE_NAMES.includes(found as Variable))
    .flatMap((found) => {
      const meant = absent.find(
        (name) => lettersApart(found.toUpperCase(), name) <= (name.length >= 9 ? 2 : 1),
      );
      return meant === undefined ? [] : [{ found, meant }];
    });
}

/** Levenshtein's distance: letters to insert, remove or replace. */
function lettersApart(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
