import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { helpersFor, placesOfHelp } from '../../services/people/helper.ts';
import { fullName } from '../../services/people/names.ts';
import { invitationBy } from '../../services/people/store.ts';
import { kindsFor } from './invite-steps.ts';
import type { Desk } from './desk.ts';
import { contactLine } from './wording.ts';

/** «Помощь»: a living person with telephone and hours, and *Позвать координатора*. */
export function createHelp(desk: Desk): Feature {
  const { people, prisma } = desk;

  async function help(ctx: Ctx): Promise<void> {
    const { t } = ctx.texts;
    const { actor, state } = ctx;
    if (state.dialogue) state.dialogue.left = true;
    const official = actor.seats.length > 0;
    const declined =
      official || state.declinedInvitationId === undefined
        ? null
        : await invitationBy(prisma, { id: state.declinedInvitationId }, ctx.now);
    const known = official || declined !== null;
    const places = placesOfHelp(actor, declined?.seat.cityId ?? null);
    const asks = { personId: actor.personId, places };
    const [helper] = known ? await helpersFor(prisma, asks, ctx.now) : [];
    const kind = actor.seats[0]?.kind ?? 'stranger';
    const text = [
      t(`office:help.about.${kind}`),
      helper
        ? t('office:help.person', { contact: contactLine(ctx.texts, helper) })
        : known
          ? t('office:help.nobody')
          : null,
    ];
    await ctx.screen.show({
      text: text.filter(Boolean).join('\n\n'),
      keyboard: keyboard(
        official && helper && button(t('office:help.call'), 'o.call'),
        !official && button(t('office:stranger.official'), 'o.official'),
        official && button(t('acting:menu'), 'a'),
        actor.seats.length > 1 && button(t('acting:buttons.change_post'), 'a.speak'),
        kindsFor(actor).length > 0 && button(t('office:commands.invite'), 'o.inv'),
        button(t('office:menu.mydata'), 'o.mydata'),
        desk.back(ctx, official ? 'menu' : 'o.start'),
      ),
    });
  }

  async function call(ctx: Ctx): Promise<void> {
    const { t } = ctx.texts;
    const place = (await desk.placeOf(ctx)) ?? t('office:help.no_place');
    const outcome = await people.callCoordinator(desk.by(ctx), place);
    if (outcome.kind === 'nobody') return void (await ctx.screen.say({ text: t('office:help.nobody') }));
    if (outcome.kind === 'too_soon') {
      return void (await ctx.screen.say({ text: t('office:help.too_soon', { count: outcome.minutes }) }));
    }
    const called = await prisma.person.findMany({ where: { id: { in: outcome.personIds } } });
    const names = called.map((person) => fullName(person)).join(', ');
    await ctx.screen.say({
      text: t(ctx.actor.phone ? 'office:help.called' : 'office:help.called_no_phone', { names }),
    });
  }

  return {
    commands: [{ name: 'help', describe: 'office:commands.help', allowed: () => true, handle: help }],
    menu: [{ label: 'office:menu.help', words: ['help'], order: 35, allowed: () => true, handle: help }],
    buttons: {
      help,
      'o.call': call,
      async menu(ctx) {
        desk.leave(ctx);
        await ctx.screen.freeze();
        await desk.menu.home(ctx);
      },
    },
  };
}
