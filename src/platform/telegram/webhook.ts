import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import type { Route } from '../http/route.ts';
import type { Log } from '../log.ts';

export interface WebhookDependencies {
  path: string;
  secret: string;
  store: (updates: readonly Update[]) => Promise<unknown>;
  log: Log;
}

/**
 * The route that Telegram posts updates to: compare the secret, write into the inbox, answer 200. While the database is
 * away the answer is 503, and Telegram sends the update again: https://core.telegram.org/bots/api#setwebhook
 */
export function createWebhookRoute({ path, secret, store, log }: WebhookDependencies): Route {
  const expected = digest(secret);
  return {
    method: 'POST',
    path,
    async handler(context) {
      const given = digest(context.req.header('x-telegram-bot-api-secret-token') ?? '');
      if (!timingSafeEqual(given, expected)) return context.body(null, 401);
      const update: unknown = await context.req.json().catch(() => null);
      if (!isUpdate(update)) return context.body(null, 400);
      try {
        await store([update]);
        return context.body(null, 200);
      } catch (error) {
        log.warn({ err: error }, 'an update could not be stored; Telegram will send it again');
        return context.body(null, 503, { 'Retry-After': '2' });
      }
    },
  };
}

/** Digests have one length, so that the comparison takes the same time for every wrong secret. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isUpdate(value: unknown): value is Update {
  return typeof value === 'object' && value !== null && Number.isSafeInteger((value as Update).update_id);
}
