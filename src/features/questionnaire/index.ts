import type { Database } from '../../platform/database/client.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Files } from '../../services/files/files.ts';
import type { Language, Texts } from '../../services/i18n/i18n.ts';
import { createBehalfScreens } from './behalf/bot.ts';
import { leaveEntered } from './behalf/entering.ts';
import { createWay } from './bot.ts';
import { createClarification } from './clarification/bot.ts';
import { createCorrecting } from './answering/correcting.ts';
import { createExperience } from './experience/bot.ts';
import { createExecutorParts } from './executors/parts.ts';
import type { ExecutorParts } from './executors/parts.ts';
import type { ExecutorBotDependencies } from './executors/bot.ts';
import { createLastYear } from './last-year/bot.ts';
import { createDesk } from './desk.ts';
import { handover } from './handover.ts';
import type { Handover } from './handover.ts';
import { createIntake } from './answering/intake.ts';
import type { Association } from './paper.ts';
import { createPlacing } from './answering/placing.ts';
import { createReview } from './review/bot.ts';
import { createSubmission } from './review/submission-bot.ts';
import { loadAssignment } from './store.ts';
import { sweepStrays } from './answering/strays.ts';
import { createVolume } from './volume/bot.ts';
import type { VolumeDependencies } from './volume/bot.ts';
import { whatWaits } from './waiting.ts';
import type { WhatWaits } from './waiting.ts';
import { createWordIn } from './word-in/bot.ts';
import { numberOf, titleOf } from './wording.ts';

export interface Questionnaire {
  /** Parts of one face: the way through, intake, corrections, placing, review. */
  features: Feature[];
  /** Goes on with *Поручить* once somebody is invited, or not. */
  give: ExecutorParts['give'];
  /** What waits for a person who has just come in, with buttons to it; null: nothing. */
  waiting(ctx: Ctx): Promise<WhatWaits | null>;
  /** What lies with a post, for whoever comes into it. */
  handover(texts: Texts, seatId: number, now: Date): Promise<Handover>;
  /** Where the person is, in words, for whoever helps him. */
  placeOf(ctx: Ctx): Promise<string | null>;
  /** What is stored of this person here, in words, for /mydata. */
  dataAbout(texts: Texts, personId: number): Promise<string | null>;
}

/** The annual questionnaire as the respondent sees it. */
export function createQuestionnaire(
  deps: {
    database: Database;
    files: Files;
    association: Association;
    i18n: (language: Language) => Texts;
    /** Of `createIntake`. */
    silence: number | undefined;
  } & Pick<ExecutorBotDependencies, 'delivery' | 'enter' | 'inviteExecutor'> &
    Pick<VolumeDependencies, 'api' | 'defaultLanguage' | 'runNow'>,
): Questionnaire {
  const { database, files, association, silence } = deps;
  const { prisma } = database;
  const desk = createDesk(database);
  const executors = createExecutorParts({ ...deps, prisma, desk });
  const placing = createPlacing(prisma, desk);
  const { askStray, hasOpen, ...placingFace } = placing;
  const { showReview, ...reviewFace } = createReview(prisma, desk);
  const { sendReceipt, ...submissionFace } = createSubmission({ prisma, desk, association, showReview });
  const features: Feature[] = [];
  const press = async (ctx: Ctx, name: string, args: string[]): Promise<void> => {
    await features.find((feature) => feature.buttons?.[name])?.buttons?.[name]?.(ctx, args);
  };
  features.push(
    createWay(prisma, desk),
    createCorrecting(prisma, desk),
    createLastYear(prisma, desk),
    ...executors.features,
    reviewFace,
    submissionFace,
    ...createClarification({ ...deps, prisma, desk, sendReceipt }),
    createBehalfScreens({ ...deps, prisma, desk, press }),
    createExperience({ ...deps, prisma }),
    createVolume(deps),
    placingFace,
    createWordIn({ ...deps, prisma, desk, askStray }),
    createIntake({ database, desk, files, askStray, hasOpen, press, beside: executors.beside, silence }),
    {
      passing: leaveEntered,
      jobs: [
        { name: 'strays', every: 'tick', expireInSeconds: 60, run: ({ now }) => sweepStrays(prisma, now) },
      ],
    },
  );
  return {
    features,
    give: executors.give,
    waiting: (ctx) => whatWaits(prisma, ctx),
    handover: (texts, seatId, now) => handover(prisma, texts, seatId, now),
    async placeOf(ctx) {
      const { place } = ctx.state;
      const view = place && (await loadAssignment(prisma, place.assignmentId));
      if (!place || !view) return null;
      const title = titleOf(ctx.texts, view);
      const number = numberOf(view, place.code);
      return number === null
        ? ctx.texts.t('questionnaire:place_of_intro', { title })
        : ctx.texts.t('questionnaire:place_of', { title, number });
    },
    async dataAbout(texts, personId) {
      const count = await prisma.piece.count({ where: { authorId: personId } });
      return count === 0 ? null : texts.t('questionnaire:about_me', { count });
    },
  };
}
