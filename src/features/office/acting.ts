import { dayIn } from '../../services/calendar/index.ts';
import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Button } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { actingOf, actingsOf } from '../../services/people/acting-store.ts';
import type { ActingView } from '../../services/people/acting-store.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor, seatForActing } from '../../services/people/rights.ts';
import { actsUntil } from '../../services/people/speaking.ts';
import { staffOf, staffSeat } from '../../services/people/store.ts';
import type { StaffSeat } from '../../services/people/store.ts';
import { NOBODY, actingLine, shortName, sideLine } from './acting-screens.ts';
import { createActingSetting } from './acting-setting.ts';
import type { ActingSetting } from './acting-setting.ts';
import type { Desk } from './desk.ts';
import type { Draft } from './invite-steps.ts';
import { postLine } from './wording.ts';

/** So many posts are offered on one screen. */
const MOST_POSTS = 6;
/** So many actings of a post have a button of their own. */
const MOST_ENDS = 3;

export type ActingFeature = Feature & Pick<ActingSetting, 'invited'>;

/** *Замещение*: who acts for whom, from which day to which. `invite` begins an invitation. */
export function createActing(
  desk: Desk,
  invite: (ctx: Ctx, known: Partial<Draft>) => Promise<void>,
): ActingFeature {
  const { prisma, people } = desk;
  const setting = createActingSetting(desk, { home, show, open, invite });

  /** The post, for those who may say who acts in it; else says that they may not. */
  async function open(ctx: Ctx, id: string | number | undefined): Promise<StaffSeat | null> {
    const seat = await staffSeat(prisma, typeof id === 'number' ? id : (integer(id) ?? 0), ctx.now);
    if (seat && seatForActing(ctx.actor, seat)) return seat;
    await desk.refuse(ctx);
    return null;
  }

  /** The posts that a person decides about from here: his own, and as a head those of his department. */
  async function posts(ctx: Ctx): Promise<StaffSeat[]> {
    const own = ctx.actor.seats.filter(({ actingUntil }) => actingUntil === null);
    const heads = ctx.actor.seats.filter(({ kind, lent }) => kind === 'head' && lent === null);
    const cities = [...new Set([...own, ...heads].map(({ cityId }) => cityId))];
    const staff = (await Promise.all(cities.map((cityId) => staffOf(prisma, cityId, ctx.now)))).flat();
    const isOwn = (seat: StaffSeat): boolean => own.some(({ seatId }) => seatId === seat.seatId);
    const theirs = staff.filter(
      (seat) =>
        !isOwn(seat) &&
        seat.holder !== null &&
        heads.some(({ departmentId }) => departmentId !== null && departmentId === seat.departmentId) &&
        seatForActing(ctx.actor, seat) !== null,
    );
    return [...staff.filter(isOwn), ...theirs];
  }

  async function home(ctx: Ctx): Promise<void> {
    desk.leave(ctx);
    const { t } = ctx.texts;
    const mine = await posts(ctx);
    if (mine.length === 0 && ctx.actor.seats.length === 0) return desk.refuse(ctx);
    const acts = ctx.actor.seats.flatMap((seat) => {
      const until = actsUntil(ctx.texts, seat, ctx.now);
      return until === null ? [] : [`${t('acting:home.acts', { post: postLine(ctx.texts, seat) })} ${until}`];
    });
    const [only] = mine;
    if (only && mine.length === 1 && acts.length === 0) return show(ctx, only.seatId);
    const shown = mine.slice(0, MOST_POSTS);
    const seatIds = shown.map(({ seatId }) => seatId);
    const views = await actingsOf(prisma, { seatIds }, ctx.now);
    const lines = shown.map((seat, index) => {
      const own = views.filter(({ lent }) => lent.seatId === seat.seatId);
      const who = [seat.holder && fullName(seat.holder), postLine(ctx.texts, seat)]
        .filter(Boolean)
        .join(', ');
      return [`${index + 1}. ${who}`, ...own.map((view) => actingLine(ctx.texts, view, ctx.now))].join('\n');
    });
    await ctx.screen.show({
      text: [t('acting:home.head'), ...acts, ...lines].join('\n'),
      keyboard: keyboard(
        shown.map(({ seatId }, index) => button(String(index + 1), 'a.seat', seatId)),
        desk.back(ctx, 'menu'),
      ),
    });
  }

  /** Who acts in a post, now and later. */
  async function show(ctx: Ctx, id: string | number | undefined, above?: string): Promise<void> {
    desk.leave(ctx);
    const seat = await open(ctx, id);
    if (!seat) return;
    const { t } = ctx.texts;
    const views = await actingsOf(prisma, { seatIds: [seat.seatId] }, ctx.now);
    const lines = views.map((view) => actingLine(ctx.texts, view, ctx.now));
    const post = sideLine(ctx.texts, {
      ...seat,
      ...(seat.holder ?? NOBODY),
    });
    await ctx.screen.show({
      text: [above, t('acting:seat.head', { post }), lines.join('\n') || t('acting:seat.nobody')]
        .filter(Boolean)
        .join('\n\n'),
      keyboard: keyboard(
        ...views.slice(0, MOST_ENDS).map((view) => endButton(ctx, view, views.length > 1)),
        button(t('acting:buttons.set'), 'a.new', seat.seatId),
        await back(ctx, seat),
      ),
    });
  }

  function endButton(ctx: Ctx, view: ActingView, several: boolean): Button {
    const { t } = ctx.texts;
    const runs = view.fromOn <= dayIn(ctx.now, view.timeZone);
    const label = runs ? 'acting:buttons.end' : 'acting:buttons.cancel';
    const text = several ? `${t(label)}: ${shortName(view.substitute)}` : t(label);
    return button(text.slice(0, 60), 'a.end', view.id);
  }

  /** Back to where the post is shown to this person: the list of staff, his own posts, or the menu. */
  async function back(ctx: Ctx, seat: StaffSeat): Promise<Button> {
    const isOwn = ctx.actor.seats.some(({ seatId }) => seatId === seat.seatId);
    if (!isOwn && seatFor(ctx.actor, 'see_staff', { cityId: seat.cityId }))
      return desk.back(ctx, 'o.seat', seat.seatId);
    const several = ctx.actor.seats.length > 1 || (await posts(ctx)).length > 1;
    return desk.back(ctx, several ? 'a' : 'menu');
  }

  async function asked(ctx: Ctx, id: string | undefined): Promise<ActingView | null> {
    desk.leave(ctx);
    const view = await actingOf(prisma, integer(id) ?? 0);
    if (view && seatForActing(ctx.actor, view.lent)) return view;
    await desk.refuse(ctx);
    return null;
  }

  return {
    dialogues: setting.dialogues,
    invited: setting.invited,
    commands: [
      {
        name: 'acting',
        describe: 'acting:commands.acting',
        allowed: (actor) => actor.seats.length > 0,
        handle: home,
      },
    ],
    menu: [
      {
        label: 'acting:menu',
        words: ['acting'],
        order: 60,
        allowed: (actor) => actor.seats.length > 0,
        handle: home,
      },
    ],
    buttons: {
      ...setting.buttons,
      a: home,
      'a.seat': (ctx, [id]) => show(ctx, id),
      async 'a.end'(ctx, [id]) {
        const view = await asked(ctx, id);
        if (!view) return;
        const { t } = ctx.texts;
        if (view.endedAt !== null) return show(ctx, view.lent.seatId, t('acting:done.already'));
        const own = view.lent.personId === ctx.actor.personId;
        const values = { who: shortName(view.substitute), post: postLine(ctx.texts, view.lent) };
        await ctx.screen.show({
          text: t(own ? 'acting:end.own' : 'acting:end.other', values),
          keyboard: keyboard(
            button(t('acting:buttons.end'), 'a.end.yes', view.id),
            desk.back(ctx, 'a.seat', view.lent.seatId),
          ),
        });
      },
      async 'a.end.yes'(ctx, [id]) {
        const view = await asked(ctx, id);
        if (!view) return;
        const { t } = ctx.texts;
        const outcome = await people.endActing(desk.by(ctx), view.id);
        if (outcome.kind === 'no_right') return desk.refuse(ctx);
        await desk.become(ctx);
        const own = view.lent.personId === ctx.actor.personId;
        const said = outcome.kind === 'not_found' ? 'already' : own ? 'ended_own' : 'ended';
        await show(ctx, view.lent.seatId, t(`acting:done.${said}`, { who: shortName(view.substitute) }));
      },
    },
  };
}
