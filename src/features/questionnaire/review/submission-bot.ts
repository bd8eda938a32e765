import { InputFile } from 'grammy';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { daysLeft, formatInstant, lateness } from '../../../services/calendar/index.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { addressed } from '../../../services/people/actor.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted, subjectOf } from '../admission.ts';
import { onScreen } from '../behalf/entering.ts';
import { actsForCity, BEHALF_WAYS, wayOf, wayWords } from '../behalf/record.ts';
import type { BehalfWay } from '../behalf/record.ts';
import { tellMissing } from '../card-missing.ts';
import { cityRecipients } from '../clarification/store.ts';
import type { Desk } from '../desk.ts';
import { progressSeen } from '../executors/untaken.ts';
import { nameFor } from '../named.ts';
import { draftPaper, receiptPaper } from '../paper.ts';
import type { Association, Paper } from '../paper.ts';
import { LAST_PAGE } from './bot.ts';
import type { AssignmentView } from '../store.ts';
import { countStrays } from '../answering/strays.ts';
import { createSubmitting, maySubmit, standingSubmission } from './submitting.ts';
import { volumeOf } from '../volume/store.ts';
import { term } from '../wording.ts';

/** Submitting and withdrawing, each after a second word; the receipt, and the project in Word. */
export function createSubmission(deps: {
  prisma: PrismaClient;
  desk: Desk;
  association: Association;
  showReview: (ctx: Ctx, view: AssignmentView, page: number) => Promise<void>;
}): Feature & { sendReceipt: (ctx: Ctx, view: AssignmentView) => Promise<void> } {
  const { prisma, desk, association, showReview } = deps;
  const submitting = createSubmitting(prisma);

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
    if (!submission) return;
    await sendPaper(ctx, await receiptPaper(prisma, ctx.texts, association, view, submission));
    await tellMissing(prisma, view, ctx.now);
  }

  /** The volume of its year is closed and does not take what is submitted from now on; null: it takes it. */
  async function leftOut(ctx: Ctx, { campaignId, year }: AssignmentView): Promise<string | null> {
    const { closedAt } = await volumeOf(prisma, campaignId);
    return closedAt && ctx.texts.t('questionnaire:submit.left_out', { year });
  }

  /** The receipt in the chat, in the place of the question: the file, the number, whether in time, thanks. */
  async function tellSubmitted(ctx: Ctx, view: AssignmentView): Promise<void> {
    const { t, language } = ctx.texts;
    const at = view.submittedAt ?? ctx.now;
    const late = view.archived ? null : lateness(view.dueOn, view.city.timeZone, at);
    const when = formatInstant(at, view.city.timeZone, language, 'weekday', ctx.now);
    const values = { number: view.number ?? '', when, city: view.city.name };
    const name = addressed(ctx.actor);
    const strays = await countStrays(prisma, ctx.chatId, ctx.now);
    const named = await nameFor(prisma, ctx.texts, ctx.actor, view);
    const out = await leftOut(ctx, view);
    onScreen(ctx, view);
    await sendReceipt(ctx, view);
    if (view.archived) {
      await ctx.screen.say({
        text: [t('behalf:done_archive', { year: view.year, number: view.number ?? '' }), out]
          .filter((line) => line !== null)
          .join('\n'),
        keyboard: keyboard(button(t('campaign:buttons.city'), 'k.city', view.id)),
      });
      return ctx.screen.clear();
    }
    await ctx.screen.say({
      text: [
        named ?? false,
        late
          ? t('questionnaire:submit.done_late', {
              ...values,
              late: t(`calendar:late.${late.unit}`, { count: late.count }),
            })
          : t('questionnaire:submit.done_in_time', values),
        view.edition > 1 && t('questionnaire:submit.edition', { edition: view.edition }),
        view.state === 'to_clarify' && t('clarification:still_asked'),
        out ?? false,
        strays > 0 && t('questionnaire:submit.strays', { count: strays }),
        name !== null && t('questionnaire:submit.thanks', { name }),
      ]
        .filter((each) => each !== false)
        .join('\n'),
      keyboard: keyboard(
        button(t('questionnaire:buttons.withdraw'), 'q.withdraw', view.id),
        button(t('questionnaire:buttons.word'), 'q.word', view.id),
      ),
    });
    await ctx.screen.clear();
  }

  /** What withdrawing does, before it is done. */
  async function askToWithdraw(ctx: Ctx, view: AssignmentView): Promise<void> {
    const { t } = ctx.texts;
    const seat = seatFor(ctx.actor, 'withdraw', subjectOf(view));
    if (!seat) return desk.refuse(ctx, { kind: 'no_right' });
    if (view.closedAt && !view.archived) return notWithdrawn(ctx, view, 'closed');
    if (view.inVolume && isSubmitted(view)) return desk.refuse(ctx, { kind: 'in_volume' }, view.id);
    if (view.state === 'accepted') return desk.refuse(ctx, { kind: 'accepted' }, view.id);
    if (!isSubmitted(view)) return notWithdrawn(ctx, view, 'not_submitted');
    const late = daysLeft(view.dueOn, ctx.now, view.city.timeZone) < 0;
    const asksWay = actsForCity(seat, view) && !view.archived;
    await ctx.screen.show({
      text: [
        (await nameFor(prisma, ctx.texts, ctx.actor, view)) ?? false,
        t('questionnaire:withdraw.ask', { number: view.number ?? '' }),
        !view.archived && (late ? t('questionnaire:withdraw.late') : term(ctx.texts, view, ctx.now)),
        asksWay && t('behalf:withdraw_how'),
      ]
        .filter((line) => line !== false)
        .join('\n'),
      keyboard: asksWay
        ? keyboard(
            ...BEHALF_WAYS.map((way) =>
              button(t(`behalf:buttons.${way}`), 'q.withdraw', view.id, 'yes', way),
            ),
            button(t('chat:buttons.back'), 'q.open', view.id),
          )
        : keyboard([
            button(t('questionnaire:buttons.withdraw'), 'q.withdraw', view.id, 'yes'),
            button(t('chat:buttons.back'), 'q.open', view.id),
          ]),
    });
  }

  async function notWithdrawn(
    ctx: Ctx,
    view: AssignmentView,
    why: 'closed' | 'not_submitted',
  ): Promise<void> {
    await ctx.screen.say({ text: ctx.texts.t(`questionnaire:withdraw.${why}`) });
    await desk.list(ctx, view);
  }

  async function withdraw(ctx: Ctx, view: AssignmentView, way: BehalfWay | null): Promise<void> {
    const { t, language } = ctx.texts;
    const outcome = await submitting.withdraw(desk.request(ctx), view.id, { way, letterOn: null });
    const open = await desk.open(ctx, String(view.id));
    if (!open) return;
    if (outcome.kind === 'closed' || outcome.kind === 'not_submitted')
      return notWithdrawn(ctx, open.view, outcome.kind);
    if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, view.id);
    const { city, number } = open.view;
    const when = formatInstant(ctx.now, city.timeZone, language, 'weekday', ctx.now);
    await ctx.screen.say({
      text: t('questionnaire:withdraw.done', { when, city: city.name, number: number ?? '' }),
    });
    await desk.list(ctx, open.view);
  }

  /** For whom it is submitted, and who will hear of it. */
  async function confirmation(ctx: Ctx, view: AssignmentView): Promise<string> {
    const { t } = ctx.texts;
    const { respondent, city, archived } = view;
    const values = { post: respondent?.post ?? '', city: city.name };
    const seat = seatFor(ctx.actor, 'submit', subjectOf(view));
    if (view.behalf?.act === 'entering' && seat && actsForCity(seat, view)) {
      const people = archived ? [] : await cityRecipients(prisma, view, ctx.now);
      const connected = people.some(({ role }) => role === 'respondent');
      const told = archived ? 'archive' : connected ? 'told' : 'nobody';
      const how = wayWords(ctx.texts, view.behalf);
      return t('behalf:confirm', { ...values, how, told: t(`behalf:confirm_${told}`) });
    }
    const own = ctx.actor.seats.some(({ seatId }) => seatId === respondent?.seatId);
    return t(own ? 'questionnaire:submit.confirm' : 'questionnaire:submit.confirm_behalf', values);
  }

  const opened =
    (work: (ctx: Ctx, view: AssignmentView, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, [id, ...rest]: string[]): Promise<void> => {
      const open = await desk.open(ctx, id);
      if (open) await work(ctx, open.view, rest);
    };

  return {
    sendReceipt,
    buttons: {
      'q.confirm': opened(async (ctx, view) => {
        const { t } = ctx.texts;
        if (isSubmitted(view)) return desk.list(ctx, view);
        if (await desk.lentAway(ctx, view)) return;
        if (!desk.maySubmit(ctx, view))
          return void (await ctx.screen.say({ text: t('questionnaire:submit.no_right') }));
        await ctx.screen.show({
          text: [
            await nameFor(prisma, ctx.texts, ctx.actor, view),
            await confirmation(ctx, view),
            await leftOut(ctx, view),
          ]
            .filter((line) => line !== null)
            .join('\n'),
          keyboard: keyboard(
            button(t('questionnaire:buttons.submit'), 'q.submit', view.id),
            button(t('questionnaire:buttons.not_yet'), 'q.open', view.id),
          ),
        });
      }),
      async 'q.submit'(ctx, [id]) {
        const number = integer(id);
        if (number === null) return desk.refuse(ctx, { kind: 'gone' });
        const asked = await desk.answering.open(ctx.actor, number);
        if (asked.kind === 'open' && maySubmit(ctx, asked.view) && !desk.maySubmit(ctx, asked.view))
          return void (await ctx.screen.say({ text: ctx.texts.t('questionnaire:submit.no_right') }));
        const outcome = await submitting.submit(desk.request(ctx), number);
        if (outcome.kind === 'no_right' && outcome.lent) return desk.refuse(ctx, outcome);
        if (outcome.kind === 'no_right')
          return void (await ctx.screen.say({ text: ctx.texts.t('questionnaire:submit.no_right') }));
        const open = await desk.open(ctx, id);
        if (!open) return;
        if (outcome.kind === 'done') {
          delete ctx.state.place;
          return tellSubmitted(ctx, open.view);
        }
        if (outcome.kind === 'incomplete') return showReview(ctx, open.view, LAST_PAGE);
        await desk.refuse(ctx, outcome, open.view.id);
      },
      'q.withdraw': opened((ctx, view, [sure, way]) =>
        sure === 'yes' ? withdraw(ctx, view, wayOf(way)) : askToWithdraw(ctx, view),
      ),
      // The receipt holds every answer: an executor is not shown those of others.
      'q.word': opened((ctx, view) =>
        view.wholeForm ? desk.refuse(ctx, { kind: 'no_right' }) : sendReceipt(ctx, view),
      ),
      'q.draft': opened(async (ctx, view, [from]) => {
        const { done, total } = await progressSeen(prisma, view);
        const caption = ctx.texts.t('questionnaire:draft.caption', { done, total });
        await sendPaper(ctx, await draftPaper(prisma, ctx.texts, view, ctx.now), caption);
        await tellMissing(prisma, view, ctx.now);
        if (from === 'review') await showReview(ctx, view, LAST_PAGE);
        else if (ctx.state.screen) await desk.list(ctx, view);
      }),
    },
  };
}
