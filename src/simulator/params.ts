import { badRequest } from './refusal.ts';

/** Parameters of a call: native values from a JSON body, strings from a form or a query. */
export type Params = Record<string, unknown>;

/** A file that came in a multipart body. */
export interface Upload {
  readonly fileName: string;
  readonly contentType: string;
  readonly data: Buffer;
}

/** One call of the Bot API, read but not yet judged. */
export interface Call {
  /** The method as registered, e.g. `sendMessage`. */
  readonly method: string;
  readonly params: Params;
  readonly uploads: ReadonlyMap<string, Upload>;
  /** Runs `listener` when the caller goes away before it was answered. */
  readonly onGone: (listener: () => void) => void;
}

/** A parameter as text; numbers and booleans are taken as Telegram takes them. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A whole number, or undefined when it is absent or not one. */
export function integer(params: Params, name: string): number | undefined {
  const value = params[name];
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*[+-]?\d+\s*$/.test(value)) return undefined;
  return Number(value);
}

export function flag(params: Params, name: string): boolean {
  const value = params[name];
  return value === true || value === 1 || (typeof value === 'string' && /^(true|1|yes)$/i.test(value.trim()));
}

/**
 * A parameter that is an object or a list: given as such, or as JSON text.
 * @throws Refusal with `complaint` when the text is not JSON
 */
export function structure(params: Params, name: string, complaint: string): unknown {
  const value = params[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw badRequest(complaint);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
