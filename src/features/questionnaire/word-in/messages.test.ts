import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../../../test/word-in/layout.ts';
import { packageRoot } from '../../../platform/package-root.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { builtInForm, questionsOfYear } from '../form.ts';
import type { FormWording, Question } from '../form.ts';
import type { AssignmentView } from '../store.ts';
import { movingScreen, partPage, readingOverview } from './messages.ts';
import { NOTHING_READ } from './store.ts';
import type { Reading } from './store.ts';
import { ofForm } from './taking.ts';
import { choiceScreen } from './writing-screens.ts';

const root = packageRoot();
const texts = createI18n(path.join(root, 'locales'))('ru');
const wording = JSON.parse(readFileSync(path.join(root, 'locales/ru/form.json'), 'utf8')) as FormWording;
const count: Question = {
  code: 'COUNT',
  kind: 'number',
  text: 'Сколько органов ТОС создано?',
  hint: '',
  required: false,
  limit: 100,
};
const view = {
  id: 1,
  year: 2026,
  branchName: 'Работа',
  city: { name: 'Зея', timeZone: 'Asia/Yakutsk' },
  questions: [...questionsOfYear(builtInForm(wording), 2026), count],
  answers: [],
} as unknown as AssignmentView;

const read = (source: string): Reading => ({
  ...NOTHING_READ,
  ...ofForm(texts, blocksOf(source), view),
  id: 1,
  chatId: 1,
  assignmentId: 1,
  code: null,
  fileId: 1,
  fileName: 'а.docx',
  choices: {},
  createdAt: new Date(0),
  writtenAt: null,
});
const overview = (source: string): string =>
  readingOverview(texts, view, read(source), { named: false }).text;
const labels = (reading: Reading): string[] =>
  movingScreen(texts, view, reading, 0)
    .keyboard?.inline_keyboard.flat()
    .map(({ text }) => text) ?? [];

const DONE = 'Что наиболее значительное удалось сделать в 2026 году?\nПостроен мост.\n';

describe('what was read, before it is written', () => {
  test('names a heading with nothing under it: it may be a line of the answer above', () => {
    const said = overview(`${DONE}Трудные проблемы, которые не удалось решить`);
    expect(said).toContain('Под заголовком «Трудные проблемы, которые не удалось решить» ничего нет');
    expect(overview(`${DONE}Какие задачи стоят в 2027 году?`)).not.toContain('Под заголовком');
  });

  test('names a few of many', () => {
    const bare = ['Одно', 'Два', 'Три', 'Четыре', 'Пять', 'Шесть'];
    const many = { ...read(DONE), bare };
    expect(readingOverview(texts, view, many, { named: false }).text).toContain(
      'Под заголовками «Одно»; «Два»; «Три»; «Четыре»; ещё 2 ничего нет',
    );
  });

  test('takes a number where one is wanted', () => {
    const said = overview(`${DONE}${count.text}\nболее 1 500`);
    expect(said).toContain('8. Сколько органов ТОС создано? — более 1 500');
    expect(said).not.toMatch(/нет ответов на вопросы .*8/);
    expect(overview(`${DONE}${count.text}\n0`)).toContain('создано? — 0');
    expect(overview(`${DONE}${count.text}\nНет`)).toContain('создано? — нечего указать');
  });

  test('says where to enter a number that it cannot take for certain', () => {
    const reading = read(`${count.text}\nот 10 до 15`);
    expect(reading.parts.map(({ code }) => code)).toEqual([null]);
    const said = readingOverview(texts, view, reading, { named: false }).text;
    expect(said).toContain('На вопрос 8 нужно число, впишите его в самом вопросе.');
    expect(said).not.toMatch(/нет ответов на вопросы .*8/);
    expect(labels(reading)).not.toContain('8');
    expect(labels(read('12'))).toContain('8');
  });

  test('asks about a number that is there, and adds nothing to it', () => {
    const value = { qualifier: null, value: 12 };
    const answered = { ...view, answers: [{ code: 'COUNT', value, chars: 0, changedAt: null }] };
    const reading = read(`${count.text}\n15`);
    const screen = choiceScreen(texts, answered as unknown as AssignmentView, reading, ['COUNT'], 'append');
    expect(screen.text).toContain('На вопрос 8 уже есть ответ: 12, ');
    expect(screen.text).toContain('В файле 15.');
    const shown = screen.keyboard?.inline_keyboard.flat().map(({ text }) => text);
    expect(shown).toEqual(['Заменить', 'Оставить прежний', 'К обзору файла']);
  });

  test('says how many mended places are not shown', () => {
    const reading = read(DONE);
    const mended = Array.from({ length: 7 }, (_, at) => ({ before: `до ${at}`, after: 'после' }));
    const parts = reading.parts.map((part) => ({ ...part, mended }));
    const { text } = partPage(texts, view, { ...reading, parts }, 0);
    expect(text.match(/Соединено/g)).toHaveLength(4);
    expect(text).toContain('Ещё таких мест: 3.');
  });
});
