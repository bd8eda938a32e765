import { button, integer, keyboard } from '../../../services/chat/buttons.ts';
import type { Ctx } from '../../../services/chat/context.ts';
import type { Dialogue } from '../../../services/chat/dialogues.ts';
import type { Feature } from '../../../services/chat/feature.ts';
import type { Message } from '../../../services/chat/screen.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { dialogueOf } from './desk.ts';
import type { CampaignDesk } from './desk.ts';
import { editForm } from './form.ts';
import { above, lines } from './messages.ts';
import type { FormState, WordingScreens } from './wording.ts';
import { faultOf, freeCode } from '../form-change.ts';
import { fillYears } from '../form.ts';
import type { Question } from '../form.ts';
import { beginning } from '../wording.ts';
import { readYearWords, yearWords } from '../year-words.ts';

/** A question that is being made. */
type NewQuestion = {
  branchId: number;
  step: 'kind' | 'text' | 'hint' | 'code' | 'preview';
  type: Question['kind'];
  text: string;
  hint: string;
  code: string;
};

const NAME = 'campaign.question';
const KINDS = ['long_text', 'short_text', 'number'] as const;
const STEPS: readonly NewQuestion['step'][] = ['kind', 'text', 'hint', 'code', 'preview'];
const EMPTY: NewQuestion = { branchId: 0, step: 'kind', type: 'long_text', text: '', hint: '', code: '' };

/** *Добавить вопрос*: kind, text, hint, code, and a preview. */
export function createNewQuestion(desk: CampaignDesk, screens: WordingScreens): Feature {
  async function show(ctx: Ctx, draft: NewQuestion, note = ''): Promise<void> {
    const state = await screens.load(ctx, draft.branchId);
    const message = messageOf(ctx.texts, draft, {
      year: state.year,
      free: freeCode(state.questions, state.past),
    });
    await ctx.screen.show(above(note, message));
  }

  /** Takes what was typed for a step; the part that breaks a rule where it does. */
  function take(
    texts: Texts,
    draft: NewQuestion,
    typed: string,
  ): NewQuestion | 'text' | 'hint' | 'code' | null {
    const { step } = draft;
    if (step === 'kind' || step === 'preview') return null;
    const value =
      step === 'code'
        ? typed.trim().toUpperCase().replaceAll('-', '_')
        : readYearWords(typed, yearWords(texts));
    const next = { ...draft, [step]: value };
    const { type: kind, text, hint, code } = next;
    const fault = faultOf({ kind, text, hint, code: code === '' ? 'Q1' : code, required: false, limit: 1 });
    return fault ?? { ...next, step: STEPS[STEPS.indexOf(step) + 1] ?? 'preview' };
  }

  const dialogue: Dialogue<NewQuestion> = {
    name: NAME,
    ask: (ctx, draft) => show(ctx, draft),
    async answer(ctx, draft) {
      const typed = ctx.message?.text;
      if (typed === undefined) return { kind: 'not_mine' };
      const next = take(ctx.texts, draft, typed);
      if (next !== null && typeof next !== 'string') {
        const state = await screens.load(ctx, draft.branchId);
        const note = takenNote(ctx.texts, state, next.code);
        if (note === null) return { kind: 'next', args: next };
        await show(ctx, draft, note);
        return { kind: 'again' };
      }
      await show(ctx, draft, ctx.texts.t(next === null ? 'campaign:open.press' : `campaign:invalid.${next}`));
      return { kind: 'again' };
    },
  };

  async function press(ctx: Ctx, [what = '', value]: string[]): Promise<void> {
    if (!(await desk.may(ctx, 'edit_form'))) return;
    const draft = dialogueOf<NewQuestion>(ctx, NAME);
    if (!draft) {
      await ctx.screen.say({ text: ctx.texts.t('chat:old_button') });
      return screens.form(ctx, 0);
    }
    const kind = KINDS.find((each) => each === value);
    if (what === 'kind' && kind) return desk.enter(ctx, NAME, { ...draft, type: kind, step: 'text' });
    if (what === 'nohint') return desk.enter(ctx, NAME, { ...draft, hint: '', step: 'code' });
    if (what === 'code') {
      const state = await screens.load(ctx, draft.branchId);
      return desk.enter(ctx, NAME, {
        ...draft,
        code: freeCode(state.questions, state.past),
        step: 'preview',
      });
    }
    if (what === 'back') {
      const step = STEPS[STEPS.indexOf(draft.step) - 1];
      return step ? desk.enter(ctx, NAME, { ...draft, code: '', step }) : screens.form(ctx, draft.branchId);
    }
    if (what !== 'add' || draft.step !== 'preview') return show(ctx, draft);
    const { code, type, text, hint, branchId } = draft;
    const { branch } = await screens.load(ctx, branchId);
    const outcome = await editForm(desk.prisma, ctx, branch.code, { kind: 'add', code, type, text, hint });
    if (outcome.kind === 'done')
      return screens.question(
        ctx,
        branchId,
        code,
        ctx.texts.t('campaign:form.added', { version: outcome.version }),
      );
    if (outcome.kind === 'no_right') return desk.refuse(ctx, outcome);
    await desk.enter(ctx, NAME, { ...draft, code: '', step: 'code' });
    const taken = takenNote(ctx.texts, await screens.load(ctx, branchId), code);
    await show(ctx, { ...draft, step: 'code' }, taken ?? screens.why(ctx, outcome));
  }

  return {
    dialogues: [dialogue],
    buttons: {
      async 'k.q.new'(ctx, [branch]) {
        if (!(await desk.may(ctx, 'edit_form'))) return;
        await desk.enter(ctx, NAME, { ...EMPTY, branchId: integer(branch) ?? 0 });
      },
      'k.n': press,
    },
  };
}

/** Which question, of this version or an earlier one, has the code; null: none. */
function takenNote(texts: Texts, { questions, past, year }: FormState, code: string): string | null {
  const owner = [...past.flat(), ...questions].findLast((question) => question.code === code);
  if (!owner) return null;
  return texts.t('campaign:invalid.code_taken', { code, text: beginning(fillYears(owner.text, year), 60) });
}

function messageOf(texts: Texts, draft: NewQuestion, view: { year: number; free: string }): Message {
  const { t } = texts;
  const leaving = [
    button(t('chat:buttons.back'), 'k.n', 'back'),
    button(t('chat:buttons.cancel'), 'k.form', draft.branchId),
  ];
  const words = yearWords(texts);
  switch (draft.step) {
    case 'kind':
      return {
        ...lines(texts.rich('campaign:new.kind')),
        keyboard: keyboard(
          ...KINDS.map((kind) => button(t(`campaign:kind.${kind}`), 'k.n', 'kind', kind)),
          leaving,
        ),
      };
    case 'text':
      return {
        ...lines(texts.rich('campaign:new.text'), t('campaign:wording.years', { ...words })),
        keyboard: keyboard(leaving),
      };
    case 'hint':
      return {
        ...lines(texts.rich('campaign:new.hint')),
        keyboard: keyboard(button(t('campaign:buttons.no_hint'), 'k.n', 'nohint'), leaving),
      };
    case 'code':
      return {
        ...lines(texts.rich('campaign:new.code'), t('campaign:new.code_hint')),
        keyboard: keyboard(
          button(t('campaign:buttons.take_code', { code: view.free }), 'k.n', 'code'),
          leaving,
        ),
      };
    case 'preview':
      return {
        ...lines(
          texts.rich('campaign:new.preview', { year: view.year }),
          fillYears(draft.text, view.year),
          draft.hint === ''
            ? t('campaign:form.no_hint')
            : t('campaign:form.hint', { hint: fillYears(draft.hint, view.year) }),
          '',
          t('campaign:form.properties', {
            kind: t(`campaign:kind.${draft.type}`),
            required: t('campaign:form.optional'),
          }),
          t('campaign:new.code_is', { code: draft.code }),
          t('campaign:new.last'),
        ),
        keyboard: keyboard(button(t('campaign:buttons.add_do'), 'k.n', 'add'), leaving),
      };
  }
}
