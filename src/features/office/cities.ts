import { russianZones } from '../../services/calendar/index.ts';
import { button, flow, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { readCityField } from '../../services/people/cities.ts';
import { seatFor } from '../../services/people/rights.ts';
import { citiesOf } from '../../services/people/store.ts';
import type { Guide } from './administrator.ts';
import type { Desk } from './desk.ts';
import { citiesWithin } from './invite-steps.ts';
import { page, pageButtons } from './wording.ts';
import { zoneChoice } from './zone-choice.ts';

const PAGE = 7;
const ZONE_BUTTONS = { choose: 'o.city.zone', turn: 'o.city.zones' };
type Adding = { name?: string; page?: number; search?: string };
type Finding = { page?: number; search?: string };

/** The list of cities, and adding one: its name, its time zone. */
export function createCities(
  desk: Desk,
  guide: Guide,
  card: (ctx: Ctx, cityId: number, above?: string) => Promise<void>,
): Feature {
  const { prisma, people } = desk;

  async function list(ctx: Ctx, { page: wanted = 0, search }: Finding = {}, above?: string): Promise<void> {
    const { t } = ctx.texts;
    const reach = citiesWithin(ctx.actor, 'see_staff');
    const all = (await citiesOf(prisma, search)).filter(({ id }) => reach === null || reach.includes(id));
    const shown = page(all, wanted, PAGE);
    const text = all.length === 0 ? t('office:cities.none') : t('office:cities.list', { count: all.length });
    const hint = shown.last > 0 ? t('office:cities.search') : null;
    const rows = flow(shown.rows.map(({ id, name }) => button(name, 'o.city', id)));
    const add = seatFor(ctx.actor, 'add_city') && button(t('office:cities.add'), 'o.city.add');
    await ctx.screen.show({
      text: [above, text, hint].filter(Boolean).join('\n'),
      keyboard: keyboard(
        ...rows,
        pageButtons(ctx.texts, shown, 'o.cities'),
        add,
        add && button(t('import:buttons.template'), 'i.template', 0),
        desk.back(ctx, 'menu'),
      ),
    });
  }

  /** The city at once where there is only one. */
  async function open(ctx: Ctx): Promise<void> {
    const reach = citiesWithin(ctx.actor, 'see_staff');
    const [only] = reach ?? [];
    desk.leave(ctx);
    if (reach?.length === 0) return desk.refuse(ctx);
    if (reach?.length === 1 && only !== undefined) return card(ctx, only);
    await desk.enter(ctx, find.name, {});
  }

  const find: Dialogue<Finding> = {
    name: 'office.find_city',
    ask: (ctx, finding) => list(ctx, finding),
    async answer(ctx, finding) {
      const search = ctx.message?.text?.trim();
      if (search === undefined || search.length > 60) return { kind: 'not_mine' };
      const reach = citiesWithin(ctx.actor, 'see_staff');
      const found = (await citiesOf(prisma, search)).filter(({ id }) => reach === null || reach.includes(id));
      const [only] = found;
      if (only && found.length === 1) {
        await card(ctx, only.id);
        return { kind: 'done' };
      }
      if (found.length > 0) return { kind: 'next', args: { search } };
      await list(ctx, finding, ctx.texts.t('office:cities.not_found'));
      return { kind: 'again' };
    },
  };

  async function askToAdd(ctx: Ctx, adding: Adding, above?: string): Promise<void> {
    const { t } = ctx.texts;
    if (adding.name === undefined) {
      const text = [above, t('office:cities.name')].filter(Boolean).join('\n');
      return ctx.screen.show({ text, keyboard: keyboard(desk.back(ctx, 'o.cities')) });
    }
    const { rows } = zoneChoice(ctx.texts, adding, ZONE_BUTTONS);
    const text = [above, t('office:cities.zone', { city: adding.name })].filter(Boolean).join('\n');
    await ctx.screen.show({ text, keyboard: keyboard(...rows, desk.back(ctx, 'o.city.add')) });
  }

  const add: Dialogue<Adding> = {
    name: 'office.add_city',
    ask: (ctx, adding) => askToAdd(ctx, adding),
    async answer(ctx, adding) {
      const typed = ctx.message?.text?.trim();
      if (typed === undefined) return { kind: 'not_mine' };
      if (adding.name !== undefined) {
        const { found } = zoneChoice(ctx.texts, { search: typed }, ZONE_BUTTONS);
        if (found > 0) return { kind: 'next', args: { ...adding, search: typed, page: 0 } };
        await askToAdd(ctx, adding, ctx.texts.t('office:cities.zone_not_found'));
        return { kind: 'again' };
      }
      const read = readCityField('name', typed);
      const taken =
        read.kind === 'ok' &&
        (await citiesOf(prisma, String(read.value))).some(
          (city) => city.name.toLowerCase() === String(read.value).toLowerCase(),
        );
      if (read.kind === 'ok' && !taken) return { kind: 'next', args: { name: String(read.value) } };
      await askToAdd(ctx, adding, ctx.texts.t(taken ? 'office:cities.exists' : 'office:city.bad.city'));
      return { kind: 'again' };
    },
  };

  async function zoneChosen(ctx: Ctx, [index]: string[]): Promise<void> {
    const { dialogue } = ctx.state;
    const { name } = (dialogue?.name === add.name ? dialogue.args : {}) as Adding;
    const zone = russianZones[integer(index) ?? -1];
    if (name === undefined || zone === undefined) return desk.oldButton(ctx, () => open(ctx));
    const outcome = await people.addCity(desk.by(ctx), name, zone);
    desk.leave(ctx);
    if (outcome.kind === 'no_right') return desk.refuse(ctx);
    if (outcome.kind === 'exists') return desk.enter(ctx, add.name, {});
    const { t } = ctx.texts;
    await guide(ctx, t('office:cities.added', { city: name, zone: t(`calendar:zone.${zone}`) }));
  }

  return {
    dialogues: [find, add],
    menu: [
      {
        label: 'office:menu.city',
        words: ['city'],
        order: 40,
        allowed: (actor) => seatFor(actor, 'see_staff') !== null,
        handle: open,
      },
    ],
    buttons: {
      async 'o.cities'(ctx, [number]) {
        if (number === undefined) return open(ctx);
        const { dialogue } = ctx.state;
        const { search } = (dialogue?.name === find.name ? dialogue.args : {}) as Finding;
        await desk.enter(ctx, find.name, {
          ...(search === undefined ? {} : { search }),
          page: integer(number) ?? 0,
        });
      },
      async 'o.city.add'(ctx) {
        if (!seatFor(ctx.actor, 'add_city')) return desk.refuse(ctx);
        await desk.enter(ctx, add.name, {});
      },
      'o.city.zone': zoneChosen,
      async 'o.city.zones'(ctx, [number]) {
        const { dialogue } = ctx.state;
        if (dialogue?.name !== add.name) return desk.oldButton(ctx, () => open(ctx));
        await desk.enter(ctx, add.name, { ...(dialogue.args as Adding), page: integer(number) ?? 0 });
      },
    },
  };
}
