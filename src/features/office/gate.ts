import type { Ctx } from '../../services/chat/context.ts';
import { cutOffText } from './cut-off.ts';
import type { Desk } from './desk.ts';

/** What a person may do although his access was cut off: see and take away what is stored of him. */
const STILL = /^\/(mydata|forget|language)(@\w+)?$/i;
const STILL_BUTTONS = /^o\.(mydata|forget|forget\.yes|language|lang)(:|$)/;

/**
 * Before everything else: the way to the person that Telegram reports, and an account whose access was cut off.
 * True: nothing else is offered.
 */
export function createGate(desk: Desk): (ctx: Ctx) => Promise<boolean> {
  const { people } = desk;

  return async (ctx) => {
    const { actor } = ctx;
    if (ctx.myChatMember) {
      const { status } = ctx.myChatMember.new_chat_member;
      if (ctx.myChatMember.chat.type === 'private')
        await people.markReach(ctx.chatId, status === 'kicked' ? 'blocked' : 'ok');
      return true;
    }
    if (actor.reach !== 'ok') {
      await people.markReach(ctx.chatId, 'ok');
      ctx.actorChanged();
    }
    if (actor.cutOffAt === null || people.isFirstAdministrator(ctx)) return false;
    const allowed =
      STILL.test(ctx.message?.text?.trim() ?? '') || STILL_BUTTONS.test(ctx.callbackQuery?.data ?? '');
    if (allowed) return false;
    if (ctx.callbackQuery) await ctx.answerCallbackQuery().catch(() => undefined);
    const text = await cutOffText(desk, ctx.texts, actor, ctx.now);
    if (text !== null) await ctx.screen.say({ text });
    return true;
  };
}
