import { dayIn, formatDay, isDay, parseDay } from '../../../services/calendar/index.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { isSubmitted } from '../admission.ts';
import { formatNumber } from '../answering/numbers.ts';
import type { AcceptanceScreens } from './acceptance-screens.ts';
import { READ_PAGE } from './acceptance-standing.ts';
import { entriesOf } from '../review/answer-pages.ts';
import { back } from '../campaign/desk.ts';
import { answerDay, REMARK_LIMIT } from './asking.ts';
import type { Asked } from './asking.ts';
import type { ClarificationDesk } from './desk.ts';
import { lower, questionName } from './messages.ts';
import type { OneScreen } from './one.ts';
import { severalMessage } from './several.ts';
import { contentOf, findClarification, openClarifications } from './store.ts';
import { pagesOf } from '../paging.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, questionOf } from '../wording.ts';

/** Working days that are offered for an answer. */
const DAYS = [1, 2, 3, 5, 10];
type AskArgs = { assignmentId: number; code: string; former: number | null };
type DayArgs = { clarificationId: number };

/** The association asks, reads what the city said, and takes it; or writes down what was said by telephone. */
export function createCoordinatorSide(
  desk: ClarificationDesk,
  read: AcceptanceScreens['read'],
  one: OneScreen,
): Feature {
  const { prisma, asking } = desk;

  /** Says what asking came to, and shows how it stands now. */
  async function told(ctx: Ctx, assignmentId: number, outcome: Asked): Promise<void> {
    const view = await desk.open(ctx, String(assignmentId), 'clarify');
    if (!view) return;
    if (outcome.kind === 'done')
      return one(ctx, view, outcome.clarificationId, ctx.texts.t('clarification:one.asked'));
    if (outcome.kind === 'asked') {
      const by = outcome.by ?? '';
      return one(ctx, view, outcome.clarificationId, ctx.texts.t('clarification:one.already', { by }));
    }
    if (outcome.kind !== 'too_long') await desk.refuse(ctx, outcome.kind);
    await read(ctx, view, 1);
  }

  async function begin(ctx: Ctx, view: AssignmentView, code: string, former: number | null): Promise<void> {
    if (view.state === 'accepted') return desk.refuse(ctx, 'accepted');
    if (!isSubmitted(view)) return desk.refuse(ctx, 'not_submitted');
    if (!questionOf(view, code)) return desk.refuse(ctx, 'no_question');
    const there = view.clarifications.find((each) => each.code === code);
    if (there && (there.id !== former || there.answer === null))
      return one(ctx, view, there.id, ctx.texts.t('clarification:one.there'));
    await desk.enter(ctx, ask.name, { assignmentId: view.id, code, former });
  }

  const ask: Dialogue<AskArgs> = {
    name: 'clarification.ask',
    async ask(ctx, { assignmentId, code }) {
      const { t } = ctx.texts;
      const view = await desk.desk.answering.open(ctx.actor, assignmentId);
      if (view.kind !== 'open') return;
      const day = formatDay(
        answerDay(view.view, ctx.now),
        ctx.texts.language,
        'weekday',
        dayIn(ctx.now, view.view.city.timeZone),
      );
      const words = beginning(questionOf(view.view, code)?.text ?? '', 60);
      await ctx.screen.show({
        text: t('clarification:remark_ask', {
          city: view.view.city.name,
          question: `${lower(questionName(ctx.texts, view.view, code))} «${words}»`,
          day,
        }),
        keyboard: keyboard(button(t('chat:buttons.cancel'), 'c.read', assignmentId, 1)),
      });
    },
    async answer(ctx, { assignmentId, code, former }) {
      const remark = ctx.message?.text;
      if (remark === undefined) return { kind: 'not_mine' };
      const outcome = await asking.ask(desk.desk.request(ctx), { assignmentId, code, remark, former });
      if (outcome.kind === 'too_long') {
        await ctx.screen.say({
          text: ctx.texts.t('clarification:too_long', {
            limit: formatNumber(REMARK_LIMIT),
            by: formatNumber(outcome.by),
          }),
        });
        return { kind: 'again' };
      }
      await told(ctx, assignmentId, outcome);
      return { kind: 'done' };
    },
  };

  const day: Dialogue<DayArgs> = {
    name: 'clarification.day',
    async ask(ctx, { clarificationId }) {
      const found = await findClarification(prisma, clarificationId);
      const open = found && (await desk.desk.answering.open(ctx.actor, found.assignmentId));
      if (open?.kind !== 'open') return;
      const { view } = open;
      const { language, t } = ctx.texts;
      const today = dayIn(ctx.now, view.city.timeZone);
      const days = DAYS.map((count) => answerDay(view, ctx.now, count)).map((each) =>
        button(formatDay(each, language, 'weekday', today), 'c.on', clarificationId, each),
      );
      await ctx.screen.show({
        text: t('clarification:day_ask', { city: view.city.name }),
        keyboard: keyboard(...days, back(ctx.texts, 'c.one', clarificationId)),
      });
    },
    async answer(ctx, { clarificationId }) {
      const typed = ctx.message?.text;
      const found = await findClarification(prisma, clarificationId);
      if (typed === undefined || !found) return { kind: 'not_mine' };
      const open = await desk.desk.answering.open(ctx.actor, found.assignmentId);
      if (open.kind !== 'open') return { kind: 'not_mine' };
      const today = dayIn(ctx.now, open.view.city.timeZone);
      const parsed = parseDay(typed, { today });
      if (parsed.kind !== 'day') {
        const { t, language } = ctx.texts;
        const inWords = (each: string): string => formatDay(each, language, 'weekday', today);
        const text =
          parsed.kind === 'past'
            ? t('campaign:day.past', { day: inWords(parsed.day) })
            : parsed.kind === 'impossible'
              ? t('campaign:day.impossible', { day: inWords(parsed.lastOn) })
              : t('campaign:day.unreadable');
        await ctx.screen.say({ text });
        return { kind: 'again' };
      }
      await setDay(ctx, open.view, clarificationId, parsed.day);
      return { kind: 'done' };
    },
  };

  async function setDay(ctx: Ctx, view: AssignmentView, id: number, dueOn: string): Promise<void> {
    const outcome = await asking.setDay(desk.desk.request(ctx), id, dueOn);
    if (outcome.kind !== 'done') await desk.refuse(ctx, outcome.kind);
    await one(ctx, view, id);
  }

  /** After a clarification was closed: the next, or the whole to be accepted. */
  async function closed(
    ctx: Ctx,
    view: AssignmentView,
    open: number,
    key: 'taken' | 'dropped',
  ): Promise<void> {
    const { t } = ctx.texts;
    const values = { city: view.city.name, number: view.number ?? '' };
    if (open > 0) {
      await ctx.screen.show({
        text: `${t(`clarification:closed.${key}`, values)} ${t('clarification:closed.left', { count: open })}`,
        keyboard: keyboard(
          button(t('clarification:buttons.several', { count: open }), 'c.some', view.id),
          button(t('clarification:buttons.read'), 'c.read', view.id, 1),
        ),
      });
      return;
    }
    await ctx.screen.show({
      text: `${t(`clarification:closed.${key}`, values)}\n${t('clarification:closed.all', values)}`,
      keyboard: keyboard(
        button(t('clarification:buttons.accept_whole'), 'c.yes', view.id, view.edition),
        button(t('clarification:buttons.read'), 'c.read', view.id, 1),
      ),
    });
  }

  const withOne = desk.withOne('clarify');

  return {
    dialogues: [ask, day] as readonly Dialogue[],
    buttons: {
      /** Which question, those of the page that is read first. */
      async 'c.ask'(ctx, [id, number]) {
        const view = await desk.open(ctx, id, 'clarify');
        if (!view) return;
        const content = await contentOf(prisma, view.id, view.edition);
        const page = pagesOf(entriesOf(ctx.texts, view, content), READ_PAGE)[(integer(number) ?? 1) - 1];
        const read = new Set(page?.sections.map(({ code }) => code) ?? []);
        const all = view.questions.map(({ code }) => code);
        const choice = (codes: string[]) =>
          flow(codes.map((code) => button(questionName(ctx.texts, view, code), 'c.q', view.id, code)));
        const lines = view.questions.map(
          ({ code, text }) => `${questionName(ctx.texts, view, code)}: «${beginning(text, 48)}»`,
        );
        await ctx.screen.show({
          text: [ctx.texts.t('clarification:which', { city: view.city.name }), '', ...lines].join('\n'),
          keyboard: keyboard(
            ...choice(all.filter((code) => read.has(code))),
            ...choice(all.filter((code) => !read.has(code))),
            back(ctx.texts, 'c.read', view.id, integer(number) ?? 1),
          ),
        });
      },
      async 'c.q'(ctx, [id, code = '']) {
        const view = await desk.open(ctx, id, 'clarify');
        if (view) await begin(ctx, view, code, null);
      },
      async 'c.go'(ctx, [id]) {
        const view = await desk.open(ctx, id, 'clarify');
        if (!view) return;
        const outcome = await asking.sendNow(desk.desk.request(ctx), view.id);
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        // By itself: above the answers, which may be long, it would not be seen.
        const { t } = ctx.texts;
        await ctx.screen.show({
          text: t('clarification:one.sent', { city: view.city.name }),
          keyboard: keyboard(
            button(t('clarification:buttons.read'), 'c.read', view.id, 1),
            button(t('clarification:buttons.list'), 'c.list', view.campaignId, 0),
          ),
        });
      },
      'c.one': desk.withOne('see_campaign')((ctx, view, { id }) => one(ctx, view, id)),
      async 'c.some'(ctx, [id, page]) {
        const view = await desk.open(ctx, id, 'see_campaign');
        if (!view) return;
        const open = await openClarifications(prisma, view.id);
        await ctx.screen.show(
          severalMessage(ctx.texts, view, open, integer(page) ?? 0, {
            one: 'c.one',
            list: 'c.some',
            back: back(ctx.texts, 'c.read', view.id, 1),
          }),
        );
      },
      'c.day': withOne((ctx, _, { id }) => desk.enter(ctx, day.name, { clarificationId: id })),
      'c.on': withOne(async (ctx, view, { id }, [dueOn = '']) => {
        if (!isDay(dueOn)) return desk.refuse(ctx, 'past');
        await setDay(ctx, view, id, dueOn);
      }),
      'c.take': withOne(async (ctx, view, { id }) => {
        const outcome = await asking.take(desk.desk.request(ctx), id);
        if (outcome.kind === 'done') return closed(ctx, view, outcome.open, 'taken');
        await desk.refuse(ctx, outcome.kind);
        if (outcome.kind === 'nothing') await read(ctx, view, 1);
      }),
      'c.drop': withOne(async (ctx, view, { id }) => {
        const outcome = await asking.drop(desk.desk.request(ctx), id);
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome.kind);
        if (isSubmitted(view)) return closed(ctx, view, outcome.open, 'dropped');
        await read(ctx, view, 1);
      }),
      'c.more': withOne((ctx, view, { id, code, closedAt }) =>
        begin(ctx, view, code, closedAt === null ? id : null),
      ),
    },
  };
}
