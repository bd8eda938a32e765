import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../platform/package-root.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { cityBoard } from '../board/city.ts';
import { campaignLabels } from './desk.ts';
import { previewMessage } from './draft.ts';
import { cityMessage, figures } from './messages.ts';
import type { CityRow, Respondent } from './store.ts';

const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');
const now = new Date('2027-02-15T04:00:00Z');
const campaign = { id: 1, year: 2026, branchId: 1, branchName: 'Организационная работа', questions: [] };
const respondent = {
  seatId: 1,
  post: 'начальник управления',
  departmentName: null,
  holder: null,
  actingUntil: null,
  connected: false,
  lost: null,
} as unknown as Respondent;

function row(more: Partial<CityRow>): CityRow {
  const city = { id: 1, name: 'Омск', timeZone: 'Asia/Omsk' };
  const open = { assignmentId: 1, campaign, city, dueOn: '2027-02-12', state: 'not_connected', tooLong: [] };
  return {
    ...open,
    respondent,
    submitted: false,
    late: false,
    done: 0,
    total: 7,
    ...more,
  } as unknown as CityRow;
}

test('figures agree with what they count', () => {
  const accepted = row({ state: 'accepted', submitted: true });
  expect(figures(texts, [accepted, row({})])).toEqual(['Сдали 1 из 2, из них принята 1', 'Не подключён 1']);
  expect(figures(texts, [accepted, accepted, row({}), row({})])).toEqual([
    'Сдали 2 из 4, из них приняты 2',
    'Не подключены 2',
  ]);
});

test('the card of a city says that its questionnaire is accepted, when and by whom', () => {
  const submittedAt = new Date('2027-02-10T04:00:00Z');
  const standing = { submitted: true, submittedAt, number: '2026-ОРГ-1', acceptedAt: now };
  const accepted = cityMessage(texts, row({ ...standing, state: 'accepted' }), now, true, 'Кедрова О.Н.');
  expect(accepted.text).toContain('Анкета принята: понедельник, 15 февраля, 10:00 (Омск), Кедрова О.Н.');
  const asked = cityMessage(texts, row({ ...standing, state: 'to_clarify', acceptedAt: null }), now, true);
  expect(asked.text).toContain('Анкета на уточнении.');
});

test('of two campaigns the buttons tell which, however long the branch is called', () => {
  const next = { ...campaign, year: 2027 };
  const [of, both] = [campaignLabels(texts, [campaign, next]), [next, campaign]];
  expect(both.map((each) => of(each))).toEqual(['За 2027 год', 'За 2026 год']);
  expect(both.map((each) => of(each, 'remind'))).toEqual(['Напомнить, 2027 год', 'Напомнить, 2026 год']);
  const other = { ...campaign, branchId: 2, branchName: 'Благоустройство' };
  const named = campaignLabels(texts, [campaign, other]);
  expect([named(campaign), named(other)]).toEqual([
    'За 2026 год, организационная…',
    'За 2026 год, благоустройство',
  ]);
  const entries = [campaign, next].map((each) => ({
    row: row({ campaign: each as never }),
    given: [],
  }));
  const board = cityBoard(texts, { city: row({}).city, entries: entries as never, now });
  const labels = board.keyboard?.inline_keyboard.flat().map(({ text }) => text) ?? [];
  expect(new Set(labels).size).toBe(labels.length);
  // Without a department and a holder the post stands once.
  expect(board.text.match(/ачальник управления/gu)).toHaveLength(2);
});

test('a term nearly a year away is asked about before the campaign is opened', () => {
  const preview = (dueOn: string) =>
    previewMessage(
      texts,
      { year: 2026, of: '', page: 0, dueOn, cityIds: [1] },
      {
        today: '2027-01-18',
        audience: { people: 0, cities: 0, unnamed: [], silent: [] },
        left: [],
        questions: 7,
        off: null,
        mark: '',
      },
    ).text;
  expect(preview('2028-02-12')).toContain('Срок — через 390 дней, верно?');
  expect(preview('2027-11-14')).not.toContain('верно?');
});
