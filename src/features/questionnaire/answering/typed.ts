import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, keyboard, parseData } from '../../../services/chat/buttons.ts';
import type { Button } from '../../../services/chat/buttons.ts';
import type { Ctx, Place } from '../../../services/chat/context.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted, subjectOf } from '../admission.ts';
import { mineOf } from '../bot.ts';
import { askedButtons, askedNote } from '../clarification/overview.ts';
import type { Desk } from '../desk.ts';
import { handOverButtons, progressWords } from '../executors/side.ts';
import { progressOfView } from '../messages.ts';
import type { AssignmentView } from '../store.ts';
import { chars, numberOf, partsAndFiles, term } from '../wording.ts';
import { askedIn } from './asked.ts';
import { isQuestionToBot, topicOf } from './incoming.ts';
import type { Topic } from './incoming.ts';
import { countStrays } from './strays.ts';
import { wished } from './wishes.ts';
import type { Wish } from './wishes.ts';

/** Words meant for the bot: what a button would do is done, a plain question is answered. */
export function createTyped(deps: {
  prisma: PrismaClient;
  desk: Desk;
  /** Keeps the text, so that *Всё-таки записать в ответ* can still put it into the answer. */
  keep: (ctx: Ctx) => Promise<void>;
  /** Does what a button of the questionnaire does. */
  press: (ctx: Ctx, name: string, args: string[]) => Promise<void>;
}): (ctx: Ctx, text: string) => Promise<boolean> {
  const { prisma, desk, keep, press } = deps;

  /** The questionnaire that the person means: of the open question, the one shown last, or his only one. */
  async function meant(ctx: Ctx): Promise<AssignmentView | null> {
    const id = ctx.state.place?.assignmentId ?? ctx.state.form;
    const open = id === undefined ? null : await desk.answering.open(ctx.actor, id);
    if (open?.kind === 'open') return open.view;
    const views = (await mineOf(prisma, ctx.actor)).filter((each) => !each.closedAt || askedIn(each));
    return views.length === 1 ? (views[0] ?? null) : null;
  }

  async function perform(ctx: Ctx, wish: Wish): Promise<void> {
    const { place } = ctx.state;
    if (place && wish.kind === 'submit') return press(ctx, 'q.review', [String(place.assignmentId)]);
    const view = await meant(ctx);
    if (!view) return press(ctx, 'q.mine', []);
    const id = String(view.id);
    if (wish.kind === 'list') return press(ctx, 'q.open', [id]);
    if (wish.kind === 'submit') return press(ctx, 'q.review', [id]);
    if (wish.kind === 'done') return finish(ctx, view, place);
    if (wish.kind !== 'question')
      return place ? press(ctx, 'q.text', [id, place.code]) : press(ctx, 'q.review', [id]);
    const { number } = wish;
    const asked = view.questions.find(({ code }) => numberOf(view, code) === number);
    if (asked) return press(ctx, 'q.go', [id, asked.code]);
    await reply(ctx, view, ctx.texts.t('questionnaire:no_such_question', { number }));
  }

  /** «готово»: the answer is ready; an executor hands it over. */
  async function finish(ctx: Ctx, view: AssignmentView, place: Place | undefined): Promise<void> {
    const id = String(view.id);
    const screen = place && (await desk.screenOf(ctx, view, place.code));
    const buttons = screen ? [screen.side.handOver] : view.wholeForm ? handOverButtons(ctx.texts, view) : [];
    const [handOver, ...others] = buttons.filter((each) => each !== null);
    if (handOver && others.length === 0 && 'callback_data' in handOver) {
      const { name, args } = parseData(handOver.callback_data);
      return press(ctx, name, args);
    }
    await (place ? press(ctx, 'q.done', [id, place.code]) : press(ctx, 'q.open', [id]));
  }

  /** Says something, and leaves the place; what was typed can still be recorded. */
  async function reply(
    ctx: Ctx,
    view: AssignmentView | null,
    text: string,
    first: Button | false = false,
    saysSo = false,
  ): Promise<void> {
    const { t } = ctx.texts;
    const { place } = ctx.state;
    if (place) await keep(ctx);
    const messageId = ctx.message?.message_id ?? 0;
    const { assignmentId = 0, code = '' } = place ?? {};
    await ctx.screen.say({
      text: place && !saysSo ? `${text} ${t('questionnaire:plain.not_recorded')}` : text,
      keyboard: keyboard(
        first,
        place && button(t('questionnaire:buttons.continue'), 'q.go', assignmentId, code),
        place && button(t('questionnaire:buttons.write_anyway'), 'q.write', assignmentId, code, messageId),
        view
          ? button(t('questionnaire:buttons.list'), 'q.open', view.id)
          : button(t('questionnaire:menu'), 'q.mine'),
      ),
    });
  }

  async function answer(ctx: Ctx, topic: Topic, text: string): Promise<void> {
    const { t } = ctx.texts;
    const view = await meant(ctx);
    if (topic === 'thanks') return reply(ctx, view, t('questionnaire:plain.thanks'), false, true);
    if (!view) return press(ctx, 'q.mine', []);
    if (topic === 'fix') return tellHowToFix(ctx, view, text);
    if (topic === 'left') {
      const { unanswered } = progressOfView(view);
      const numbers = unanswered.flatMap((code) => numberOf(view, code) ?? []).join(', ');
      const said = [
        await progressWords(prisma, ctx, view),
        numbers !== '' && t('questionnaire:review.missing', { numbers }),
        isSubmitted(view)
          ? t('questionnaire:plain.submitted')
          : !view.closedAt && term(ctx.texts, view, ctx.now),
      ];
      return reply(ctx, view, said.filter(Boolean).join(' '));
    }
    await tellWhereKept(ctx, view);
  }

  async function tellHowToFix(ctx: Ctx, view: AssignmentView, text: string): Promise<void> {
    const { t } = ctx.texts;
    const withdraw = button(t('questionnaire:buttons.withdraw'), 'q.withdraw', view.id);
    const may = seatFor(ctx.actor, 'withdraw', subjectOf(view)) !== null && !view.closedAt;
    const [first] = askedButtons(ctx.texts, view);
    if (first && askedIn(view) && !view.inVolume && seatFor(ctx.actor, 'answer', subjectOf(view))) {
      const how = t('questionnaire:plain.fix_asked', { button: t('clarification:buttons.correct') });
      return reply(ctx, view, [askedNote(ctx.texts, view), how].join(' '), first);
    }
    if (view.closedAt) return reply(ctx, view, t('questionnaire:list.closed'));
    if (view.state === 'accepted') return reply(ctx, view, t('clarification:refused.accepted'));
    if (isSubmitted(view))
      return may
        ? reply(ctx, view, t('questionnaire:plain.fix_submitted'), withdraw)
        : reply(ctx, view, t('executor:list.submitted'));
    const number = Number(/\d{1,2}/u.exec(text)?.[0]);
    const asked = view.questions.find(({ code }) => numberOf(view, code) === number);
    const to = asked && button(t('questionnaire:buttons.question', { number }), 'q.go', view.id, asked.code);
    await reply(ctx, view, t('questionnaire:plain.fix'), to ?? false);
  }

  async function tellWhereKept(ctx: Ctx, view: AssignmentView): Promise<void> {
    const { t } = ctx.texts;
    const { place } = ctx.state;
    const screen = place && (await desk.screenOf(ctx, view, place.code));
    const number = place ? numberOf(view, place.code) : null;
    const strays = await countStrays(prisma, ctx.chatId, ctx.now);
    const written = view.answers.reduce((sum, each) => sum + each.chars, 0);
    const size = screen
      ? screen.pieces.length > 0 &&
        [partsAndFiles(ctx.texts, screen.pieces), chars(ctx.texts, screen.answer?.chars ?? 0)].join(', ')
      : written > 0 && chars(ctx.texts, written);
    const where = !place
      ? t('questionnaire:plain.kept_form')
      : number === null
        ? t('questionnaire:plain.kept_intro')
        : t('questionnaire:plain.kept', { number });
    const first =
      strays > 0
        ? button(t('questionnaire:buttons.strays', { count: strays }), 'q.strays')
        : screen &&
          screen.joined.text !== '' &&
          button(t('questionnaire:buttons.show'), 'q.text', view.id, screen.question.code);
    const amount =
      size === false ? t('questionnaire:plain.kept_nothing') : t('questionnaire:plain.kept_size', { size });
    await reply(ctx, view, `${where} ${amount}`, first ?? false);
  }

  return async (ctx, text) => {
    const wish = wished(ctx.texts, text);
    if (wish) return perform(ctx, wish).then(() => true);
    // A dialogue that he left asks its question again.
    const topic = ctx.state.dialogue ? null : topicOf(text);
    if (topic) return answer(ctx, topic, text).then(() => true);
    const { place } = ctx.state;
    if (!place || !isQuestionToBot(text)) return false;
    const open = await desk.open(ctx, String(place.assignmentId));
    if (open)
      await reply(
        ctx,
        open.view,
        ctx.texts.t('questionnaire:is_question', { term: term(ctx.texts, open.view, ctx.now) }),
        false,
        true,
      );
    return true;
  };
}
