import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue, Json } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { postIn } from '../../../services/people/post.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { isSubmitted, mayWritePart, subjectOf } from '../admission.ts';
import { label, pageOf, turning } from '../campaign/desk.ts';
import type { Desk } from '../desk.ts';
import { leaveExecutor } from './desk.ts';
import type { ExecutorDesk } from './desk.ts';
import { isOwnWork, candidatesFor, loadDelegation, namesOf } from './store.ts';
import type { ExecutorDependencies, ExecutorVerbs } from './verbs.ts';
import { executorDay, whatOf } from './wording.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, inner, numberOf, questionOf, titleOf } from '../wording.ts';

/** A question, or the whole questionnaire, that somebody is being chosen for. */
export type Errand = { assignmentId: number; code: string | null };

type Choice = Errand & { page: number; search: string };

const CHOICE = 'executor.choose';
const SHOWN = 5;
/** Longer than any name: what is written is an answer. */
const SEARCH_LIMIT = 60;

export interface ExecutorBotDependencies extends ExecutorDependencies {
  /** `Dialogues.enter`. */
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
  /** Begins an invitation to an executor's post of a department; `given` is called with the post and the errand. */
  inviteExecutor: (
    ctx: Ctx,
    place: { cityId: number; department: string | null; errand: Errand },
  ) => Promise<void>;
}

const mayGiveAll = (view: AssignmentView): boolean => !view.closedAt && !isSubmitted(view);

/** *Поручить*: who gets it, and the list of what is with executors. */
export function createExecutors(
  deps: ExecutorBotDependencies & { desk: Desk; verbs: ExecutorVerbs; executors: ExecutorDesk },
): Feature & { give(ctx: Ctx, errand: Errand, seatId: number | null): Promise<void> } {
  const { prisma, desk, verbs, executors, enter, inviteExecutor } = deps;

  /** The questionnaire, for whoever may give parts of it to others. */
  async function mayGive(ctx: Ctx, id: string | undefined): Promise<AssignmentView | null> {
    const open = await desk.open(ctx, id);
    if (!open) return null;
    if (seatFor(ctx.actor, 'delegate', subjectOf(open.view))) return open.view;
    await desk.refuse(ctx, { kind: 'no_right' });
    return null;
  }

  const codeOf = (text: string | undefined): string | null => (text === '*' ? null : (text ?? ''));

  async function choose(ctx: Ctx, choice: Choice, view: AssignmentView): Promise<void> {
    const { texts } = ctx;
    const { t } = texts;
    const { code, search } = choice;
    const own = new Set(ctx.actor.seats.map(({ seatId }) => seatId));
    const all = (await candidatesFor(prisma, view, ctx.now, search)).filter(({ seatId }) => !own.has(seatId));
    const shown = pageOf(all, choice.page, SHOWN);
    const number = code === null ? null : numberOf(view, code);
    const values = {
      number: number ?? 0,
      title: titleOf(texts, view),
      words: inner(beginning(code === null ? '' : (questionOf(view, code)?.text ?? ''), 90)),
    };
    const key = code === null ? 'all' : number === null ? 'intro' : 'question';
    const place = { cityId: view.city.id, departmentId: view.respondent?.departmentId ?? null };
    const mayInvite = seatFor(ctx.actor, 'invite_executor', place) !== null;
    const lines = shown.items.map((each) =>
      t(each.connected ? 'executor:choose.line' : 'executor:choose.line_waiting', {
        name: each.name,
        post: postIn(each),
      }),
    );
    const hint =
      search !== ''
        ? t(all.length > 0 ? 'executor:choose.found' : 'executor:choose.not_found', { search })
        : t(all.length === 0 ? 'executor:choose.nobody' : 'executor:choose.hint');
    await ctx.screen.show({
      text: [t(`executor:choose.${key}`, values), ...lines, '', hint].join('\n'),
      keyboard: keyboard(
        ...shown.items.map(({ seatId, name }) => button(label(name), 'e.to', view.id, code ?? '*', seatId)),
        turning(texts, shown, (page) => button('', 'e.page', page)),
        mayInvite && button(t('executor:buttons.other'), 'e.new', view.id, code ?? '*'),
        code !== null &&
          mayGiveAll(view) &&
          view.delegations.every((each) => each.code !== null) &&
          button(t('executor:buttons.give_all'), 'e.give', view.id, '*'),
        code === null
          ? button(t('chat:buttons.back'), 'q.open', view.id)
          : button(t('chat:buttons.back'), 'q.go', view.id, code),
      ),
    });
  }

  const choosing: Dialogue<Choice> = {
    name: CHOICE,
    async ask(ctx, choice) {
      const view = await mayGive(ctx, String(choice.assignmentId));
      if (view) await choose(ctx, choice, view);
    },
    answer(ctx, choice) {
      const text = ctx.message?.text?.trim() ?? '';
      return Promise.resolve(
        text === '' || text.length > SEARCH_LIMIT
          ? { kind: 'not_mine' }
          : { kind: 'next', args: { ...choice, page: 0, search: text } },
      );
    },
  };

  const ask = (ctx: Ctx, errand: Errand): Promise<void> =>
    enter(ctx, CHOICE, { ...errand, page: 0, search: '' });

  async function give(ctx: Ctx, errand: Errand, seatId: number | null): Promise<void> {
    if (seatId === null) return ask(ctx, errand);
    const { assignmentId, code } = errand;
    const outcome = await verbs.delegate(desk.request(ctx, ':give'), { assignmentId, code, seatId });
    leaveExecutor(ctx);
    if (outcome.kind !== 'done') return executors.refuse(ctx, outcome, assignmentId);
    // What is typed now is no answer to what has just been given away.
    const { place } = ctx.state;
    if (place?.assignmentId === assignmentId && (code === null || code === place.code))
      delete ctx.state.place;
    const found = await loadDelegation(prisma, outcome.delegationId);
    if (found) await executors.card(ctx, found, ctx.texts.t('executor:done'));
  }

  return {
    give,
    dialogues: [choosing],
    buttons: {
      async 'e.give'(ctx, [id, code]) {
        const view = await mayGive(ctx, id);
        if (!view) return;
        const chosen = codeOf(code);
        if (chosen !== null && !questionOf(view, chosen))
          return desk.refuse(ctx, { kind: 'no_question' }, view.id);
        const given = view.delegations.find((each) => each.code === chosen);
        if (given) return executors.refuse(ctx, { kind: 'given', delegationId: given.id }, view.id);
        await ask(ctx, { assignmentId: view.id, code: chosen });
      },
      async 'e.page'(ctx, [page]) {
        const { dialogue } = ctx.state;
        if (dialogue?.name !== CHOICE)
          return void (await ctx.screen.say({ text: ctx.texts.t('chat:old_button') }));
        await enter(ctx, CHOICE, { ...(dialogue.args as Choice), page: integer(page) ?? 0 });
      },
      async 'e.to'(ctx, [id, code, seat]) {
        const view = await mayGive(ctx, id);
        if (view) await give(ctx, { assignmentId: view.id, code: codeOf(code) }, integer(seat) ?? 0);
      },
      async 'e.new'(ctx, [id, code]) {
        const view = await mayGive(ctx, id);
        if (!view) return;
        const errand = { assignmentId: view.id, code: codeOf(code) };
        const department = view.respondent?.departmentName ?? null;
        await inviteExecutor(ctx, { cityId: view.city.id, department, errand });
      },
      async 'e.d'(ctx, [id]) {
        const delegated = await executors.found(ctx, id);
        if (delegated) await executors.card(ctx, delegated);
      },
      /** *Исполнители*: what is with whom. */
      async 'e.all'(ctx, [id]) {
        const view = await mayGive(ctx, id);
        if (!view) return;
        const { texts } = ctx;
        const names = await namesOf(
          prisma,
          view.delegations.map(({ seatId }) => seatId),
          ctx.now,
        );
        const rows = view.delegations.map((each) => {
          const named = names.get(each.seatId);
          const values = {
            what: whatOf(texts, view, each.code),
            name: named?.name ?? '',
            day: executorDay(texts, view, each.dueOn, ctx.now),
          };
          const pending = named?.connected ? each.state : 'waiting';
          const own = pending === 'ready' && isOwnWork(ctx.actor, { seatId: each.seatId, view });
          const state = !mayWritePart(view, each.code) ? 'past' : own ? 'ready_own' : pending;
          const number = each.code === null ? null : numberOf(view, each.code);
          return {
            line: texts.t('executor:all.line', {
              what: values.what,
              standing: texts.t(`executor:all.${state}`, values),
            }),
            button: button(
              label([number, values.name].filter((part) => part !== null).join('. ')),
              'e.d',
              each.id,
            ),
          };
        });
        await ctx.screen.show({
          text: [texts.t('executor:all.head'), ...rows.map((row) => row.line)].join('\n'),
          keyboard: keyboard(
            ...rows.map((row) => row.button),
            mayGiveAll(view) &&
              view.delegations.every(({ code }) => code !== null) &&
              button(texts.t('executor:buttons.give_all'), 'e.give', view.id, '*'),
            button(texts.t('questionnaire:buttons.list'), 'q.open', view.id),
          ),
        });
      },
    },
  };
}
