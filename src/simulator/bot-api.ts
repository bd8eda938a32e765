import type { Faults } from './faults.ts';
import type { Limiter } from './limits.ts';
import type { Methods } from './methods/context.ts';
import { type Call, type Params, integer } from './params.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** What goes back over HTTP. `silence`: nothing at all; `reset`: the connection is destroyed. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' };

export interface BotApi {
  /** Runs one call with the faults and limits that are set. Never rejects. */
  perform(name: string, call: Omit<Call, 'method'>): Promise<Answer>;
  /** Calls by method, refused ones included. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Tells each call before it is judged, e.g. to measure the pace of a bot. */
export type CallListener = (call: { readonly method: string; readonly params: Params }) => void;

/** Methods that count against the pace of messages. */
const PACED = new Set([
  'sendMessage', 'sendDocument', 'sendPhoto', 'copyMessage', 'forwardMessage', 'editMessageText',
  'editMessageCaption', 'editMessageReplyMarkup',
]); // prettier-ignore

/** Methods that never see a 429: Telegram's bot server answers them by itself. */
const LOCAL = new Set(['getUpdates', 'getMe', 'setWebhook', 'deleteWebhook', 'getWebhookInfo']);

/** The methods behind one door: name, fault, limit, effect, answer. */
export function createBotApi(deps: {
  methods: Methods;
  world: World;
  faults: Faults;
  limiter: Limiter;
  onCall: CallListener | undefined;
  /** Told of each call that is refused. */
  onRefusal: (method: string, chatId: number | undefined, why: string) => void;
}): BotApi {
  const { world, faults, limiter, onCall, onRefusal } = deps;
  const methods = new Map(
    Object.entries(deps.methods).map(([name, run]) => [name.toLowerCase(), { name, run }] as const),
  );
  const counts = new Map<string, number>();

  async function run(name: string, call: Omit<Call, 'method'>): Promise<Answer> {
    const method = methods.get(name.toLowerCase());
    if (!method) throw new Refusal(404, 'Not Found');
    counts.set(method.name, (counts.get(method.name) ?? 0) + 1);
    onCall?.({ method: method.name, params: call.params });
    const chatId = integer(call.params, 'chat_id');
    const effect = faults.pick(method.name, chatId);
    switch (effect?.kind) {
      case 'reset':
        return { kind: 'reset' };
      case 'no-answer':
        return { kind: 'silence' };
      case 'server-error':
        throw new Refusal(
          effect.status ?? 502,
          effect.status === 500 ? 'Internal Server Error' : 'Bad Gateway',
        );
      case 'refusal':
        throw new Refusal(effect.status, effect.description);
      case 'too-many':
        if (effect.freeze === true) limiter.freeze(effect.retryAfter);
        throw new Refusal(429, `Too Many Requests: retry after ${effect.retryAfter}`, {
          retry_after: effect.retryAfter,
        });
      case 'slow':
        await delay(effect.delayMs);
        break;
      default:
    }
    if (!LOCAL.has(method.name)) {
      limiter.check(
        PACED.has(method.name) && chatId !== undefined ? (world.chats.get(chatId) ?? null) : null,
      );
    }
    const result = await method.run({ ...call, method: method.name });
    if (effect?.kind === 'answer-lost')
      return effect.silent === true ? { kind: 'silence' } : { kind: 'reset' };
    return { kind: 'answer', status: 200, body: JSON.stringify({ ok: true, result }) };
  }

  return {
    counts,
    async perform(name, call) {
      try {
        return await run(name, call);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        onRefusal(name, integer(call.params, 'chat_id'), why);
        return refusalAnswer(error);
      }
    },
  };
}

/** A refusal in Telegram's shape; anything else is a fault of the simulator and becomes 500 with its message. */
export function refusalAnswer(error: unknown): Answer {
  const refusal =
    error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${String(error)}`);
  const { code, message, parameters } = refusal;
  const body = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
  return { kind: 'answer', status: code, body: JSON.stringify(body) };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
