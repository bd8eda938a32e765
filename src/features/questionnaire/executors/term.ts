import { addWorkingDays, dayIn, formatDay, parseDay } from '../../../services/calendar/index.ts';
import { button, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue, Json } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { readCard } from '../../../services/people/city-card.ts';
import type { Desk } from '../desk.ts';
import type { ExecutorDesk } from './desk.ts';
import { loadDelegation, namesOf } from './store.ts';
import type { ExecutorVerbs } from './verbs.ts';
import { executorDay, whatOf } from './wording.ts';

type Term = { delegationId: number };

const TERM = 'executor.term';

/** *Изменить срок* and *Отозвать поручение*: what can be changed while a question is with an executor. */
export function createExecutorTerms(deps: {
  prisma: PrismaClient;
  desk: Desk;
  verbs: ExecutorVerbs;
  executors: ExecutorDesk;
  /** `Dialogues.enter`. */
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
}): Feature {
  const { prisma, desk, verbs, executors, enter } = deps;
  const { found, card, refuse } = executors;

  async function askTerm(ctx: Ctx, { delegationId }: Term, above?: string): Promise<void> {
    const delegated = await found(ctx, String(delegationId));
    if (!delegated) return;
    const { texts } = ctx;
    const { view } = delegated;
    const today = dayIn(ctx.now, view.city.timeZone);
    const rule = readCard(view.city.card);
    const late = view.dueOn < today;
    const days = late
      ? [addWorkingDays(today, 1, rule), addWorkingDays(today, 3, rule)]
      : [addWorkingDays(view.dueOn, -5, rule), addWorkingDays(view.dueOn, -1, rule), view.dueOn];
    const offered = [...new Set(days)].filter((day) => day >= today && day !== delegated.dueOn);
    await ctx.screen.show({
      text: [
        above,
        texts.t('executor:term.ask', {
          day: executorDay(texts, view, delegated.dueOn, ctx.now),
          last: executorDay(texts, view, null, ctx.now),
        }),
      ]
        .filter(Boolean)
        .join('\n\n'),
      keyboard: keyboard(
        ...offered.map((day) =>
          button(formatDay(day, texts.language, 'weekday', today), 'e.day', delegationId, day),
        ),
        button(texts.t('chat:buttons.back'), 'e.d', delegationId),
      ),
    });
  }

  /** False: that day cannot be, and he was told; another one is awaited. */
  async function setTerm(ctx: Ctx, delegationId: number, day: string): Promise<boolean> {
    const delegated = await found(ctx, String(delegationId));
    if (!delegated) return true;
    const outcome = await verbs.changeTerm(desk.request(ctx), delegationId, day);
    if (outcome.kind === 'bad_day') {
      await askTerm(ctx, { delegationId }, ctx.texts.t('executor:refused.bad_day'));
      return false;
    }
    const fresh = await loadDelegation(prisma, delegationId);
    if (outcome.kind !== 'done') await refuse(ctx, outcome, delegated.view.id);
    else if (fresh) await card(ctx, fresh, ctx.texts.t('executor:term.done'));
    return true;
  }

  const term: Dialogue<Term> = {
    name: TERM,
    ask: (ctx, args) => askTerm(ctx, args),
    async answer(ctx, args) {
      const text = ctx.message?.text;
      if (text === undefined || text.length > 60) return { kind: 'not_mine' };
      const delegated = await loadDelegation(prisma, args.delegationId);
      const zone = delegated?.view.city.timeZone ?? 'UTC';
      const parsed = parseDay(text, { today: dayIn(ctx.now, zone) });
      if (parsed.kind !== 'day') {
        await askTerm(ctx, args, ctx.texts.t('executor:term.unclear'));
        return { kind: 'again' };
      }
      return { kind: (await setTerm(ctx, args.delegationId, parsed.day)) ? 'done' : 'again' };
    },
  };

  return {
    dialogues: [term],
    buttons: {
      async 'e.term'(ctx, [id]) {
        const delegated = await found(ctx, id);
        if (delegated) await enter(ctx, TERM, { delegationId: delegated.id });
      },
      async 'e.day'(ctx, [id, day]) {
        const delegated = await found(ctx, id);
        if (delegated) await setTerm(ctx, delegated.id, day ?? '');
      },
      async 'e.recall'(ctx, [id, sure]) {
        const delegated = await found(ctx, id);
        if (!delegated) return;
        const { t } = ctx.texts;
        const { view, code } = delegated;
        if (sure !== 'yes') {
          const names = await namesOf(prisma, [delegated.seatId], ctx.now);
          const values = {
            what: whatOf(ctx.texts, view, code),
            name: names.get(delegated.seatId)?.name ?? '',
          };
          return ctx.screen.show({
            text: t('executor:recall.ask', values),
            keyboard: keyboard(
              button(t('executor:buttons.recall'), 'e.recall', delegated.id, 'yes'),
              button(t('chat:buttons.back'), 'e.d', delegated.id),
            ),
          });
        }
        const outcome = await verbs.recall(desk.request(ctx), delegated.id);
        if (outcome.kind !== 'done') return refuse(ctx, outcome, view.id);
        const fresh = await loadDelegation(prisma, delegated.id);
        if (fresh) await card(ctx, fresh, t('executor:recall.done'));
      },
    },
  };
}
