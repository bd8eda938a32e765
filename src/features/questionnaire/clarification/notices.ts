import { z } from 'zod';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { dayIn } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Outgoing, Renderer } from '../../../services/delivery/index.ts';
import type { Language, Texts } from '../../../services/i18n/i18n.ts';
import { addressed } from '../../../services/people/actor.ts';
import { postIn } from '../../../services/people/post.ts';
import { waitingIn } from './acceptance.ts';
import { cityObjects, doneForYou } from '../behalf/notices.ts';
import { someOf } from '../campaign/desk.ts';
import {
  answeredText,
  askedMessage,
  lower,
  messageOf,
  othersOf,
  questionName,
  takeButtons,
} from './messages.ts';
import type { AskedScreen } from './messages.ts';
import {
  askersOf,
  associationPeople,
  contentOf,
  findClarification,
  nameOfSeat,
  openClarifications,
  unanswered,
} from './store.ts';
import type { CityRecipient, ClarificationView } from './store.ts';
import { tellCity, toldInCity, wasTold } from './telling.ts';
import type { ClarificationNoticeKind } from './telling.ts';
import { loadAssignment } from '../store.ts';
import type { AssignmentView } from '../store.ts';

const argsSchema = z.object({
  assignmentId: z.number().int().default(0),
  clarificationId: z.number().int().default(0),
  /** The first of the questions that were collected. */
  from: z.number().int().default(0),
  /** Of the coordinator who acted for the city. */
  seatId: z.number().int().default(0),
  on: z.string().optional(),
  /** A correction that the city had begun was set aside. */
  restored: z.boolean().default(false),
  /** Of what is told: nobody hears it twice. */
  key: z.string().default(''),
  campaignId: z.number().int().default(0),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});
type Args = z.infer<typeof argsSchema>;

/** All that the screens and notices about one clarification show. */
export async function askedScreen(
  prisma: PrismaClient,
  view: AssignmentView,
  clarification: ClarificationView,
  now: Date,
): Promise<AskedScreen> {
  const { code, askedBySeatId, answeredBySeatId } = clarification;
  const [by, answeredBy, before, after] = await Promise.all([
    nameOfSeat(prisma, askedBySeatId, now),
    nameOfSeat(prisma, answeredBySeatId, now),
    contentOf(prisma, view.id, clarification.edition),
    contentOf(prisma, view.id, view.edition),
  ]);
  return {
    view,
    clarification,
    by,
    answeredBy,
    behalf: answeredBySeatId !== null && answeredBySeatId !== view.respondent?.seatId,
    before: before.find((answer) => answer.code === code),
    after: after.find((answer) => answer.code === code),
  };
}

/** The texts of the notices, made when they are sent; what is out of date by then is withdrawn. */
export function createClarificationRenderers(deps: {
  prisma: PrismaClient;
  i18n: (language: Language) => Texts;
}): Record<ClarificationNoticeKind, Renderer> {
  const { prisma, i18n } = deps;

  /**
   * To whoever the questionnaire concerns in its city at the moment of sending: those to whom it has passed since the
   * notice was put down get one of their own.
   */
  function toCity(
    kind: ClarificationNoticeKind,
    make: (moment: {
      texts: Texts;
      view: AssignmentView;
      to: CityRecipient;
      args: Args;
      now: Date;
    }) => Promise<Message | null> | Message | null,
  ): Renderer {
    return async (stored, { personId, language }, now) => {
      const args = argsSchema.parse(stored);
      const view = await loadAssignment(prisma, args.assignmentId);
      if (!view) return null;
      const { clarificationId, from, on, restored, since, key } = args;
      const further = { ...(on === undefined ? {} : { on }), ...(since === undefined ? {} : { since }) };
      await tellCity(prisma, view, kind, { clarificationId, from, restored, ...further }, key, now);
      const to = (await toldInCity(prisma, view, kind, now)).find((each) => each.personId === personId);
      return to ? outgoing(await make({ texts: i18n(language), view, to, args, now })) : null;
    };
  }

  /** To a coordinator of the association, about one clarification. */
  function toAssociation(make: (texts: Texts, screen: AskedScreen) => Message | null): Renderer {
    return async (stored, { personId, language }, now) => {
      const { assignmentId, clarificationId } = argsSchema.parse(stored);
      const view = await loadAssignment(prisma, assignmentId);
      const clarification = await findClarification(prisma, clarificationId);
      const may = (await associationPeople(prisma, now)).some((each) => each.personId === personId);
      if (!view || !clarification || !may) return null;
      return outgoing(make(i18n(language), await askedScreen(prisma, view, clarification, now)));
    };
  }

  const doneByOther =
    (act: 'submitted' | 'withdrawn') =>
    async ({
      texts,
      view,
      to,
      now,
    }: {
      texts: Texts;
      view: AssignmentView;
      to: CityRecipient;
      now: Date;
    }) => {
      if (to.role !== 'respondent') return null;
      const who = await nameOfSeat(prisma, view.behalf?.seatId ?? null, now);
      return doneForYou(texts, view, act, who ?? '');
    };

  /** To whoever answers for the post of the coordinator who acted for the city. */
  const toDoer =
    (against: boolean): Renderer =>
    async (stored, { personId, language }, now) => {
      const { assignmentId, seatId } = argsSchema.parse(stored);
      const view = await loadAssignment(prisma, assignmentId);
      const may = (await askersOf(prisma, seatId, now)).some((each) => each.personId === personId);
      return view && may ? outgoing(cityObjects(i18n(language), view, against)) : null;
    };

  async function named(asked: readonly ClarificationView[], now: Date) {
    return Promise.all(
      asked.map(async (clarification) => ({
        clarification,
        by: await nameOfSeat(prisma, clarification.askedBySeatId, now),
      })),
    );
  }

  const greeting = (to: CityRecipient): string => addressed(to) ?? '';

  return {
    'clarification.asked': toCity('clarification.asked', async ({ texts, view, to, args, now }) => {
      const owed = unanswered(await openClarifications(prisma, view.id));
      const fresh = owed.filter(({ id }) => id >= args.from);
      if (fresh.length === 0 || view.state === 'accepted') return null;
      const content = await contentOf(prisma, view.id, view.edition);
      const open = await openClarifications(prisma, view.id);
      const others = othersOf(content, open);
      const { respondent } = view;
      const instead =
        to.role === 'coordinator' && respondent
          ? texts.t('clarification:ask.instead', { post: postIn(respondent) })
          : null;
      return askedMessage(texts, view, await named(fresh, now), now, { name: greeting(to), others, instead });
    }),

    'clarification.due': toCity('clarification.due', async ({ texts, view, args, now }) => {
      const owed = unanswered(await openClarifications(prisma, view.id)).filter(
        ({ dueOn }) => dueOn === args.on,
      );
      const today = dayIn(now, view.city.timeZone);
      if (owed.length === 0 || view.state !== 'to_clarify' || args.on !== today) return null;
      const head = texts.t('clarification:due_today', { number: view.number ?? '', count: owed.length });
      return askedMessage(texts, view, await named(owed, now), now, { name: null, others: 0, head });
    }),

    'clarification.dropped': toCity('clarification.dropped', async ({ texts, view, args }) => {
      const dropped = await findClarification(prisma, args.clarificationId);
      if (!dropped) return null;
      const question = questionName(texts, view, dropped.code);
      return {
        text: texts.t('clarification:dropped', { number: view.number ?? '', question: lower(question) }),
      };
    }),

    'clarification.behalf': toCity('clarification.behalf', async ({ texts, view, to, args, now }) => {
      const clarification = await findClarification(prisma, args.clarificationId);
      if (clarification?.answer !== 'explained' || to.role !== 'respondent') return null;
      const { way, explanation, answeredBySeatId, code, id } = clarification;
      const { t } = texts;
      const who = (await nameOfSeat(prisma, answeredBySeatId, now)) ?? '';
      return {
        text: [
          t('clarification:for_you', {
            number: view.number ?? '',
            question: lower(questionName(texts, view, code)),
            text: (explanation ?? '').replace(/[.\s]+$/u, ''),
          }),
          t(`clarification:behalf.${way ?? 'chat'}`, { who }),
          args.restored && t('clarification:set_aside'),
        ]
          .filter(Boolean)
          .join('\n'),
        keyboard: keyboard(
          button(t('clarification:buttons.object'), 'c.object', id),
          button(t('clarification:buttons.questionnaire'), 'q.open', view.id),
        ),
      };
    }),

    'clarification.accepted': toCity('clarification.accepted', ({ texts, view, to }) => {
      if (view.state !== 'accepted') return null;
      const { t } = texts;
      const number = view.number ?? '';
      const text =
        to.role === 'respondent'
          ? t('clarification:accepted.respondent', { number, name: greeting(to) })
          : t('clarification:accepted.coordinator', { number, city: view.city.name });
      return { text, keyboard: keyboard(button(t('questionnaire:buttons.word'), 'q.word', view.id)) };
    }),

    'clarification.reconsidered': toCity('clarification.reconsidered', async ({ texts, view, args }) => {
      // An acceptance that was being sent when it was taken back may not have gone out after all.
      const since = new Date(args.since ?? 0);
      const told = await wasTold(prisma, 'clarification.accepted', view.id, since);
      if (!told || view.state === 'accepted') return null;
      return { text: texts.t('clarification:reconsidered', { number: view.number ?? '' }) };
    }),

    'clarification.answered': toAssociation((texts, screen) => {
      const { clarification } = screen;
      if (clarification.answer === null || clarification.closedAt) return null;
      return messageOf(answeredText(texts, screen), keyboard(...takeButtons(texts, clarification)));
    }),

    'clarification.objected': toAssociation((texts, { view, clarification }) => ({
      text: texts.t(clarification.closedAt ? 'clarification:objected_closed' : 'clarification:objected', {
        city: view.city.name,
        question: lower(questionName(texts, view, clarification.code)),
      }),
      keyboard: keyboard(button(texts.t('clarification:buttons.read'), 'c.read', view.id, 1)),
    })),

    'behalf.submitted': toCity('behalf.submitted', doneByOther('submitted')),
    'behalf.withdrawn': toCity('behalf.withdrawn', doneByOther('withdrawn')),
    'behalf.objected': toDoer(true),
    'behalf.settled': toDoer(false),

    async 'clarification.submitted'(stored, { personId, language }, now) {
      const { campaignId, since, until } = argsSchema.parse(stored);
      const may = (await associationPeople(prisma, now)).some((each) => each.personId === personId);
      const waiting = may ? await waitingIn(prisma, campaignId) : [];
      const fresh = waiting.filter(({ view: { submittedAt } }) => {
        const at = submittedAt?.toISOString() ?? '';
        return (since === undefined || at > since) && (until === undefined || at <= until);
      });
      if (fresh.length === 0) return null;
      const texts = i18n(language);
      const names = fresh.map(({ view }) => view.city.name).sort((a, b) => a.localeCompare(b, 'ru'));
      const year = fresh[0]?.view.year ?? '';
      const values = { year, cities: someOf(texts, names, 12), waiting: waiting.length };
      return {
        text: texts.t('clarification:digest', values),
        replyMarkup: keyboard(button(texts.t('clarification:buttons.list'), 'c.list', campaignId, 0)),
      };
    },
  };
}

function outgoing(message: Message | null): Outgoing | null {
  if (!message) return null;
  const { text, entities, keyboard: replyMarkup } = message;
  return { text, ...(entities ? { entities } : {}), ...(replyMarkup ? { replyMarkup } : {}) };
}
