import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { branchesOf, findBranch, formVersions } from './branches.ts';
import type { BranchView } from './branches.ts';
import { editBranch, readBranchPart, takenBy } from './branch-edit.ts';
import type { BranchChange, BranchEdited, BranchPart } from './branch-edit.ts';
import { back, dialogueOf, label } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import { above, lines } from './messages.ts';
import { INTRO } from '../form.ts';

/** A branch that is being added, or a part of one that is typed anew; `branchId` 0: it is a new one. */
type Branching = { step: BranchPart | 'questions'; branchId: number; name: string; short: string };

const NAME = 'campaign.branch';
const NEW: Branching = { step: 'name', branchId: 0, name: '', short: '' };

/** *Разделы*: the branches that are asked, one of them, and the way to a new one. */
export function createBranchScreens(desk: CampaignDesk): Feature {
  const { prisma } = desk;

  async function list(ctx: Ctx, note = ''): Promise<void> {
    if (!(await desk.may(ctx, 'edit_branch'))) return;
    desk.leave(ctx);
    await ctx.screen.show(above(note, listMessage(ctx.texts, await branchesOf(prisma))));
  }

  async function one(ctx: Ctx, branchId: number, note = ''): Promise<void> {
    if (!(await desk.may(ctx, 'edit_branch'))) return;
    desk.leave(ctx);
    const branch = await findBranch(prisma, branchId);
    if (!branch) return list(ctx, ctx.texts.t('campaign:refused.not_found'));
    const questions = (await formVersions(prisma, branch.code)).at(-1)?.questions ?? [];
    const count = questions.filter(({ code }) => code !== INTRO).length;
    const numbered = await prisma.campaign.count({ where: { branchId, lastNumber: { gt: 0 } } });
    const campaigns = await prisma.campaign.count({ where: { branchId, openedAt: { not: null } } });
    const view = { questions: count, numbered: numbered > 0, campaigns };
    await ctx.screen.show(above(note, branchMessage(ctx.texts, branch, view)));
  }

  async function show(ctx: Ctx, branching: Branching, note = ''): Promise<void> {
    const [first] = await branchesOf(prisma);
    await ctx.screen.show(above(note, askMessage(ctx.texts, branching, first?.name ?? '')));
  }

  /** Why a part cannot be what was typed; null: it can. */
  async function fault(ctx: Ctx, part: BranchPart, text: string, branchId: number): Promise<string | null> {
    const read = readBranchPart(part, text);
    if (read === null) return ctx.texts.t(`campaign:branches.invalid_${part}`);
    const other = takenBy(await branchesOf(prisma), part, read, branchId);
    return other ? ctx.texts.t(`campaign:branches.taken_${part}`, { branch: other.name }) : null;
  }

  const dialogue: Dialogue<Branching> = {
    name: NAME,
    ask: (ctx, branching) => show(ctx, branching),
    async answer(ctx, branching) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const { step, branchId } = branching;
      const note =
        step === 'questions' ? ctx.texts.t('campaign:open.press') : await fault(ctx, step, typed, branchId);
      if (step === 'questions' || note !== null) {
        await show(ctx, branching, note ?? '');
        return { kind: 'again' };
      }
      const value = readBranchPart(step, typed) ?? '';
      if (branchId === 0) {
        const next = step === 'name' ? 'short' : 'questions';
        return { kind: 'next', args: { ...branching, [step]: value, step: next } };
      }
      await write(ctx, branching, { kind: step, branchId, text: value });
      return { kind: 'done' };
    },
  };

  async function write(ctx: Ctx, branching: Branching, change: BranchChange): Promise<void> {
    const { t } = ctx.texts;
    const outcome: BranchEdited = await editBranch(prisma, ctx, change);
    switch (outcome.kind) {
      case 'done':
        return one(
          ctx,
          outcome.branchId,
          t(change.kind === 'add' ? 'campaign:branches.added' : 'campaign:branches.saved'),
        );
      case 'numbered':
        return one(ctx, branching.branchId, t('campaign:branches.numbered'));
      case 'invalid':
      case 'taken': {
        await desk.enter(ctx, NAME, { ...branching, step: outcome.part });
        const branch = outcome.kind === 'taken' ? outcome.name : '';
        return show(
          ctx,
          { ...branching, step: outcome.part },
          t(`campaign:branches.${outcome.kind}_${outcome.part}`, { branch }),
        );
      }
      default:
        desk.leave(ctx);
        return desk.refuse(ctx, outcome);
    }
  }

  const type = (part: BranchPart) => {
    return async (ctx: Ctx, [id]: string[]): Promise<void> => {
      if (!(await desk.may(ctx, 'edit_branch'))) return;
      const branch = await findBranch(prisma, integer(id) ?? 0);
      if (!branch) return list(ctx, ctx.texts.t('campaign:refused.not_found'));
      await desk.enter(ctx, NAME, {
        step: part,
        branchId: branch.id,
        name: branch.name,
        short: branch.short,
      });
    };
  };

  return {
    dialogues: [dialogue],
    buttons: {
      'k.br': (ctx) => list(ctx),
      'k.br.one': (ctx, [id]) => one(ctx, integer(id) ?? 0),
      'k.br.name': type('name'),
      'k.br.short': type('short'),
      async 'k.br.new'(ctx) {
        if (await desk.may(ctx, 'edit_branch')) await desk.enter(ctx, NAME, NEW);
      },
      async 'k.br.do'(ctx, [what = '']) {
        if (!(await desk.may(ctx, 'edit_branch'))) return;
        const branching = dialogueOf<Branching>(ctx, NAME);
        if (!branching) {
          await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
          return list(ctx);
        }
        if (what === 'back' && branching.branchId === 0 && branching.step !== 'name')
          return desk.enter(ctx, NAME, { ...branching, step: branching.step === 'short' ? 'name' : 'short' });
        if (what === 'back') return branching.branchId === 0 ? list(ctx) : one(ctx, branching.branchId);
        if (branching.step !== 'questions' || (what !== 'built_in' && what !== 'none'))
          return show(ctx, branching);
        const { name, short } = branching;
        await write(ctx, branching, { kind: 'add', name, short, questions: what });
      },
    },
  };
}

function listMessage(texts: Texts, branches: readonly BranchView[]): Message {
  const { t } = texts;
  return {
    ...lines(
      texts.rich('campaign:branches.head'),
      t('campaign:branches.hint'),
      '',
      ...branches.map(({ name, short }) => t('campaign:branches.line', { name, short })),
    ),
    keyboard: keyboard(
      ...branches.slice(0, 10).map(({ id, name }) => button(label(name), 'k.br.one', id)),
      button(t('campaign:buttons.add_branch'), 'k.br.new'),
      back(texts, 'k.years', 0),
    ),
  };
}

function branchMessage(
  texts: Texts,
  { id, name, short }: BranchView,
  view: { questions: number; numbered: boolean; campaigns: number },
): Message {
  const { t } = texts;
  const { questions, numbered, campaigns } = view;
  return {
    ...lines(
      texts.rich('campaign:branches.one', { name }),
      t('campaign:branches.short', { short }),
      questions > 0
        ? t('campaign:branches.questions', { questions: t('campaign:questions', { count: questions }) })
        : t('campaign:branches.no_questions'),
      campaigns === 0 && t('campaign:branches.no_campaigns'),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.questions'), 'k.form', id),
      questions > 0 && button(t('campaign:buttons.open'), 'k.open', id),
      button(t('campaign:buttons.rename_branch'), 'k.br.name', id),
      !numbered && button(t('campaign:buttons.short_branch'), 'k.br.short', id),
      back(texts, 'k.br'),
    ),
  };
}

function askMessage(texts: Texts, { step, name, short }: Branching, builtIn: string): Message {
  const { t } = texts;
  const toBack = button(t('chat:buttons.back'), 'k.br.do', 'back');
  if (step !== 'questions') {
    return {
      ...lines(texts.rich(`campaign:branches.ask_${step}`), t(`campaign:branches.ask_${step}_hint`)),
      keyboard: keyboard(toBack),
    };
  }
  return {
    ...lines(
      texts.rich('campaign:branches.ask_questions', { name, short }),
      t('campaign:branches.ask_questions_hint', { branch: builtIn }),
    ),
    keyboard: keyboard(
      button(t('campaign:buttons.questions_built_in'), 'k.br.do', 'built_in'),
      button(t('campaign:buttons.questions_none'), 'k.br.do', 'none'),
      toBack,
    ),
  };
}
