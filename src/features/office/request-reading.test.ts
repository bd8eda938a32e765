import { expect, test } from 'vitest';
import { readRequest } from './request-reading.ts';

const cities = [
  { id: 1, name: 'Омск' },
  { id: 2, name: 'Горно-Алтайск' },
  { id: 3, name: 'Томск' },
];
const ryabinin = { surname: 'Рябинин', name: 'Павел', patronymic: 'Андреевич' };

test.each([
  [
    'Рябинин Павел Андреевич, главный специалист, отдел встреч, Омск, 22-22-22',
    { ...ryabinin, post: 'главный специалист', department: 'отдел встреч', cityId: 1, phone: '22-22-22' },
  ],
  [
    'Рябинин Павел Андреевич начальник управления\nг. Омск',
    { ...ryabinin, post: 'начальник управления', cityId: 1 },
  ],
  ['Рябинин Павел, администрация города Омска', { ...ryabinin, patronymic: null, cityId: 1 }],
  ['Горно-Алтайск; Рябинин Павел Андреевич', { ...ryabinin, cityId: 2 }],
  ['специалист отдела писем', { post: 'специалист отдела писем' }],
  ['Рябинин Павел Андреевич, Новый Город', { ...ryabinin, post: 'Новый Город' }],
  ['', {}],
])('%s', (text, known) => {
  expect(readRequest(text, cities)).toEqual(known);
});
