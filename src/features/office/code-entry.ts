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
      const tries = recentTries(ctx.state.codeTries ?? [], ctx.now);
      const minutes = minutesUntilNextTry(tries, ctx.now);
      if (minutes > 0) {
        await waits(ctx, minutes);
        return { kind: 'done' };
      }
      const found = await invitationBy(desk.prisma, { codeHash: hashCode(code, codeKey) }, ctx.now);
      if (found) {
        await contact.invitation(ctx, found);
        return { kind: 'done' };
      }
      ctx.state.codeTries = [...tries, ctx.now.getTime()];
      const left = triesLeft(ctx.state.codeTries, ctx.now);
      if (left === 0) {
        await waits(ctx, minutesUntilNextTry(ctx.state.codeTries, ctx.now));
        return { kind: 'done' };
      }
      await ask(ctx, ctx.texts.t('office:code.wrong', { count: left }));
      return { kind: 'again' };
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
  };
}
