import { monotonic } from '../clock.ts';
import type { PaceLane } from './pace.ts';
import { pause, type Pacing } from './pacing.ts';
import { type Signal, type Transport, TransportError } from './transport.ts';

/** One call of a Bot API method, as grammY wrote it. */
export interface Call {
  method: string;
  url: string;
  body: string | Uint8Array;
  contentType: string | undefined;
  chat: string | undefined;
  /** Of the message that is edited. */
  messageId: string | undefined;
  signal: Signal | undefined;
}

/** https://core.telegram.org/bots/api#making-requests */
export interface BotApiAnswer {
  ok: boolean;
  error_code?: number;
  parameters?: { retry_after?: number };
}

/** What `createCalls` tells of each request made. */
export type CallOutcome = 'sent' | 'refused' | 'limited' | 'unknown' | 'failed';

/** How calls are made: what is paced, what is tried again, what is merged. Throws nothing but `TransportError`. */
export interface Calls {
  /** In the pace of `lane` if the method is one that writes to a chat. Tried again: what surely did not arrive, and a 429. */
  paced(lane: PaceLane, call: Call): Promise<BotApiAnswer>;
  /** Never paced; tried again as above, except `getUpdates`. */
  unpaced(call: Call): Promise<BotApiAnswer>;
  /** Never paced, never tried again: for a caller who took the slot himself and decides by the outcome. */
  once(lane: PaceLane, call: Call): Promise<BotApiAnswer>;
}

/** A chat action is no message; it is gone before the pace would let it through. */
const PACED = /^(?:send(?!ChatAction$)|copy|forward|edit)/;
/** Milliseconds for a whole request; `getUpdates` is held back by Telegram, files take their time. */
const LIMIT = { ordinary: 15_000, longPoll: 60_000, upload: 120_000 };
/** Before another try of what surely did not arrive. */
const BACK_OFF = [250, 1000, 3000];

interface Edit {
  call: Call;
  result: Promise<BotApiAnswer>;
}

export function createCalls(options: {
  transport: Transport;
  pacing: Pacing;
  /** Milliseconds for a whole request, instead of those of each kind. */
  limit?: number | undefined;
  count: (method: string, lane: PaceLane | 'other', outcome: CallOutcome, ms: number) => void;
}): Calls {
  const { transport, pacing, limit, count } = options;
  /** The last edit of each message that has not had its turn yet. */
  const waitingEdits = new Map<string, Edit>();

  async function attempt(call: Call, lane: PaceLane | 'other'): Promise<BotApiAnswer> {
    const from = monotonic();
    const ended = (outcome: CallOutcome): void => count(call.method, lane, outcome, monotonic() - from);
    try {
      const { status, content } = await transport.exchange({
        url: call.url,
        body: call.body,
        ...(call.contentType !== undefined && { contentType: call.contentType }),
        limit: limit ?? limitOf(call),
        signal: call.signal,
      });
      const answer = readAnswer(status, content);
      const { ok, error_code: code } = answer;
      ended(ok ? 'sent' : code === 429 ? 'limited' : (code ?? 0) >= 500 ? 'unknown' : 'refused');
      if (code === 429) pacing.flooded((answer.parameters?.retry_after ?? 1) * 1000);
      return answer;
    } catch (error) {
      ended(error instanceof TransportError && !error.written ? 'failed' : 'unknown');
      throw error;
    }
  }

  /** `turn` waits for the call's turn; it is asked before each try. */
  async function insist(
    current: () => Call,
    lane: PaceLane | 'other',
    turn: (again: boolean) => Promise<void>,
  ): Promise<BotApiAnswer> {
    let failures = 0;
    for (let again = false; ; again = true) {
      await turn(again);
      const call = current();
      try {
        const answer = await attempt(call, lane);
        if (answer.error_code !== 429) return answer;
      } catch (error) {
        const wait = BACK_OFF[failures++];
        const mayTryAgain =
          error instanceof TransportError && !error.written && call.signal?.aborted !== true;
        if (!mayTryAgain || wait === undefined) throw error;
        await pause(wait, call.signal);
      }
    }
  }

  function edit(lane: PaceLane, call: Call): Promise<BotApiAnswer> {
    const key = `${lane}:${call.chat}:${call.messageId}`;
    const earlier = waitingEdits.get(key);
    if (earlier?.call.method === call.method) {
      earlier.call = call;
      return earlier.result;
    }
    const own: Edit = { call, result: undefined as never };
    own.result = insist(
      () => own.call,
      lane,
      async (again) => {
        if (!again || !waitingEdits.has(key)) waitingEdits.set(key, own);
        try {
          await pacing.slot({ lane, chat: call.chat, first: again, signal: call.signal });
        } finally {
          if (waitingEdits.get(key) === own) waitingEdits.delete(key);
        }
      },
    );
    return own.result;
  }

  const unpaced = (call: Call): Promise<BotApiAnswer> =>
    call.method === 'getUpdates'
      ? attempt(call, 'other')
      : insist(
          () => call,
          'other',
          (again) => (again ? pacing.thawed(call.signal) : Promise.resolve()),
        );

  return {
    paced(lane, call) {
      if (!PACED.test(call.method)) return unpaced(call);
      if (call.method.startsWith('edit') && call.messageId !== undefined) return edit(lane, call);
      return insist(
        () => call,
        lane,
        (again) => pacing.slot({ lane, chat: call.chat, first: again, signal: call.signal }),
      );
    },
    unpaced,
    once: (lane, call) => attempt(call, lane),
  };
}

function limitOf(call: Call): number {
  if (call.method === 'getUpdates') return LIMIT.longPoll;
  return typeof call.body === 'string' ? LIMIT.ordinary : LIMIT.upload;
}

/** Something on the way (a proxy, a gateway) may answer in Telegram's place, and not in JSON. */
function readAnswer(status: number, content: Buffer): BotApiAnswer {
  try {
    const answer = JSON.parse(content.toString('utf8')) as BotApiAnswer;
    if (typeof answer.ok === 'boolean') return answer;
  } catch {
    // Told below by the status.
  }
  throw new TransportError(true, `HTTP_${status}`);
}
