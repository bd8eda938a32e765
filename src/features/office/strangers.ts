import type { Message } from 'grammy/types';
import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { plainWord } from '../../services/chat/words.ts';
import type { Desk } from './desk.ts';
import { wantsToBeForgotten } from './forget-wish.ts';
import { leftPostText } from './left-post.ts';
import { addressesText, cityOfStranger } from './petitions.ts';

export interface Strangers extends Feature {
  ownMenu(ctx: Ctx): Promise<boolean>;
  /** «Кто вы?» */
  begin(ctx: Ctx): Promise<void>;
}

/** Whoever has no post: a citizen, or an official who has not come in yet. Never left without a button. */
export function createStrangers(
  desk: Desk,
  forget: (ctx: Ctx) => Promise<void>,
  /** Offers to send these words as a request for access. */
  askAccess: (ctx: Ctx, text: string) => Promise<void>,
): Strangers {
  async function begin(ctx: Ctx): Promise<void> {
    const { t } = ctx.texts;
    await ctx.screen.show({
      text: t('office:stranger.text'),
      keyboard: keyboard(
        button(t('office:stranger.citizen'), 'o.citizen'),
        button(t('office:stranger.official'), 'o.official'),
        [button(t('office:menu.mydata'), 'o.mydata'), button(t('office:menu.help'), 'help')],
      ),
    });
  }

  async function citizen(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    const { t } = ctx.texts;
    await ctx.screen.freeze();
    await desk.menu.show(ctx, ctx.texts.rich('office:citizen'));
    await ctx.screen.show({
      text: t('office:petition.next'),
      keyboard: keyboard(
        button(t('office:petition.where'), 'o.where'),
        button(t('office:stranger.official'), 'o.official'),
      ),
    });
  }

  /** Whoever says that he is an official and goes on to say who he is asks for access: nothing is sent before he says so. */
  const dialogue: Dialogue = {
    name: 'office.official',
    async ask(ctx) {
      const { t } = ctx.texts;
      await ctx.screen.show({
        text: t('office:official.text'),
        keyboard: keyboard(
          button(t('office:official.code'), 'o.code'),
          button(t('office:official.ask'), 'o.ask'),
          desk.back(ctx, 'o.start'),
        ),
      });
    },
    async answer(ctx) {
      const text = ctx.message?.text?.trim();
      // A code that is typed here is a code.
      if (text === undefined || !/\p{L}/u.test(text) || wantsToBeForgotten(text)) return { kind: 'not_mine' };
      await askAccess(ctx, text);
      return { kind: 'done' };
    },
  };

  const official = (ctx: Ctx): Promise<void> => desk.enter(ctx, dialogue.name, {});

  function saysOfficial({ texts }: Ctx, text: string): boolean {
    return texts.t('office:stranger.official_words').split(',').map(plainWord).includes(plainWord(text));
  }

  /** Who takes petitions, for this bot does not. */
  async function addresses(ctx: Ctx, above?: string): Promise<void> {
    const { t } = ctx.texts;
    const city = await cityOfStranger(desk.prisma, ctx.state, ctx.now);
    await ctx.screen.show({
      text: [above, addressesText(ctx.texts, city)].filter(Boolean).join('\n'),
      keyboard: keyboard(button(t('office:stranger.official'), 'o.official'), [
        button(t('chat:buttons.menu'), 'menu'),
        button(t('office:menu.help'), 'help'),
      ]),
    });
  }

  /** A colleague of yesterday: what he sends here is no petition. */
  async function leftPost(ctx: Ctx): Promise<boolean> {
    const text = await leftPostText(desk.prisma, ctx.texts, ctx.actor.personId, ctx.now);
    if (text === null) return false;
    const { t } = ctx.texts;
    await ctx.screen.show({
      text,
      keyboard: keyboard([
        button(t('office:menu.mydata'), 'o.mydata'),
        button(t('office:menu.help'), 'help'),
      ]),
    });
    return true;
  }

  return {
    begin,
    dialogues: [dialogue],
    async ownMenu(ctx) {
      if (ctx.actor.seats.length > 0) return false;
      await begin(ctx);
      return true;
    },
    async message(ctx) {
      const { message, actor, texts } = ctx;
      if (!message || actor.seats.length > 0) return false;
      if (message.text !== undefined && wantsToBeForgotten(message.text)) await forget(ctx);
      else if (message.text !== undefined && saysOfficial(ctx, message.text)) await official(ctx);
      else if (message.sticker || message.animation) await begin(ctx);
      else if (!(await leftPost(ctx)))
        await addresses(ctx, texts.t(`office:petition.not_kept.${kindOf(message)}`));
      return true;
    },
    buttons: { 'o.citizen': citizen, 'o.official': official, 'o.where': (ctx) => addresses(ctx) },
  };
}

function kindOf(message: Message): 'text' | 'file' | 'voice' | 'other' {
  if (message.text !== undefined) return 'text';
  if (message.voice || message.video_note || message.audio) return 'voice';
  return message.document || message.photo || message.video ? 'file' : 'other';
}
