import { describe, expect, it } from 'vitest';
import { callOrder, filtered, ordered } from './order.ts';
import type { CityState } from '../campaign/state.ts';

const hour = (n: number): Date => new Date(Date.UTC(2027, 1, 8, n));

function row(
  name: string,
  state: CityState,
  writtenAt: number | null = null,
  submittedAt: number | null = null,
) {
  return {
    city: { name },
    state,
    submitted: submittedAt !== null,
    late: state === 'submitted_late',
    lastWrittenAt: writtenAt === null ? null : hour(writtenAt),
    submittedAt: submittedAt === null ? null : hour(submittedAt),
    acceptedAt: null,
  };
}

const rows = [
  row('Тында', 'submitted_late', 1, 9),
  row('Ёлкино', 'in_work', 5),
  row('Зея', 'unnamed'),
  row('Елец', 'not_opened'),
  row('Абакан', 'accepted', 1, 3),
];
const names = (some: readonly { city: { name: string } }[]) => some.map(({ city }) => city.name);

describe('lists of cities', () => {
  it('show what was asked for', () => {
    expect(names(filtered(rows, 'waiting'))).toEqual(['Ёлкино', 'Зея', 'Елец']);
    expect(names(filtered(rows, 'late'))).toEqual(['Тында']);
    expect(names(filtered(rows, 'to_accept'))).toEqual(['Тында']);
    expect(names(filtered(rows, 'accepted'))).toEqual(['Абакан']);
    expect(filtered(rows, 'all')).toHaveLength(5);
  });

  it('stand by the alphabet, by the newest activity, by the state', () => {
    expect(names(ordered(rows, 'name'))).toEqual(['Абакан', 'Елец', 'Ёлкино', 'Зея', 'Тында']);
    expect(names(ordered(rows, 'last'))).toEqual(['Тында', 'Ёлкино', 'Абакан', 'Елец', 'Зея']);
    expect(names(ordered(rows, 'state'))).toEqual(['Зея', 'Елец', 'Ёлкино', 'Тында', 'Абакан']);
  });
});

describe('the list for telephone calls', () => {
  const entry = (
    name: string,
    state: CityState,
    phone: string | null,
    seen: number | null,
    reminders = 0,
  ) => ({
    row: row(name, state),
    phone,
    lastActivityAt: seen === null ? null : hour(seen),
    reminders,
  });

  it('leaves out who has submitted; the hardest to reach comes first', () => {
    const entries = [
      entry('В работе недавно', 'in_work', '1', 9),
      entry('В работе давно', 'in_work', '1', 2),
      entry('Молчит, напоминали трижды', 'not_opened', '1', null, 3),
      entry('Молчит', 'not_opened', '1', null, 1),
      entry('Без телефона', 'not_opened', null, 8),
      entry('Не подключён', 'not_connected', '1', null),
      entry('Не назван', 'unnamed', null, null),
      { ...entry('Сдан', 'submitted', null, null), row: row('Сдан', 'submitted', 1, 2) },
    ];
    expect(names(callOrder(entries).map((each) => each.row))).toEqual([
      'Не назван',
      'Не подключён',
      'Без телефона',
      'Молчит, напоминали трижды',
      'Молчит',
      'В работе давно',
      'В работе недавно',
    ]);
  });
});
