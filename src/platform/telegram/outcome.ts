import { GrammyError, HttpError } from 'grammy';
import { TransportError } from './transport.ts';

/**
 * How a call to Telegram that threw has ended. There is no idempotency key in the Bot API, so what matters is whether
 * the call took effect: only `unknown` leaves that open, all others surely had none.
 */
export type Outcome =
  /** Telegram read the call and said no; the same call will be refused again. */
  | { kind: 'refused'; code: number; description: string }
  /** The person cannot be written to until he writes again. */
  | { kind: 'unreachable'; reach: 'blocked' | 'deactivated'; description: string }
  /** The group lives on under another chat id: the same call may be made there. */
  | { kind: 'migrated'; chatId: number }
  /** Too many calls: nothing may be sent for `milliseconds`. */
  | { kind: 'flooded'; milliseconds: number }
  /** Nothing was done: no connection, or Telegram does not know the token. Another call would fare no better now. */
  | { kind: 'not-arrived'; code: string }
  /** Cut off after the request was written, or answered with a fault of Telegram's own. */
  | { kind: 'unknown'; code: string };

/** Tells how a call ended from what grammY threw. The texts are Telegram's without quoted parts, and hold no token. */
export function classify(error: unknown): Outcome {
  if (error instanceof GrammyError) return classifyAnswer(error);
  const cause = error instanceof HttpError ? error.error : error;
  if (cause instanceof TransportError) {
    return { kind: cause.written ? 'unknown' : 'not-arrived', code: cause.code };
  }
  return { kind: 'unknown', code: cause instanceof Error ? cause.name : 'error' };
}

function classifyAnswer(error: GrammyError): Outcome {
  const { error_code: code, parameters } = error;
  const description = withoutQuotes(error.description);
  if (code === 429) return { kind: 'flooded', milliseconds: (parameters.retry_after ?? 1) * 1000 };
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'migrated', chatId: parameters.migrate_to_chat_id };
  if (code >= 500) return { kind: 'unknown', code: String(code) };
  // Telegram answers 401 to a token that it does not know and 404 to one that cannot be a token.
  if (code === 401 || (code === 404 && description === 'Not Found'))
    return { kind: 'not-arrived', code: String(code) };
  if (code === 403) {
    const reach = description.includes('deactivated') ? 'deactivated' : 'blocked';
    return { kind: 'unreachable', reach, description };
  }
  return { kind: 'refused', code, description };
}

/** Telegram quotes pieces of the text that it refuses (`Unsupported start tag "…"`). */
function withoutQuotes(description: string): string {
  return description.replace(/"[^"]*"/g, '"…"');
}
