import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf } from '../admission.ts';
import { entriesOf, sectionText } from './answer-pages.ts';
import type { Desk } from '../desk.ts';
import { lower, questionName } from '../clarification/messages.ts';
import { notePartsSeen } from '../executors/news.ts';
import { progressSeen, untaken } from '../executors/untaken.ts';
import { handOverButtons } from '../executors/side.ts';
import { namesOf } from '../executors/store.ts';
import { remarkLines } from './finding-line.ts';
import { concat, formatted } from '../formatted.ts';
import { pagesOf } from '../paging.ts';
import { remarksOn } from '../clarification/acceptance.ts';
import { questionsWithBasis } from '../last-year/last-year.ts';
import { livePieces } from '../store.ts';
import type { AssignmentView, SubmittedAnswer } from '../store.ts';
import { countStrays } from '../answering/strays.ts';
import { isAnswered, joinedAnswers } from './submitting.ts';
import { numberOf } from '../wording.ts';

/** After the last page: what to look at before submitting. */
export const LAST_PAGE = Number.MAX_SAFE_INTEGER;

/** Reading it all once more before submitting. */
export function createReview(
  prisma: PrismaClient,
  desk: Desk,
): Feature & { showReview: (ctx: Ctx, view: AssignmentView, page: number) => Promise<void> } {
  /** The page with the whole text; after the last one comes what to look at before submitting. */
  async function showReview(ctx: Ctx, view: AssignmentView, number: number): Promise<void> {
    const { t, rich } = ctx.texts;
    const pieces = await livePieces(prisma, view.id);
    const answers = joinedAnswers(view, pieces);
    if (!answers.some(isAnswered)) {
      await ctx.screen.say({ text: t('questionnaire:review.empty') });
      return desk.list(ctx, view);
    }
    const pages = pagesOf(entriesOf(ctx.texts, view, answers));
    if (number > pages.length) return showFindings(ctx, view, answers, pages.length);
    const index = Math.max(1, number) - 1;
    const page = pages[index];
    if (!page) return;
    const head =
      pages.length === 1
        ? rich('questionnaire:review.head_whole')
        : rich('questionnaire:review.head', { page: index + 1, of: pages.length });
    const fixes = page.sections.map(({ code }) => fixButton(ctx, view, code));
    const basis = await questionsWithBasis(prisma, view.id);
    const differences = page.sections.flatMap(({ code }) => {
      const number = numberOf(view, code);
      if (!basis.has(code) || number === null) return [];
      return [button(t('executor:buttons.differences_nth', { number }), 'e.diff', view.id, code)];
    });
    const body = concat(
      [
        formatted(head.text, head.entities),
        ...page.sections.map((section) => sectionText(ctx.texts, section)),
      ],
      '\n\n',
    );
    await ctx.screen.show({
      text: body.text,
      entities: [...body.entities] as Message['entities'],
      keyboard: keyboard(
        [
          index > 0 && button(t('chat:buttons.previous'), 'q.review', view.id, index),
          button(t('chat:buttons.next'), 'q.review', view.id, index + 2),
        ],
        ...flow(fixes, 2),
        ...differences,
        [
          index < pages.length - 1 &&
            button(t('questionnaire:buttons.to_submission'), 'q.review', view.id, pages.length + 1),
          button(t('questionnaire:buttons.list'), 'q.open', view.id),
        ],
      ),
    });
    const read = page.sections.filter(({ continues }) => !continues).map(({ code }) => code);
    await notePartsSeen(
      prisma,
      ctx.actor,
      view,
      pieces.filter(({ code }) => read.includes(code)),
    );
  }

  /** «Исполнители ещё пишут или ждут вашего решения: вопрос 3 (Рябинин П.А.).» */
  async function untakenLines(ctx: Ctx, view: AssignmentView, blocked: boolean): Promise<string[]> {
    const { t } = ctx.texts;
    if (view.wholeForm) return [];
    const found = await untaken(prisma, view);
    const names = await namesOf(
      prisma,
      [...found.values()].map(({ seatId }) => seatId),
      ctx.now,
    );
    const lines = view.questions.flatMap(({ code }) => {
      const given = found.get(code);
      if (!given) return [];
      const where = lower(questionName(ctx.texts, view, code));
      const state = given.state === 'ready' ? 'ready' : 'writing';
      return [t(`executor:untaken.${state}`, { where, name: names.get(given.seatId)?.name ?? '' })];
    });
    if (lines.length === 0) return [];
    const takes = seatFor(ctx.actor, 'delegate', subjectOf(view)) !== null;
    return [
      t(takes ? 'executor:untaken.head' : 'executor:untaken.head_coordinator'),
      ...lines,
      ...(blocked ? [] : [t('executor:untaken.ask')]),
    ];
  }

  function fixButton(ctx: Ctx, view: AssignmentView, code: string) {
    const number = numberOf(view, code);
    const label =
      number === null
        ? ctx.texts.t('questionnaire:buttons.fix_intro')
        : ctx.texts.t('questionnaire:buttons.fix', { number });
    return button(label, 'q.go', view.id, code);
  }

  async function showFindings(
    ctx: Ctx,
    view: AssignmentView,
    answers: readonly SubmittedAnswer[],
    pages: number,
  ): Promise<void> {
    const { t } = ctx.texts;
    const progress = await progressSeen(prisma, view);
    const findings = await remarksOn(prisma, view, answers);
    const numbers = (codes: readonly string[]) => codes.map((code) => numberOf(view, code)).join(', ');
    const missing = progress.missingRequired;
    const blocked = missing.length > 0;
    const may = desk.maySubmit(ctx, view);
    const strays = await countStrays(prisma, ctx.chatId, ctx.now);
    const remarks = remarkLines(ctx.texts, view, findings, strays);
    const lines = [
      t(progress.done === progress.total ? 'questionnaire:review.summary' : 'questionnaire:list.progress', {
        done: progress.done,
        total: progress.total,
      }),
      progress.unanswered.length > 0 &&
        t('questionnaire:review.missing', { numbers: numbers(progress.unanswered) }),
      blocked && t('questionnaire:review.required', { count: missing.length, numbers: numbers(missing) }),
      remarks.length > 0 && t('questionnaire:review.notice'),
      ...remarks,
      remarks.length > 0 && !blocked && t('questionnaire:review.can_still'),
      ...(may ? await untakenLines(ctx, view, blocked) : []),
      !may && t(view.wholeForm ? 'executor:list.only' : 'questionnaire:submit.no_right'),
    ];
    const codes = [...new Set([...missing, ...findings.map(({ code }) => code)])];
    await ctx.screen.show({
      text: lines.filter((each) => each !== false).join('\n'),
      keyboard: keyboard(
        ...flow(
          codes.map((code) => fixButton(ctx, view, code)),
          2,
        ),
        strays > 0 && button(t('questionnaire:buttons.sort_out'), 'q.strays'),
        button(t('questionnaire:buttons.draft'), 'q.draft', view.id, 'review'),
        !blocked && may && button(t('questionnaire:buttons.submit'), 'q.confirm', view.id),
        ...(view.wholeForm ? handOverButtons(ctx.texts, view) : []),
        [
          button(t('chat:buttons.previous'), 'q.review', view.id, pages),
          button(t('questionnaire:buttons.list'), 'q.open', view.id),
        ],
      ),
    });
  }

  return {
    showReview,
    buttons: {
      async 'q.review'(ctx, [id, number]) {
        const open = await desk.open(ctx, id);
        if (open) await showReview(ctx, open.view, integer(number) ?? 1);
      },
    },
  };
}
