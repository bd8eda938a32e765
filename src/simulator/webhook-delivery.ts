import { Agent, request } from 'undici';
import type { PendingUpdate, UpdatesQueue } from './updates-queue.ts';

export interface WebhookSettings {
  /**
   * Where updates really go, in turn, instead of the set URL: copies of an app behind one address. One that refuses the
   * connection is passed over. An entry without a path takes the path of the set URL.
   */
  readonly targets: readonly string[];
  /** The first pause after a failure, in milliseconds; it doubles up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
}

/** A webhook as it was set. */
export interface Webhook {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly maxConnections: number;
}

export interface WebhookDelivery {
  readonly current: Webhook | null;
  readonly lastError: { readonly at: Date; readonly message: string } | null;
  /** Starts delivery of everything that waits. */
  start(webhook: Webhook): void;
  stop(): void;
  push(update: PendingUpdate): void;
  close(): Promise<void>;
}

/** The updates of one chat; the first is on its way or next to go. */
interface Lane {
  readonly chatId: number;
  readonly updates: PendingUpdate[];
  failures: number;
}

type Outcome =
  | { readonly kind: 'accepted'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs: number | null };

/**
 * Posts updates to a webhook: one at a time and in order within a chat, chats side by side up to `max_connections`.
 * A failed update blocks its chat and is tried again after a pause; the others go on.
 */
export function createWebhookDelivery(deps: {
  queue: UpdatesQueue;
  settings: WebhookSettings;
  now: () => Date;
  /** Carries out a method call that came as the answer to an update. */
  runAnswer: (answer: unknown) => void;
}): WebhookDelivery {
  const { queue, settings } = deps;
  const agent = new Agent({ keepAliveTimeout: 30_000, connections: 100 });
  const timers = new Set<NodeJS.Timeout>();
  let lanes = new Map<number, Lane>();
  let ready: Lane[] = [];
  let inFlight = 0;
  let turn = 0;
  let current: Webhook | null = null;
  let lastError: { at: Date; message: string } | null = null;

  function push(update: PendingUpdate): void {
    const lane = lanes.get(update.chatId);
    if (lane) {
      lane.updates.push(update);
      return;
    }
    const opened: Lane = { chatId: update.chatId, updates: [update], failures: 0 };
    lanes.set(update.chatId, opened);
    ready.push(opened);
    pump();
  }

  function pump(): void {
    while (current && inFlight < current.maxConnections) {
      const lane = ready.shift();
      if (!lane) return;
      // An update may have been accepted meanwhile for the webhook that was set before.
      while (lane.updates[0] && !queue.has(lane.updates[0])) lane.updates.shift();
      const update = lane.updates[0];
      if (!update) {
        lanes.delete(lane.chatId);
        continue;
      }
      inFlight += 1;
      void deliver(current, lane, update);
    }
  }

  async function deliver(webhook: Webhook, lane: Lane, update: PendingUpdate): Promise<void> {
    const outcome = await post(webhook, update);
    inFlight -= 1;
    const superseded = current !== webhook;
    if (outcome.kind === 'accepted') {
      queue.remove(update);
      if (outcome.answer !== null) deps.runAnswer(outcome.answer);
    } else if (!superseded) {
      lastError = { at: deps.now(), message: outcome.message };
    }
    if (superseded) return pump();
    if (outcome.kind === 'accepted') {
      lane.updates.shift();
      lane.failures = 0;
      if (lane.updates.length > 0) ready.push(lane);
      else lanes.delete(lane.chatId);
    } else {
      const pause = Math.min(settings.firstPauseMs * 2 ** lane.failures, settings.longestPauseMs);
      lane.failures += 1;
      later(outcome.retryAfterMs ?? pause, () => {
        if (current !== webhook) return;
        ready.push(lane);
        pump();
      });
    }
    pump();
  }

  function later(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timers.add(timer);
  }

  async function post(webhook: Webhook, update: PendingUpdate): Promise<Outcome> {
    const body = JSON.stringify(update.wire);
    const { targets } = settings;
    const attempts = Math.max(targets.length, 1);
    const first = turn++;
    let message = '';
    for (let attempt = 0; attempt < attempts; attempt++) {
      const target = targets[(first + attempt) % attempts];
      try {
        return await postTo(
          target === undefined ? webhook.url : addressOf(target, webhook.url),
          webhook,
          body,
        );
      } catch (error) {
        message = describe(error);
        if (message !== 'Connection refused') break;
      }
    }
    return { kind: 'failed', message, retryAfterMs: null };
  }

  async function postTo(url: string, webhook: Webhook, body: string): Promise<Outcome> {
    const response = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: {
        'content-type': 'application/json',
        ...(webhook.secretToken !== undefined && { 'x-telegram-bot-api-secret-token': webhook.secretToken }),
      },
      body,
      headersTimeout: settings.timeoutMs,
      bodyTimeout: settings.timeoutMs,
    });
    const text = await response.body.text();
    if (response.statusCode >= 200 && response.statusCode < 300)
      return { kind: 'accepted', answer: methodIn(text) };
    const seconds = Number(response.headers['retry-after']);
    return {
      kind: 'failed',
      message: `Wrong response from the webhook: ${response.statusCode}`,
      retryAfterMs: seconds > 0 ? seconds * 1000 : null,
    };
  }

  function stop(): void {
    current = null;
    lanes = new Map();
    ready = [];
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  return {
    get current() {
      return current;
    },
    get lastError() {
      return lastError;
    },
    start(webhook) {
      stop();
      current = webhook;
      lastError = null;
      for (const update of queue.all()) push(update);
    },
    stop,
    push(update) {
      if (current) push(update);
    },
    async close() {
      stop();
      await agent.destroy();
    },
  };
}

function addressOf(target: string, url: string): string {
  const address = new URL(target);
  if (address.pathname !== '/') return target;
  const { pathname, search } = new URL(url);
  return `${address.origin}${pathname}${search}`;
}

/** A method call in the answer to an update, as Telegram allows it. */
function methodIn(text: string): unknown {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'Connection refused';
  if (code.endsWith('TIMEOUT')) return 'Read timeout expired';
  return 'Connection closed';
}
