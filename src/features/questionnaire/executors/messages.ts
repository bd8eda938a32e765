import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, flow, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Message } from '../../../services/chat/screen.ts';
import { isSubmitted, mayWrite } from '../admission.ts';
import { newsFor } from './news.ts';
import { handOverButtons, ownNote } from './side.ts';
import { namesOf } from './store.ts';
import { INTRO } from '../form.ts';
import { line, progressOfView } from '../messages.ts';
import { countStrays } from '../answering/strays.ts';
import type { AssignmentView } from '../store.ts';
import { numberOf, titleOf } from '../wording.ts';

/** The list as an executor sees it: what was given to him, by whom, until when; nothing else of the questionnaire. */
export async function executorOverview(
  prisma: PrismaClient,
  ctx: Ctx,
  view: AssignmentView,
): Promise<Message> {
  const { texts, now } = ctx;
  const { t } = texts;
  const head = texts.rich('executor:list.head', { title: titleOf(texts, view), city: view.city.name });
  const by = view.delegations.map(({ givenBySeatId }) => givenBySeatId ?? view.respondent?.seatId ?? 0);
  const names = await namesOf(prisma, [...new Set(by)], now);
  const open = view.questions.filter(({ code }) => mayWrite(view, code));
  const shut = open.length > 0 ? null : view.closedAt ? 'closed' : isSubmitted(view) ? 'submitted' : null;
  const notes = view.delegations.map((given, index) => {
    const number = given.code === null ? null : numberOf(view, given.code);
    const what =
      given.code === null
        ? t('executor:list.all')
        : number === null
          ? t('executor:what.intro')
          : t('questionnaire:review.where', { number });
    const values = { what, name: names.get(by[index] ?? 0)?.name ?? t('executor:head') };
    return `${t('executor:list.given', values)} ${shut ? '' : ownNote(texts, view, given, now)}`.trim();
  });
  const fresh = new Set((await newsFor(prisma, ctx.actor, view)).map(({ code }) => code));
  const lines = view.questions.map((question) =>
    [
      line(texts, view, question),
      fresh.has(question.code) && mayWrite(view, question.code) && t('executor:mark.changed'),
    ]
      .filter(Boolean)
      .join('; '),
  );
  const numbers = open
    .filter(({ code }) => code !== INTRO)
    .map(({ code }) => button(String(numberOf(view, code)), 'q.go', view.id, code));
  const [single] = view.questions;
  const number = view.questions.length === 1 && single ? numberOf(view, single.code) : null;
  const label = number === null ? null : t('questionnaire:buttons.question', { number });
  const only =
    single && label !== null && button(label, open.length > 0 ? 'q.go' : 'q.text', view.id, single.code);
  const strays = open.length > 0 ? await countStrays(prisma, ctx.chatId, now) : 0;
  const { done } = progressOfView(view);
  const key = done > 0 ? 'questionnaire:buttons.continue' : 'questionnaire:buttons.start';
  return {
    text: [
      `${head.text}\n${notes.join('\n')}`,
      lines.join('\n'),
      t(shut ? `executor:list.${shut}` : 'executor:list.only'),
    ].join('\n\n'),
    entities: head.entities,
    keyboard: keyboard(
      open.length > 0 && button(t(key), 'q.next', view.id),
      ...(numbers.length > 1 ? flow(numbers, 7) : []),
      only,
      open.some(({ code }) => code === INTRO) &&
        button(t('questionnaire:buttons.intro'), 'q.go', view.id, INTRO),
      strays > 0 && button(t('questionnaire:buttons.strays', { count: strays }), 'q.strays'),
      ...handOverButtons(texts, view),
      ...view.delegations
        .filter(({ code, state }) => code === null && state !== 'ready' && !shut)
        .map(({ id }) => button(t('executor:buttons.cannot'), 'e.no', id)),
      [
        view.questions.length > 1 &&
          open.length > 0 &&
          button(t('executor:buttons.review'), 'q.review', view.id),
        button(t('questionnaire:buttons.draft'), 'q.draft', view.id),
      ],
    ),
  };
}
