import { type DestinationStream, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';

/** A structured log: `log.info({ chatId }, 'english sentence')`. What may not be told is cut from every line. */
export type Log = Logger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Creates the log: one JSON object a line, to the standard output or to `destination`.
 *
 * No text of a message, no name of a person and no secret comes out, whatever a caller passes: errors lose what
 * they quote (`describeError`), and each finished line is filtered once more (`scrub`). `secrets` are strings that
 * cannot be told by their shape (the webhook's secret, a password).
 */
export function createLog(options: {
  level: LogLevel;
  secrets?: readonly string[];
  destination?: DestinationStream;
}): Log {
  const secrets = (options.secrets ?? []).filter((secret) => secret.length >= 6);
  const settings: LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError, error: describeError },
    hooks: { streamWrite: (line) => scrub(line, secrets) },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** What Node.js warns of becomes a line of the log, and is not printed among them; what is merely experimental at debug. */
export function logWarnings(log: Log, source: NodeJS.EventEmitter = process): void {
  source.removeAllListeners('warning');
  source.on('warning', (warning: Error) =>
    log[warning.name === 'ExperimentalWarning' ? 'debug' : 'warn']({ err: warning }, 'Node.js warns'),
  );
}

const SECRET_KEYS =
  'text|caption|title|first_name|last_name|username|firstName|lastName|surname|givenName|patronymic|phone|phone_number|' +
  'email|data|query|token|botToken|BOT_TOKEN|secret|webhookSecret|secret_token|WEBHOOK_SECRET|password|authorization';
const KEYED = new RegExp(`"(${SECRET_KEYS})":"(?:[^"\\\\]|\\\\.)*"`, 'g');
const TOKEN = /\d{5,}:[A-Za-z0-9_-]{20,}/g;
const CREDENTIALS = /(:\/\/)[^/\s"@]+@/g;
/** Log lines are English: a run of Cyrillic in one is what a person wrote, or a name. */
const CYRILLIC = /[Ѐ-ӿ](?:[^"\\{}[\]]*[Ѐ-ӿ])?/g;

/** Cuts from a line of JSON all that the log may not hold; the line stays JSON. */
function scrub(line: string, secrets: readonly string[]): string {
  let clean = line
    .replace(KEYED, '"$1":"[cut]"')
    .replace(TOKEN, '[token]')
    .replace(CREDENTIALS, '$1[cut]@')
    .replace(CYRILLIC, '…');
  for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
  return clean;
}

/** The fields of an error that are safe; `detail`, `where`, `parameters`, `payload`, `query` may hold texts. */
const SAFE_FIELDS = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'error_code',
  'method',
] as const;

/** What the log tells of an error: its class, a message without quotations, safe fields, the stack's frames, causes. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' ? '[not an error]' : error;
  const told: Record<string, unknown> = { type: error.name, message: plainMessage(error) };
  const fields = error as unknown as Record<string, unknown>;
  for (const field of SAFE_FIELDS) {
    const value = fields[field];
    if (typeof value === 'string' || typeof value === 'number') told[field] = value;
  }
  const frames = (error.stack ?? '').replace(error.message, '').match(/^\s+at .+$/gm);
  if (frames !== null) told['stack'] = frames.slice(0, 12).map((frame) => frame.trim());
  if (depth < 4) {
    const inner = error.cause ?? fields['error'];
    if (inner !== undefined) told['cause'] = describeError(inner, depth + 1);
    if (error instanceof AggregateError) {
      told['errors'] = (error.errors as unknown[]).slice(0, 4).map((each) => describeError(each, depth + 1));
    }
  }
  return told;
}

/**
 * An error's message without what it quotes. Prisma prints the arguments of the call between the first and the last
 * line; PostgreSQL (class 22), Prisma's driver and JSON.parse quote the faulty input; elsewhere a quoted single word
 * is the name of a table or a field.
 */
function plainMessage(error: Error): string {
  const lines = error.message.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0] ?? '';
  const message = lines.length > 1 ? `${first} … ${lines.at(-1) ?? ''}` : first;
  const { code } = error as { code?: unknown };
  const quotesInput =
    /^(Prisma|DriverAdapter|SyntaxError)/.test(error.name) ||
    (typeof code === 'string' && code.startsWith('22'));
  return message.replace(/"[^"]*("|$)|«[^»]*(»|$)|`[^`]*(`|$)/g, (quoted) =>
    /^(["`])[\w.()$-]{1,64}\1$/.test(quoted) && !(quotesInput && quoted.startsWith('"')) ? quoted : '"…"',
  );
}
