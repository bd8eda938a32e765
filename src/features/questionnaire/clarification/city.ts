import { bunchWith, dropStrays } from '../answering/strays.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { formatNumber } from '../answering/numbers.ts';
import { subjectOf } from '../admission.ts';
import { mineOf } from '../bot.ts';
import { correctingSeat, EXPLANATION_LIMIT } from './answering.ts';
import type { Explained } from './answering.ts';
import { owedBy } from './asking.ts';
import type { ClarificationDesk } from './desk.ts';
import { askedMessage, cityButtons, questionName, remarkLine, untilLine } from './messages.ts';
import { sentNote } from './overview.ts';
import { showPlace } from './excerpt.ts';
import { findClarification, nameOfSeat } from './store.ts';
import type { ClarificationView } from './store.ts';
import type { AssignmentView } from '../store.ts';
import { questionOf, titleOf } from '../wording.ts';

type Args = { clarificationId: number };

/** What the city does when the association has asked: explains, corrects, looks up the place. */
export function createCitySide(
  desk: ClarificationDesk,
  sendReceipt: (ctx: Ctx, view: AssignmentView) => Promise<void>,
): Feature {
  const { prisma, answering, desk: own } = desk;

  /** Corrects the text: whoever writes it and may submit it. */
  const mayCorrect = (ctx: Ctx, view: AssignmentView): boolean => correctingSeat(ctx.actor, view) !== null;

  async function see(ctx: Ctx, view: AssignmentView, clarification: ClarificationView): Promise<void> {
    const { texts, now } = ctx;
    if (clarification.closedAt || clarification.answer !== null) return gone(ctx, view, clarification);
    const by = await nameOfSeat(prisma, clarification.askedBySeatId, now);
    const asked = [{ clarification, by }];
    const message = askedMessage(texts, view, asked, now, { name: null, others: 0 });
    const explains = seatFor(ctx.actor, 'explain', subjectOf(view)) !== null;
    await ctx.screen.show({
      ...message,
      keyboard: keyboard(
        ...cityButtons(texts, clarification, explains),
        button(texts.t('questionnaire:buttons.list'), 'q.open', view.id),
      ),
    });
  }

  /** Answered or not asked any more: says which, and shows what is. */
  async function gone(
    ctx: Ctx,
    view: AssignmentView,
    { closedAt, answer }: ClarificationView,
  ): Promise<void> {
    const key =
      closedAt === null && answer !== null ? 'clarification:sent_already' : 'clarification:refused.nothing';
    await ctx.screen.say({ text: ctx.texts.t(key) });
    await own.list(ctx, view);
  }

  /** The next question of the association, or the overview. */
  async function onward(ctx: Ctx, assignmentId: number): Promise<void> {
    const open = await own.open(ctx, String(assignmentId));
    if (!open) return;
    const [next] = await owedBy(prisma, assignmentId);
    await (next ? see(ctx, open.view, next) : own.list(ctx, open.view));
  }

  /** Opens exactly this question for writing. */
  async function write(
    ctx: Ctx,
    view: AssignmentView,
    { id, code }: ClarificationView,
    above: string,
  ): Promise<void> {
    const open = await own.open(ctx, String(view.id));
    const screen = open && (await own.screenOf(ctx, open.view, code));
    if (!screen) return desk.refuse(ctx, 'no_question');
    const clarification = await findClarification(prisma, id);
    if (!clarification || clarification.closedAt)
      return gone(ctx, view, { ...clarification, closedAt: ctx.now } as ClarificationView);
    await own.show(ctx, screen, above);
  }

  const explain: Dialogue<Args> = {
    name: 'clarification.explain',
    async ask(ctx, { clarificationId }) {
      await ctx.screen.show({
        text: ctx.texts.t('clarification:explain_ask'),
        keyboard: keyboard(button(ctx.texts.t('chat:buttons.cancel'), 'c.see', clarificationId)),
      });
    },
    async answer(ctx, { clarificationId }) {
      const text = ctx.message?.text;
      if (text === undefined) return { kind: 'not_mine' };
      const outcome = await send(ctx, clarificationId, text);
      return { kind: outcome === 'too_long' ? 'again' : 'done' };
    },
  };

  /** Sends an explanation and shows what became of it. */
  async function send(ctx: Ctx, clarificationId: number, text: string): Promise<Explained['kind']> {
    const outcome = await answering.explain(own.request(ctx), clarificationId, { text, way: 'chat' });
    if (outcome.kind === 'too_long') {
      const values = { limit: formatNumber(EXPLANATION_LIMIT), by: formatNumber(outcome.by) };
      await ctx.screen.say({ text: ctx.texts.t('clarification:too_long', values) });
    } else await explained(ctx, clarificationId, outcome);
    return outcome.kind;
  }

  async function explained(ctx: Ctx, id: number, outcome: Explained): Promise<void> {
    const { t } = ctx.texts;
    const found = await desk.one(ctx, String(id), 'explain');
    if (!found) return;
    const { view, clarification } = found;
    if (outcome.kind === 'answered')
      await ctx.screen.say({ text: t('clarification:answered_already', { who: outcome.by ?? '' }) });
    else if (outcome.kind === 'nothing') await desk.refuse(ctx, 'nothing');
    else if (outcome.kind !== 'done')
      return void (outcome.kind !== 'too_long' && (await desk.refuse(ctx, outcome.kind)));
    if (outcome.kind !== 'done') return own.list(ctx, view);
    const who = await nameOfSeat(prisma, clarification.askedBySeatId, ctx.now);
    const insertable = mayCorrect(ctx, view) && questionOf(view, clarification.code)?.kind !== 'number';
    await ctx.screen.show({
      text: [
        who === null ? t('clarification:explained') : t('clarification:explained_to', { who }),
        outcome.restored && t('clarification:restored'),
        insertable && t('clarification:into_text'),
      ]
        .filter(Boolean)
        .join(' '),
      keyboard: insertable
        ? keyboard(
            button(t('clarification:buttons.into'), 'c.into', id),
            button(t('clarification:buttons.not_needed'), 'c.next', view.id),
          )
        : keyboard(button(t('questionnaire:buttons.list'), 'c.next', view.id)),
    });
  }

  const withOne = desk.withOne('explain');

  /** Also for those who write the text for him: an assistant, the executor of this question. */
  const withWriter = (work: Parameters<typeof withOne>[0]) =>
    desk.withOne('see_questionnaire')(async (ctx, view, clarification, rest) => {
      const { code } = clarification;
      const may =
        seatFor(ctx.actor, 'explain', subjectOf(view)) ??
        (questionOf(view, code) && seatFor(ctx.actor, 'answer', subjectOf(view, code)));
      await (may ? work(ctx, view, clarification, rest) : desk.refuse(ctx, 'no_right'));
    });

  /** The open clarification of a question: its screens know the question alone. */
  const withQuestion = (work: (ctx: Ctx, view: AssignmentView, clarificationId: number) => Promise<void>) =>
    async function (ctx: Ctx, [id, code]: string[]): Promise<void> {
      const view = await desk.open(ctx, id, 'explain');
      if (!view) return;
      const asked = view.clarifications.find((each) => each.code === code);
      if (asked) return work(ctx, view, asked.id);
      await desk.refuse(ctx, 'nothing');
      await own.list(ctx, view);
    };

  return {
    dialogues: [explain] as readonly Dialogue[],
    buttons: {
      'c.see': withWriter(see),
      /** What he sent outside a question is the explanation. */
      'c.put': withOne(async (ctx, view, clarification, [stray]) => {
        if (clarification.closedAt || clarification.answer !== null) return gone(ctx, view, clarification);
        const bunch = await bunchWith(prisma, ctx, integer(stray));
        const text = bunch
          .map((each) => each.text)
          .filter(Boolean)
          .join('\n\n');
        if (text === '')
          return void (await ctx.screen.say({ text: ctx.texts.t('questionnaire:stray.gone') }));
        if ((await send(ctx, clarification.id, text)) === 'done') await dropStrays(prisma, bunch);
      }),
      'c.say': withOne(async (ctx, view, clarification) => {
        if (clarification.closedAt || clarification.answer !== null) return gone(ctx, view, clarification);
        delete ctx.state.place;
        await desk.enter(ctx, explain.name, { clarificationId: clarification.id });
      }),
      'c.fix': withWriter(async (ctx, view, clarification) => {
        const sends = mayCorrect(ctx, view);
        // He explained first, and would rather correct: the association has not taken it yet.
        if (sends && clarification.answer === 'explained' && clarification.closedAt === null)
          await answering.reopen(own.request(ctx, ':reopen'), clarification.id);
        else if (clarification.closedAt || clarification.answer !== null)
          return gone(ctx, view, clarification);
        const { texts, now } = ctx;
        const above = [
          remarkLine(texts, view, clarification, null),
          untilLine(texts, clarification, view, now),
          texts.t(sends ? 'clarification:correct_how' : 'clarification:correct_prepare'),
        ];
        await write(ctx, view, clarification, above.filter(Boolean).join('\n'));
      }),
      'c.place': withWriter((ctx, view, clarification, [page]) =>
        showPlace(prisma, ctx, view, clarification, integer(page)),
      ),
      'c.into': withOne(async (ctx, view, clarification) => {
        const { id, code } = clarification;
        const outcome = await answering.reopen(own.request(ctx), id);
        if (outcome.kind === 'nothing') return gone(ctx, view, clarification);
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        const part = {
          sourceKey: `x:${id}`,
          messageId: ctx.screen.lastMessageId,
          text: outcome.explanation,
          entities: [],
          sentAt: ctx.now,
        };
        const target = { assignmentId: view.id, code };
        await own.answering.putTexts(own.request(ctx, ':put'), target, [part], 'append');
        await write(ctx, view, clarification, ctx.texts.t('clarification:put'));
      }),
      async 'c.next'(ctx, [id]) {
        const view = await desk.open(ctx, id, 'explain');
        if (view) await onward(ctx, view.id);
      },
      'c.send': withQuestion(async (ctx, view, id) => {
        const { t } = ctx.texts;
        const outcome = await answering.correct(own.request(ctx), id);
        if (outcome.kind === 'same' || outcome.kind === 'incomplete')
          return void (await ctx.screen.say({ text: t(`clarification:not_sent.${outcome.kind}`) }));
        if (outcome.kind === 'no_right')
          return void (await ctx.screen.say({ text: t('clarification:not_sent.no_right') }));
        if (outcome.kind === 'answered') {
          await ctx.screen.say({ text: t('clarification:answered_already', { who: outcome.by ?? '' }) });
          return own.list(ctx, view);
        }
        if (outcome.kind !== 'done') {
          await desk.refuse(ctx, outcome.kind);
          return own.list(ctx, view);
        }
        delete ctx.state.place;
        const open = await own.open(ctx, String(view.id));
        if (!open) return;
        await sendReceipt(ctx, open.view);
        await ctx.screen.say({
          text: t('clarification:corrected', { number: view.number ?? '', edition: outcome.edition }),
        });
        await ctx.screen.clear();
        await onward(ctx, view.id);
      }),
      'c.keep': withQuestion(async (ctx, view, id) => {
        const outcome = await answering.keep(own.request(ctx), id);
        const clarification = await findClarification(prisma, id);
        const key = outcome.kind === 'done' ? 'clarification:kept' : 'clarification:not_sent.same';
        await ctx.screen.say({ text: ctx.texts.t(key) });
        delete ctx.state.place;
        if (clarification) await see(ctx, view, clarification);
      }),
      'c.object': withOne(async (ctx, view, { id }) => {
        const outcome = await answering.object(own.request(ctx), id);
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        await ctx.screen.say({
          text: ctx.texts.t(outcome.closed ? 'clarification:object.closed' : 'clarification:object.done'),
        });
        const fresh = await findClarification(prisma, id);
        if (fresh && !outcome.closed) return see(ctx, view, fresh);
        await own.list(ctx, view);
      }),
    },

    /** «сроки»: what the association waits for. */
    async deadlines(ctx) {
      const views = (await mineOf(prisma, ctx.actor)).filter(
        ({ state, wholeForm }) => state === 'to_clarify' && wholeForm === undefined,
      );
      const lines = await Promise.all(
        views.map(async (view) => {
          const owed = await owedBy(prisma, view.id);
          const told = owed.map((each) =>
            [questionName(ctx.texts, view, each.code), untilLine(ctx.texts, each, view, ctx.now)]
              .filter(Boolean)
              .join('. '),
          );
          const title = `${titleOf(ctx.texts, view)}, ${view.city.name}.`;
          if (owed.length === 0) return [title, sentNote(ctx.texts, view)].filter(Boolean).join('\n');
          return [title, ctx.texts.t('clarification:deadline'), ...told].join('\n');
        }),
      );
      return lines.join('\n\n') || null;
    },
  };
}
