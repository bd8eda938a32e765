import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue, Step } from '../../../services/chat/dialogues.ts';
import type { Message } from '../../../services/chat/screen.ts';
import { citiesOf } from '../../../services/people/store.ts';
import { branchesOf, findBranch, formVersions } from './branches.ts';
import { campaignYears, termsOfYear, yearProposals } from './days.ts';
import { dialogueOf, label, ofBranch, PAGE } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import {
  branchMessage,
  citiesMessage,
  previewMessage,
  readCities,
  readTerm,
  readYear,
  scopeMessage,
  termMessage,
  yearMessage,
} from './draft.ts';
import type { Making, Shown } from './draft.ts';
import { draftsOf, findDraft } from './drafts.ts';
import type { DraftView } from './drafts.ts';
import { enteringOf } from './entering.ts';
import { dayOffLine } from './local-days.ts';
import { above } from './messages.ts';
import { audienceOf } from './recipients.ts';
import { campaignsOf } from './store.ts';
import { INTRO } from '../form.ts';

const NAME = 'campaign.open';

/** Where the coordinator goes from here. */
export interface Elsewhere {
  home(ctx: Ctx): Promise<void>;
  /** All of them, in a list. */
  all(ctx: Ctx): Promise<void>;
  /** One campaign, with words above it. */
  year(ctx: Ctx, campaignId: number): Promise<void>;
}

/** The screens of a campaign that is being made, and what is typed there. */
export interface MakingScreens {
  dialogue: Dialogue<Making>;
  /** Where the coordinator is; null: he makes none. */
  present(ctx: Ctx): Making | null;
  go(ctx: Ctx, making: Making): Promise<void>;
  show(ctx: Ctx, making: Making, note?: string): Promise<void>;
  draftOf(ctx: Ctx, making: Making): Promise<DraftView | null | 'gone'>;
  /** On to the term, or to the draft of that year where there is one. */
  chooseYear(ctx: Ctx, making: Making, year: number): Promise<Making>;
  chooseTerm(ctx: Ctx, making: Making, dueOn: string): Promise<Making | null>;
}

export function createMaking(desk: CampaignDesk, elsewhere: Elsewhere): MakingScreens {
  const { prisma } = desk;
  const go = (ctx: Ctx, making: Making): Promise<void> => desk.enter(ctx, NAME, { ...making, note: '' });

  /** The draft under way; null: there is none yet. Gone: another coordinator has opened or discarded it, which is said. */
  async function draftOf(ctx: Ctx, { draftId }: Making): Promise<DraftView | null | 'gone'> {
    if (draftId === 0) return null;
    const draft = await findDraft(prisma, draftId);
    if (draft) return draft;
    desk.leave(ctx);
    await ctx.screen.say({ text: ctx.texts.t('campaign:open.draft_gone') });
    const opened = (await campaignsOf(prisma)).find(({ id }) => id === draftId);
    await (opened ? elsewhere.year(ctx, opened.id) : elsewhere.home(ctx));
    return 'gone';
  }

  async function shownOf(making: Making, draft: DraftView | null): Promise<Shown> {
    const { branchId, year, page } = making;
    const branch = draft?.branch ?? (await findBranch(prisma, branchId));
    const of = branch ? await ofBranch(prisma, branch) : '';
    return { year, of, page, dueOn: draft?.dueOn ?? '', cityIds: draft?.cityIds ?? [] };
  }

  async function message(ctx: Ctx, making: Making, draft: DraftView | null): Promise<Message> {
    const { texts } = ctx;
    const today = desk.today(ctx);
    const shown = await shownOf(making, draft);
    switch (making.step) {
      case 'branch':
        return branchMessage(texts, await branchesOf(prisma));
      case 'year': {
        const taken = await takenYears(making.branchId);
        const drafts = await draftsOfBranch(making.branchId);
        return yearMessage(texts, { today, taken, drafts, of: shown.of, several: shown.of !== '' });
      }
      case 'term':
        return termMessage(texts, shown, today);
      case 'scope':
        return scopeMessage(texts, shown, today, (await citiesOf(prisma)).length);
      case 'cities':
        return citiesMessage(texts, shown, await citiesOf(prisma));
      case 'preview': {
        const entering = await enteringOf(prisma, ctx.now, making, shown.cityIds);
        const questions = await questionsOf(making.branchId);
        const chosen = new Set(shown.cityIds);
        return previewMessage(texts, shown, {
          today,
          audience: audienceOf(entering),
          left: (await citiesOf(prisma)).filter(({ id }) => !chosen.has(id)).map(({ name }) => name),
          questions: questions.filter(({ code }) => code !== INTRO).length,
          off: await dayOffLine(prisma, texts, shown.cityIds, shown.dueOn),
          mark: draft?.mark ?? '',
        });
      }
    }
  }

  const takenYears = async (branchId: number): Promise<number[]> =>
    (await campaignsOf(prisma)).filter((each) => each.branchId === branchId).map(({ year }) => year);

  const draftsOfBranch = async (branchId: number): Promise<DraftView[]> =>
    (await draftsOf(prisma)).filter(({ branch }) => branch.id === branchId);

  async function questionsOf(branchId: number) {
    const branch = await findBranch(prisma, branchId);
    return branch ? ((await formVersions(prisma, branch.code)).at(-1)?.questions ?? []) : [];
  }

  async function show(ctx: Ctx, making: Making, note = making.note): Promise<void> {
    const draft = await draftOf(ctx, making);
    if (draft !== 'gone') await ctx.screen.show(above(note, await message(ctx, making, draft)));
  }

  const dialogue: Dialogue<Making> = {
    name: NAME,
    ask: (ctx, making) => show(ctx, making),
    async answer(ctx, making) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const draft = await draftOf(ctx, making);
      if (draft === 'gone') return { kind: 'done' };
      switch (making.step) {
        case 'year':
          return typedYear(ctx, making, typed);
        case 'term':
          return typedTerm(ctx, making, typed);
        case 'cities':
          return typedCities(ctx, making, typed);
        case 'branch':
        case 'scope':
        case 'preview':
          await show(ctx, making, ctx.texts.t('campaign:open.press'));
          return { kind: 'again' };
      }
    },
  };

  async function typedYear(ctx: Ctx, making: Making, typed: string): Promise<Step<Making>> {
    const today = desk.today(ctx);
    const read = readYear(typed, today);
    if (read.kind !== 'year') {
      const values = { ...campaignYears(today), example: String(yearProposals(today, [])[0]) };
      await show(ctx, making, ctx.texts.t(`campaign:open.${read.kind}`, { ...values, ...read }));
      return { kind: 'again' };
    }
    const { year } = read;
    if ((await takenYears(making.branchId)).includes(year)) {
      await show(ctx, making, ctx.texts.t('campaign:open.taken', { year }));
      return { kind: 'again' };
    }
    return { kind: 'next', args: await chooseYear(ctx, making, year) };
  }

  async function chooseYear({ texts }: Ctx, making: Making, year: number): Promise<Making> {
    const draft = (await draftsOfBranch(making.branchId)).find((each) => each.year === year);
    if (!draft) return { ...making, year, step: 'term', note: '' };
    const step = draft.cityIds.length > 0 ? 'preview' : 'scope';
    return { ...making, year, draftId: draft.id, step, note: texts.t('campaign:open.drafted', { year }) };
  }

  async function typedTerm(ctx: Ctx, making: Making, typed: string): Promise<Step<Making>> {
    const today = desk.today(ctx);
    const read = readTerm(ctx.texts, typed, today, termsOfYear(making.year, today));
    if (read.kind === 'day') {
      const next = await chooseTerm(ctx, making, read.day);
      return next ? { kind: 'next', args: next } : { kind: 'done' };
    }
    const shown = await shownOf(making, null);
    await ctx.screen.show(above(read.note, termMessage(ctx.texts, shown, today, read.days)));
    return { kind: 'again' };
  }

  async function typedCities(ctx: Ctx, making: Making, typed: string): Promise<Step<Making>> {
    const cities = await citiesOf(prisma);
    const { found, unknown } = readCities(typed, cities);
    if (found.length > 0)
      await desk.drafts.change(ctx, making.draftId, { kind: 'cities', add: found, remove: [] });
    const first = cities.findIndex(({ id }) => id === found[0]);
    const page = first < 0 ? making.page : Math.floor(first / PAGE);
    const name = label(unknown.join(', '), 60);
    const note = unknown.length > 0 ? ctx.texts.t('campaign:open.unknown_city', { name }) : '';
    return { kind: 'next', args: { ...making, page, note } };
  }

  /** With the term the draft begins; a draft that is there gets a new one. null: another screen was shown. */
  async function chooseTerm(ctx: Ctx, making: Making, dueOn: string): Promise<Making | null> {
    const { branchId, year, draftId } = making;
    if (draftId !== 0) {
      const outcome = await desk.drafts.change(ctx, draftId, { kind: 'term', dueOn });
      if (outcome.kind === 'past')
        return { ...making, step: 'term', note: ctx.texts.t('campaign:refused.past') };
      const draft = await draftOf(ctx, making);
      if (draft === 'gone' || draft === null) return null;
      return { ...making, step: draft.cityIds.length > 0 ? 'preview' : 'scope', note: '' };
    }
    const outcome = await desk.drafts.begin(ctx, { branchId, year, dueOn });
    switch (outcome.kind) {
      case 'done':
        return { ...making, draftId: outcome.draftId, step: 'scope', note: '' };
      case 'drafted': {
        const note = ctx.texts.t('campaign:open.drafted', { year });
        return { ...making, draftId: outcome.draftId, step: 'preview', note };
      }
      case 'past':
        return { ...making, step: 'term', note: ctx.texts.t('campaign:refused.past') };
      case 'bad_year':
        return { ...making, step: 'year', note: '' };
      case 'exists':
        desk.leave(ctx);
        await ctx.screen.say({ text: ctx.texts.t('campaign:open.taken', { year }) });
        await elsewhere.year(ctx, outcome.campaignId);
        return null;
      case 'no_questions':
        return { ...making, note: ctx.texts.t('campaign:open.no_questions') };
      default:
        desk.leave(ctx);
        await desk.refuse(ctx, outcome);
        await elsewhere.home(ctx);
        return null;
    }
  }

  return {
    dialogue,
    present: (ctx) => dialogueOf<Making>(ctx, NAME),
    go,
    show,
    draftOf,
    chooseYear,
    chooseTerm,
  };
}
