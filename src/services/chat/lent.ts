import type { LentSeat } from '../people/rights.ts';
import { lentRefusal } from '../people/speaking.ts';
import { keyboard } from './buttons.ts';
import type { Ctx } from './context.ts';

/** To a holder for whom somebody acts today: why nothing was done, `further`, and the way back. */
export async function sayLent(ctx: Ctx, lent: LentSeat, further?: string): Promise<void> {
  const { text, button } = lentRefusal(ctx.texts, lent, ctx.now);
  await ctx.screen.say({ text: [text, further].filter(Boolean).join(' '), keyboard: keyboard(button) });
}
