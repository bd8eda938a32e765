import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import {
  hashCode,
  minutesUntilNextTry,
  readCode,
  recentTries,
  triesLeft,
} from '../../services/people/invitation.ts';
import { invitationBy } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import type { FirstContact } from './first-contact.ts';

/** The eight digits for offices where t.me does not open: five tries an hour in a chat. */
export function createCodeEntry(
  desk: Desk,
  codeKey: Buffer,
  contact: Pick<FirstContact, 'invitation'>,
): Feature {
  async function ask(ctx: Ctx, above?: string): Promise<void> {
    const { t } = ctx.texts;
    await ctx.screen.show({
      text: [above, t('office:code.question')].filter(Boolean).join('\n'),
      keyboard: keyboard(desk.back(ctx, 'o.official')),
    });
  }

  async function waits(ctx: Ctx, minutes: number): Promise<void> {
    const { t } = ctx.texts;
    await ctx.screen.show({
      text: t('office:code.wait', { count: minutes }),
      keyboard: keyboard(button(t('office:official.ask'), 'o.ask'), desk.back(ctx, 'o.official')),
    });
  }

  /** Counts a wrong code; true: it may be typed once more. */
  async function attempt(ctx: Ctx, code: string): Promise<boolean> {
    const tries = recentTries(ctx.state.codeTries ?? [], ctx.now);
    const minutes = minutesUntilNextTry(tries, ctx.now);
    if (minutes > 0) {
      await waits(ctx, minutes);
      return false;
    }
    const found = await invitationBy(desk.prisma, { codeHash: hashCode(code, codeKey) }, ctx.now);
    if (found) {
      await contact.invitation(ctx, found, 'code');
      return false;
    }
    ctx.state.codeTries = [...tries, ctx.now.getTime()];
    const left = triesLeft(ctx.state.codeTries, ctx.now);
    if (left === 0) await waits(ctx, minutesUntilNextTry(ctx.state.codeTries, ctx.now));
    else await ask(ctx, ctx.texts.t('office:code.wrong', { count: left }));
    return left > 0;
  }

  const dialogue: Dialogue = {
    name: 'office.code',
    ask: (ctx) => ask(ctx),
    async answer(ctx) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const code = readCode(typed);
      if (code === null) {
        await ask(ctx, ctx.texts.t('office:code.not_eight'));
        return { kind: 'again' };
      }
      return { kind: (await attempt(ctx, code)) ? 'again' : 'done' };
    },
  };

  return {
    buttons: {
      async 'o.code'(ctx) {
        const minutes = minutesUntilNextTry(ctx.state.codeTries ?? [], ctx.now);
        if (minutes > 0) return waits(ctx, minutes);
        await desk.enter(ctx, dialogue.name, {});
      },
    },
    dialogues: [dialogue],
    /** Typed without *Ввести код* by somebody without a post: what looks like a code is one. */
    async message(ctx) {
      const typed = ctx.message?.text?.trim();
      if (ctx.actor.seats.length > 0 || typed === undefined || !/^\d{4}[\s–—-]?\d{4}$/.test(typed))
        return false;
      await attempt(ctx, readCode(typed) ?? '');
      return true;
    },
  };
}
