import type { Ctx } from './context.ts';
import type { Dialogues } from './dialogues.ts';
import type { Feature, MenuEntry } from './feature.ts';
import type { Menu } from './menu.ts';
import type { OwnWord } from './words.ts';
import { awayFrom, speaking } from '../people/speaking.ts';
import { button, keyboard } from './buttons.ts';
import type { Button } from './buttons.ts';
import { sayLent } from './lent.ts';

export interface Fallback {
  /** Nobody took the message: never a dead end. */
  message(ctx: Ctx): Promise<void>;
  /** A button whose name is not known (any more). */
  oldButton(ctx: Ctx): Promise<void>;
  word(ctx: Ctx, word: OwnWord): Promise<void>;
  /** The word of a menu entry that the person may not use: says whose it is. */
  notYours(ctx: Ctx, entry: MenuEntry): Promise<void>;
}

export function createFallback(deps: {
  menu: Menu;
  features: readonly Feature[];
  dialogues: Dialogues;
}): Fallback {
  const { menu, features, dialogues } = deps;

  /** Where the person was: a question that waits for his words, else a feature's place. */
  async function resume(ctx: Ctx): Promise<boolean> {
    if (await dialogues.resume(ctx)) return true;
    for (const feature of features) if (await feature.resume?.(ctx)) return true;
    return false;
  }

  async function present(ctx: Ctx): Promise<void> {
    if (!(await resume(ctx))) await menu.home(ctx);
  }

  async function onward(ctx: Ctx, text: string, first: Button | false = false): Promise<void> {
    const { t } = ctx.texts;
    const buttons = [button(t('chat:buttons.menu'), 'menu'), button(t('chat:buttons.help'), 'help')];
    await ctx.screen.say({ text, keyboard: keyboard(first, buttons) });
  }

  /** *Анкета*, for whoever may have an answer to write. */
  function toQuestionnaire({ texts, actor }: Ctx): Button | false {
    const entry = features
      .flatMap((feature) => feature.menu ?? [])
      .find(({ words }) => words.includes('questionnaire'));
    if (!entry?.button || !entry.allowed(entry.ofPerson ? actor : speaking(actor))) return false;
    return button(texts.t(entry.label), entry.button);
  }

  /** *Я сотрудник администрации*, for whoever has no post. */
  const toComeIn = ({ texts }: Ctx): Button => button(texts.t('office:stranger.official'), 'o.official');

  return {
    async message(ctx) {
      const { texts, actor, message } = ctx;
      if (message?.voice || message?.video_note || message?.audio)
        await ctx.screen.say({ text: texts.t('chat:not_kept.voice') });
      else if (message?.sticker || message?.animation)
        await ctx.screen.say({ text: texts.t('chat:not_kept.sticker') });
      else if (message?.text === undefined) await ctx.screen.say({ text: texts.t('chat:not_kept.other') });
      else {
        const writes = toQuestionnaire(ctx);
        const official = writes ? 'chat:fallback.official' : 'chat:fallback.other';
        await onward(ctx, texts.t(actor.seats.length > 0 ? official : 'chat:fallback.citizen'), writes);
      }
      if (actor.seats.length > 0) await resume(ctx);
    },
    async oldButton(ctx) {
      await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
      await present(ctx);
    },
    async notYours(ctx, { words, allowed }) {
      const { t } = ctx.texts;
      const lent = awayFrom(ctx.actor);
      const back = { ...ctx.actor, seats: ctx.actor.seats.map((seat) => ({ ...seat, lent: null })) };
      if (lent && allowed(back)) return sayLent(ctx, lent);
      const kinds = new Set(ctx.actor.seats.map((seat) => seat.kind));
      if (kinds.size === 0) return onward(ctx, t('chat:not_yours.stranger'), toComeIn(ctx));
      if (!words.includes('questionnaire')) return onward(ctx, t('chat:no_right'));
      const text = [
        t('chat:not_yours.questionnaire'),
        kinds.has('approver') ? t('chat:not_yours.approver') : null,
      ];
      await onward(ctx, text.filter(Boolean).join(' '));
    },
    async word(ctx, word) {
      if (word === 'menu') return menu.home(ctx);
      if (word === 'cancel') {
        const left = dialogues.leave(ctx);
        await ctx.screen.say({ text: ctx.texts.t(left ? 'chat:cancel.done' : 'chat:cancel.nothing') });
        return present(ctx);
      }
      if (word === 'plan') return void (await ctx.screen.say({ text: ctx.texts.t('chat:plan') }));
      const due: string[] = [];
      for (const feature of features) {
        const text = await feature.deadlines?.(ctx);
        if (text) due.push(text);
      }
      await ctx.screen.say({ text: due.join('\n\n') || ctx.texts.t('chat:deadlines.none') });
    },
  };
}
