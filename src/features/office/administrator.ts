import { button, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { addressed } from '../../services/people/actor.ts';
import { readFullName } from '../../services/people/names.ts';
import { seatFor } from '../../services/people/rights.ts';
import type { Desk } from './desk.ts';
import { storedLine } from './wording.ts';

/** The accounts of ADMIN_IDS come in without an invitation; an empty installation tells them what comes first. */
export function createAdministrator(desk: Desk, guide: Guide): Feature {
  const { people } = desk;

  /** Spoken to as the official that he is about to be, whatever the phone says. */
  const spoken = ({ actor }: Ctx) =>
    desk.i18n(actor.chosenLanguage ?? actor.cityLanguage ?? desk.defaultLanguage);

  const dialogue: Dialogue = {
    name: 'office.first_administrator',
    async ask(ctx) {
      await ctx.screen.say({ text: spoken(ctx).t('office:administrator.question') });
    },
    async answer(ctx) {
      const { t } = spoken(ctx);
      if (ctx.message?.text === undefined) return { kind: 'not_mine' };
      const { kind, ...name } = readFullName(ctx.message.text);
      if (kind !== 'ok') {
        await ctx.screen.say({ text: t(`office:name.${kind}`) });
        return { kind: 'again' };
      }
      const outcome = await people.becomeAdministrator(
        desk.by(ctx),
        name as Parameters<typeof people.becomeAdministrator>[1],
        t('office:proposed.administrator'),
      );
      await desk.become(ctx);
      if (outcome.kind !== 'done') await desk.refuse(ctx);
      else {
        const greeting = t('office:administrator.done', { name: addressed(ctx.actor) ?? '' });
        await desk.menu.show(ctx, { text: [greeting, storedLine(ctx.texts, {})].join('\n') });
        await guide(ctx);
      }
      return { kind: 'done' };
    },
  };

  return {
    dialogues: [dialogue],
    /** Before anything else, but not in the way of a command during the dialogue. */
    async gate(ctx) {
      const asked = ctx.state.dialogue?.name === dialogue.name;
      if (ctx.message === undefined || asked || !people.isFirstAdministrator(ctx)) return false;
      await desk.enter(ctx, dialogue.name, {});
      return true;
    },
  };
}

/** Shows what is to be done next, under `above` with its buttons. False: nothing. */
export type Guide = (ctx: Ctx, above?: string, first?: readonly Button[]) => Promise<boolean>;

/** What an installation still lacks, for those who can add it: a city, then the coordinators. False: nothing. */
export function createGuide(desk: Desk): Guide {
  return async (ctx, above, first = []) => {
    if (!seatFor(ctx.actor, 'add_city')) return false;
    const { t } = ctx.texts;
    const coordinators = { invitations: { none: {} }, holdings: { none: { until: null } } };
    const cities = await desk.prisma.city.count();
    const association = await desk.prisma.seat.count({
      where: { kind: 'association_coordinator', NOT: coordinators },
    });
    const alone = await desk.prisma.city.findMany({
      where: { seats: { none: { kind: 'city_coordinator', NOT: coordinators } } },
    });
    if (cities > 0 && association > 0 && alone.length === 0) return false;
    // Whom /help names is called by telephone; who wants no calls leaves it out.
    const own = ctx.actor.phone === null ? seatFor(ctx.actor, 'edit_staff', { cityId: null }) : null;
    const steps = [
      cities === 0 ? t('office:guide.city') : null,
      association === 0 ? t('office:guide.association') : null,
      cities === 0 ? t('office:guide.coordinators') : null,
      alone.length > 0 ? t('office:guide.coordinator', { count: alone.length }) : null,
      own ? t('office:guide.contacts') : null,
    ].filter((step) => step !== null);
    const city = alone.length === 1 ? alone.map(({ id }) => id) : [];
    const list = [t('office:guide.head'), ...steps.map((step, index) => `${index + 1}. ${step}`)].join('\n');
    await ctx.screen.show({
      text: [above, list].filter(Boolean).join('\n\n'),
      keyboard: keyboard(
        ...first,
        alone.length > 0 &&
          button(t('office:guide.invite_coordinator'), 'o.inv.kind', 'city_coordinator', ...city),
        association === 0 &&
          button(t('office:guide.invite_association'), 'o.inv.kind', 'association_coordinator'),
        button(t('office:cities.add'), 'o.city.add'),
        own !== null && button(t('office:guide.own_contacts'), 'o.edit', own.seatId),
      ),
    });
    return true;
  };
}
