import { expect, it } from 'vitest';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { askMessage } from './screens.ts';
import type { SilentRow } from './store.ts';

const texts = createI18n('locales')('ru');

/** *Напомнить* of the association for cities in these states. */
function asked(...states: SilentRow['state'][]): string {
  const entries = states.map((state, id) => ({
    row: { city: { id, name: 'Омск', timeZone: 'Asia/Omsk' }, state } as SilentRow,
    as: 'respondent' as const,
    sending: { on: '2027-02-08', at: new Date('2027-02-08T05:00:00Z'), waits: false },
    tellings: [],
  }));
  return askMessage(texts, {
    campaign: { id: 1, year: 2026, dueOn: '2027-02-12', branchName: 'Работа', questions: [] } as never,
    plan: { entries, recent: [], planned: [], unreachable: [] },
    people: new Map(),
    text: null,
    now: new Date('2027-02-08T04:00:00Z'),
    place: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
    whole: true,
  }).text;
}

it('shows what those will read who have not begun, where nobody has', () => {
  expect(asked('not_opened')).toMatch(/Текст: «.*Ответов пока нет\. Отвечать можно по частям/);
  expect(asked('not_opened', 'in_work')).toMatch(/Текст: «.*Готово … из 0, написанное сохранено/);
});
