import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Refused, Request } from '../admission.ts';
import { settling } from '../clarification/verb.ts';
import { holdAnswer } from '../store.ts';
import type { Target } from '../store.ts';
import { questionOf } from '../wording.ts';
import { settlePassages } from './passages-store.ts';

export type Hidden = { kind: 'done' } | Refused | { kind: 'nothing' };

/** *Не показывать другим городам*, and its undoing: the city says so of its own answer, whenever it likes. */
export function createHiding(prisma: PrismaClient) {
  return async (request: Request, target: Target, hidden: boolean): Promise<Hidden> => {
    const name = hidden ? 'hide_answer' : 'show_answer';
    return settling<Hidden>(
      prisma,
      request,
      { right: 'hide_answer', name, ...target },
      async (tx, { view }) => {
        if (!questionOf(view, target.code)) return { kind: 'no_question' };
        const id = await holdAnswer(tx, target);
        const { count } = await tx.answer.updateMany({
          where: { id, privateAt: hidden ? null : { not: null } },
          data: { privateAt: hidden ? request.now : null },
        });
        if (count === 0) return { kind: 'nothing' };
        await settlePassages(tx, view.id);
        return { kind: 'done' };
      },
    );
  };
}
