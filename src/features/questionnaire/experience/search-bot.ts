import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { difference, shownDifference } from '../last-year/difference.ts';
import { concat, formatted, splitForTelegram } from '../formatted.ts';
import { openCityQuestions } from './city-question-store.ts';
import type { ExperienceDesk, Looking } from './desk.ts';
import { answersFor, NOTHING_LOOKED_FOR, SEARCH } from './desk.ts';
import { answerMessage, facetMessage, hitsMessage, plain, promptMessage } from './messages.ts';
import { questionName, yearsMessage } from './messages.ts';
import { overTheYears, textOf, wordingOf } from './passage-view-store.ts';
import { facetOf, search } from './search-store.ts';
import type { Facet } from './search-store.ts';

/** Looking for words in the answers of all cities, and reading what was found. */
export function createSearch(desk: ExperienceDesk): Feature {
  const { prisma, enter } = desk;

  const lookFor: Dialogue<Looking> = {
    name: SEARCH,
    async ask(ctx, looking) {
      if (looking.text === '') return prompt(ctx);
      await results(ctx, looking);
    },
    answer(ctx, looking) {
      const text = ctx.message?.text?.trim();
      // What is longer, or of several lines, is a piece of an answer.
      const mine = text !== undefined && /^[^/\n][^\n]{0,199}$/u.test(text);
      return Promise.resolve(
        mine ? { kind: 'next', args: { ...looking, text, page: 0 } } : { kind: 'not_mine' },
      );
    },
  };

  async function prompt(ctx: Ctx): Promise<void> {
    const seatIds = ctx.actor.seats.map(({ seatId }) => seatId);
    const cityIds = answersFor(ctx.actor);
    const [waiting, mine] = await Promise.all([
      openCityQuestions(prisma, { cityIds }),
      openCityQuestions(prisma, { seatIds }),
    ]);
    const themes = seatFor(ctx.actor, 'edit_themes') !== null;
    await ctx.screen.show(promptMessage(ctx.texts, { waiting: waiting.length, mine: mine.length, themes }));
  }

  async function results(ctx: Ctx, looking: Looking): Promise<void> {
    const { page, ...wish } = looking;
    const found = await search(prisma, wish, page);
    if (found.kind === 'no_words') return ctx.screen.show({ text: ctx.texts.t('experience:hits.no_words') });
    const wording = await wordingOf(prisma);
    const city = wish.cityId === null ? null : await prisma.city.findUnique({ where: { id: wish.cityId } });
    await ctx.screen.show(hitsMessage(ctx.texts, found, { wish, page, wording, city: city?.name ?? null }));
  }

  /** Shows the search anew, as it stands with this change. */
  async function again(ctx: Ctx, change: Partial<Looking> = {}): Promise<void> {
    if (!desk.may(ctx, 'search_experience')) return desk.refuse(ctx, 'no_right');
    await enter(ctx, SEARCH, { ...desk.looking(ctx), ...change });
  }

  const withRight =
    (work: (ctx: Ctx, args: string[]) => Promise<void>) =>
    async (ctx: Ctx, args: string[]): Promise<void> =>
      desk.may(ctx, 'search_experience') ? work(ctx, args) : desk.refuse(ctx, 'no_right');

  async function begin(ctx: Ctx): Promise<void> {
    if (!desk.may(ctx, 'search_experience')) return desk.refuse(ctx, 'no_right');
    await enter(ctx, SEARCH, NOTHING_LOOKED_FOR);
  }

  const facetNamed = (name: string | undefined): Facet | null =>
    name === 'code' || name === 'cityId' || name === 'year' ? name : null;

  return {
    dialogues: [lookFor] as readonly Dialogue[],
    commands: [
      {
        name: 'opyt',
        describe: 'experience:command',
        allowed: (actor) => seatFor(actor, 'search_experience') !== null,
        handle: begin,
      },
    ],
    menu: [
      {
        label: 'experience:menu',
        words: ['experience'],
        order: 38,
        // Whoever keeps the bot running may look, but has little use for a button.
        allowed: (actor) => seatFor(actor, 'ask_city') !== null,
        handle: begin,
        button: 'x.home',
      },
    ],
    buttons: {
      'x.home': begin,
      'x.results': (ctx) => again(ctx),
      'x.page': (ctx, [page]) => again(ctx, { page: Math.max(0, integer(page) ?? 0) }),
      'x.all': (ctx) => again(ctx, { code: null, cityId: null, year: null, page: 0 }),

      'x.by': withRight(async (ctx, [name, page]) => {
        const facet = facetNamed(name);
        const looking = desk.looking(ctx);
        if (facet === null || looking.text === '') return again(ctx);
        const found = await search(prisma, looking, 0);
        const text = found.kind === 'found' ? found.text : looking.text;
        const counted = await facetOf(prisma, { ...looking, text }, facet);
        const wording = await wordingOf(prisma);
        const cities =
          facet === 'cityId'
            ? await prisma.city.findMany({ where: { id: { in: counted.map(({ value }) => Number(value)) } } })
            : [];
        const nameOf = (value: string): string =>
          facet === 'code'
            ? questionName(ctx.texts, wording, value, null)
            : facet === 'year'
              ? value
              : (cities.find(({ id }) => id === Number(value))?.name ?? '');
        const options = counted.map(({ value, count }) => ({ value, count, name: nameOf(value) }));
        await ctx.screen.show(facetMessage(ctx.texts, facet, options, integer(page) ?? 0));
      }),

      'x.set': withRight(async (ctx, [name, value = '']) => {
        const facet = facetNamed(name);
        if (facet === null) return again(ctx);
        const chosen = value === '' ? null : facet === 'code' ? value : integer(value);
        await again(ctx, { [facet]: chosen, page: 0 });
      }),

      'x.read': withRight(async (ctx, [id, page]) => {
        const passage = await desk.passage(ctx, id);
        if (!passage) return;
        const [answer, years, wording] = await Promise.all([
          textOf(prisma, passage),
          overTheYears(prisma, passage),
          wordingOf(prisma),
        ]);
        if (!answer) return desk.refuse(ctx, 'gone');
        const own = ctx.actor.seats.some(({ cityId }) => cityId === passage.cityId);
        await ctx.screen.show(
          answerMessage(ctx.texts, passage, answer, {
            page: integer(page) ?? 1,
            wording,
            years,
            asks: !own && desk.may(ctx, 'ask_city'),
            results: desk.looking(ctx).text !== '',
          }),
        );
      }),

      'x.years': withRight(async (ctx, [id, page]) => {
        const passage = await desk.passage(ctx, id);
        if (!passage) return;
        const years = await overTheYears(prisma, passage);
        const answers = await Promise.all(
          years.map(async ({ assignmentId, year }) => ({
            year,
            answer: await textOf(prisma, { assignmentId, code: passage.code }),
          })),
        );
        const there = answers.flatMap(({ year, answer }) => (answer ? [{ year, answer }] : []));
        const wording = await wordingOf(prisma);
        await ctx.screen.show(yearsMessage(ctx.texts, passage, there, { page: integer(page) ?? 1, wording }));
      }),

      /** What became of the answer of the year before. */
      'x.diff': withRight(async (ctx, [id, number]) => {
        const passage = await desk.passage(ctx, id);
        if (!passage) return;
        const years = await overTheYears(prisma, passage);
        const before = years.filter(({ year }) => year < passage.year).at(-1);
        const former = before && (await desk.passage(ctx, String(before.id)));
        const [now, then] = [await textOf(prisma, passage), former && (await textOf(prisma, former))];
        if (!now || !then || !former) return desk.refuse(ctx, 'gone');
        const parts = difference(then.text, now.text);
        const same = parts.every(({ kind, text }) => kind === 'same' || text.trim() === '');
        const values = { city: passage.city, year: passage.year, before: former.year };
        const head = ctx.texts.rich(same ? 'experience:answer.same' : 'experience:answer.difference', values);
        const pages = same ? [] : splitForTelegram(shownDifference(parts), 3300);
        const page = Math.min(Math.max(integer(number) ?? 1, 1), Math.max(pages.length, 1));
        const body = pages[page - 1];
        const opening = formatted(head.text, head.entities);
        const { t } = ctx.texts;
        await ctx.screen.show({
          ...plain(body ? concat([opening, body], '\n\n') : opening),
          keyboard: keyboard(
            [
              page > 1 && button(t('chat:buttons.previous'), 'x.diff', passage.id, page - 1),
              page < pages.length && button(t('chat:buttons.next'), 'x.diff', passage.id, page + 1),
            ],
            button(t('chat:buttons.back'), 'x.read', passage.id, 1),
          ),
        });
      }),
    },
  };
}
