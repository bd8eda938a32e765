import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { actsUntil } from '../../services/people/speaking.ts';
import type { Desk } from './desk.ts';
import { postLine } from './wording.ts';

/** *Сменить должность*: for which of his posts a person speaks; menus and commands follow it. */
export function createSpeaking(desk: Desk): Feature {
  async function choose(ctx: Ctx, above?: string): Promise<void> {
    desk.leave(ctx);
    const { t } = ctx.texts;
    const { seats } = ctx.actor;
    if (seats.length < 2) {
      await ctx.screen.say({ text: t('acting:speak.only') });
      return desk.menu.home(ctx);
    }
    const lines = seats.map((seat, index) => {
      const line = `${index + 1}. ${postLine(ctx.texts, seat)}.`;
      return [line, actsUntil(ctx.texts, seat, ctx.now)].filter(Boolean).join(' ');
    });
    const numbers = seats
      .slice(0, 7)
      .map(({ seatId }, index) => button(String(index + 1), 'a.speak', seatId));
    await ctx.screen.show({
      text: [above, t('acting:speak.question'), lines.join('\n')].filter(Boolean).join('\n\n'),
      keyboard: keyboard(numbers, desk.back(ctx, 'menu')),
    });
  }

  async function speak(ctx: Ctx, [id]: string[]): Promise<void> {
    if (id === undefined) return choose(ctx);
    const outcome = await desk.people.speakFor(desk.by(ctx), integer(id) ?? 0);
    if (outcome.kind === 'no_right') return choose(ctx, ctx.texts.t('acting:speak.gone'));
    await desk.become(ctx);
    desk.leave(ctx);
    await ctx.screen.freeze();
    await desk.menu.home(ctx);
  }

  return {
    commands: [
      {
        name: 'post',
        describe: 'acting:commands.post',
        allowed: ({ seats }) => seats.length > 1,
        ofPerson: true,
        handle: (ctx) => choose(ctx),
      },
    ],
    menu: [
      {
        label: 'acting:buttons.change_post',
        words: ['post'],
        order: 45,
        allowed: ({ seats }) => seats.length > 1,
        ofPerson: true,
        handle: (ctx) => choose(ctx),
      },
    ],
    buttons: { 'a.speak': speak },
  };
}
