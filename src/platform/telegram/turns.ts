import { GrammyError, HttpError } from 'grammy';
import type { Update } from 'grammy/types';
import { monotonic } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Finish, Wake } from './lane-store.ts';
import { classify } from './outcome.ts';
import { TransportError } from './transport.ts';

/** One update, or one wake, of one chat, handed to the app in the order of the chat. */
export interface Turn {
  chatId: number;
  update: Update | null;
  wake: unknown;
  state: unknown;
  lastMessageId: number;
  companion: unknown;
  attempts: number;
}

/** What a turn leaves behind; written together with the done mark, in one statement. */
export interface Left {
  state?: unknown;
  lastMessageId?: number;
  wake?: Wake | null;
  /** The turn changed what `companion` shows: the next turn of this chat reads it anew. */
  stale?: boolean;
}

export interface TurnDependencies {
  log: Log;
  handle: (turn: Turn) => Promise<Left>;
  /** An update or a wake failed three times and is set aside; the person is to be told. */
  setAside?: (turn: Turn) => Promise<void>;
  observe?: (kind: string, outcome: 'done' | 'fault' | 'set_aside', seconds: number) => void;
}

/** How a turn ended. `counted`: by our fault, so it may not happen for ever; `rest`: seconds until the next try. */
export type End =
  | { kind: 'done' | 'failed'; left: Left }
  | { kind: 'again'; counted: boolean; rest?: number | undefined };

const ATTEMPTS = 3;
/** Seconds before the second and the third try. */
const REST = [0.5, 2];
/** Seconds before another try of an update whose answer found no way to Telegram. */
const REST_WITHOUT_TELEGRAM = 5;
/**
 * Seconds before each further try of a turn that Telegram broke off (a reset, a time-out, 5xx); only what breaks off after
 * these three minutes counts as our fault. Each try may send the same answer once more, hence so few.
 */
const REST_BROKEN_OFF = [0.5, 2, 5, 15, 30, 60, 60];

/** Hands turns to the app and judges how they end. Never rejects. */
export function createTurns(deps: TurnDependencies): (turn: Turn) => Promise<End> {
  const { log, handle, setAside, observe } = deps;
  /** How often Telegram broke off the turn that a chat is at. */
  const brokenOff = new Map<number, number>();

  /** Whether an error is a fault of ours, and else how long to wait. */
  function judge(chatId: number, error: unknown): { counted: boolean; rest?: number } {
    const { kind } = classify(error);
    if (kind === 'not-arrived') return { counted: false, rest: REST_WITHOUT_TELEGRAM };
    const times = brokenOff.get(chatId) ?? 0;
    const rest = REST_BROKEN_OFF[times];
    if (kind !== 'unknown' || !isTelegrams(error) || rest === undefined) return { counted: true };
    brokenOff.set(chatId, times + 1);
    return { counted: false, rest };
  }

  return async function run(turn) {
    const kind = turn.update
      ? (Object.keys(turn.update).find((key) => key !== 'update_id') ?? 'other')
      : 'wake';
    const from = monotonic();
    const ended = (outcome: 'done' | 'fault' | 'set_aside'): void => {
      const ms = monotonic() - from;
      log.debug({ kind, chatId: turn.chatId, outcome, ms: Math.round(ms) }, 'an update was handled');
      observe?.(kind, outcome, ms / 1000);
    };
    if (turn.attempts < ATTEMPTS) {
      try {
        const left = await handle(turn);
        ended('done');
        brokenOff.delete(turn.chatId);
        return { kind: 'done', left };
      } catch (error) {
        log.error({ err: error, kind, attempts: turn.attempts }, 'an update could not be handled');
        ended('fault');
        const judged = judge(turn.chatId, error);
        if (!judged.counted || turn.attempts + 1 < ATTEMPTS) return { kind: 'again', ...judged };
      }
    }
    ended('set_aside');
    brokenOff.delete(turn.chatId);
    await setAside?.(turn).catch((error: unknown) => log.warn({ err: error }, 'nobody could be told'));
    return { kind: 'failed', left: {} };
  };
}

function isTelegrams(error: unknown): boolean {
  return error instanceof HttpError || error instanceof GrammyError || error instanceof TransportError;
}

/** What is written of a turn; `about` names the lane and the update. */
export function finishOf(about: Finish, turn: Turn, end: End): Finish {
  if (end.kind === 'again') {
    const rest = end.rest ?? REST[turn.attempts] ?? 0;
    const again = { ...about, outcome: null, faulted: end.counted, release: true };
    if (turn.update) return { ...again, rest };
    const attempts = turn.attempts + (end.counted ? 1 : 0);
    return { ...again, wake: { inSeconds: rest, what: turn.wake, attempts } };
  }
  const { state, lastMessageId = 0, wake, stale = false } = end.left;
  const done = { ...about, outcome: end.kind, state, lastMessageId, release: about.release || stale };
  // A wake that came true is over, unless it set another.
  return { ...done, wake: wake === undefined && !turn.update ? null : wake };
}
