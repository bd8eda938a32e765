import { contentOf, openClarifications, sameAnswer, unanswered } from './store.ts';
import { tellAskers } from './telling.ts';
import { settleState } from './verb.ts';
import type { Tx } from './verb.ts';
import type { Open, Request } from '../admission.ts';
import type { SubmittedAnswer } from '../store.ts';

/**
 * A questionnaire was submitted anew while questions of the association were open: those whose answers have changed
 * are answered by that, the others still wait. JSON brings the formatting of both to one shape.
 */
export async function settleSubmitted(
  tx: Tx,
  { view, seat }: Open,
  { actor, now }: Request,
  journalId: bigint,
  content: readonly SubmittedAnswer[],
): Promise<void> {
  for (const asked of unanswered(await openClarifications(tx, view.id))) {
    const before = (await contentOf(tx, view.id, asked.edition)).find(({ code }) => code === asked.code);
    const after = content.find(({ code }) => code === asked.code);
    if (sameAnswer(before, after)) continue;
    await tx.clarification.update({
      where: { id: asked.id },
      data: { answer: 'corrected', answeredBySeatId: seat.seatId, answeredAt: now },
    });
    await tellAskers(tx, asked, 'clarification.answered', { personId: actor.personId, journalId, now });
  }
  await settleState(tx, view.id);
}
