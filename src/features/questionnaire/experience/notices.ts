import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { PassOn, Renderer } from '../../../services/delivery/index.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { listed } from '../../../services/people/actor.ts';
import { answerersOf, findCityQuestion, tellOfQuestion, toldOf, whoAsked } from './city-question-store.ts';
import type { CityQuestionNotice, CityQuestionView } from './city-question-store.ts';
import { questionName } from './messages.ts';
import { wordingOf } from './passage-view-store.ts';

const argsSchema = z.looseObject({ questionId: z.number().int() });

/** Who asks what about which answer. */
export async function askedText(
  prisma: PrismaClient,
  texts: Texts,
  question: CityQuestionView,
  now: Date,
  key: 'experience:asked' | 'experience:mine' = 'experience:asked',
): Promise<string> {
  const { askedBySeatId, city, year, text, code } = question;
  const name = questionName(texts, await wordingOf(prisma), code, year);
  return texts.t(key, {
    who: await who(prisma, texts, askedBySeatId, now),
    city,
    year,
    question: name,
    text,
  });
}

/** «Берёзкина А.В., начальник управления, Омск» */
async function who(prisma: PrismaClient, texts: Texts, seatId: number, now: Date): Promise<string> {
  const { occupant, post, city } = await whoAsked(prisma, seatId, now);
  const place = city ?? texts.t('chat:menu.association');
  return [occupant && listed(occupant), post, place].filter(Boolean).join(', ');
}

/** The texts of the notices, made when they are sent. */
export function createExperienceRenderers(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<CityQuestionNotice, Renderer> {
  const { prisma, i18n } = deps;
  const about =
    (
      kind: CityQuestionNotice,
      make: (texts: Texts, question: CityQuestionView, now: Date) => ReturnType<Renderer>,
    ): Renderer =>
    async (args, { personId, language }, now) => {
      const question = await findCityQuestion(prisma, argsSchema.parse(args).questionId);
      if (!question) return null;
      // Whoever it concerns by now is told in the place of those who left the post.
      await tellOfQuestion(prisma, kind, question, now);
      const people = await toldOf(prisma, kind, question, now);
      return people.some((each) => each.personId === personId) ? make(i18n(language), question, now) : null;
    };
  return {
    'experience.asked': about('experience.asked', async (texts, question, now) =>
      question.answer === null
        ? {
            text: [
              await askedText(prisma, texts, question, now),
              !(await answerersOf(prisma, question.cityId, now)).own &&
                texts.t('experience:asked_association'),
            ]
              .filter((line) => line !== false)
              .join('\n'),
            replyMarkup: keyboard(button(texts.t('experience:buttons.reply'), 'x.reply', question.id)),
          }
        : null,
    ),
    'experience.answered': about('experience.answered', async (texts, question, now) => {
      if (question.answer === null) return null;
      const { answeredBySeatId, city, text, answer } = question;
      const by = answeredBySeatId === null ? '' : await who(prisma, texts, answeredBySeatId, now);
      return {
        text: texts.t('experience:answered', { city, text, answer, who: by }),
        replyMarkup: keyboard(button(texts.t('experience:buttons.search'), 'x.home')),
      };
    }),
  };
}

/** Where somebody was cut off since a notice was put down for him: it goes to whoever it concerns by now. */
export function passExperienceNotices(prisma: PrismaClient): Record<CityQuestionNotice, PassOn> {
  const of =
    (kind: CityQuestionNotice): PassOn =>
    async ({ args }, now) => {
      const question = await findCityQuestion(prisma, argsSchema.parse(args).questionId);
      return question ? tellOfQuestion(prisma, kind, question, now) : 0;
    };
  return { 'experience.asked': of('experience.asked'), 'experience.answered': of('experience.answered') };
}
