import type { ReplyKeyboardMarkup } from 'grammy/types';
import type { Ctx } from './context.ts';
import type { Feature } from './feature.ts';
import { speaking, speaksFor, whoLine } from '../people/speaking.ts';
import type { Message } from './screen.ts';

export interface Menu {
  /** A message that stays, with the reply keyboard of the post that the person speaks for under it; keeps the command menu right as well. */
  show(ctx: Ctx, message: Message): Promise<void>;
  /** «Меню»: who I am here, and the keyboard. */
  home(ctx: Ctx): Promise<void>;
}

/** At most four buttons for each role. */
const MOST = 4;

/** `features` are read when they are needed: they use the menu, and the menu shows them. */
export function createMenu(features: () => readonly Feature[]): Menu {
  async function show(ctx: Ctx, message: Message): Promise<void> {
    const labels = features()
      .flatMap((feature) => feature.menu ?? [])
      .sort((a, b) => a.order - b.order)
      .filter((entry) => !entry.hidden && entry.allowed(entry.ofPerson ? ctx.actor : speaking(ctx.actor)))
      .slice(0, MOST)
      .map((entry) => ctx.texts.t(entry.label));
    const rows = labels.length > 2 ? [labels.slice(0, 2), labels.slice(2)] : [labels];
    const placeholder = speaksFor(ctx.texts, ctx.actor);
    const reply: ReplyKeyboardMarkup = {
      keyboard: rows.filter((row) => row.length > 0).map((row) => row.map((text) => ({ text }))),
      resize_keyboard: true,
      is_persistent: true,
      ...(placeholder === null ? {} : { input_field_placeholder: placeholder }),
    };
    await ctx.screen.say(
      labels.length > 0 ? { ...message, reply } : { ...message, reply: { remove_keyboard: true } },
    );
    await tellCommands(ctx, labels);
  }

  /** Only what the person may use; set again when his seats or his language change. */
  async function tellCommands(ctx: Ctx, labels: readonly string[]): Promise<void> {
    const allowed = features()
      .flatMap((feature) => feature.commands ?? [])
      .flatMap(({ name, describe, allowed, ofPerson }) =>
        describe !== null && allowed(ofPerson ? ctx.actor : speaking(ctx.actor))
          ? [{ command: name, description: ctx.texts.t(describe) }]
          : [],
      );
    const keyboard = [...labels, ...allowed.map(({ command }) => command)].join('|');
    if (ctx.state.keyboard === keyboard) return;
    await ctx.api.setMyCommands(allowed, { scope: { type: 'chat', chat_id: ctx.chatId } });
    ctx.state.keyboard = keyboard;
  }

  return {
    show,
    async home(ctx) {
      for (const feature of features()) if (await feature.ownMenu?.(ctx)) return;
      const { texts, actor } = ctx;
      const who = whoLine(texts, actor, ctx.now);
      await show(ctx, {
        text: who === null ? texts.t('chat:menu.citizen') : texts.t('chat:menu.official', { who }),
      });
    },
  };
}
