import type { Ctx } from '../../services/chat/context.ts';
import type { Feature } from '../../services/chat/feature.ts';
import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { PrismaClient } from '../../platform/database/generated/client.ts';
import type { Actor } from '../../services/people/actor.ts';
import { asSeenBy, isSubmitted } from './admission.ts';
import { EXECUTOR_KINDS } from './executors/store.ts';
import { progressOfView } from './messages.ts';
import type { QuestionScreen } from './messages.ts';
import type { Question } from './form.ts';
import type { Desk } from './desk.ts';
import { concernOf, nameFor } from './named.ts';
import { nextOpenAfter } from './progress.ts';
import { assignmentsOf } from './store.ts';
import type { AssignmentView } from './store.ts';
import { firstWords, numberOf, questionOf, shortState, term, titleOf } from './wording.ts';

/**
 * Whose questionnaires an official sees: those that his seats answer, or were given a part of (only that part), as an
 * assistant those of the department, and as a city's coordinator all of the city.
 */
export async function mineOf(prisma: PrismaClient, actor: Actor): Promise<AssignmentView[]> {
  const views = await assignmentsOf(prisma, concernOf(actor));
  return views.map((view) => asSeenBy(actor, view));
}

/** Whoever may have an answer to write: heads, those who prepare for them, and the city's coordinator. */
export const answersSomething = ({ cutOffAt, seats }: Actor): boolean =>
  cutOffAt === null && seats.some(({ kind }) => kind === 'city_coordinator' || EXECUTOR_KINDS.includes(kind));

/** What is said where there is none: an executor has what is given to him, whatever campaign is open. */
export const noneFor = ({ seats }: Pick<Actor, 'seats'>) =>
  seats.length > 0 && seats.every(({ kind }) => kind === 'executor') ? 'executor:none' : 'questionnaire:none';

/** How many questions are left, or that none is; `code` is the one from which it goes on. */
function leftLine({ texts }: Ctx, view: AssignmentView, code: string): string {
  const progress = progressOfView(view);
  const count = progress.unanswered.length;
  if (count > 0) return texts.t('questionnaire:ready.left', { count });
  const further = nextOpenAfter(progress, code) !== undefined;
  return texts.t(further ? 'questionnaire:ready.all_next' : 'questionnaire:ready.all');
}

/** The way through a questionnaire: list, question, on to the next. */
export function createWay(prisma: PrismaClient, desk: Desk): Feature {
  async function mine(ctx: Ctx): Promise<void> {
    const views = await mineOf(prisma, ctx.actor);
    const open = views.filter((view) => !view.closedAt);
    const [only] = open.length > 0 ? open : views;
    if (!only) return void (await ctx.screen.say({ text: ctx.texts.t(noneFor(ctx.actor)) }));
    if (views.length === 1 || open.length === 1) {
      await desk.answering.seen(ctx.actor, only);
      return desk.list(ctx, only);
    }
    const several = new Set(views.map(({ branchId }) => branchId)).size > 1;
    const name = (view: AssignmentView): string =>
      several ? `${firstWords(view.branchName, 22)}, ${view.year}` : `${view.city.name}, ${view.year}`;
    await ctx.screen.show({
      text: ctx.texts.t('questionnaire:choose'),
      keyboard: keyboard(...views.slice(0, 20).map((view) => button(name(view), 'q.open', view.id))),
    });
  }

  /** The question whose answer was handed over to him: it is taken or returned, and not done before that. */
  async function waiting(ctx: Ctx, assignmentId: number, code: string): Promise<QuestionScreen | null> {
    const open = await desk.answering.open(ctx.actor, assignmentId);
    if (open.kind !== 'open' || open.view.delegations.every(({ state }) => state !== 'ready')) return null;
    const screen = await desk.screenOf(ctx, open.view, code);
    return screen && screen.side.decide.length > 0 ? screen : null;
  }

  /** Marks the answer and leads on. */
  async function mark(ctx: Ctx, [id, code = '']: string[], how: 'done' | 'skipped'): Promise<void> {
    const assignmentId = integer(id);
    if (assignmentId === null) return desk.refuse(ctx, { kind: 'gone' });
    const undecided = how === 'done' ? await waiting(ctx, assignmentId, code) : null;
    if (undecided) return desk.show(ctx, undecided);
    const outcome = await desk.answering.mark(desk.request(ctx), { assignmentId, code }, how);
    if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, assignmentId);
    const fresh = await desk.open(ctx, id);
    const question = fresh && questionOf(fresh.view, code);
    if (!question) return;
    const named = await nameFor(prisma, ctx.texts, ctx.actor, fresh.view);
    const line = readyLine(ctx, fresh.view, question, how);
    await desk.goOn(ctx, fresh.view, code, named === null ? line : `${named}. ${line}`);
  }

  function readyLine(ctx: Ctx, view: AssignmentView, question: Question, how: 'done' | 'skipped'): string {
    const { t } = ctx.texts;
    const number = numberOf(view, question.code);
    const answer = view.answers.find(({ code }) => code === question.code);
    const state = shortState(ctx.texts, question, answer);
    const ready =
      number === null
        ? t('questionnaire:ready.intro', { state })
        : t(how === 'done' ? 'questionnaire:ready.line' : 'questionnaire:ready.skipped', { number, state });
    return `${ready} ${leftLine(ctx, view, question.code)}`;
  }

  return {
    commands: [
      {
        name: 'anketa',
        describe: 'questionnaire:command',
        allowed: answersSomething,
        handle: mine,
      },
    ],
    menu: [
      {
        label: 'questionnaire:menu',
        words: ['questionnaire'],
        order: 10,
        allowed: answersSomething,
        handle: mine,
        button: 'q.mine',
      },
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
          view.questions.find((question) => numberOf(view, question.code) === 1)?.code ??
          view.questions[0]?.code;
        const screen = await desk.screenOf(ctx, view, code ?? '');
        if (screen) await desk.show(ctx, screen);
      },
      async 'q.go'(ctx, args) {
        const screen = await desk.question(ctx, args);
        if (screen) await desk.show(ctx, screen);
      },
      async 'q.skip'(ctx, args) {
        const screen = await desk.question(ctx, args);
        if (!screen) return;
        const { view, question } = screen;
        await desk.goOn(ctx, view, question.code, leftLine(ctx, view, question.code));
      },
      'q.done': (ctx, args) => mark(ctx, args, 'done'),
      'q.none': (ctx, args) => mark(ctx, args, 'skipped'),
    },
    /** «сроки»: what is due, or null. */
    async deadlines(ctx) {
      const views = (await mineOf(prisma, ctx.actor)).filter((view) => !view.closedAt && !isSubmitted(view));
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
      const screen = await desk.screenOf(ctx, open.view, place.code);
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
