import { integer } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import { branchesOf, formVersions } from './branches.ts';
import { yearProposals } from './days.ts';
import { dialogueOf, ofBranch } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import { editForm } from './form.ts';
import type { Edited } from './form.ts';
import { above } from './messages.ts';
import { campaignsOf } from './store.ts';
import type { CampaignView } from './store.ts';
import { removedQuestions } from '../form-change.ts';
import type { FormChange } from '../form-change.ts';
import { askWording, editMessage, formMessage, removedMessage, wordingPreview } from '../form-messages.ts';
import type { FormView } from '../form-messages.ts';
import type { Question } from '../form.ts';
import { fixedYears, loosenYears, readYearWords, yearWords } from '../year-words.ts';

/** A wording that is being written: `draft` null until something is typed. */
type Wording = { branchId: number; code: string; part: 'text' | 'hint'; draft: string | null };

const NAME = 'campaign.wording';

/** What the screens need to know of the form. */
export interface FormState extends FormView {
  past: Question[][];
  campaigns: CampaignView[];
}

export interface WordingScreens extends Feature {
  /** The list of a branch's questions, with words above it. */
  form(ctx: Ctx, branchId: number, note?: string): Promise<void>;
  /** One question; the list where it is not there any more. */
  question(ctx: Ctx, branchId: number, code: string, note?: string): Promise<void>;
  /** Of the built-in branch where there is none with this number. */
  load(ctx: Ctx, branchId: number): Promise<FormState>;
  /** Changes the form and shows what came of it. */
  change(ctx: Ctx, branchId: number, change: FormChange): Promise<Edited>;
  /** The sentence for a change that was not made. */
  why(ctx: Ctx, outcome: Edited): string;
}

/** The questions of the campaigns to come: list, one question, its wording. */
export function createWordingScreens(desk: CampaignDesk): WordingScreens {
  const { prisma } = desk;

  async function load(ctx: Ctx, branchId: number): Promise<FormState> {
    const branches = await branchesOf(prisma);
    const branch = branches.find(({ id }) => id === branchId) ?? branches[0];
    if (!branch) throw new Error('the built-in branch is missing');
    const [versions, all] = await Promise.all([formVersions(prisma, branch.code), campaignsOf(prisma)]);
    const campaigns = all.filter((each) => each.branchId === branch.id);
    const { questions, version } = versions.at(-1) ?? { questions: [], version: 0 };
    const past = versions.slice(0, -1).map((each) => each.questions);
    const open = campaigns.find(({ closedAt }) => !closedAt);
    const last = Math.max(...campaigns.map(({ year }) => year));
    return {
      branch: { id: branch.id, code: branch.code, of: await ofBranch(prisma, branch) },
      questions,
      version,
      year: campaigns.length > 0 ? last + 1 : (yearProposals(desk.today(ctx), [])[0] ?? 0),
      open: open ? { year: open.year, version: open.formVersion } : null,
      removed: removedQuestions(questions, past).length,
      past,
      campaigns,
    };
  }

  async function form(ctx: Ctx, branchId: number, note = '', page = 0): Promise<void> {
    if (!(await desk.may(ctx, 'edit_form'))) return;
    desk.leave(ctx);
    await ctx.screen.show(above(note, formMessage(ctx.texts, await load(ctx, branchId), page)));
  }

  async function question(ctx: Ctx, branchId: number, code: string, note = ''): Promise<void> {
    if (!(await desk.may(ctx, 'edit_form'))) return;
    const state = await load(ctx, branchId);
    const found = state.questions.find((each) => each.code === code);
    if (!found) return form(ctx, branchId, note || ctx.texts.t('campaign:form.gone'));
    desk.leave(ctx);
    await ctx.screen.show(above(note, editMessage(ctx.texts, state, found)));
  }

  function why(ctx: Ctx, outcome: Edited): string {
    const { t } = ctx.texts;
    if (outcome.kind === 'invalid') return t(`campaign:invalid.${outcome.part}`);
    if (outcome.kind === 'not_found') return t('campaign:form.gone');
    if (outcome.kind === 'last_question') return t('campaign:invalid.last_question');
    return outcome.kind === 'same' ? t('campaign:form.same') : '';
  }

  async function change(ctx: Ctx, branchId: number, wanted: FormChange): Promise<Edited> {
    const { branch } = await load(ctx, branchId);
    const outcome = await editForm(prisma, ctx, branch.code, wanted);
    const done = wanted.kind === 'restore' ? 'campaign:form.restored' : 'campaign:form.saved';
    const note =
      outcome.kind === 'done' ? ctx.texts.t(done, { version: outcome.version }) : why(ctx, outcome);
    if (wanted.kind === 'remove' && outcome.kind === 'done')
      await form(ctx, branch.id, ctx.texts.t('campaign:form.cut'));
    else await question(ctx, branch.id, wanted.code, note);
    return outcome;
  }

  /** The figures in a draft that would be out of date next year, and the year that they are meant to be counted from. */
  function figuresIn(state: FormState, draft: string): { from: number; figures: number[] } {
    const from =
      [state.year - 1, state.year].find((year) => fixedYears(draft, year).length > 0) ?? state.year;
    return { from, figures: fixedYears(draft, from) };
  }

  async function show(ctx: Ctx, { branchId, code, part, draft }: Wording, note = ''): Promise<void> {
    const state = await load(ctx, branchId);
    const found = state.questions.find((each) => each.code === code);
    if (!found) return form(ctx, branchId, ctx.texts.t('campaign:form.gone'));
    const message =
      draft === null
        ? askWording(ctx.texts, found, { part, branchId })
        : wordingPreview(ctx.texts, draft, {
            year: state.year,
            branchId,
            code,
            figures: figuresIn(state, draft).figures,
          });
    await ctx.screen.show(above(note, message));
  }

  const dialogue: Dialogue<Wording> = {
    name: NAME,
    ask: (ctx, wording) => show(ctx, wording),
    async answer(ctx, wording) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const draft = readYearWords(typed, yearWords(ctx.texts));
      if (draft.length > 1000) {
        await show(ctx, wording, ctx.texts.t(`campaign:invalid.${wording.part}`));
        return { kind: 'again' };
      }
      return { kind: 'next', args: { ...wording, draft } };
    },
  };

  /** A button under a wording that is being written. */
  async function press(ctx: Ctx, [what]: string[]): Promise<void> {
    if (!(await desk.may(ctx, 'edit_form'))) return;
    const wording = dialogueOf<Wording>(ctx, NAME);
    if (!wording) {
      await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
      return form(ctx, 0);
    }
    const { branchId, code, part, draft } = wording;
    if (what === 'nohint') return desk.enter(ctx, NAME, { ...wording, draft: '' });
    if (draft === null) return show(ctx, wording);
    if (what === 'years') {
      const { from } = figuresIn(await load(ctx, branchId), draft);
      return desk.enter(ctx, NAME, { ...wording, draft: loosenYears(draft, from) });
    }
    await change(
      ctx,
      branchId,
      part === 'text' ? { kind: 'text', code, text: draft } : { kind: 'hint', code, hint: draft },
    );
  }

  const begin = (part: Wording['part']) => {
    return async (ctx: Ctx, [branch, code = '']: string[]): Promise<void> => {
      if (!(await desk.may(ctx, 'edit_form'))) return;
      await desk.enter(ctx, NAME, { branchId: integer(branch) ?? 0, code, part, draft: null });
    };
  };

  return {
    form,
    question,
    load,
    change,
    why,
    dialogues: [dialogue],
    buttons: {
      'k.form': (ctx, [branch, page]) => form(ctx, integer(branch) ?? 0, '', integer(page) ?? 0),
      'k.q': (ctx, [branch, code = '']) => question(ctx, integer(branch) ?? 0, code),
      'k.q.text': begin('text'),
      'k.q.hint': begin('hint'),
      'k.w': press,
      async 'k.q.must'(ctx, [branch, code = '', required]) {
        await change(ctx, integer(branch) ?? 0, { kind: 'required', code, required: required === '1' });
      },
      async 'k.q.move'(ctx, [branch, code = '', by]) {
        await change(ctx, integer(branch) ?? 0, { kind: 'move', code, by: by === '-1' ? -1 : 1 });
      },
      async 'k.q.cut'(ctx, [branch, code = '']) {
        await change(ctx, integer(branch) ?? 0, { kind: 'remove', code });
      },
      async 'k.q.back'(ctx, [branch, code = '']) {
        await change(ctx, integer(branch) ?? 0, { kind: 'restore', code });
      },
      async 'k.q.gone'(ctx, [branch]) {
        if (!(await desk.may(ctx, 'edit_form'))) return;
        const state = await load(ctx, integer(branch) ?? 0);
        const removed = removedQuestions(state.questions, state.past);
        await ctx.screen.show(removedMessage(ctx.texts, state, removed));
      },
    },
  };
}
