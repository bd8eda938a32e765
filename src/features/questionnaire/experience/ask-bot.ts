import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { pageOf, turning } from '../campaign/desk.ts';
import { createCityQuestions, MOST_A_DAY, MOST_OPEN } from './city-question-actions.ts';
import { QUESTION_LIMIT, REPLY_LIMIT } from './city-question-actions.ts';
import { answerersOf, findCityQuestion, openCityQuestions } from './city-question-store.ts';
import type { CityQuestionView } from './city-question-store.ts';
import { answersFor } from './desk.ts';
import type { ExperienceDesk, Looking } from './desk.ts';
import { questionName } from './messages.ts';
import { askedText } from './notices.ts';
import { wordingOf } from './passage-view-store.ts';

/** A question that is being written: its text, once there is one, waits for *Отправить*. */
type Asking = { passageId: number; text: string | null; back: Looking };
type Replying = { questionId: number; text: string | null; back: Looking };

const ASK = 'experience.ask';
const REPLY = 'experience.reply';

/** *Вопрос городу*, on both sides. */
export function createCityTalk(desk: ExperienceDesk): Feature {
  const { prisma, delivery, enter } = desk;
  const verbs = createCityQuestions(prisma);

  const ask: Dialogue<Asking> = {
    name: ASK,
    async ask(ctx, { passageId, text }) {
      const passage = await desk.passage(ctx, String(passageId));
      if (!passage) return;
      const { t } = ctx.texts;
      const question = questionName(ctx.texts, await wordingOf(prisma), passage.code, passage.year);
      const { own } = await answerersOf(prisma, passage.cityId, ctx.now);
      const values = {
        to: t(own ? 'experience:ask.to_city' : 'experience:ask.to_association'),
        city: passage.city,
        year: passage.year,
        question,
        limit: QUESTION_LIMIT,
        text: text ?? '',
      };
      await ctx.screen.show({
        text: t(text === null ? 'experience:ask.text' : 'experience:ask.confirm', values),
        keyboard: keyboard(
          text !== null && button(t('experience:buttons.send'), 'x.send', passageId),
          button(t('chat:buttons.cancel'), 'x.read', passageId, 1),
        ),
      });
    },
    async answer(ctx, asking) {
      const text = await typed(ctx, QUESTION_LIMIT);
      return typeof text === 'string' ? { kind: 'next', args: { ...asking, text } } : text;
    },
  };

  const reply: Dialogue<Replying> = {
    name: REPLY,
    async ask(ctx, { questionId, text }) {
      const question = await findCityQuestion(prisma, questionId);
      if (!question) return desk.refuse(ctx, 'gone');
      const { t } = ctx.texts;
      await ctx.screen.show({
        text:
          text === null
            ? `${await askedText(prisma, ctx.texts, question, ctx.now)}\n\n${t('experience:reply.text', { limit: REPLY_LIMIT })}`
            : t('experience:reply.confirm', { text }),
        keyboard: keyboard(
          text !== null && button(t('experience:buttons.send'), 'x.done', questionId),
          button(t('chat:buttons.cancel'), 'x.asked', 0),
        ),
      });
    },
    async answer(ctx, replying) {
      const text = await typed(ctx, REPLY_LIMIT);
      return typeof text === 'string' ? { kind: 'next', args: { ...replying, text } } : text;
    },
  };

  /** The text of the message, or why it is none. */
  async function typed(ctx: Ctx, limit: number): Promise<string | { kind: 'not_mine' } | { kind: 'again' }> {
    const text = ctx.message?.text?.trim();
    if (text === undefined || text === '') return { kind: 'not_mine' };
    if (text.length <= limit) return text;
    const values = { limit, by: text.length - limit };
    await ctx.screen.say({ text: ctx.texts.t('experience:too_long', values) });
    return { kind: 'again' };
  }

  /** The dialogue under way, if it is about this. */
  function under<A extends Asking | Replying>(ctx: Ctx, name: string, is: (args: A) => boolean): A | null {
    const { dialogue } = ctx.state;
    const args = dialogue?.name === name ? (dialogue.args as A) : null;
    return args && args.text !== null && is(args) ? args : null;
  }

  const by = (ctx: Ctx) => ({ actor: ctx.actor, requestKey: ctx.requestKey, now: ctx.now });

  /** One of the questions that wait, with the way to the others. */
  async function showOne(
    ctx: Ctx,
    name: 'x.asked' | 'x.mine',
    questions: readonly CityQuestionView[],
    page: number,
  ): Promise<void> {
    const { t } = ctx.texts;
    const shown = pageOf(questions, page, 1);
    const [question] = shown.items;
    const back = button(t('experience:buttons.search'), 'x.home');
    if (!question) return ctx.screen.show({ text: t('experience:none_open'), keyboard: keyboard(back) });
    const mine = name === 'x.mine';
    await ctx.screen.show({
      text: await askedText(prisma, ctx.texts, question, ctx.now, mine ? 'experience:mine' : undefined),
      keyboard: keyboard(
        mine
          ? button(t('experience:buttons.take_back'), 'x.drop', question.id)
          : button(t('experience:buttons.reply'), 'x.reply', question.id),
        turning(ctx.texts, shown, (to) => button('', name, to)),
        back,
      ),
    });
  }

  async function waiting(ctx: Ctx, page: number): Promise<void> {
    if (!desk.may(ctx, 'answer_city')) return desk.refuse(ctx, 'no_right');
    delete ctx.state.dialogue;
    const all = seatFor(ctx.actor, 'answer_city', { cityId: 0 }) !== null;
    const questions = await openCityQuestions(prisma, { cityIds: all ? 'all' : answersFor(ctx.actor) });
    await showOne(ctx, 'x.asked', questions, page);
  }

  async function mine(ctx: Ctx, page: number): Promise<void> {
    if (!desk.may(ctx, 'ask_city')) return desk.refuse(ctx, 'no_right');
    const seatIds = ctx.actor.seats.map(({ seatId }) => seatId);
    await showOne(ctx, 'x.mine', await openCityQuestions(prisma, { seatIds }), page);
  }

  return {
    dialogues: [ask, reply] as readonly Dialogue[],
    buttons: {
      async 'x.ask'(ctx, [id]) {
        if (!desk.may(ctx, 'ask_city')) return desk.refuse(ctx, 'no_right');
        const passage = await desk.passage(ctx, id);
        if (!passage) return;
        await enter(ctx, ASK, { passageId: passage.id, text: null, back: desk.looking(ctx) });
      },

      async 'x.send'(ctx, [id]) {
        const asking = under<Asking>(ctx, ASK, ({ passageId }) => passageId === integer(id));
        if (!asking?.text) return desk.refuse(ctx, 'nothing');
        const { passageId, text } = asking;
        const outcome = await verbs.ask(by(ctx), { passageId, text });
        if (outcome.kind === 'too_long') return;
        if (outcome.kind === 'enough' || outcome.kind === 'enough_today') {
          const values = { n: outcome.kind === 'enough' ? MOST_OPEN : MOST_A_DAY };
          const text = ctx.texts.t(`experience:refused.${outcome.kind}`, values);
          return void (await ctx.screen.say({ text }));
        }
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        delivery.wake();
        delete ctx.state.dialogue;
        await ctx.screen.freeze();
        await ctx.screen.say({
          text: ctx.texts.t(outcome.own ? 'experience:ask.done' : 'experience:ask.done_association'),
        });
        if (asking.back.text !== '') await enter(ctx, 'experience.search', asking.back);
      },

      'x.asked': (ctx, [page]) => waiting(ctx, integer(page) ?? 0),
      'x.mine': (ctx, [page]) => mine(ctx, integer(page) ?? 0),

      async 'x.reply'(ctx, [id]) {
        const questionId = integer(id);
        const question = questionId === null ? null : await findCityQuestion(prisma, questionId);
        if (!seatFor(ctx.actor, 'answer_city', { cityId: question?.cityId ?? null }))
          return desk.refuse(ctx, 'no_right');
        if (!question) return desk.refuse(ctx, 'gone');
        if (question.answer !== null) return desk.refuse(ctx, 'answered');
        await enter(ctx, REPLY, { questionId: question.id, text: null, back: desk.looking(ctx) });
      },

      async 'x.done'(ctx, [id]) {
        const replying = under<Replying>(ctx, REPLY, ({ questionId }) => questionId === integer(id));
        if (!replying?.text) return desk.refuse(ctx, 'nothing');
        const { questionId, text } = replying;
        const outcome = await verbs.answer(by(ctx), { questionId, text });
        if (outcome.kind === 'too_long') return;
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        delivery.wake();
        delete ctx.state.dialogue;
        await ctx.screen.freeze();
        await ctx.screen.say({ text: ctx.texts.t('experience:reply.done') });
      },

      async 'x.drop'(ctx, [id]) {
        const outcome = await verbs.takeBack(by(ctx), integer(id) ?? 0);
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        await ctx.screen.say({ text: ctx.texts.t('experience:taken_back') });
        await mine(ctx, 0);
      },
    },
  };
}
