import { describe, expect, it } from 'vitest';
import { builtInCodes, builtInForm } from './form.ts';
import type { FormWording, Question } from './form.ts';
import { changeForm, freeCode, removedQuestions } from './form-change.ts';
import type { FormChange } from './form-change.ts';

const wording = Object.fromEntries(
  builtInCodes.map((code) => [code, { text: `${code} {{year}}`, hint: '' }]),
) as unknown as FormWording;
const form = builtInForm(wording);
const codes = (questions: readonly Question[]): string[] => questions.map(({ code }) => code);

function after(change: FormChange, questions: Question[] = form, past: Question[][] = []): Question[] {
  const changed = changeForm(questions, past, change);
  if (changed.kind !== 'changed') throw new Error(changed.kind);
  return changed.questions;
}

describe('changing the form', () => {
  it('rewords one question and leaves the others and its code', () => {
    const next = after({ kind: 'text', code: 'HELP', text: '  Чем помочь?\n' });
    expect(
      next.filter(
        (question, index) =>
          question !== form[index] && JSON.stringify(question) !== JSON.stringify(form[index]),
      ),
    ).toEqual([{ ...form.find(({ code }) => code === 'HELP'), text: 'Чем помочь?' }]);
    expect(codes(next)).toEqual(codes(form));
  });

  it('says which part breaks a rule', () => {
    expect(changeForm(form, [], { kind: 'text', code: 'HELP', text: ' ' })).toEqual({
      kind: 'invalid',
      part: 'text',
    });
    expect(changeForm(form, [], { kind: 'hint', code: 'HELP', hint: 'я'.repeat(1001) })).toEqual({
      kind: 'invalid',
      part: 'hint',
    });
    const add = { kind: 'add', code: 'молодёжь', type: 'number', text: 'Сколько?', hint: '' } as const;
    expect(changeForm(form, [], add)).toEqual({ kind: 'invalid', part: 'code' });
  });

  it('a change to what stands there already is none', () => {
    expect(changeForm(form, [], { kind: 'required', code: 'ACHIEVED', required: true })).toEqual({
      kind: 'same',
    });
    expect(changeForm(form, [], { kind: 'text', code: 'NOBODY', text: 'x' })).toEqual({ kind: 'not_found' });
  });

  it('moves a question, but never before the general information', () => {
    expect(codes(after({ kind: 'move', code: 'HELP', by: -1 })).slice(4, 6)).toEqual(['HELP', 'TASKS_NEXT']);
    expect(changeForm(form, [], { kind: 'move', code: 'ACHIEVED', by: -1 })).toEqual({ kind: 'same' });
    expect(changeForm(form, [], { kind: 'move', code: 'INTRO', by: 1 })).toEqual({ kind: 'same' });
    expect(changeForm(form, [], { kind: 'move', code: 'TOPICS_TRAINING', by: 1 })).toEqual({ kind: 'same' });
  });

  it('removes and restores a question to where it stood', () => {
    const first = after({ kind: 'remove', code: 'PROBLEMS' });
    const second = after({ kind: 'remove', code: 'COLLEAGUES' }, first, [form]);
    expect(codes(removedQuestions(second, [form, first]))).toEqual(['COLLEAGUES', 'PROBLEMS']);
    const back = after({ kind: 'restore', code: 'PROBLEMS' }, second, [form, first]);
    expect(codes(back).slice(0, 4)).toEqual(['INTRO', 'ACHIEVED', 'PROBLEMS', 'TASKS_NEXT']);
    expect(codes(after({ kind: 'restore', code: 'COLLEAGUES' }, back, [form, first, second]))).toEqual(
      codes(form),
    );
  });

  it('keeps at least one question beside the general information', () => {
    const [intro, achieved] = form as [Question, Question];
    expect(changeForm([intro, achieved], [], { kind: 'remove', code: 'ACHIEVED' })).toEqual({
      kind: 'last_question',
    });
    expect(after({ kind: 'remove', code: 'INTRO' }, [intro, achieved])).toEqual([achieved]);
  });

  it('adds a question at the end, under a code that nobody ever had', () => {
    const add = {
      kind: 'add',
      code: 'Q1',
      type: 'number',
      text: 'Сколько встреч проведено?',
      hint: '',
    } as const;
    const next = after(add);
    expect(next.at(-1)).toEqual({
      code: 'Q1',
      kind: 'number',
      text: 'Сколько встреч проведено?',
      hint: '',
      required: false,
      limit: 60,
    });
    const without = after({ kind: 'remove', code: 'Q1' }, next, [form]);
    expect(changeForm(without, [form, next], add)).toEqual({ kind: 'code_taken' });
    expect(freeCode(without, [form, next])).toBe('Q2');
    expect(freeCode(form, [])).toBe('Q1');
  });
});
