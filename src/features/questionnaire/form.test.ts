import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtInCodes, builtInForm, questionNumber, questionsOfYear, questionsSchema } from './form.ts';
import type { FormWording } from './form.ts';

const languages = ['ru', 'en'].map((language) => {
  const place = new URL(`../../../locales/${language}/form.json`, import.meta.url);
  return [language, JSON.parse(readFileSync(place, 'utf8')) as FormWording] as const;
});

describe.each(languages)('the built-in form, %s', (_language, wording) => {
  const form = builtInForm(wording);

  test('is a valid form of eight questions, one of them required', () => {
    expect(questionsSchema.parse(form)).toEqual(form);
    expect(form.map(({ code }) => code)).toEqual([...builtInCodes]);
    expect(form.filter(({ required }) => required).map(({ code }) => code)).toEqual(['ACHIEVED']);
  });

  test('asks for the year of the campaign, and for tasks of the year after it', () => {
    const text = (code: string): string | undefined =>
      questionsOfYear(form, 2026).find((question) => question.code === code)?.text;
    expect(text('ACHIEVED')).toContain('2026');
    expect(text('PROBLEMS')).toContain('2026');
    expect(text('TASKS_NEXT')).toContain('2027');
    expect(JSON.stringify(questionsOfYear(form, 2026))).not.toContain('{{');
  });

  test('numbers the questions, but not the general information', () => {
    expect(questionNumber(form, 'INTRO')).toBeUndefined();
    expect(questionNumber(form, 'NO_SUCH')).toBeUndefined();
    expect(questionNumber(form, 'ACHIEVED')).toEqual({ number: 1, of: 7 });
    expect(questionNumber(form, 'TOPICS_TRAINING')).toEqual({ number: 7, of: 7 });
  });
});

describe('questionsSchema', () => {
  const question = {
    code: 'A1',
    kind: 'number',
    text: 'Сколько встреч?',
    hint: '',
    required: false,
    limit: 10,
  };

  test.each([
    ['no questions', []],
    ['a code twice', [question, { ...question, text: 'Иначе' }]],
    ['a code that is a number', [{ ...question, code: '1' }]],
    ['an unknown kind', [{ ...question, kind: 'date' }]],
    ['no text', [{ ...question, text: ' ' }]],
    ['a key too many', [{ ...question, number: 1 }]],
    ['no room for an answer', [{ ...question, limit: 0 }]],
  ])('refuses %s', (_what, questions) => {
    expect(questionsSchema.safeParse(questions).success).toBe(false);
  });

  test('takes a number', () => {
    expect(questionsSchema.parse([question])).toEqual([question]);
  });
});
