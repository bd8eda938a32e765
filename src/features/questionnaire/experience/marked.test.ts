import { expect, it } from 'vitest';
import { MARK, tellingSentence } from './marked.ts';

const mark = (text: string): string => text.replaceAll('[', MARK.start).replaceAll(']', MARK.stop);
const sentenceOf = (text: string) => {
  const { text: told, entities } = tellingSentence(mark(text));
  return { told, bold: entities.map(({ offset, length }) => told.slice(offset, offset + length)) };
};

it('shows the sentence with most of the words, these in bold', () => {
  const text =
    'Построен мост. Отремонтирован [двор] у школы.\n- [Благоустройство] каждого [двора] за 2 года; см. план.';
  expect(sentenceOf(text)).toEqual({
    told: '- Благоустройство каждого двора за 2 года; см. план.',
    bold: ['Благоустройство', 'двора'],
  });
});

it('keeps the earliest of equals, and does not part a sentence at a short form or a number', () => {
  expect(sentenceOf('Работы на ул. [Ленина] начались в 2026 г. и идут. Второй [ленинский] район.').told).toBe(
    'Работы на ул. Ленина начались в 2026 г. и идут.',
  );
});

it.each([
  ['at its beginning', `[Ярмарка] ${'прошла в срок '.repeat(40)}`],
  ['in its middle', `${'Работа шла '.repeat(30)}[ярмарка] ${'прошла в срок '.repeat(40)}`],
  ['at its end', `${'Работа шла '.repeat(40)}[ярмарка]`],
])('cuts a long sentence around a word %s', (_, text) => {
  const { told, bold } = sentenceOf(text);
  expect(bold.join().toLowerCase()).toBe('ярмарка');
  expect(told.length).toBeLessThan(280);
  expect(told).not.toMatch(/[\uE001\uE002]/u);
});

it('shows the beginning where nothing is marked, and nothing of an empty text', () => {
  expect(sentenceOf('Первое. Второе.')).toEqual({ told: 'Первое.', bold: [] });
  expect(sentenceOf('')).toEqual({ told: '', bold: [] });
});
