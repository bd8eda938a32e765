import { GrammyError, HttpError } from 'grammy';

/**
 * Everything that can go wrong at start and that an operator can mend. The kind is the key of its words in
 * `locales/<language>/start.json` (`faults.<kind>.what`, `faults.<kind>.cure`); the other fields are filled into them.
 */
export type StartFault =
  | { kind: 'database-refused'; address: string }
  | { kind: 'database-unreachable'; address: string }
  | { kind: 'database-password' }
  | { kind: 'database-missing' }
  | { kind: 'database-rights' }
  | { kind: 'database-busy' }
  | { kind: 'database-newer'; migration: string }
  | { kind: 'migration-changed'; migration: string }
  | { kind: 'embedded-absent' }
  | { kind: 'embedded-root' }
  | { kind: 'embedded-failed'; logFile: string }
  | { kind: 'data-dir'; directory: string }
  | { kind: 'disk-full' }
  /** `address`: of the demo that uses the folder. */
  | { kind: 'demo-running'; directory: string; address: string }
  | { kind: 'port-taken'; address: string }
  | { kind: 'port-forbidden'; address: string }
  | { kind: 'address-unknown'; address: string }
  | { kind: 'token-refused' }
  | { kind: 'second-poller' }
  | { kind: 'webhook-refused'; description: string }
  | { kind: 'telegram-unreachable' }
  /** `address`: host and port of TELEGRAM_PROXY. */
  | { kind: 'proxy-unreachable'; address: string }
  /** The database keeps a shifted clock; `appTime`: what the app would take for now. */
  | { kind: 'clock-shifted'; appTime: string };

/** A fault at start that an operator can mend. Thrown where the fault is understood; `main` prints its words. */
export class StartError extends Error {
  readonly fault: StartFault;

  constructor(fault: StartFault, options?: ErrorOptions) {
    super(`cannot start: ${fault.kind}`, options);
    this.name = 'StartError';
    this.fault = fault;
  }
}

type FaultText = 'start:faults.heading' | `start:faults.${StartFault['kind']}.${'what' | 'cure'}`;

/**
 * What is wrong and what to do, in the words of `text` (the `t` of a language); `undefined` if the error is none of
 * the known faults.
 */
export function explainStartFault(
  error: unknown,
  text: (key: FaultText, values: Readonly<Record<string, string>>) => string,
): string | undefined {
  const fault = findStartFault(error);
  if (fault === undefined) return undefined;
  const { kind, ...values } = fault;
  const keys = ['start:faults.heading', `start:faults.${kind}.what`, `start:faults.${kind}.cure`] as const;
  return keys.map((key) => text(key, values)).join('\n');
}

/** The known fault behind an error, looked for through its causes; `undefined` for any other. */
export function findStartFault(error: unknown): StartFault | undefined {
  if (error instanceof StartError) return error.fault;
  if (error instanceof GrammyError) return telegramRefusal(error);
  if (error instanceof HttpError) return { kind: 'telegram-unreachable' };
  if (!(error instanceof Error)) return undefined;
  const fault = faultOfCode(error);
  if (fault !== undefined) return fault;
  for (const inner of [
    error.cause,
    ...(error instanceof AggregateError ? (error.errors as unknown[]) : []),
  ]) {
    const deeper = findStartFault(inner);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Where a proxy is set, that no answer came from Telegram is told of the proxy: its host and port. */
export function blamingProxy(error: unknown, proxy: string | undefined): unknown {
  if (!(error instanceof HttpError) || proxy === undefined) return error;
  return new StartError({ kind: 'proxy-unreachable', address: new URL(proxy).host }, { cause: error });
}

/** Telegram answers 401 to a token it does not know and 404 to one that cannot be a token. */
function telegramRefusal(error: GrammyError): StartFault | undefined {
  if (error.error_code === 401 || error.error_code === 404) return { kind: 'token-refused' };
  if (error.error_code === 409) return { kind: 'second-poller' };
  if (error.method === 'setWebhook') return { kind: 'webhook-refused', description: error.description };
  return undefined;
}

/** Faults told by a code of Node.js or an SQLSTATE of PostgreSQL. */
function faultOfCode(error: Error): StartFault | undefined {
  const { code, syscall, address, hostname, port } = error as NodeJS.ErrnoException & {
    address?: string;
    hostname?: string;
    port?: number;
  };
  const place = `${address ?? hostname ?? 'DATABASE_URL'}${port === undefined ? '' : `:${port}`}`;
  switch (code) {
    case 'ENOSPC':
    case '53100':
      return { kind: 'disk-full' };
    case 'EADDRINUSE':
      return { kind: 'port-taken', address: place };
    case 'EADDRNOTAVAIL':
      return { kind: 'address-unknown', address: place };
    case 'EACCES':
      return syscall === 'listen' ? { kind: 'port-forbidden', address: place } : undefined;
    case 'ECONNREFUSED':
      return { kind: 'database-refused', address: place };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return { kind: 'database-unreachable', address: place };
    case '28P01':
    case '28000':
      return { kind: 'database-password' };
    case '3D000':
      return { kind: 'database-missing' };
    case '42501':
      return { kind: 'database-rights' };
    case '53300':
    case '57P03':
      return { kind: 'database-busy' };
    default:
      // What pg says, without a code, when nobody answers.
      return error.message.includes('timeout expired')
        ? { kind: 'database-unreachable', address: place }
        : undefined;
  }
}
