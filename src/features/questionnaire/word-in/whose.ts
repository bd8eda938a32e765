import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { button, flow, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Json } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { subjectOf, takesAnswers } from '../admission.ts';
import { LETTER } from '../behalf/bot.ts';
import { leaveEntered, onScreen, writesForCities } from '../behalf/entering.ts';
import { actsForCity, wayOf } from '../behalf/record.ts';
import { createBehalfVerbs } from '../behalf/verbs.ts';
import type { Desk } from '../desk.ts';
import type { AssignmentView } from '../store.ts';
import { beginning, titleOf } from '../wording.ts';
import { loadReading, saveReading } from './store.ts';
import type { Reading } from './store.ts';

/** As many cities have a button on one screen. */
const CITIES = 14;
/** A document does not come by telephone. */
const WAYS = ['letter', 'paper'] as const;

/** «Чей это ответ?»: a document that came to the association's coordinator is entered for a city. */
export function createWhose(deps: {
  prisma: PrismaClient;
  desk: Desk;
  enter: (ctx: Ctx, dialogue: string, args: Json) => Promise<void>;
  /** Reads it for that questionnaire, and shows what was understood. */
  choose: (ctx: Ctx, reading: Reading, view: AssignmentView) => Promise<void>;
}): { ask: (ctx: Ctx, reading: Reading, page?: number) => Promise<void>; buttons: Feature['buttons'] } {
  const { prisma, desk } = deps;
  const verbs = createBehalfVerbs(prisma);

  /** The cities that are still to answer, by their names. */
  async function ask(ctx: Ctx, { id, fileName }: Reading, page = 0): Promise<void> {
    const { t } = ctx.texts;
    const rows = await prisma.assignment.findMany({
      where: {
        state: { in: ['not_opened', 'in_work'] },
        campaign: { OR: [{ openedAt: { not: null }, closedAt: null }, { archived: true }] },
      },
      select: {
        id: true,
        city: { select: { name: true } },
        campaign: { select: { year: true, branchId: true, archived: true } },
      },
      orderBy: [{ campaign: { archived: 'asc' } }, { city: { name: 'asc' } }, { id: 'asc' }],
    });
    if (rows.length === 0) {
      await ctx.screen.say({ text: t('word_in:whose_none') });
      return;
    }
    const several = new Set(rows.map(({ campaign }) => `${campaign.year}:${campaign.branchId}`)).size > 1;
    const pages = Math.ceil(rows.length / CITIES);
    const shown = Math.min(Math.max(page, 0), pages - 1);
    const cities = rows
      .slice(shown * CITIES, (shown + 1) * CITIES)
      .map((row) =>
        button(several ? `${row.city.name}, ${row.campaign.year}` : row.city.name, 'w.city', id, row.id),
      );
    const turn = (to: number, key: 'chat:buttons.previous' | 'chat:buttons.next') =>
      to >= 0 && to < pages && button(t(key), 'w.whose', id, to);
    await ctx.screen.show({
      text: `${t('word_in:whose', { name: beginning(fileName, 60) })}\n${t('word_in:whose_hint')}`,
      keyboard: keyboard(
        ...flow(cities, 2, 20),
        [turn(shown - 1, 'chat:buttons.previous'), turn(shown + 1, 'chat:buttons.next')],
        button(t('chat:buttons.cancel'), 'w.cancel', id),
      ),
    });
  }

  /** The city, for a coordinator who may write for it now; says why not, and yields null. */
  const withCity =
    (work: (ctx: Ctx, reading: Reading, view: AssignmentView, rest: string[]) => Promise<void>) =>
    async (ctx: Ctx, [id, assignment, ...rest]: string[]): Promise<void> => {
      const reading = await loadReading(prisma, ctx.chatId, integer(id));
      if (!reading || reading.assignmentId !== null || reading.thrownAt !== null)
        return void (await ctx.screen.say({ text: ctx.texts.t('word_in:gone') }));
      const open = await desk.open(ctx, assignment);
      if (!open) return;
      const { view } = open;
      const seat = seatFor(ctx.actor, 'answer', subjectOf(view));
      if (!seat || !actsForCity(seat, view)) return desk.refuse(ctx, { kind: 'no_right' });
      if (!takesAnswers(view)) return desk.refuse(ctx, { kind: 'closed' }, view.id);
      await work(ctx, reading, view, rest);
    };

  return {
    ask,
    buttons: {
      async 'w.whose'(ctx, [id, page]) {
        const reading = await loadReading(prisma, ctx.chatId, integer(id));
        if (!reading || reading.assignmentId !== null || reading.thrownAt !== null || !writesForCities(ctx))
          return void (await ctx.screen.say({ text: ctx.texts.t('word_in:gone') }));
        await ask(ctx, reading, integer(page) ?? 0);
      },
      /** The file is another city's than the one that is entered. */
      async 'w.other'(ctx, [id]) {
        const reading = await loadReading(prisma, ctx.chatId, integer(id));
        if (!reading || reading.writtenAt || reading.thrownAt !== null || !writesForCities(ctx))
          return void (await ctx.screen.say({ text: ctx.texts.t('word_in:gone') }));
        leaveEntered(ctx, null);
        const freed = { ...reading, assignmentId: null, code: null, choices: {} };
        await saveReading(prisma, freed);
        await ask(ctx, freed);
      },
      'w.city': withCity(async (ctx, reading, view) => {
        if (desk.maySubmit(ctx, view)) return deps.choose(ctx, reading, view);
        const { texts } = ctx;
        const head = texts.rich('behalf:how', { city: view.city.name, title: titleOf(texts, view) });
        await ctx.screen.show({
          text: [head.text, texts.t('behalf:how_ask'), texts.t('behalf:how_told')].join('\n'),
          entities: head.entities,
          keyboard: keyboard(
            ...WAYS.map((way) => button(texts.t(`behalf:buttons.${way}`), 'w.way', reading.id, view.id, way)),
            button(texts.t('chat:buttons.back'), 'w.whose', reading.id, 0),
          ),
        });
      }),
      'w.way': withCity(async (ctx, reading, view, [chosen]) => {
        const way = wayOf(chosen);
        if (way === null) return desk.refuse(ctx, { kind: 'gone' });
        if (way === 'letter')
          return deps.enter(ctx, LETTER, { assignmentId: view.id, readingId: reading.id });
        const outcome = await verbs.enter(desk.request(ctx), view.id, { way, letterOn: null });
        if (outcome.kind !== 'done') return desk.refuse(ctx, outcome, view.id);
        const open = await desk.open(ctx, String(view.id));
        if (!open) return;
        onScreen(ctx, open.view);
        await deps.choose(ctx, reading, open.view);
      }),
    },
  };
}
