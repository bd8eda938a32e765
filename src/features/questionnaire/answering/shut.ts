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

  return async (ctx, assignmentId) => {
    const { t } = ctx.texts;
    if (ctx.state.place?.assignmentId === assignmentId) delete ctx.state.place;
    const open = await desk.answering.open(ctx.actor, assignmentId);
    if (open.kind !== 'open') {
      const key = (await wasGiven(ctx, assignmentId)) ? 'executor:shut.recalled' : 'questionnaire:not_yours';
      return void (await ctx.screen.say({ text: t(key) }));
    }
    const { view } = open;
    if (await desk.lentAway(ctx, view, t('acting:lent.kept'))) return;
    if (view.state === 'accepted') return desk.refuse(ctx, { kind: 'accepted' }, assignmentId);
    const submitted = isSubmitted(view) && !view.closedAt;
    const key = view.closedAt ? 'closed_text' : submitted ? 'submitted_text' : 'not_yours';
    if (view.wholeForm && key !== 'not_yours')
      return void (await ctx.screen.say({ text: t(`executor:shut.${key}`) }));
    const mayWithdraw = submitted && seatFor(ctx.actor, 'withdraw', subjectOf(view)) !== null;
    await ctx.screen.say({
      text: t(view.wholeForm ? 'executor:shut.recalled' : `questionnaire:${key}`),
      keyboard: keyboard([
        mayWithdraw && button(t('questionnaire:buttons.withdraw'), 'q.withdraw', assignmentId),
        button(t('questionnaire:buttons.list'), 'q.open', assignmentId),
      ]),
    });
  };
}
