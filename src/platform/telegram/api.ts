import { Api, HttpError } from 'grammy';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type BotApiAnswer, type Call, createCalls } from './calls.ts';
import type { Pacing } from './pacing.ts';
import { type Signal, type Transport, TransportError } from './transport.ts';

/**
 * The Bot API. All objects share one pace, and what they do sits under `client.fetch`, where sends made inside a
 * conversation pass too (transformers would not see them). `new Bot(token, { client: replies.options })` gives a bot
 * whose replies are paced.
 */
export interface Telegram {
  replies: Api;
  /** Never paced: `getUpdates`, `getMe`, `setWebhook`, `answerCallbackQuery`. */
  unpaced: Api;
  /** One attempt a call: the sender takes a slot of `pacing` first, marks its row in between and judges the outcome. */
  personal: Api;
  broadcast: Api;
  pacing: Pacing;
  /** The content of a file, by the `file_path` that `getFile` gave. */
  download(filePath: string, signal?: Signal): Promise<Buffer>;
}

/** Milliseconds for a file of the 20 MB that Telegram gives out. */
const DOWNLOAD_LIMIT = 120_000;
/** grammY's own clock also counts waiting for the turn; a call that it reported as failed went out all the same. */
const GRAMMY_TIMEOUT_SECONDS = 1_000_000;

export function createTelegram(options: {
  token: string;
  /** Without a slash at the end. */
  apiRoot: string;
  transport: Transport;
  pacing: Pacing;
  metrics?: Pick<Metrics, 'sends'> | undefined;
  log?: Log;
  /** Milliseconds for a whole request, instead of 15 s (60 s for `getUpdates`, 120 s for an upload). */
  limit?: number | undefined;
}): Telegram {
  const { token, apiRoot, transport, pacing, metrics, log, limit } = options;
  const calls = createCalls({
    transport,
    pacing,
    limit,
    count(method, lane, outcome, ms) {
      metrics?.sends.inc({ method, lane, outcome });
      log?.debug({ method, lane, outcome, ms: Math.round(ms) }, 'a request to Telegram');
    },
  });

  const api = (perform: (call: Call) => Promise<BotApiAnswer>): Api => {
    const fetch = async (url: string, init: RequestOfGrammy): Promise<{ json: () => BotApiAnswer }> => {
      const answer = await perform(await readCall(url, init));
      return { json: () => answer };
    };
    const made = new Api(token, { apiRoot, timeoutSeconds: GRAMMY_TIMEOUT_SECONDS, fetch });
    // The shorter way for what is called most; an `Api` made of the same options (in a conversation) goes by `fetch`.
    made.config.use(async (previous, method, payload, signal) => {
      if (!PLAIN.has(method)) return previous(method, payload, signal);
      try {
        const call = plainCall(`${apiRoot}/bot${token}/${method}`, method, payload, signal);
        return (await perform(call)) as Awaited<ReturnType<typeof previous<typeof method>>>;
      } catch (error) {
        throw new HttpError(`Network request for '${method}' failed!`, error);
      }
    });
    return made;
  };

  return {
    replies: api((call) => calls.paced('reply', call)),
    unpaced: api((call) => calls.unpaced(call)),
    personal: api((call) => calls.once('personal', call)),
    broadcast: api((call) => calls.once('broadcast', call)),
    pacing,
    async download(filePath, signal) {
      const url = `${apiRoot}/file/bot${token}/${filePath}`;
      const { status, content } = await transport.exchange({ url, limit: DOWNLOAD_LIMIT, signal });
      if (status !== 200) throw new TransportError(true, `HTTP_${status}`);
      return content;
    },
  };
}

/** Methods that carry no files. */
const PLAIN = new Set([
  'answerCallbackQuery', 'deleteMessage', 'editMessageReplyMarkup', 'editMessageText', 'getUpdates', 'sendMessage',
]); // prettier-ignore

/** As grammY writes it: JSON without nulls. */
function plainCall(url: string, method: string, payload: object, signal: Signal | undefined): Call {
  const given = payload as { chat_id?: number | string; message_id?: number };
  const json = JSON.stringify(payload);
  return {
    url,
    method,
    contentType: 'application/json',
    signal,
    body: json.includes(':null') ? JSON.stringify(payload, (_, value: unknown) => value ?? undefined) : json,
    chat: given.chat_id?.toString(),
    messageId: given.message_id?.toString(),
  };
}

/** What grammY passes to `client.fetch`: text for JSON, a stream for multipart. */
interface RequestOfGrammy {
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array>;
  signal?: Signal;
}

const CHAT_ID = /"chat_id":(?:(-?\d+)|"([^"]*)")/;
const MESSAGE_ID = /"message_id":(\d+)/;

/**
 * The chat is found by its key alone: inside a string of JSON the quotation marks would be escaped, and grammY writes
 * the fields in the order in which they were given, `chat_id` first. Uploads are read to the end, because a 429 has
 * them sent again; their fields come before their files.
 */
async function readCall(url: string, init: RequestOfGrammy): Promise<Call> {
  const about = {
    url,
    method: url.slice(url.lastIndexOf('/') + 1),
    contentType: init.headers['content-type'],
    signal: init.signal,
  };
  if (typeof init.body === 'string') {
    const { body } = init;
    const chat = CHAT_ID.exec(body);
    return { ...about, body, chat: chat?.[1] ?? chat?.[2], messageId: MESSAGE_ID.exec(body)?.[1] };
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of init.body) chunks.push(chunk);
  const head = Buffer.concat(chunks.slice(0, 32).filter((chunk) => chunk.length < 256)).toString('utf8');
  const chat = /name="chat_id"\r\n\r\n([^\r]+)\r\n/.exec(head)?.[1];
  return { ...about, body: Buffer.concat(chunks), chat, messageId: undefined };
}
