import { button, flow, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { actingsOf } from '../../services/people/acting-store.ts';
import { fullName } from '../../services/people/names.ts';
import { seatFor, seatForActing, seatForInvitation, seatForStaff } from '../../services/people/rights.ts';
import { STAFF_FIELDS } from '../../services/people/staff.ts';
import type { CutOffOutcome, StaffField } from '../../services/people/staff.ts';
import { seatsOf, staffSeat } from '../../services/people/store.ts';
import type { StaffSeat } from '../../services/people/store.ts';
import { actingLine } from './acting-screens.ts';
import type { Desk } from './desk.ts';
import type { Links } from './links.ts';
import { moment, postLine, zoneOf } from './wording.ts';

type Editing = { seatId: number; field: StaffField };

/** One post: who holds it, and what a coordinator can do about it. */
export function createStaffCard(desk: Desk, links: Links): Feature {
  const { prisma, people } = desk;

  async function open(ctx: Ctx, id: string | undefined): Promise<StaffSeat | null> {
    const seat = await staffSeat(prisma, integer(id) ?? 0, ctx.now);
    if (seat && seatFor(ctx.actor, 'see_staff', { cityId: seat.cityId })) return seat;
    await desk.refuse(ctx);
    return null;
  }

  async function show(ctx: Ctx, id: string | undefined, above?: string): Promise<void> {
    desk.leave(ctx);
    const seat = await open(ctx, id);
    if (!seat) return;
    const { t } = ctx.texts;
    const { holder, invitation, seatId } = seat;
    const may = seatForInvitation(ctx.actor, seat) !== null;
    const posts = holder ? await seatsOf(prisma, holder.personId) : [];
    const mayCut =
      holder !== null &&
      holder.personId !== ctx.actor.personId &&
      seatForStaff(ctx.actor, 'cut_off', posts) !== null;
    const views = await actingsOf(prisma, { seatIds: [seatId] }, ctx.now);
    const acting = views.map((view) =>
      t('acting:card', { line: actingLine(ctx.texts, view, ctx.now).slice(2) }),
    );
    const open_ = invitation?.state === 'open';
    const again =
      !holder && invitation !== null && invitation.state !== 'used' && Boolean(invitation.surname);
    await ctx.screen.show({
      text: [above, describe(ctx, seat), acting.join('\n')].filter(Boolean).join('\n\n'),
      keyboard: keyboard(
        mayCut &&
          (holder.cutOffAt
            ? button(t('office:card.restore'), 'o.restore', seatId)
            : button(t('office:card.cut_off'), 'o.cut', seatId)),
        mayCut && button(t('office:card.new_phone'), 'o.phone', seatId),
        may && again && button(t('office:card.reissue'), 'o.again', seatId),
        may && open_ && button(t('office:card.revoke'), 'o.revoke', seatId),
        may &&
          button(
            t(holder ? 'office:card.successor' : again ? 'office:card.other' : 'office:staff.invite'),
            'o.inv.seat',
            seatId,
          ),
        may && button(t('office:card.edit'), 'o.edit', seatId),
        seatForActing(ctx.actor, seat) !== null && button(t('acting:menu'), 'a.seat', seatId),
        desk.back(ctx, 'o.staff.of', seat.cityId ?? 0),
      ),
    });
  }

  function describe(ctx: Ctx, seat: StaffSeat): string {
    const { t } = ctx.texts;
    const zone = seat.timeZone ?? zoneOf(ctx.actor);
    const at = (instant: Date) => moment(ctx.texts, instant, zone, ctx.now);
    const { holder, invitation } = seat;
    const lines = [holder && fullName(holder), postLine(ctx.texts, seat), t(`office:kind.${seat.kind}`)];
    const contacts = ({ phone, email }: { phone: string | null; email: string | null }) => [
      phone && t('office:card.phone', { phone }),
      email && t('office:card.email', { email }),
    ];
    if (holder) {
      lines.push(t('office:card.since', { at: at(holder.since) }), ...contacts(holder));
      if (holder.reach !== 'ok') lines.push(t('office:card.unreachable'));
      if (holder.cutOffAt) lines.push(t('office:card.cut_off_at', { at: at(holder.cutOffAt) }));
    }
    if (seat.hours) lines.push(t('office:card.hours', { hours: seat.hours }));
    if (invitation?.surname && invitation.state !== 'used') {
      const values = { name: fullName(invitation) ?? '', at: at(invitation.expiresAt) };
      lines.push(t(`office:card.invitation.${invitation.state}`, values), ...contacts(invitation));
    } else if (!holder) lines.push(t('office:card.vacant'));
    return lines.filter(Boolean).join('\n');
  }

  /** Asks once before what cannot be undone by the next button. */
  const question =
    (key: 'cut_off' | 'new_phone', yes: string) =>
    async (ctx: Ctx, [id]: string[]): Promise<void> => {
      desk.leave(ctx);
      const seat = await open(ctx, id);
      if (!seat?.holder) return;
      const { t } = ctx.texts;
      await ctx.screen.show({
        text: t(`office:card.${key}_question`, {
          name: fullName(seat.holder) ?? '',
          post: postLine(ctx.texts, seat),
        }),
        keyboard: keyboard(
          button(t(`office:card.${key}_yes`), yes, seat.seatId),
          desk.back(ctx, 'o.seat', seat.seatId),
        ),
      });
    };

  /** Calls a verb about the post or its holder and shows the card with what happened. */
  const act = <T extends { kind: string }>(
    verb: (ctx: Ctx, seat: StaffSeat) => Promise<T>,
    said: (texts: Texts, outcome: T, seat: StaffSeat) => string | null,
  ) => {
    return async (ctx: Ctx, [id]: string[]): Promise<void> => {
      const seat = await open(ctx, id);
      if (!seat) return;
      const outcome = await verb(ctx, seat);
      if (outcome.kind === 'no_right') return desk.refuse(ctx);
      await show(ctx, id, said(ctx.texts, outcome, seat) ?? ctx.texts.t('chat:old_button'));
    };
  };

  /** What was done to whose access, and whether a message could go to the account. */
  function told(texts: Texts, done: 'cut_off_done' | 'restored', { holder, cityName }: StaffSeat): string {
    const { t } = texts;
    const place = cityName ?? t('chat:menu.association');
    const said = t(`office:card.${done}`, { name: (holder && fullName(holder)) ?? '', place });
    return holder?.reach === 'ok' ? `${said} ${t('office:card.told')}` : said;
  }

  function cutOffSaid(texts: Texts, outcome: CutOffOutcome, seat: StaffSeat): string | null {
    const { t } = texts;
    if (outcome.kind === 'in_settings')
      return t('office:card.cut_off_in_settings', { name: (seat.holder && fullName(seat.holder)) ?? '' });
    if (outcome.kind !== 'done') return null;
    const { revoked } = outcome;
    const links = revoked > 0 ? t('office:card.cut_off_links', { count: revoked }) : null;
    return [told(texts, 'cut_off_done', seat), links].filter(Boolean).join('\n');
  }

  async function issue(ctx: Ctx, [id]: string[], verb: 'reissue' | 'newPhone'): Promise<void> {
    const seat = await open(ctx, id);
    if (!seat) return;
    const outcome =
      verb === 'reissue'
        ? await people.reissue(desk.by(ctx), seat.seatId)
        : await people.newPhone(desk.by(ctx), seat.holder?.personId ?? 0);
    if (outcome.kind === 'done') return links.hand(ctx, outcome);
    if (outcome.kind === 'no_right') return desk.refuse(ctx);
    await show(ctx, id, ctx.texts.t('chat:old_button'));
  }

  async function ask(ctx: Ctx, { seatId, field }: Editing, above?: string): Promise<void> {
    const seat = await open(ctx, String(seatId));
    if (!seat) return;
    const { t } = ctx.texts;
    const { post, hours, holder } = seat;
    const value = {
      post,
      hours,
      phone: holder?.phone,
      email: holder?.email,
      name: holder && fullName(holder),
    }[field];
    await ctx.screen.show({
      text: [above, t(`office:card.ask.${field}`), value ? t('office:card.now', { value }) : null]
        .filter(Boolean)
        .join('\n'),
      keyboard: keyboard(desk.back(ctx, 'o.seat', seatId)),
    });
  }

  const dialogue: Dialogue<Editing> = {
    name: 'office.staff_field',
    ask: (ctx, editing) => ask(ctx, editing),
    async answer(ctx, editing) {
      if (ctx.message?.text === undefined) return { kind: 'not_mine' };
      const { kind } = await people.editStaff(desk.by(ctx), editing.seatId, editing.field, ctx.message.text);
      if (kind === 'bad') {
        await ask(ctx, editing, ctx.texts.t(`office:staff.bad.${editing.field}`));
        return { kind: 'again' };
      }
      if (kind === 'done') await desk.become(ctx);
      if (kind === 'no_right') await desk.refuse(ctx);
      else
        await show(
          ctx,
          String(editing.seatId),
          ctx.texts.t(kind === 'done' ? 'office:card.written' : 'chat:old_button'),
        );
      return { kind: 'done' };
    },
  };

  async function chooseField(ctx: Ctx, [id, name]: string[]): Promise<void> {
    desk.leave(ctx);
    const seat = await open(ctx, id);
    if (!seat) return;
    const { t } = ctx.texts;
    const fields = STAFF_FIELDS.filter(
      (field) => seat.holder !== null || field === 'post' || field === 'hours',
    );
    const field = fields.find((each) => each === name);
    if (field) return desk.enter(ctx, dialogue.name, { seatId: seat.seatId, field });
    await ctx.screen.show({
      text: t('office:card.edit_question'),
      keyboard: keyboard(
        ...flow(fields.map((each) => button(t(`office:card.field.${each}`), 'o.edit', seat.seatId, each))),
        desk.back(ctx, 'o.seat', seat.seatId),
      ),
    });
  }

  const holderOf = (seat: StaffSeat): number => seat.holder?.personId ?? 0;
  return {
    dialogues: [dialogue],
    buttons: {
      'o.seat': (ctx, [id]) => show(ctx, id),
      'o.cut': question('cut_off', 'o.cut.yes'),
      'o.cut.yes': act((ctx, seat) => people.cutOff(desk.by(ctx), holderOf(seat)), cutOffSaid),
      'o.restore': act(
        (ctx, seat) => people.restore(desk.by(ctx), holderOf(seat)),
        (texts, { kind }, seat) => (kind === 'done' ? told(texts, 'restored', seat) : null),
      ),
      'o.phone': question('new_phone', 'o.phone.yes'),
      'o.phone.yes': (ctx, args) => issue(ctx, args, 'newPhone'),
      'o.again': (ctx, args) => issue(ctx, args, 'reissue'),
      'o.revoke': act(
        (ctx, seat) => people.revoke(desk.by(ctx), seat.seatId),
        ({ t }, { kind }) => (kind === 'done' ? t('office:card.revoked') : null),
      ),
      'o.edit': chooseField,
    },
  };
}
