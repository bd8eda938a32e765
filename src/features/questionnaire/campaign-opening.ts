import { formatDay, isDay } from '../../services/calendar/index.ts';
import { button, integer, keyboard } from '../../services/chat/buttons.ts';
import type { Ctx } from '../../services/chat/context.ts';
import type { Dialogue, Step } from '../../services/chat/dialogues.ts';
import type { Feature } from '../../services/chat/feature.ts';
import type { Message } from '../../services/chat/screen.ts';
import { citiesOf } from '../../services/people/store.ts';
import { toldLine } from './campaign-audience.ts';
import { dialogueOf, label, PAGE } from './campaign-desk.ts';
import type { CampaignDesk } from './campaign-desk.ts';
import { campaignYears, isCampaignYear, termsOfYear, yearProposals } from './campaign-days.ts';
import {
  citiesMessage,
  EMPTY_DRAFT,
  previewMessage,
  readCities,
  readTerm,
  readYear,
  scopeMessage,
  stepBack,
  termMessage,
  yearMessage,
} from './campaign-draft.ts';
import type { Draft } from './campaign-draft.ts';
import { above } from './campaign-messages.ts';
import { audienceOf, onlyRespondent } from './campaign-recipients.ts';
import { campaignsOf, formVersions, peopleOfCities } from './campaign-store.ts';
import { INTRO, questionsOfYear } from './form.ts';
import { wordingMessage } from './form-messages.ts';

const NAME = 'campaign.open';

/** Where the coordinator goes from here. */
export interface Elsewhere {
  home(ctx: Ctx): Promise<void>;
  /** One campaign, with words above it. */
  year(ctx: Ctx, campaignId: number): Promise<void>;
}

/** The way to a new campaign: year, term, cities, and a preview that is asked about once. */
export function createOpening(
  desk: CampaignDesk,
  elsewhere: Elsewhere,
): Feature & { show(ctx: Ctx): Promise<boolean> } {
  const { prisma } = desk;

  async function message(ctx: Ctx, draft: Draft): Promise<Message> {
    const { texts } = ctx;
    switch (draft.step) {
      case 'year':
        return yearMessage(
          texts,
          desk.today(ctx),
          (await campaignsOf(prisma)).map(({ year }) => year),
        );
      case 'term':
        return termMessage(texts, draft, desk.today(ctx));
      case 'scope':
        return scopeMessage(texts, draft, desk.today(ctx), (await citiesOf(prisma)).length);
      case 'cities':
        return citiesMessage(texts, draft, await citiesOf(prisma));
      case 'preview': {
        const people = await peopleOfCities(prisma, draft.cityIds ?? undefined);
        const audience = audienceOf(people.map((city) => ({ city, respondentSeatId: onlyRespondent(city) })));
        const questions = (await formVersions(prisma)).at(-1)?.questions ?? [];
        const numbered = questions.filter(({ code }) => code !== INTRO).length;
        return previewMessage(texts, draft, { audience, cities: people.length, questions: numbered });
      }
    }
  }

  const show = async (ctx: Ctx, draft: Draft, note = draft.note): Promise<void> =>
    ctx.screen.show(above(note, await message(ctx, draft)));

  const dialogue: Dialogue<Draft> = {
    name: NAME,
    ask: (ctx, draft) => show(ctx, draft),
    async answer(ctx, draft) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      switch (draft.step) {
        case 'year':
          return typedYear(ctx, draft, typed);
        case 'term':
          return typedTerm(ctx, draft, typed);
        case 'cities':
          return typedCities(ctx, draft, typed);
        case 'scope':
        case 'preview':
          await show(ctx, draft, ctx.texts.t('campaign:open.press'));
          return { kind: 'again' };
      }
    },
  };

  async function typedYear(ctx: Ctx, draft: Draft, typed: string): Promise<Step<Draft>> {
    const today = desk.today(ctx);
    const read = readYear(typed, today);
    if (read.kind !== 'year') {
      const values = { ...campaignYears(today), example: String(yearProposals(today, [])[0]) };
      await show(ctx, draft, ctx.texts.t(`campaign:open.${read.kind}`, { ...values, ...read }));
      return { kind: 'again' };
    }
    const { year } = read;
    if (await isTaken(year)) {
      await show(ctx, draft, ctx.texts.t('campaign:open.taken', { year }));
      return { kind: 'again' };
    }
    return { kind: 'next', args: { ...draft, year, step: 'term', note: '' } };
  }

  const isTaken = async (year: number): Promise<boolean> =>
    (await campaignsOf(prisma)).some((campaign) => campaign.year === year);

  async function typedTerm(ctx: Ctx, draft: Draft, typed: string): Promise<Step<Draft>> {
    const today = desk.today(ctx);
    const read = readTerm(ctx.texts, typed, today, termsOfYear(draft.year, today));
    if (read.kind === 'day')
      return { kind: 'next', args: { ...draft, dueOn: read.day, step: afterTerm(draft), note: '' } };
    await ctx.screen.show(above(read.note, termMessage(ctx.texts, draft, today, read.days)));
    return { kind: 'again' };
  }

  /** *Изменить срок* leads back to the preview. */
  const afterTerm = (draft: Draft): Draft['step'] => (draft.dueOn === '' ? 'scope' : 'preview');

  async function typedCities(ctx: Ctx, draft: Draft, typed: string): Promise<Step<Draft>> {
    const cities = await citiesOf(prisma);
    const { found, unknown } = readCities(typed, cities);
    const cityIds = [...new Set([...(draft.cityIds ?? []), ...found])];
    const first = cities.findIndex(({ id }) => id === found[0]);
    const page = first < 0 ? draft.page : Math.floor(first / PAGE);
    const note =
      unknown.length > 0
        ? ctx.texts.t('campaign:open.unknown_city', { name: label(unknown.join(', '), 60) })
        : '';
    return { kind: 'next', args: { ...draft, cityIds, page, note } };
  }

  type Press = (ctx: Ctx, draft: Draft, value: string | undefined) => Promise<void> | void;
  const go = (ctx: Ctx, draft: Draft): Promise<void> => desk.enter(ctx, NAME, { ...draft, note: '' });

  async function chooseYear(ctx: Ctx, draft: Draft, value: string | undefined): Promise<void> {
    const year = integer(value);
    const known = year !== null && isCampaignYear(year, desk.today(ctx));
    await go(ctx, known ? { ...draft, year, step: 'term' } : draft);
  }

  const presses: Readonly<Record<string, Press>> = {
    year: chooseYear,
    term: (ctx, draft, day = '') =>
      isDay(day) ? go(ctx, { ...draft, dueOn: day, step: afterTerm(draft) }) : go(ctx, draft),
    all: (ctx, draft) => go(ctx, { ...draft, cityIds: null, step: 'preview' }),
    choose: (ctx, draft) => go(ctx, { ...draft, cityIds: draft.cityIds ?? [], page: 0, step: 'cities' }),
    tick(ctx, draft, value) {
      const id = integer(value);
      const chosen = draft.cityIds ?? [];
      if (id === null) return go(ctx, draft);
      const cityIds = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
      return go(ctx, { ...draft, cityIds });
    },
    page: (ctx, draft, value) => go(ctx, { ...draft, page: integer(value) ?? 0 }),
    every: async (ctx, draft) => go(ctx, { ...draft, cityIds: (await citiesOf(prisma)).map(({ id }) => id) }),
    none: (ctx, draft) => go(ctx, { ...draft, cityIds: [] }),
    done: (ctx, draft) => go(ctx, { ...draft, step: draft.cityIds?.length ? 'preview' : 'cities' }),
    step: (ctx, draft, value) => go(ctx, { ...draft, step: value === 'scope' ? 'scope' : 'term' }),
    async back(ctx, draft) {
      const step = stepBack(draft);
      if (step === null) return elsewhere.home(ctx);
      await go(ctx, { ...draft, step });
    },
    cancel: (ctx) => elsewhere.home(ctx),
    show: (ctx, draft) => show(ctx, draft),
    async form(ctx, draft) {
      const questions = (await formVersions(prisma)).at(-1)?.questions ?? [];
      const message = wordingMessage(ctx.texts, questionsOfYear(questions, draft.year), draft.year);
      const toBack = keyboard(button(ctx.texts.t('chat:buttons.back'), 'k.new', 'show'));
      await ctx.screen.show({ ...message, keyboard: toBack });
    },
    open: (ctx, draft) => open(ctx, draft),
  };

  async function open(ctx: Ctx, draft: Draft): Promise<void> {
    const { texts } = ctx;
    const { year, dueOn } = draft;
    const cityIds = draft.cityIds ?? (await citiesOf(prisma)).map(({ id }) => id);
    const outcome = await desk.actions.open(ctx, { year, dueOn, cityIds });
    switch (outcome.kind) {
      case 'done': {
        desk.leave(ctx);
        const day = formatDay(dueOn, texts.language, 'weekday', desk.today(ctx));
        const told = toldLine(texts, outcome);
        await ctx.screen.say({ text: texts.t('campaign:open.done', { year, day, told }) });
        return elsewhere.year(ctx, outcome.campaignId);
      }
      case 'exists':
        desk.leave(ctx);
        await ctx.screen.say({ text: texts.t('campaign:open.taken', { year }) });
        return elsewhere.year(ctx, outcome.campaignId);
      case 'no_cities':
        return go(ctx, { ...draft, step: 'scope' });
      case 'bad_year':
        return go(ctx, { ...draft, step: 'year' });
      case 'past':
        await go(ctx, { ...draft, dueOn: '', step: 'term' });
        return;
      default:
        desk.leave(ctx);
        await desk.refuse(ctx, outcome);
    }
  }

  return {
    dialogues: [dialogue],
    buttons: {
      async 'k.open'(ctx, [year]) {
        if (!(await desk.may(ctx, 'open_campaign'))) return;
        if ((await citiesOf(prisma)).length === 0) {
          return void (await ctx.screen.show({
            text: ctx.texts.t('campaign:open.no_cities'),
            keyboard: keyboard(button(ctx.texts.t('chat:buttons.back'), 'k.home')),
          }));
        }
        await chooseYear(ctx, EMPTY_DRAFT, year);
      },
      async 'k.new'(ctx, [press = '', value]) {
        if (!(await desk.may(ctx, 'open_campaign'))) return;
        const draft = dialogueOf<Draft>(ctx, NAME);
        const handle = Object.hasOwn(presses, press) ? presses[press] : undefined;
        if (draft && handle) return handle(ctx, draft, value);
        await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
        await elsewhere.home(ctx);
      },
    },
    /** Shows the draft under way; false: there is none. */
    async show(ctx) {
      const draft = dialogueOf<Draft>(ctx, NAME);
      if (draft) await show(ctx, draft, ctx.texts.t('campaign:open.under_way'));
      return draft !== null;
    },
  };
}
