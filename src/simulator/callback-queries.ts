import { type Random, randomDigits } from './random.ts';
import { badRequest } from './refusal.ts';
import type { Press } from './world.ts';

/** What the person sees when the bot answers a press. */
export interface CallbackAnswer {
  /** The words of the notice; empty when the bot only stops the spinner. */
  readonly text: string;
  /** True for a window that must be closed, false for a line that fades. */
  readonly alert: boolean;
  readonly url: string | null;
}

export interface CallbackQueries {
  /** Opens a query for a press; `answered` runs once, when the bot answers. */
  open(press: Press, answered: (answer: CallbackAnswer) => void): string;
  /** @throws Refusal when the query was answered already, is too old, or never was */
  answer(id: string, answer: CallbackAnswer): void;
}

interface OpenQuery {
  readonly press: Press;
  readonly answered: (answer: CallbackAnswer) => void;
  readonly expiresAt: number;
}

export function createCallbackQueries(deps: {
  random: Random;
  now: () => Date;
  expireSeconds: number;
}): CallbackQueries {
  const open = new Map<string, OpenQuery>();
  return {
    open(press, answered) {
      const now = deps.now().getTime();
      for (const [id, query] of open) {
        if (query.expiresAt > now) break;
        open.delete(id);
      }
      const id = randomDigits(deps.random, 18);
      open.set(id, { press, answered, expiresAt: now + deps.expireSeconds * 1000 });
      return id;
    },
    answer(id, answer) {
      const query = open.get(id);
      open.delete(id);
      if (!query || query.expiresAt <= deps.now().getTime()) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      }
      query.press.notice = answer.text;
      query.answered(answer);
    },
  };
}
