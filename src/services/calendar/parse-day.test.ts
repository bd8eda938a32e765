import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { formatDay } from './format.ts';
import { parseDay } from './parse-day.ts';
import { addDays } from './day.ts';

const today = '2027-02-08';
const read = (text: string, on = today) => parseDay(text, { today: on });

it.each([
  '12.02.2027',
  '12.02.27',
  '12.02',
  '12.02.',
  '12/02/2027',
  '12-02-2027',
  '12.02.2027 г.',
  '2027-02-12',
  '12 февраля',
  ' 12  Февраля ',
  '12-го февраля',
  '12 фев',
  '12 февраля 2027',
  '12 февраля 2027 г.',
  '12 февраля 2027 года',
  'до 12 февраля',
  'до конца дня 12 февраля',
  '12 февраля, до конца дня',
  'пятница, 12 февраля 2027 г.',
  'в пятницу 12 февраля',
  'пт 12.02',
  '12 February',
  'Friday, 12 February 2027',
  'February 12, 2027',
  'by 12 Feb',
])('reads «%s»', (text) => {
  expect(read(text)).toEqual({ kind: 'day', day: '2027-02-12' });
});

it('reads words for days near by', () => {
  expect(read('сегодня')).toEqual({ kind: 'day', day: '2027-02-08' });
  expect(read('Завтра')).toEqual({ kind: 'day', day: '2027-02-09' });
  expect(read('послезавтра')).toEqual({ kind: 'day', day: '2027-02-10' });
  expect(read('до завтра', '2026-12-31')).toEqual({ kind: 'day', day: '2027-01-01' });
});

describe('without a year', () => {
  it('takes the coming year where that day is nearer', () => {
    expect(read('12 февраля', '2026-12-20')).toEqual({ kind: 'day', day: '2027-02-12' });
    expect(read('20 декабря', '2027-01-05')).toMatchObject({ kind: 'past', day: '2026-12-20' });
  });

  it('calls a day past that has just gone, and proposes others', () => {
    expect(read('15 марта', '2027-03-20')).toEqual({
      kind: 'past',
      day: '2027-03-15',
      proposals: ['2027-04-15', '2028-03-15'],
    });
  });
});

it('proposes only days that exist and are to come', () => {
  expect(read('31.01.2027')).toEqual({
    kind: 'past',
    day: '2027-01-31',
    proposals: ['2027-03-31', '2028-01-31'],
  });
  expect(read('29.02.2024', '2026-03-01')).toMatchObject({ proposals: ['2026-03-29', '2028-02-29'] });
  expect(read('вчера')).toMatchObject({
    kind: 'past',
    day: '2027-02-07',
    proposals: ['2027-03-07', '2028-02-07'],
  });
  expect(read('12.02.2026')).toMatchObject({ kind: 'past', proposals: ['2027-02-12'] });
});

it('tells a day that no month has', () => {
  expect(read('30 февраля')).toEqual({ kind: 'impossible', lastOn: '2027-02-28' });
  expect(read('30.02.2028')).toEqual({ kind: 'impossible', lastOn: '2028-02-29' });
  expect(read('31 апреля')).toEqual({ kind: 'impossible', lastOn: '2027-04-30' });
});

it.each([
  '',
  'потом',
  'через 10 рабочих дней',
  '12',
  '32 января',
  '0.02',
  '12.13.2027',
  '12 мартобря',
  '12.02.2207',
  'четверг, 12 февраля',
  '12 февраля или 13 февраля',
  '12.02.2027 в 18:00',
  'constructor',
  '2027-02-12T10:00',
])('does not guess at «%s»', (text) => {
  expect(read(text)).toEqual({ kind: 'unreadable' });
});

it('reads back every day that the calendar writes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4000 }),
      fc.constantFrom('ru' as const, 'en' as const),
      (ahead, language) => {
        const day = addDays(today, ahead);
        for (const style of ['weekdayYear', 'text', 'table'] as const) {
          expect(read(formatDay(day, language, style))).toEqual({ kind: 'day', day });
        }
      },
    ),
  );
});
