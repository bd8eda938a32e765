import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted, subjectOf } from '../admission.ts';
import type { Desk } from '../desk.ts';

/** The questionnaire was closed, submitted or given to another while he wrote: what he sent is kept for a day. */
export function createTellShut(
  prisma: PrismaClient,
  desk: Desk,
): (ctx: Ctx, assignmentId: number) => Promise<void> {
  /** Something of it was with him: it was recalled, or taken. */
  async function wasGiven(ctx: Ctx, assignmentId: number): Promise<boolean> {
    const seatId = { in: ctx.actor.seats.map((seat) => seat.seatId) };
    return (await prisma.delegation.count({ where: { assignmentId, seatId } })) > 0;
  }

  /** He acted for somebody of that city, and does so no longer. */
  async function hasActed(ctx: Ctx, assignmentId: number): Promise<boolean> {
    const actingSeatId = { in: ctx.actor.seats.map((seat) => seat.seatId) };
    const ofCity = { city: { assignments: { some: { id: assignmentId } } } };
    return (await prisma.acting.count({ where: { actingSeatId, seat: ofCity } })) > 0;
  }

  return async (ctx, assignmentId) => {
    const { t } = ctx.texts;
    const kept = button(t('questionnaire:buttons.kept'), 'q.kept');
    if (ctx.state.place?.assignmentId === assignmentId) delete ctx.state.place;
    const open = await desk.answering.open(ctx.actor, assignmentId);
    if (open.kind !== 'open') {
      const key = (await wasGiven(ctx, assignmentId))
        ? 'executor:shut.recalled'
        : (await hasActed(ctx, assignmentId))
          ? 'questionnaire:acting_over'
          : 'questionnaire:not_yours';
      return void (await ctx.screen.say({ text: t(key), keyboard: keyboard(kept) }));
    }
    const { view } = open;
    if (await desk.lentAway(ctx, view, t('acting:lent.kept'))) return;
    if (view.state === 'accepted') return desk.refuse(ctx, { kind: 'accepted' }, assignmentId);
    const submitted = isSubmitted(view) && !view.closedAt;
    const key = view.closedAt ? 'closed_text' : submitted ? 'submitted_text' : 'not_yours';
    if (view.wholeForm && key !== 'not_yours')
      return void (await ctx.screen.say({ text: t(`executor:shut.${key}`), keyboard: keyboard(kept) }));
    const mayWithdraw = submitted && seatFor(ctx.actor, 'withdraw', subjectOf(view)) !== null;
    await ctx.screen.say({
      text: t(view.wholeForm ? 'executor:shut.recalled' : `questionnaire:${key}`),
      keyboard: keyboard([
        mayWithdraw && button(t('questionnaire:buttons.withdraw'), 'q.withdraw', assignmentId),
        key === 'not_yours' ? kept : button(t('questionnaire:buttons.list'), 'q.open', assignmentId),
      ]),
    });
  };
}
