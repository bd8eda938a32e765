import { describe, expect, it } from 'vitest';
import { i18n } from '../../../../test/support/campaign-stage.ts';
import { button } from '../../../services/chat/buttons.ts';
import { label, pageOf, someOf, turning, whenWritten } from './desk.ts';
import { citiesMessage, NOTHING_CHOSEN, readCities, readTerm, readYear, stepBack } from './draft.ts';
import type { Making } from './draft.ts';
import { above, lines } from './messages.ts';
import { formMessage, wordingMessage } from '../form-messages.ts';
import type { Question } from '../form.ts';

const texts = i18n('ru');
const today = '2027-01-18';

describe('what is typed into a draft', () => {
  it('a year, as people write it', () => {
    const read = (text: string) => readYear(text, today);
    for (const text of ['2026', ' 2026 год', 'за 2026', 'сбор за 2026 г.', '2026-й', 'for 2026'])
      expect(read(text), text).toEqual({ kind: 'year', year: 2026 });
    for (const text of [
      'прошлый',
      '26',
      '25 декабря',
      '25 декабря 2026',
      '2026–2027',
      '20266',
      '01.02.2026',
      '',
    ])
      expect(read(text), text).toEqual({ kind: 'unreadable' });
    for (const year of [1999, 2025, 2030]) expect(read(`${year}`)).toEqual({ kind: 'out_of_reach', year });
  });

  it('a day; where it cannot be one, the words say why and days to choose from are none that is over', () => {
    expect(readTerm(texts, '12 февраля', today, [])).toEqual({ kind: 'day', day: '2027-02-12' });
    const past = readTerm(texts, '15 января', today, ['2027-02-05', '2027-02-12']);
    expect(past).toMatchObject({ kind: 'not', days: ['2027-02-05', '2027-02-12', '2027-02-15'] });
    expect(readTerm(texts, '30 февраля', today, [])).toMatchObject({ kind: 'not', days: ['2027-02-28'] });
    expect(readTerm(texts, 'весной', today, ['2027-02-05'])).toMatchObject({
      kind: 'not',
      days: ['2027-02-05'],
    });
  });

  it('cities, by name or by a beginning that one only has', () => {
    const cities = ['Благовещенск', 'Королёв', 'Находка', 'Новосибирск', 'Новокузнецк', 'Ново'].map(
      (name, id) => ({ id, name }),
    );
    expect(readCities('благовещенск, г. Королев\nНах', cities)).toEqual({ found: [0, 1, 2], unknown: [] });
    expect(readCities('Ново; Новос', cities)).toEqual({ found: [5, 3], unknown: [] });
    expect(readCities('Но, Магадан', cities)).toEqual({ found: [], unknown: ['Но', 'Магадан'] });
  });
});

describe('the way back', () => {
  const from = (step: Making['step'], draftId: number, cities: number, branches = 1) =>
    stepBack({ ...NOTHING_CHOSEN, step, draftId }, { cities, branches });

  it('leads a step back, from a draft to its own screen, and out of there', () => {
    expect([from('year', 0, 0), from('year', 0, 0, 2), from('branch', 0, 0, 2)]).toEqual([
      null,
      'branch',
      null,
    ]);
    expect([from('term', 0, 0), from('term', 7, 0), from('term', 7, 3)]).toEqual(['year', null, 'preview']);
    expect([from('scope', 7, 0), from('scope', 7, 3)]).toEqual(['term', 'preview']);
    expect([from('cities', 7, 3), from('preview', 7, 3)]).toEqual(['scope', null]);
  });
});

describe('lists', () => {
  const cities = Array.from({ length: 16 }, (_, id) => ({ id, name: `Город ${id + 1}` }));

  it('come in pages of seven; a page that is not there is the nearest one', () => {
    expect([0, 1, 2, 9, -1].map((page) => pageOf(cities, page).items.length)).toEqual([7, 7, 2, 2, 7]);
    expect(pageOf([], 3)).toEqual({ items: [], page: 0, pages: 1 });
    const turn = (page: number) => turning(texts, { page, pages: 3 }, (to) => button('', 'b.list', 5, to));
    expect(turn(0).map((one) => 'callback_data' in one && one.callback_data)).toEqual(['b.list:5:1']);
    expect(turn(1).map((one) => 'callback_data' in one && one.callback_data)).toEqual([
      'b.list:5:0',
      'b.list:5:2',
    ]);
  });

  it('the ticks stay while pages are turned', () => {
    const message = citiesMessage(texts, { cityIds: [0, 15], page: 2 }, cities);
    expect(message.text).toContain('Отмечено 2 из 16');
    const shown = message.keyboard?.inline_keyboard.flat().map((one) => one.text);
    expect(shown).toEqual([
      'Город 15',
      '✓ Город 16',
      '← Раньше',
      'Отметить все',
      'Готово: 2 города',
      'Назад',
      'Отмена',
    ]);
  });

  it('long ones are cut with the number of the rest, never for one name alone', () => {
    expect(someOf(texts, ['Абакан', 'Находка', 'Тында'], 2)).toBe('Абакан, Находка, Тында');
    expect(someOf(texts, ['Абакан', 'Находка', 'Тында', 'Чита'], 2)).toBe('Абакан, Находка и ещё 2');
    expect(label('управление организационной работы и связей')).toBe('управление организационной ра…');
  });
});

describe('words', () => {
  it('say when something was written by the clocks of the city', () => {
    const at = new Date('2027-01-18T14:30:00Z');
    const when = (now: string, zone: string) => whenWritten(texts, at, new Date(now), zone);
    expect(when('2027-01-18T14:45:00Z', 'Asia/Vladivostok')).toBe('сегодня в 00:30');
    expect(when('2027-01-18T14:45:00Z', 'Europe/Kaliningrad')).toBe('сегодня в 16:30');
    expect(when('2027-01-19T14:45:00Z', 'Asia/Vladivostok')).toBe('вчера в 00:30');
    expect(when('2027-01-25T14:45:00Z', 'Europe/Moscow')).toBe('понедельник, 18 января, в 17:30');
  });

  it('above a screen leave its formatting in place', () => {
    const message = above('Сохранено.', lines(texts.rich('campaign:open.year', { of: '' }), 'ниже'));
    const [bold] = message.entities ?? [];
    expect(message.text.slice(bold?.offset, (bold?.offset ?? 0) + (bold?.length ?? 0))).toBe('Открыть сбор.');
  });

  it('of a form with the longest questions fit into a message', () => {
    const questions: Question[] = Array.from({ length: 30 }, (_, index) => ({
      code: `Q${index + 1}`,
      kind: 'long_text',
      text: 'Очень длинный вопрос '.repeat(47),
      hint: 'подсказка '.repeat(90),
      required: false,
      limit: 100,
    }));
    expect(wordingMessage(texts, questions, 2026).text.length).toBeLessThanOrEqual(4096);
    const branch = { id: 1, code: 'organisation', of: '' };
    const view = { branch, questions, version: 9, year: 2027, open: null, removed: 0 };
    expect(formMessage(texts, view, 0).text.length).toBeLessThanOrEqual(4096);
    const buttons = formMessage(texts, view, 2)
      .keyboard?.inline_keyboard.flat()
      .map(({ text }) => text);
    expect(buttons?.slice(0, 3)).toEqual(['21', '22', '23']);
  });
});
