import { button, flow, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { actingsOf, isRunning } from '../../services/people/acting-store.ts';
import { listed } from '../../services/people/actor.ts';
import { postIn } from '../../services/people/post.ts';
import { seatFor } from '../../services/people/rights.ts';
import { citiesOf, cityOf, staffOf } from '../../services/people/store.ts';
import type { StaffSeat } from '../../services/people/store.ts';
import { shortName } from './acting-screens.ts';
import type { Desk } from './desk.ts';
import { citiesWithin, kindsFor } from './invite-steps.ts';
import { day, page, pageButtons, zoneOf } from './wording.ts';

const PAGE = 7;
type Finding = { page?: number; search?: string };

export interface Staff extends Feature {
  /** The list of the actor's city, or the choice of a city. */
  home(ctx: Ctx): Promise<void>;
}

/** «Сотрудники»: who holds which post, who is connected since when, whose link is on its way. */
export function createStaff(desk: Desk): Staff {
  const { prisma } = desk;

  async function home(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    if (!seatFor(ctx.actor, 'see_staff')) return desk.refuse(ctx);
    const reach = citiesWithin(ctx.actor, 'see_staff');
    const [only] = reach ?? [];
    if (reach?.length === 1 && only !== undefined) return list(ctx, only);
    await desk.enter(ctx, find.name, {});
  }

  async function reachable(ctx: Ctx, search?: string): Promise<{ id: number; name: string }[]> {
    const reach = citiesWithin(ctx.actor, 'see_staff');
    return (await citiesOf(prisma, search)).filter(({ id }) => reach === null || reach.includes(id));
  }

  async function choose(ctx: Ctx, { page: wanted = 0, search }: Finding, above?: string): Promise<void> {
    const { t } = ctx.texts;
    const shown = page(await reachable(ctx, search), wanted, PAGE);
    const text = [above, t('office:staff.choose'), shown.last > 0 ? t('office:cities.search') : null];
    const rows = flow(shown.rows.map(({ id, name }) => button(name, 'o.staff.of', id)));
    const association = seatFor(ctx.actor, 'see_staff', { cityId: null });
    await ctx.screen.show({
      text: text.filter(Boolean).join('\n'),
      keyboard: keyboard(
        association && button(t('chat:menu.association'), 'o.staff.of', 0),
        ...rows,
        pageButtons(ctx.texts, shown, 'o.staff.page'),
        seatFor(ctx.actor, 'import_staff') && button(t('import:buttons.template'), 'i.template', 0),
        desk.back(ctx, 'menu'),
      ),
    });
  }

  const find: Dialogue<Finding> = {
    name: 'office.find_staff',
    ask: (ctx, finding) => choose(ctx, finding),
    async answer(ctx, finding) {
      const search = ctx.message?.text?.trim();
      if (search === undefined || search.length > 60) return { kind: 'not_mine' };
      const found = await reachable(ctx, search);
      const [only] = found;
      if (only && found.length === 1) {
        await list(ctx, only.id);
        return { kind: 'done' };
      }
      if (found.length > 0) return { kind: 'next', args: { search } };
      await choose(ctx, finding, ctx.texts.t('office:cities.not_found'));
      return { kind: 'again' };
    },
  };

  /** The posts of a city; 0: of the association. */
  async function list(ctx: Ctx, place: number, wanted = 0): Promise<void> {
    desk.leave(ctx);
    const cityId = place === 0 ? null : place;
    if (!seatFor(ctx.actor, 'see_staff', { cityId })) return desk.refuse(ctx);
    const { texts } = ctx;
    const city = cityId === null ? null : await cityOf(prisma, cityId);
    const all = await staffOf(prisma, cityId, ctx.now);
    const shown = page(all, wanted, PAGE);
    const first = shown.number * PAGE + 1;
    const seatIds = shown.rows.map(({ seatId }) => seatId);
    const acting = await actingsOf(prisma, { seatIds }, ctx.now);
    const name = city?.name ?? texts.t('chat:menu.association');
    const connected = all.filter(({ holder }) => holder && !holder.cutOffAt).length;
    const text = [
      texts.t('office:staff.head', { place: name }),
      all.length === 0
        ? texts.t('office:staff.empty')
        : texts.t('office:staff.connected', { connected, count: all.length }),
      ...shown.rows.map((seat, index) => {
        const runs = acting.find(({ lent }) => lent.seatId === seat.seatId);
        const line = `${first + index}. ${seatLine(ctx, seat)}`;
        return runs && isRunning(runs, ctx.now)
          ? `${line}; ${texts.t('acting:staff', { who: shortName(runs.substitute) })}`
          : line;
      }),
    ];
    const several = citiesWithin(ctx.actor, 'see_staff')?.length !== 1;
    await ctx.screen.show({
      text: text.join('\n'),
      keyboard: keyboard(
        shown.rows.map((seat, index) => button(String(first + index), 'o.seat', seat.seatId)),
        pageButtons(texts, shown, 'o.staff.of', place),
        kindsFor(ctx.actor).length > 0 &&
          button(texts.t('office:staff.invite'), 'o.inv', ...(cityId === null ? [] : [cityId])),
        cityId !== null && button(texts.t('office:staff.card_of_city'), 'o.city', cityId),
        cityId !== null &&
          seatFor(ctx.actor, 'import_staff', { cityId }) &&
          button(texts.t('import:buttons.template'), 'i.template', cityId),
        several ? desk.back(ctx, 'o.staff') : desk.back(ctx, 'menu'),
      ),
    });
  }

  return {
    home,
    dialogues: [find],
    menu: [
      {
        label: 'office:menu.staff',
        words: ['staff'],
        order: 30,
        allowed: (actor) => seatFor(actor, 'see_staff') !== null,
        handle: home,
      },
    ],
    buttons: {
      'o.staff': home,
      'o.staff.of': (ctx, [place, number]) => list(ctx, integer(place) ?? 0, integer(number) ?? 0),
      async 'o.staff.page'(ctx, [number]) {
        const { dialogue } = ctx.state;
        const { search } = (dialogue?.name === find.name ? dialogue.args : {}) as Finding;
        await desk.enter(ctx, find.name, {
          ...(search === undefined ? {} : { search }),
          page: integer(number) ?? 0,
        });
      },
    },
  };
}

/** «Берёзкина А.В., начальник управления, отдел встреч — доступ с 3 февраля» */
function seatLine({ texts, actor, now }: Ctx, seat: StaffSeat): string {
  const on = (instant: Date): string => day(texts, instant, seat.timeZone ?? zoneOf(actor), now);
  const { holder, invitation } = seat;
  const post = postIn(seat);
  if (holder) {
    const state = holder.cutOffAt
      ? texts.t('office:staff.state.cut_off', { day: on(holder.cutOffAt) })
      : holder.reach === 'ok'
        ? texts.t('office:staff.state.connected', { day: on(holder.since) })
        : texts.t('office:staff.state.unreachable');
    return `${listed(holder)}, ${post} — ${state}`;
  }
  const named =
    invitation && invitation.state !== 'used' && invitation.surname ? `${listed(invitation)}, ${post}` : post;
  if (invitation?.state === 'open') {
    return `${named} — ${texts.t('office:staff.state.invited', { day: on(invitation.expiresAt) })}`;
  }
  const state =
    invitation?.state === 'expired' || invitation?.state === 'revoked' ? invitation.state : 'vacant';
  return `${named} — ${texts.t(`office:staff.state.${state}`)}`;
}
