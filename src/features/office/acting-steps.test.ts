import { describe, expect, it } from 'vitest';
import type { Holder, StaffSeat } from '../../services/people/store.ts';
import { candidatesFor, firstDays, lastDay, nextStep, readDay, stepBack } from './acting-steps.ts';
import type { ActingDraft } from './acting-steps.ts';

const NOW = new Date('2027-02-01T03:00:00Z');

function holder(personId: number, full: string): Holder {
  const [surname = '', name = '', patronymic = ''] = full.split(' ');
  const rest = { phone: null, email: null, since: NOW, cutOffAt: null, reach: 'ok' };
  return { personId, surname, name, patronymic, ...rest };
}

function seat(seatId: number, departmentId: number | null, held: Partial<StaffSeat> = {}): StaffSeat {
  return {
    seatId,
    kind: 'executor',
    post: 'специалист',
    hours: null,
    cityId: 1,
    cityName: 'Приреченск',
    timeZone: 'Asia/Yakutsk',
    departmentId,
    departmentName: null,
    holder: null,
    invitation: null,
    ...held,
  };
}

const invitation = (state: 'open' | 'revoked'): StaffSeat['invitation'] => ({
  id: 1,
  surname: 'Ёлкина',
  name: 'Вера',
  patronymic: null,
  phone: null,
  email: null,
  createdAt: NOW,
  expiresAt: NOW,
  state,
});

describe('who can act', () => {
  const post = seat(1, 7, { kind: 'head', holder: holder(1, 'Берёзкина Анна Викторовна') });
  const staff = [
    post,
    seat(2, 7, { holder: holder(1, 'Берёзкина Анна Викторовна') }),
    seat(3, 8, { holder: holder(3, 'Абрамов Илья Ильич') }),
    seat(4, 7, { holder: holder(4, 'Рябинин Павел Андреевич') }),
    seat(5, 8, { holder: holder(4, 'Рябинин Павел Андреевич') }),
    seat(6, 7, { invitation: invitation('open') }),
    seat(7, 7, { invitation: invitation('revoked') }),
    seat(8, 7),
    seat(9, 7, { holder: { ...holder(9, 'Отключённый Олег Ильич'), cutOffAt: NOW } }),
  ];

  it('are others with a name, each once, of the department first, connected first', () => {
    expect(candidatesFor(post, staff).map(({ seatId }) => seatId)).toEqual([4, 6, 3]);
    expect(candidatesFor(post, staff).map(({ connected }) => connected)).toEqual([true, false, true]);
  });

  it('are found by any part of the name, whatever the letters', () => {
    const found = (search: string) => candidatesFor(post, staff, search).map(({ seatId }) => seatId);
    expect(found('ряб')).toEqual([4]);
    expect(found('елкина')).toEqual([6]);
    expect(found('павел рябинин')).toEqual([4]);
    expect(found('берёзкина')).toEqual([]);
  });
});

describe('the days', () => {
  it('offered: today and the coming Monday', () => {
    expect(firstDays('2027-02-01').monday).toBe('2027-02-08'); // a Monday
    expect(firstDays('2027-02-07').monday).toBe('2027-02-08'); // a Sunday
    expect(firstDays('2027-02-03').monday).toBe('2027-02-08');
    expect(lastDay('2027-02-08', 7)).toBe('2027-02-14');
  });

  it.each([
    ['8 февраля', '2027-02-08'],
    ['с 8 февраля', '2027-02-08'],
    ['по 14.02', '2027-02-14'],
    ['до 14 февраля', '2027-02-14'],
    ['завтра', '2027-02-02'],
  ])('typed: %s', (text, day) => {
    expect(readDay(text, '2027-02-01')).toEqual({ kind: 'day', day });
  });
});

it('the steps lead on and back', () => {
  const full: ActingDraft = { seatId: 1, step: 'confirm', actingSeatId: 2, fromOn: 'a', untilOn: 'b' };
  const seen: ActingDraft[] = [];
  for (let back = stepBack(full); back !== null; back = stepBack(back)) seen.push(back);
  expect(seen.map(({ step }) => step)).toEqual(['until', 'from', 'who']);
  expect(seen.map((each) => nextStep(each))).toEqual(['until', 'from', 'who']);
  expect(nextStep(full)).toBe('confirm');
});
