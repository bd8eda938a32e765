import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { REQUEST_LIMIT } from '../../services/people/access.ts';
import { seatFor } from '../../services/people/rights.ts';
import { invitationBy } from '../../services/people/store.ts';
import type { Desk } from './desk.ts';
import type { Invite } from './invite.ts';
import { day, zoneOf } from './wording.ts';

/** *Попросить доступ*: in one message, to the coordinator of the city whose link was opened, or of the association. */
export function createAccess(desk: Desk, invite: Pick<Invite, 'begin'>): Feature {
  const { people, prisma } = desk;

  const dialogue: Dialogue = {
    name: 'office.ask_access',
    async ask(ctx) {
      const { t } = ctx.texts;
      await ctx.screen.show({
        text: t('office:access.question'),
        keyboard: keyboard(desk.back(ctx, 'o.official')),
      });
    },
    async answer(ctx) {
      const { t } = ctx.texts;
      const text = ctx.message?.text?.trim();
      if (text === undefined) return { kind: 'not_mine' };
      if (text.length > REQUEST_LIMIT) {
        await ctx.screen.say({ text: t('office:access.too_long', { count: text.length - REQUEST_LIMIT }) });
        return { kind: 'again' };
      }
      const { declinedInvitationId } = ctx.state;
      const declined =
        declinedInvitationId === undefined
          ? null
          : await invitationBy(prisma, { id: declinedInvitationId }, ctx.now);
      const outcome = await people.askAccess(desk.by(ctx), text, declined?.seat.cityId ?? null);
      ctx.actorChanged();
      await ctx.screen.freeze();
      const said = {
        done: () => t('office:access.sent'),
        nobody: () => t('office:access.nobody'),
        asked: (at: string) =>
          t('office:access.asked', { day: day(ctx.texts, new Date(at), zoneOf(ctx.actor)) }),
      };
      await ctx.screen.say({
        text: outcome.kind === 'asked' ? said.asked(outcome.at) : said[outcome.kind](),
      });
      return { kind: 'done' };
    },
  };

  async function request(ctx: Ctx, id: string | undefined) {
    const found = await prisma.accessRequest.findUnique({ where: { id: integer(id) ?? 0 } });
    if (found && !seatFor(ctx.actor, 'answer_access_request', { cityId: found.cityId })) {
      await desk.refuse(ctx);
      return null;
    }
    if (!found || found.answeredAt !== null) {
      await ctx.screen.say({ text: ctx.texts.t('office:access.answered') });
      return null;
    }
    return found;
  }

  return {
    dialogues: [dialogue],
    buttons: {
      'o.ask': (ctx) => desk.enter(ctx, dialogue.name, {}),
      async 'o.ask.grant'(ctx, [id]) {
        const found = await request(ctx, id);
        if (found)
          await invite.begin(ctx, {
            requestId: found.id,
            ...(found.cityId === null ? {} : { cityId: found.cityId }),
          });
      },
      async 'o.ask.decline'(ctx, [id]) {
        const found = await request(ctx, id);
        if (!found) return;
        const { t } = ctx.texts;
        await ctx.screen.show({
          text: t('office:access.decline_question'),
          keyboard: keyboard(
            button(t('office:access.decline_yes'), 'o.ask.declined', found.id),
            desk.back(ctx, 'menu'),
          ),
        });
      },
      async 'o.ask.declined'(ctx, [id]) {
        const { kind } = await people.answerRequest(desk.by(ctx), integer(id) ?? 0, 'declined');
        if (kind === 'no_right') return desk.refuse(ctx);
        await ctx.screen.freeze();
        await ctx.screen.say({
          text: ctx.texts.t(kind === 'done' ? 'office:access.declined_done' : 'office:access.answered'),
        });
      },
    },
  };
}
