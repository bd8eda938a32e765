import { describe, expect, test } from 'vitest';
import { mergeParts, moveParts, planWriting } from './moving.ts';
import { saysNothing } from './nothing.ts';
import type { ReadPart, Splitting } from './split.ts';

const codes = ['ACHIEVED', 'PROBLEMS', 'TASKS_NEXT'];

const part = (code: string | null, text: string): ReadPart => ({
  code,
  heading: null,
  also: [],
  text,
  entities: [{ type: 'bold', offset: 0, length: 2 }],
  mended: [],
});

const splitting: Splitting = {
  parts: [part(null, 'Предисловие'), part('ACHIEVED', 'Сделано'), part('ACHIEVED', 'Будет сделано')],
  missing: ['PROBLEMS', 'TASKS_NEXT'],
  by: 'proposal',
  suggestsTasks: 2,
  putAside: [],
  bare: [],
};

describe('parts are moved', () => {
  test('to the question that is suggested, and what is missing follows', () => {
    const moved = moveParts(splitting, 2, 'TASKS_NEXT', codes);
    expect(moved).toMatchObject({ missing: ['PROBLEMS'], suggestsTasks: null });
    expect(mergeParts(moved.parts).map(({ code, text }) => [code, text])).toEqual([
      ['ACHIEVED', 'Сделано'],
      ['TASKS_NEXT', 'Будет сделано'],
    ]);
    expect(splitting.parts[2]?.code).toBe('ACHIEVED');
  });

  test('to none, and parts of one question are put together in reading order with their formatting', () => {
    expect(moveParts(splitting, 1, null, codes)).toMatchObject({
      suggestsTasks: 2,
      missing: ['PROBLEMS', 'TASKS_NEXT'],
    });
    const [answer] = mergeParts(moveParts(splitting, 0, 'ACHIEVED', codes).parts);
    expect(answer?.text).toBe('Предисловие\n\nСделано\n\nБудет сделано');
    expect(answer?.entities.map(({ offset }) => answer.text.slice(offset, offset + 2))).toEqual([
      'Пр',
      'Сд',
      'Бу',
    ]);
  });
});

describe('the plan of writing', () => {
  const parts = [
    part('ACHIEVED', 'Новое'),
    part('PROBLEMS', 'Проблем нет.'),
    part('TASKS_NEXT', 'То же  самое'),
    part(null, 'Лишнее'),
  ];
  const kinds = (...rest: [Record<string, string>, Parameters<typeof planWriting>[2]?]) =>
    planWriting(parts, ...rest).map(({ kind }) => kind);

  test('asks where an answer is there already', () => {
    expect(kinds({ ACHIEVED: 'Старое', TASKS_NEXT: 'То же самое' })).toEqual(['ask', 'nothing', 'same']);
    expect(kinds({ ACHIEVED: ' ' })).toEqual(['new', 'nothing', 'new']);
  });

  test('does what was chosen, for one question or for all', () => {
    const existing = { ACHIEVED: 'Старое', PROBLEMS: 'Старое' };
    expect(kinds(existing, { ACHIEVED: 'append', all: 'keep' })).toEqual(['append', 'keep', 'new']);
    expect(kinds(existing, { PROBLEMS: 'replace' })).toEqual(['ask', 'replace', 'new']);
  });
});

describe('nothing is said', () => {
  test.each([
    '',
    ' ',
    '—',
    '-',
    'нет',
    'Нет.',
    'НЕТ',
    'предложений нет',
    'Нет предложений.',
    'Не имеем предложений',
    'отсутствуют',
    'Вопросов нет',
    '...',
    'У нас нет предложений',
    'нeт',
  ])('by «%s»', (text) => expect(saysNothing(text)).toBe(true));

  test.each([
    'Нет дорог',
    'Проблем нет, кроме кадров',
    '12',
    'Нет помещения для архива',
    'Предложения: обмен опытом',
    'Не имеем здания',
  ])('but not by «%s»', (text) => expect(saysNothing(text)).toBe(false));
});
