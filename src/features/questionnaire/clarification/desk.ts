import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { integer } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import { sayLent } from '../../../services/chat/lent.ts';
import type { Json } from '../../../services/chat/dialogues.ts';
import type { Verb } from '../../../services/people/rights.ts';
import { awayFrom } from '../../../services/people/speaking.ts';
import { createAcceptance } from './acceptance.ts';
import type { Acceptance } from './acceptance.ts';
import { openAssignment } from '../admission.ts';
import { createClarificationAnswering } from './answering.ts';
import type { ClarificationAnswering } from './answering.ts';
import { createAsking } from './asking.ts';
import type { Asking } from './asking.ts';
import { findClarification } from './store.ts';
import type { ClarificationView } from './store.ts';
import type { Desk } from '../desk.ts';
import type { AssignmentView } from '../store.ts';

export interface ClarificationDependencies {
  prisma: PrismaClient;
  desk: Desk;
  /** `Dialogues.enter`. */
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
}

/** What the screens of clarification and acceptance share. */
export interface ClarificationDesk extends ClarificationDependencies {
  asking: Asking;
  answering: ClarificationAnswering;
  acceptance: Acceptance;
  /** The questionnaire named in callback data, for whoever has this right; says why not, and yields null. */
  open(ctx: Ctx, id: string | undefined, right: Verb): Promise<AssignmentView | null>;
  /** The same for a clarification of it. */
  one(
    ctx: Ctx,
    id: string | undefined,
    right: Verb,
  ): Promise<{ view: AssignmentView; clarification: ClarificationView } | null>;
  /** A button about one clarification, for whoever has this right: its data are the clarification's id and the rest. */
  withOne(right: Verb): (work: AboutOne) => (ctx: Ctx, args: string[]) => Promise<void>;
  /** The sentence for a verb that did nothing. */
  refuse(ctx: Ctx, kind: RefusedKind): Promise<void>;
  /** A button that is pressed leads away from a dialogue of ours that waits for a text. */
  leave(ctx: Ctx): void;
}

type AboutOne = (
  ctx: Ctx,
  view: AssignmentView,
  clarification: ClarificationView,
  rest: string[],
) => Promise<void>;

export type RefusedKind =
  | 'no_right'
  | 'gone'
  | 'no_question'
  | 'closed'
  | 'submitted'
  | 'accepted'
  | 'in_volume'
  | 'not_submitted'
  | 'asked'
  | 'changed'
  | 'nothing'
  | 'unanswered'
  | 'past';

/** Dialogues about clarifications begin with this. */
const OURS = 'clarification.';

export function createClarificationDesk(deps: ClarificationDependencies): ClarificationDesk {
  const { prisma } = deps;
  const desk: ClarificationDesk = {
    ...deps,
    asking: createAsking(prisma),
    answering: createClarificationAnswering(prisma),
    acceptance: createAcceptance(prisma),

    async open(ctx, id, right) {
      desk.leave(ctx);
      const number = integer(id);
      const found =
        number === null
          ? ({ kind: 'gone' } as const)
          : await openAssignment(prisma, ctx.actor, right, number);
      if (found.kind === 'open') return found.view;
      await desk.refuse(ctx, found.kind);
      return null;
    },

    async one(ctx, id, right) {
      const number = integer(id);
      const clarification = number === null ? null : await findClarification(prisma, number);
      // Whoever may not see it learns as little as where there is none.
      if (!clarification) {
        await desk.refuse(ctx, 'gone');
        return null;
      }
      const view = await desk.open(ctx, String(clarification.assignmentId), right);
      return view && { view, clarification };
    },

    withOne:
      (right) =>
      (work) =>
      async (ctx, [id, ...rest]) => {
        const found = await desk.one(ctx, id, right);
        if (found) await work(ctx, found.view, found.clarification, rest);
      },

    async refuse(ctx, kind) {
      const lent = kind === 'no_right' ? awayFrom(ctx.actor) : null;
      if (lent) return sayLent(ctx, lent);
      const text =
        kind === 'no_right' ? ctx.texts.t('chat:no_right') : ctx.texts.t(`clarification:refused.${kind}`);
      await ctx.screen.say({ text });
    },

    leave(ctx) {
      if (ctx.state.dialogue?.name.startsWith(OURS)) delete ctx.state.dialogue;
    },
  };
  return desk;
}
