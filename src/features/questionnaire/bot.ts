import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { button, keyboard } from '../../services/chat/buttons.ts';
import type { PrismaClient } from '../../platform/database/generated/client.ts';
import type { Actor } from '../../services/people/actor.ts';
import { progressOfView, shortState } from './messages.ts';
import type { QuestionScreen } from './messages.ts';
import type { Desk } from './desk.ts';
import { assignmentsOf } from './store.ts';
import type { AssignmentView } from './store.ts';
import { numberOf, term, titleOf } from './wording.ts';

/** Whose questionnaires an official sees: those given to his seats, and as a city's coordinator all of the city. */
export function mineOf(prisma: PrismaClient, actor: Actor): Promise<AssignmentView[]> {
  const seats = actor.cutOffAt === null ? actor.seats : [];
  const cityIds = seats.flatMap(({ kind, cityId }) =>
    kind === 'city_coordinator' && cityId !== null ? [cityId] : [],
  );
  return assignmentsOf(
    prisma,
    seats.map(({ seatId }) => seatId),
    cityIds,
  );
}

const answers = (actor: Actor): boolean =>
  actor.seats.some(({ kind }) => kind === 'head' || kind === 'city_coordinator');

/** The way through a questionnaire: list, question, on to the next. */
export function createWay(prisma: PrismaClient, desk: Desk): Feature {
  async function mine(ctx: Ctx): Promise<void> {
    const views = await mineOf(prisma, ctx.actor);
    const open = views.filter((view) => !view.closedAt);
    const [only] = open.length > 0 ? open : views;
    if (!only) return void (await ctx.screen.say({ text: ctx.texts.t('questionnaire:none') }));
    if (views.length === 1 || open.length === 1) {
      const opened = await desk.open(ctx, String(only.id));
      return opened ? desk.list(ctx, opened.view) : undefined;
    }
    await ctx.screen.show({
      text: ctx.texts.t('questionnaire:choose'),
      keyboard: keyboard(
        ...views.slice(0, 20).map((view) => button(`${view.city.name}, ${view.year}`, 'q.open', view.id)),
      ),
    });
  }

  /** Marks the answer and leads on. */
  async function mark(ctx: Ctx, args: string[], how: 'done' | 'skipped'): Promise<void> {
    const screen = await desk.question(ctx, args);
    if (!screen) return;
    const { view, question } = screen;
    const outcome = await desk.answering.mark(
      desk.request(ctx),
      { assignmentId: view.id, code: question.code },
      how,
    );
    if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, view.id);
    const fresh = await desk.open(ctx, String(view.id));
    if (fresh) await desk.goOn(ctx, fresh.view, question.code, readyLine(ctx, fresh.view, screen, how));
  }

  function readyLine(
    ctx: Ctx,
    view: AssignmentView,
    screen: QuestionScreen,
    how: 'done' | 'skipped',
  ): string {
    const { t } = ctx.texts;
    const number = numberOf(view, screen.question.code);
    const answer = view.answers.find(({ code }) => code === screen.question.code);
    const state = shortState(ctx.texts, screen.question, answer);
    const ready =
      number === null
        ? t('questionnaire:ready.intro', { state })
        : t(how === 'done' ? 'questionnaire:ready.line' : 'questionnaire:ready.skipped', { number, state });
    const left = progressOfView(view).unanswered.length;
    return left === 0
      ? `${ready} ${t('questionnaire:ready.all')}`
      : `${ready} ${t('questionnaire:ready.left', { count: left })}`;
  }

  return {
    commands: [
      {
        name: 'anketa',
        describe: 'questionnaire:command',
        allowed: answers,
        handle: mine,
      },
    ],
    menu: [
      { label: 'questionnaire:menu', words: ['questionnaire'], order: 10, allowed: answers, handle: mine },
    ],
    buttons: {
      'q.mine': mine,
      async 'q.open'(ctx, [id]) {
        const open = await desk.open(ctx, id);
        if (!open) return;
        delete ctx.state.place;
        await desk.list(ctx, open.view);
      },
      async 'q.next'(ctx, [id]) {
        const open = await desk.open(ctx, id);
        if (!open) return;
        const { view } = open;
        const code =
          progressOfView(view).nextOpen ??
          view.questions.find((question) => numberOf(view, question.code) === 1)?.code;
        const screen = await desk.screenOf(view, code ?? '');
        if (screen) await desk.show(ctx, screen);
      },
      async 'q.go'(ctx, args) {
        const screen = await desk.question(ctx, args);
        if (screen) await desk.show(ctx, screen);
      },
      async 'q.skip'(ctx, args) {
        const screen = await desk.question(ctx, args);
        if (!screen) return;
        const left = progressOfView(screen.view).unanswered.length;
        await desk.goOn(
          ctx,
          screen.view,
          screen.question.code,
          ctx.texts.t('questionnaire:ready.left', { count: left }),
        );
      },
      'q.done': (ctx, args) => mark(ctx, args, 'done'),
      'q.none': (ctx, args) => mark(ctx, args, 'skipped'),
    },
    /** «сроки»: what is due, or null. */
    async deadlines(ctx) {
      const views = (await mineOf(prisma, ctx.actor)).filter(
        (view) => !view.closedAt && view.state !== 'submitted',
      );
      return (
        views
          .map((view) => `${titleOf(ctx.texts, view)}, ${view.city.name}. ${term(ctx.texts, view, ctx.now)}`)
          .join('\n\n') || null
      );
    },
    async resume(ctx) {
      const { place } = ctx.state;
      if (!place) return false;
      const open = await desk.answering.open(ctx.actor, place.assignmentId);
      if (open.kind !== 'open') return false;
      const screen = await desk.screenOf(open.view, place.code);
      if (!screen) return false;
      const number = numberOf(open.view, place.code);
      const above =
        number === null
          ? ctx.texts.t('questionnaire:resume_intro')
          : ctx.texts.t('questionnaire:resume', { number });
      await desk.show(ctx, screen, above);
      return true;
    },
  };
}
