import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import type { Desk } from '../desk.ts';
import { createBeside } from './beside.ts';
import { createBlockedRenderer, passBlocked, tellBlocked } from './blocked.ts';
import { createExecutors } from './bot.ts';
import type { Errand, ExecutorBotDependencies } from './bot.ts';
import { createExecutorDesk } from './desk.ts';
import { createHanding } from './handing.ts';
import { releaseLost } from './lost.ts';
import type { QuestionScreen } from '../messages.ts';
import { createExecutorRenderers, passExecutorNotices } from './notices.ts';
import { createExecutorTerms } from './term.ts';
import { createExecutorVerbs } from './verbs.ts';

export interface ExecutorParts {
  features: Feature[];
  /** Gives what the head was about to give to the post to which somebody is invited now; null: he turned back. */
  give(ctx: Ctx, errand: Errand, seatId: number | null): Promise<void>;
  beside(ctx: Ctx, screen: QuestionScreen): Promise<string | null>;
}

/** *Writing together*: parts of the questionnaire's face. */
export function createExecutorParts(
  deps: ExecutorBotDependencies & { desk: Desk; i18n: (language: Language) => Texts },
): ExecutorParts {
  const { prisma, desk } = deps;
  const verbs = createExecutorVerbs(deps);
  const shared = { ...deps, verbs, executors: createExecutorDesk(prisma, desk) };
  const { give, ...choosing } = createExecutors(shared);
  return {
    give,
    beside: createBeside(deps),
    features: [
      choosing,
      createExecutorTerms(shared),
      createHanding(shared),
      {
        renderers: { ...createExecutorRenderers(deps), ...createBlockedRenderer(deps) },
        passOn: { ...passExecutorNotices(prisma), ...passBlocked(prisma) },
        jobs: [
          {
            name: 'executors',
            every: 'tick',
            expireInSeconds: 60,
            async run({ now }) {
              await releaseLost(deps, now);
              await tellBlocked(deps, now);
            },
          },
        ],
      },
    ],
  };
}
