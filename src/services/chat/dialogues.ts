import { enterConversation, resumeConversation } from '@grammyjs/conversations';
import type { Conversation, ConversationState } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { Ctx } from './context.ts';

/** Plain data: it is stored with the chat and must mean the same to the next build. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * The short dialogue around one thing: it asks for a text, understands it or asks again, and calls a verb. `args` carry
 * what is known so far; a dialogue of several steps goes on with other args.
 */
export interface Dialogue<A extends Json = Json> {
  name: string;
  /** Shows the question. Not called again after a restart or a deploy: it is on the screen already. */
  ask(ctx: Ctx, args: A): Promise<void>;
  /** Takes a message. `again`: not understood, and it said so; `not_mine`: the message belongs elsewhere. */
  answer(ctx: Ctx, args: A): Promise<Step<A>>;
}

export type Step<A> = { kind: 'done' } | { kind: 'again' } | { kind: 'not_mine' } | { kind: 'next'; args: A };

/** Where a dialogue stands. */
export interface DialogueState {
  name: string;
  args: Json;
  /** Of the loop below; a log of another version is dropped, and the dialogue goes on from `args`. */
  version: number;
  /** The log begins after the question: it was on the screen already. */
  asked: boolean;
  log: ConversationState;
  /** The person has gone to another screen since: what is typed there is not meant as an answer. */
  left?: true;
}

const VERSION = 1;

export interface Dialogues {
  /** Begins a dialogue; one that was under way is left, its answers so far stay where its verbs stored them. */
  enter(ctx: Ctx, name: string, args: Json): Promise<void>;
  /** Gives the message to the dialogue under way. False: there is none, or the message was not meant for it. */
  take(ctx: Ctx): Promise<boolean>;
  /** Does something else than the dialogue under way; unless that began or ended one, the person has left it. */
  beside(ctx: Ctx, work: () => Promise<void>): Promise<void>;
  /** Asks the question of the dialogue under way again; what is typed then is its answer, also if it had been left. */
  resume(ctx: Ctx): Promise<boolean>;
  /** Ends the dialogue under way; the name of what was ended. */
  leave(ctx: Ctx): string | null;
}

/** More than what a short dialogue asks for: it may be the answer to a question elsewhere, and must not vanish. */
const isLong = (text = ''): boolean => text.length > 200 || text.trim().includes('\n');

/**
 * `offered` is read when it is needed: features enter dialogues, and bring them.
 * @param unheard tells of a long text that the dialogue did not understand, after it has said so
 */
export function createDialogues(
  offered: () => readonly Dialogue[],
  unheard: (ctx: Ctx) => Promise<void>,
): Dialogues {
  const seek = (name: string): Dialogue | undefined => offered().find((dialogue) => dialogue.name === name);

  function find(name: string): Dialogue {
    const dialogue = seek(name);
    if (!dialogue) throw new Error(`no dialogue ${name}`);
    return dialogue;
  }

  /** One question and one answer; `heard` takes the outcome out of the conversation. */
  function builder(dialogue: Dialogue, args: Json, asked: boolean, heard: (step: Step<Json>) => void) {
    return async (conversation: Conversation<Ctx, Context>): Promise<void> => {
      if (!asked) await conversation.external((ctx) => dialogue.ask(ctx, args));
      await conversation.wait();
      await conversation.external(async (ctx) => heard(await dialogue.answer(ctx, args)));
    };
  }

  const base = (ctx: Ctx) => ({ update: ctx.update, api: ctx.api, me: ctx.me });

  async function begin(ctx: Ctx, name: string, args: Json, asked: boolean): Promise<DialogueState> {
    const run = builder(find(name), args, asked, () => undefined);
    const result = await enterConversation(run, base(ctx), { ctx });
    if (result.status === 'error') throw result.error;
    if (result.status === 'complete') throw new Error(`dialogue ${name} ended before it asked`);
    return {
      name,
      args,
      version: VERSION,
      asked,
      log: { replay: result.replay, interrupts: result.interrupts },
    };
  }

  return {
    async enter(ctx, name, args) {
      ctx.state.dialogue = await begin(ctx, name, args, false);
    },

    async take(ctx) {
      const current = ctx.state.dialogue;
      if (!current || !seek(current.name)) return false;
      if (current.left && ctx.message?.text !== undefined) return false;
      const { name, args } = current;
      const { log, asked } = current.version === VERSION ? current : await begin(ctx, name, args, true);
      delete ctx.state.dialogue; // `answer` may enter another one
      let heard: Step<Json> | undefined;
      const run = builder(find(name), args, asked, (step) => (heard = step));
      // The engine writes into the log that it is given.
      const result = await resumeConversation(run, base(ctx), structuredClone(log), { ctx });
      if (result.status === 'error') throw result.error;
      const step = heard; // assigned while the conversation ran
      if (step?.kind === 'again') {
        ctx.state.dialogue = await begin(ctx, name, args, true);
        if (isLong(ctx.message?.text)) await unheard(ctx);
      }
      if (step?.kind === 'next') ctx.state.dialogue = await begin(ctx, name, step.args, false);
      if (step && step.kind !== 'not_mine') return true;
      ctx.state.dialogue ??= current;
      return false;
    },

    async beside(ctx, work) {
      const before = ctx.state.dialogue;
      await work();
      if (before && ctx.state.dialogue === before) before.left = true;
    },

    async resume(ctx) {
      const current = ctx.state.dialogue;
      const dialogue = current && seek(current.name);
      if (!dialogue) return false;
      delete current.left;
      await dialogue.ask(ctx, current.args);
      ctx.state.dialogue ??= current; // a screen that it shows may end what was under way
      return true;
    },

    leave(ctx) {
      const name = ctx.state.dialogue?.name ?? null;
      delete ctx.state.dialogue;
      return name;
    },
  };
}
