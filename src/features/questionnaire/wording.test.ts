import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../platform/package-root.ts';
import { createI18n } from '../../services/i18n/i18n.ts';
import { beginning, nothingAlone, nothingToSay, partsAndFiles, shortState } from './wording.ts';

const inLanguage = createI18n(path.join(packageRoot(), 'locales'));
const [ru, en] = [inLanguage('ru'), inLanguage('en')];

test('«nothing to say» fits the question, and is another thing than no answer', () => {
  const words = ['PROBLEMS', 'TASKS_NEXT', 'COLLEAGUES', 'HELP', 'TOPICS_EXCHANGE', 'A_NEW_QUESTION'].map(
    (code) => nothingToSay(ru, code),
  );
  const [any, proposals] = ['нечего указать', 'нет предложений'];
  expect(words).toEqual([any, any, 'нет примеров', proposals, proposals, any]);
  expect(nothingAlone(ru, 'MEETINGS', 'number')).toBe('Нет данных');
  expect(nothingToSay(en, 'PROBLEMS')).toBe('nothing to report');
  const question = { kind: 'long_text', text: '', hint: '', required: false, limit: 100 } as const;
  const skipped = { ...{ id: 1, chars: 0, pieceCount: 0, files: 0, value: null }, skippedAt: new Date(0) };
  const answer = { ...skipped, code: 'PROBLEMS', doneAt: null, changedAt: null };
  expect(shortState(ru, { ...question, code: 'PROBLEMS' }, answer)).toBe('нечего указать');
  expect(shortState(ru, { ...question, code: 'PROBLEMS' }, undefined)).toBe('нет ответа');
  expect(shortState(ru, { ...question, code: 'INTRO' }, undefined)).toBe('по желанию');
});

test('only what is cut ends with dots', () => {
  expect(beginning('  Первый пункт.\n\n\tВторой пункт. ', 60)).toBe('Первый пункт. Второй пункт.');
  expect(beginning('Первый пункт.\n\nВторой пункт.', 20)).toBe('Первый пункт. Второй…');
});

test('parts and files are counted apart, a text with a file as both', () => {
  const [text, file, both] = [
    { text: 'Текст.', fileName: null },
    { text: '', fileName: 'План.docx' },
    { text: 'Текст.', fileName: 'План.docx' },
  ];
  expect(partsAndFiles(ru, [text, both, text])).toBe('3 части и 1 файл');
  expect(partsAndFiles(ru, [text])).toBe('1 часть');
  expect(partsAndFiles(ru, [file, file])).toBe('2 файла');
  expect(partsAndFiles(en, [text, file])).toBe('1 part and 1 file');
});
