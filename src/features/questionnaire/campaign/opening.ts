import { formatDay, isDay } from '../../../services/calendar/index.ts';
import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { citiesOf } from '../../../services/people/store.ts';
import { toldLine } from './audience.ts';
import { branchesOf, findBranch, formVersions } from './branches.ts';
import { isCampaignYear } from './days.ts';
import { ofBranch } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import { discardMessage, NOTHING_CHOSEN, stepBack } from './draft.ts';
import type { Making } from './draft.ts';
import { findDraft } from './drafts.ts';
import type { DraftChange, DraftView } from './drafts.ts';
import { createMaking } from './making.ts';
import type { Elsewhere } from './making.ts';
import { questionsOfYear } from '../form.ts';
import { wordingMessage } from '../form-messages.ts';

/** A press on a draft's screen; `draft` null: nothing is stored yet. */
type Press = (
  ctx: Ctx,
  making: Making,
  draft: DraftView | null,
  value: string | undefined,
) => Promise<void> | void;

/** The way to a new campaign: branch, year, term, cities, and the draft's own screen, from which it is opened. */
export function createOpening(
  desk: CampaignDesk,
  elsewhere: Elsewhere,
): Feature & { show(ctx: Ctx): Promise<boolean>; begin(ctx: Ctx): Promise<void> } {
  const { prisma } = desk;
  const { dialogue, present, go, show, draftOf, chooseYear, chooseTerm } = createMaking(desk, elsewhere);

  /** The way begins at the branch where there are several. */
  async function begin(ctx: Ctx, branchId: string | undefined): Promise<void> {
    const branches = await branchesOf(prisma);
    const chosen = branches.find(({ id }) => id === integer(branchId));
    const branch = chosen ?? (branches.length === 1 ? branches[0] : undefined);
    if (!branch) return go(ctx, { ...NOTHING_CHOSEN, step: 'branch' });
    if ((await formVersions(prisma, branch.code)).length > 0)
      return go(ctx, { ...NOTHING_CHOSEN, branchId: branch.id });
    desk.leave(ctx);
    await ctx.screen.show({
      text: ctx.texts.t('campaign:open.no_questions', { branch: branch.name }),
      keyboard: keyboard(
        button(ctx.texts.t('campaign:buttons.questions'), 'k.form', branch.id),
        button(ctx.texts.t('chat:buttons.back'), 'k.home'),
      ),
    });
  }

  async function select(ctx: Ctx, making: Making, change: DraftChange): Promise<void> {
    await desk.drafts.change(ctx, making.draftId, change);
    await go(ctx, making);
  }

  const cityIds = async (): Promise<number[]> => (await citiesOf(prisma)).map(({ id }) => id);
  const later = (draft: DraftView | null): draft is DraftView => draft !== null;

  const presses: Readonly<Record<string, Press>> = {
    branch: (ctx, _, draft, value) => (draft ? undefined : begin(ctx, value)),
    async year(ctx, making, draft, value) {
      const year = integer(value);
      const known = year !== null && isCampaignYear(year, desk.today(ctx)) && !draft;
      if (!known || making.branchId === 0) return go(ctx, making);
      await desk.enter(ctx, dialogue.name, await chooseYear(ctx, making, year));
    },
    async term(ctx, making, _, day = '') {
      if (!isDay(day) || making.year === 0) return go(ctx, making);
      const next = await chooseTerm(ctx, making, day);
      if (next) await desk.enter(ctx, dialogue.name, next);
    },
    async all(ctx, making, draft) {
      if (!later(draft)) return go(ctx, making);
      await select(ctx, { ...making, step: 'preview' }, { kind: 'cities', add: await cityIds(), remove: [] });
    },
    choose: (ctx, making, draft) => go(ctx, later(draft) ? { ...making, page: 0, step: 'cities' } : making),
    tick: (ctx, making, _, value) =>
      select(ctx, making, { kind: 'cities', add: [integer(value) ?? 0], remove: [] }),
    untick: (ctx, making, _, value) =>
      select(ctx, making, { kind: 'cities', add: [], remove: [integer(value) ?? 0] }),
    page: (ctx, making, _, value) => go(ctx, { ...making, page: integer(value) ?? 0 }),
    every: async (ctx, making) => select(ctx, making, { kind: 'cities', add: await cityIds(), remove: [] }),
    none: async (ctx, making) => select(ctx, making, { kind: 'cities', add: [], remove: await cityIds() }),
    done: (ctx, making, draft) => go(ctx, { ...making, step: draft?.cityIds.length ? 'preview' : 'cities' }),
    step: (ctx, making, draft, value) =>
      go(ctx, later(draft) ? { ...making, step: value === 'scope' ? 'scope' : 'term' } : making),
    async back(ctx, making, draft) {
      const branches = (await branchesOf(prisma)).length;
      const step = stepBack(making, { branches, cities: draft?.cityIds.length ?? 0 });
      return step === null ? away(ctx, making, draft) : go(ctx, { ...making, step });
    },
    cancel: (ctx, making, draft) => away(ctx, making, draft),
    show: (ctx, making) => show(ctx, making),
    async form(ctx, { branchId, year }) {
      const branch = await findBranch(prisma, branchId);
      const questions = branch ? ((await formVersions(prisma, branch.code)).at(-1)?.questions ?? []) : [];
      const message = wordingMessage(ctx.texts, questionsOfYear(questions, year), year);
      const toBack = keyboard(button(ctx.texts.t('chat:buttons.back'), 'k.new', 'show'));
      await ctx.screen.show({ ...message, keyboard: toBack });
    },
    open: (ctx, making, draft, mark) => (draft ? open(ctx, making, draft, mark) : go(ctx, making)),
    async drop(ctx, making, draft) {
      if (!draft) return go(ctx, making);
      const of = await ofBranch(prisma, draft.branch);
      await ctx.screen.show(discardMessage(ctx.texts, { year: draft.year, of }));
    },
    async dropped(ctx, making, draft) {
      if (!draft) return go(ctx, making);
      desk.leave(ctx);
      const outcome = await desk.drafts.discard(ctx, draft.id);
      if (outcome.kind === 'done')
        await ctx.screen.say({ text: ctx.texts.t('campaign:open.discarded', { year: draft.year }) });
      else await desk.refuse(ctx, outcome);
      await elsewhere.home(ctx);
    },
  };

  /** New campaigns are made while there are cities. */
  async function beginWith(ctx: Ctx, branchId?: string): Promise<void> {
    if (!(await desk.may(ctx, 'open_campaign'))) return;
    if ((await citiesOf(prisma)).length > 0) return begin(ctx, branchId);
    await ctx.screen.show({
      text: ctx.texts.t('campaign:open.no_cities'),
      keyboard: keyboard(button(ctx.texts.t('chat:buttons.back'), 'k.home')),
    });
  }

  /** Back to where he came from. What was chosen stays as a draft, which is said. */
  async function away(ctx: Ctx, { from }: Making, draft: DraftView | null): Promise<void> {
    if (draft) await ctx.screen.say({ text: ctx.texts.t('campaign:open.kept', { year: draft.year }) });
    if (from !== 'all') return elsewhere.home(ctx);
    desk.leave(ctx);
    await elsewhere.all(ctx);
  }

  /** Opens what was seen: a draft that another coordinator has changed meanwhile is shown again. */
  async function open(ctx: Ctx, making: Making, draft: DraftView, mark: string | undefined): Promise<void> {
    const { texts } = ctx;
    const { year, dueOn, branch } = draft;
    if (mark !== draft.mark) return show(ctx, making, texts.t('campaign:open.changed'));
    const plan = { branchId: branch.id, year, dueOn, cityIds: draft.cityIds };
    const outcome = await desk.actions.open(ctx, plan);
    switch (outcome.kind) {
      case 'done': {
        desk.leave(ctx);
        const day = formatDay(dueOn, texts.language, 'weekday', desk.today(ctx));
        const told = toldLine(texts, outcome);
        const of = await ofBranch(prisma, branch);
        await ctx.screen.say({ text: texts.t('campaign:open.done', { year, of, day, told }) });
        return elsewhere.year(ctx, outcome.campaignId);
      }
      case 'exists':
        desk.leave(ctx);
        await ctx.screen.say({ text: texts.t('campaign:open.taken', { year }) });
        return elsewhere.year(ctx, outcome.campaignId);
      case 'no_cities':
        return go(ctx, { ...making, step: 'scope' });
      case 'past':
        return desk.enter(ctx, dialogue.name, {
          ...making,
          step: 'term',
          note: texts.t('campaign:refused.past'),
        });
      case 'bad_year':
      case 'no_questions':
        return show(ctx, making, texts.t(`campaign:open.${outcome.kind}`, { branch: branch.name }));
      default:
        desk.leave(ctx);
        await desk.refuse(ctx, outcome);
    }
  }

  return {
    dialogues: [dialogue],
    begin: (ctx) => beginWith(ctx),
    buttons: {
      'k.open': (ctx, [branchId]) => beginWith(ctx, branchId),
      async 'k.draft'(ctx, [id, from]) {
        if (!(await desk.may(ctx, 'edit_draft'))) return;
        const draft = await findDraft(prisma, integer(id) ?? 0);
        if (!draft) {
          await ctx.screen.say({ text: ctx.texts.t('campaign:open.draft_gone') });
          return elsewhere.home(ctx);
        }
        const { branch, year } = draft;
        const step = draft.cityIds.length > 0 ? 'preview' : 'scope';
        const making: Making = { ...NOTHING_CHOSEN, branchId: branch.id, year, draftId: draft.id, step };
        await go(ctx, from === 'all' ? { ...making, from } : making);
      },
      async 'k.new'(ctx, [press = '', value]) {
        if (!(await desk.may(ctx, 'edit_draft'))) return;
        const making = present(ctx);
        const handle = Object.hasOwn(presses, press) ? presses[press] : undefined;
        if (making && handle) {
          const draft = await draftOf(ctx, making);
          return draft === 'gone' ? undefined : handle(ctx, making, draft, value);
        }
        await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
        await elsewhere.home(ctx);
      },
    },
    /** Shows the draft under way and says how to leave it; false: nothing is stored that could be lost from sight. */
    async show(ctx) {
      const making = present(ctx);
      if (!making || making.draftId === 0) return false;
      if ((await draftOf(ctx, making)) === 'gone') return true;
      const { t } = ctx.texts;
      const leaves = t(making.step === 'preview' ? 'chat:buttons.back' : 'chat:buttons.cancel');
      const note = t('campaign:open.under_way', { button: leaves });
      await desk.enter(ctx, dialogue.name, { ...making, note });
      return true;
    },
  };
}
