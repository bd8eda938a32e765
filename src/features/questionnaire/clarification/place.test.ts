import { expect, it } from 'vitest';
import { placeOfRemark } from './place.ts';

const TEXT =
  'В 2026 году 1\u00A0240 встреч. Сформировано 12 календарных планов на месяц, 40 планов на неделю.\nПроведён конкурс «Лучший двор».';

it.each([
  ['Указано 40 планов на неделю. Верно ли число?', '40 планов'],
  ['Указано 40. Верно ли число?', '40'],
  ['Что такое «лучший  двор»?', 'Лучший двор'],
  ['1 240 — это вместе с выездными?', '1\u00A0240'],
  ['Почему календарными названы планы?', 'календарных'],
])('%s', (remark, place) => {
  const stretch = placeOfRemark(TEXT, remark);
  expect(stretch && TEXT.slice(stretch.start, stretch.end)).toBe(place);
});

it('finds nothing where nothing of the remark stands', () => {
  expect(placeOfRemark(TEXT, 'Как же так?')).toBeNull();
  expect(placeOfRemark(TEXT, 'Верно ли 24?')).toBeNull();
  expect(placeOfRemark(TEXT, '(((«***»')).toBeNull();
  expect(placeOfRemark('', '')).toBeNull();
});
