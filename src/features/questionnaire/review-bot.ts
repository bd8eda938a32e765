import { InputFile } from 'grammy';
import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { cityTime, lateness } from '../../services/calendar/index.ts';
import { button, flow, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Message } from '../../services/chat/screen.ts';
import { addressed } from '../../services/people/actor.ts';
import type { Desk } from './desk.ts';
import { progressOfView } from './messages.ts';
import { concat, formatted } from './formatted.ts';
import type { FormattedText } from './formatted.ts';
import { pagesOf } from './paging.ts';
import type { PageEntry, PageSection } from './paging.ts';
import { draftPaper, receiptPaper } from './paper.ts';
import type { Association, Paper } from './paper.ts';
import { reviewFindings } from './review-checks.ts';
import { lastYearsAnswer, livePieces } from './store.ts';
import type { AssignmentView, SubmittedAnswer } from './store.ts';
import { createSubmitting, isAnswered, joinedAnswers, maySubmit, standingSubmission } from './submitting.ts';
import { findingLine } from './finding-line.ts';
import { numberOf, shownNumber } from './wording.ts';

/** More would not fit on a phone, and some fifty not into a message. */
const FINDINGS_SHOWN = 10;

/** Reading it all once more, submitting, the receipt, withdrawing, and the project in Word. */
export function createReview(prisma: PrismaClient, desk: Desk, association: Association): Feature {
  const submitting = createSubmitting(prisma);

  async function answersOf(view: AssignmentView): Promise<SubmittedAnswer[]> {
    return joinedAnswers(view, await livePieces(prisma, view.id));
  }

  async function findingsOf(view: AssignmentView, answers: readonly SubmittedAnswer[]) {
    const lastYear = await Promise.all(
      view.questions.map(
        async ({ code }) => [code, (await lastYearsAnswer(prisma, view, code))?.text] as const,
      ),
    );
    return reviewFindings({
      year: view.year,
      answers: answers.map(({ code, text }) => ({ code, text })),
      lastYear: Object.fromEntries(lastYear.filter(([, text]) => text !== undefined)) as Record<
        string,
        string
      >,
    });
  }

  /** The page with the whole text; after the last one comes what to look at before submitting. */
  async function showReview(ctx: Ctx, view: AssignmentView, number: number): Promise<void> {
    const { t, rich } = ctx.texts;
    const answers = await answersOf(view);
    if (!answers.some(isAnswered)) {
      await ctx.screen.say({ text: t('questionnaire:review.empty') });
      return desk.list(ctx, view);
    }
    const pages = pagesOf(entriesOf(ctx, view, answers));
    if (number > pages.length) return showFindings(ctx, view, answers, pages.length);
    const index = Math.max(1, number) - 1;
    const page = pages[index];
    if (!page) return;
    const head = rich('questionnaire:review.head', { page: index + 1, of: pages.length });
    const fixes = page.sections.map(({ code }) => fixButton(ctx, view, code));
    const body = concat(
      [formatted(head.text, head.entities), ...page.sections.map((section) => sectionText(ctx, section))],
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
        [
          index < pages.length - 1 &&
            button(t('questionnaire:buttons.to_submission'), 'q.review', view.id, pages.length + 1),
          button(t('questionnaire:buttons.list'), 'q.open', view.id),
        ],
      ),
    });
  }

  /** Every question in its order; the general information only where there is some. */
  function entriesOf(ctx: Ctx, view: AssignmentView, answers: readonly SubmittedAnswer[]): PageEntry[] {
    return view.questions.flatMap(({ code, text }) => {
      const answer = answers.find((each) => each.code === code);
      const number = numberOf(view, code);
      if (number === null && !(answer && isAnswered(answer))) return [];
      const shown = answer?.value
        ? formatted(shownNumber(answer.value))
        : formatted(answer?.text ?? '', answer?.entities);
      const files =
        answer && answer.files.length > 0
          ? formatted(ctx.texts.t('questionnaire:receipt.files', { names: answer.files.join(', ') }))
          : null;
      return [
        {
          code,
          heading: number === null ? ctx.texts.t('questionnaire:buttons.intro') : `${number}. ${text}`,
          answer: concat(
            [shown, ...(files ? [files] : [])].filter((each) => each.text !== ''),
            '\n',
          ),
        },
      ];
    });
  }

  function sectionText(ctx: Ctx, { heading, text }: PageSection): FormattedText {
    const bold = formatted(heading, [{ type: 'bold', offset: 0, length: heading.length }]);
    return concat(
      [bold, text.text === '' ? formatted(ctx.texts.t('questionnaire:state.empty')) : text],
      '\n',
    );
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
    const progress = progressOfView(view);
    const findings = await findingsOf(view, answers);
    const numbers = (codes: readonly string[]) => codes.map((code) => numberOf(view, code)).join(', ');
    const missing = progress.missingRequired;
    const blocked = missing.length > 0;
    const may = maySubmit({ actor: ctx.actor }, view);
    const lines = [
      t(progress.unanswered.length === 0 ? 'questionnaire:review.summary' : 'questionnaire:list.progress', {
        done: progress.done,
        total: progress.total,
      }),
      progress.unanswered.length > 0 &&
        t('questionnaire:review.missing', { numbers: numbers(progress.unanswered) }),
      blocked && t('questionnaire:review.required', { numbers: numbers(missing) }),
      findings.length > 0 && t('questionnaire:review.notice'),
      ...findings
        .slice(0, FINDINGS_SHOWN)
        .map((finding) => findingLine(ctx.texts, view, finding))
        .map((line, index) => (index === findings.length - 1 ? line.replace(/;$/u, '.') : line)),
      findings.length > FINDINGS_SHOWN &&
        t('questionnaire:review.more', { count: findings.length - FINDINGS_SHOWN }),
      findings.length > 0 && !blocked && t('questionnaire:review.can_still'),
      !may && t('questionnaire:submit.no_right'),
    ];
    const codes = [...new Set([...missing, ...findings.map(({ code }) => code)])];
    await ctx.screen.show({
      text: lines.filter((each) => each !== false).join('\n'),
      keyboard: keyboard(
        ...flow(
          codes.map((code) => fixButton(ctx, view, code)),
          2,
        ),
        button(t('questionnaire:buttons.draft'), 'q.draft', view.id, 'review'),
        !blocked && may && button(t('questionnaire:buttons.submit'), 'q.confirm', view.id),
        [
          button(t('chat:buttons.previous'), 'q.review', view.id, pages),
          button(t('questionnaire:buttons.list'), 'q.open', view.id),
        ],
      ),
    });
  }

  async function sendPaper(ctx: Ctx, paper: Paper, caption?: string): Promise<void> {
    const sent = await ctx.api.sendDocument(
      ctx.chatId,
      new InputFile(paper.content, paper.name),
      caption === undefined ? {} : { caption },
    );
    ctx.screen.sent(sent.message_id);
  }

  async function sendReceipt(ctx: Ctx, view: AssignmentView): Promise<void> {
    const submission = await standingSubmission(prisma, view.id);
    if (submission)
      await sendPaper(ctx, await receiptPaper(prisma, ctx.texts, association, view, submission));
  }

  /** The receipt in the chat: the number, whether in time, the file, thanks. */
  async function tellSubmitted(ctx: Ctx, view: AssignmentView): Promise<void> {
    const { t, language } = ctx.texts;
    const at = view.submittedAt ?? ctx.now;
    const late = lateness(view.dueOn, view.city.timeZone, at);
    const when = cityTime(at, view.city, language, 'weekday').replace(/ \([^)]*\)$/, '');
    const values = { number: view.number ?? '', when, city: view.city.name };
    const name = addressed(ctx.actor);
    await ctx.screen.freeze();
    await sendReceipt(ctx, view);
    await ctx.screen.say({
      text: [
        late
          ? t('questionnaire:submit.done_late', {
              ...values,
              late: t(`calendar:late.${late.unit}`, { count: late.count }),
            })
          : t('questionnaire:submit.done_in_time', values),
        view.edition > 1 && t('questionnaire:submit.edition', { edition: view.edition }),
        name !== null && t('questionnaire:submit.thanks', { name }),
      ]
        .filter((each) => each !== false)
        .join('\n'),
      keyboard: keyboard([
        button(t('questionnaire:buttons.withdraw'), 'q.withdraw', view.id),
        button(t('questionnaire:buttons.word'), 'q.word', view.id),
      ]),
    });
  }

  const opened =
    (work: (ctx: Ctx, view: AssignmentView, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, [id, ...rest]: string[]): Promise<void> => {
      const open = await desk.open(ctx, id);
      if (open) await work(ctx, open.view, rest);
    };

  return {
    buttons: {
      'q.review': opened((ctx, view, [number]) => showReview(ctx, view, integer(number) ?? 1)),
      'q.confirm': opened(async (ctx, view) => {
        const { t } = ctx.texts;
        if (view.state === 'submitted') return desk.list(ctx, view);
        const own = ctx.actor.seats.some(({ seatId }) => seatId === view.respondent?.seatId);
        const values = { post: view.respondent?.post ?? '', city: view.city.name };
        await ctx.screen.show({
          text: t(own ? 'questionnaire:submit.confirm' : 'questionnaire:submit.confirm_behalf', values),
          keyboard: keyboard(
            button(t('questionnaire:buttons.submit'), 'q.submit', view.id),
            button(t('questionnaire:buttons.not_yet'), 'q.open', view.id),
          ),
        });
      }),
      async 'q.submit'(ctx, [id]) {
        const number = integer(id);
        if (number === null) return desk.refuse(ctx, { kind: 'gone' });
        const { t } = ctx.texts;
        const outcome = await submitting.submit(desk.request(ctx), number);
        if (outcome.kind === 'no_right')
          return void (await ctx.screen.say({ text: t('questionnaire:submit.no_right') }));
        const open = await desk.open(ctx, id);
        if (!open) return;
        if (outcome.kind === 'done') {
          delete ctx.state.place;
          return tellSubmitted(ctx, open.view);
        }
        if (outcome.kind === 'incomplete') return showReview(ctx, open.view, Number.MAX_SAFE_INTEGER);
        await desk.refuse(ctx, outcome, open.view.id);
      },
      async 'q.withdraw'(ctx, [id]) {
        const number = integer(id);
        if (number === null) return desk.refuse(ctx, { kind: 'gone' });
        const { t } = ctx.texts;
        const outcome = await submitting.withdraw(desk.request(ctx), number);
        if (outcome.kind === 'not_submitted')
          await ctx.screen.say({ text: t('questionnaire:not_submitted') });
        else if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, number);
        const open = await desk.open(ctx, id);
        if (!open) return;
        if (outcome.kind === 'done')
          await ctx.screen.say({ text: t('questionnaire:withdrawn', { number: open.view.number ?? '' }) });
        await desk.list(ctx, open.view);
      },
      'q.word': opened((ctx, view) => sendReceipt(ctx, view)),
      'q.draft': opened(async (ctx, view, [from]) => {
        const progress = progressOfView(view);
        const caption = ctx.texts.t('questionnaire:draft.caption', {
          done: progress.done,
          total: progress.total,
        });
        await sendPaper(ctx, await draftPaper(prisma, ctx.texts, view, ctx.now), caption);
        if (from === 'review') await showReview(ctx, view, Number.MAX_SAFE_INTEGER);
        else if (ctx.state.screen) await desk.list(ctx, view);
      }),
    },
  };
}
