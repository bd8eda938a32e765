import { describe, expect, it } from 'vitest';
import type { Actor, HeldSeat, SeatKind } from '../../services/people/actor.ts';
import { looksLikePerson, outOfTurn, readInvited } from './invite-person.ts';
import {
  departmentsWithin,
  fixedFor,
  kindsFor,
  nextStep,
  readyDraft,
  resumed,
  stepBack,
  stepsOf,
  withinReach,
} from './invite-steps.ts';
import type { Draft } from './invite-steps.ts';

function holding(...posts: [SeatKind, number | null, department?: string][]): Actor {
  const seats = posts.map(([kind, cityId, department], index): HeldSeat => ({
    seatId: index + 1,
    kind,
    post: kind,
    cityId,
    cityName: null,
    timeZone: null,
    departmentId: department === undefined ? null : 70 + index,
    departmentName: department ?? null,
    actingUntil: null,
    lent: null,
  }));
  return {
    telegramId: 1,
    personId: 1,
    surname: null,
    name: null,
    patronymic: null,
    phone: null,
    chosenLanguage: null,
    cityLanguage: null,
    reach: 'ok',
    cutOffAt: null,
    speaksForId: null,
    seats,
  };
}

const person = { surname: 'Новикова', name: 'Ольга', patronymic: null };

describe('what the actor has no choice about', () => {
  it('is fixed: the only city of a coordinator', () => {
    const coordinator = holding(['city_coordinator', 5]);
    expect(kindsFor(coordinator)).toEqual([
      'city_coordinator',
      'approver',
      'head',
      'assistant',
      'executor',
      'press_secretary',
    ]);
    expect(fixedFor(coordinator, {})).toEqual({});
    expect(fixedFor(coordinator, { kind: 'head' })).toEqual({ cityId: 5 });
    expect(fixedFor(holding(['city_coordinator', 5], ['city_coordinator', 6]), { kind: 'head' })).toEqual({});
    expect(fixedFor(holding(['association_coordinator', null]), { kind: 'head' })).toEqual({});
    expect(fixedFor(coordinator, { seatId: 9 })).toEqual({});
  });

  it('is fixed for a head: his city and his department', () => {
    const head = holding(['head', 5, 'отдел встреч']);
    expect(kindsFor(head)).toEqual(['assistant', 'executor']);
    expect(fixedFor(head, { kind: 'executor' })).toEqual({ cityId: 5, department: 'отдел встреч' });
    expect(withinReach(head, { kind: 'executor', cityId: 6 })).toBe(false);
    expect(departmentsWithin(head, 'executor', 5)).toEqual(['отдел встреч']);
    expect(departmentsWithin(holding(['city_coordinator', 5]), 'executor', 5)).toBeNull();
    const ofTwo = holding(['head', 5, 'отдел встреч'], ['head', 5, 'отдел писем']);
    expect(fixedFor(ofTwo, { kind: 'executor' })).toEqual({ cityId: 5 });
    expect(departmentsWithin(ofTwo, 'executor', 5)).toEqual(['отдел встреч', 'отдел писем']);
  });

  it('is out of reach: another city, the association, anything for a head without a department', () => {
    const coordinator = holding(['city_coordinator', 5]);
    expect(withinReach(coordinator, { kind: 'head', cityId: 5 })).toBe(true);
    expect(withinReach(coordinator, { kind: 'head', cityId: 6 })).toBe(false);
    expect(withinReach(coordinator, { kind: 'administrator', cityId: 5 })).toBe(false);
    expect(kindsFor(holding(['head', 5]))).toEqual([]);
    expect(kindsFor(holding(['association_coordinator', null]))).not.toContain('administrator');
  });
});

it('a city that is known stays known while the kind is asked, and falls out where it is out of reach', () => {
  const association = holding(['association_coordinator', null]);
  const begun = resumed(association, { cityId: 5 });
  expect(begun).toEqual({ step: 'kind', cityId: 5 });
  expect(resumed(association, { ...begun, kind: 'press_secretary' })).toMatchObject({
    step: 'department',
    cityId: 5,
  });
  const coordinator = holding(['city_coordinator', 5], ['city_coordinator', 6]);
  expect(resumed(coordinator, { cityId: 7, kind: 'head' })).toEqual({ step: 'city', kind: 'head' });
});

describe('the steps', () => {
  it('differ by kind', () => {
    expect(stepsOf({ step: 'kind', kind: 'head' })).toEqual([
      'kind',
      'city',
      'department',
      'post',
      'name',
      'phone',
      'confirm',
    ]);
    expect(stepsOf({ step: 'kind', kind: 'executor' })).toContain('department');
    expect(stepsOf({ step: 'kind', kind: 'approver' })).not.toContain('department');
    expect(stepsOf({ step: 'kind', kind: 'administrator' })).toEqual([
      'kind',
      'post',
      'name',
      'phone',
      'confirm',
    ]);
    expect(stepsOf({ step: 'name', seatId: 3 })).toEqual(['name', 'phone', 'confirm']);
  });

  it('lead on to the first that is missing, and back again to the kind', () => {
    let draft: Draft = {
      step: 'kind',
      kind: 'head',
      cityId: 5,
      department: 'отдел',
      post: 'начальник',
      ...person,
    };
    expect(nextStep(draft)).toBe('phone');
    draft = { ...draft, phone: null, step: 'confirm' };
    expect(nextStep(draft)).toBe('confirm');
    const seen = [];
    for (let back = stepBack(draft, ['cityId']); back !== null; back = stepBack(back, ['cityId']))
      seen.push(back);
    expect(seen.map(({ step }) => step)).toEqual(['phone', 'name', 'post', 'department', 'kind']);
    expect(seen.at(1)?.surname).toBeUndefined();
    expect(seen.map((each) => nextStep({ ...each, cityId: 5 }))).toEqual(seen.map(({ step }) => step));
  });

  it('end in what the verb takes, or in nothing', () => {
    const full: Draft = {
      step: 'confirm',
      kind: 'head',
      cityId: 5,
      department: 'отдел',
      post: 'начальник',
      ...person,
    };
    expect(readyDraft(full)).toEqual({
      post: { kind: 'head', cityId: 5, departmentName: 'отдел', post: 'начальник', another: false },
      invitee: { ...person, phone: null },
    });
    expect(readyDraft({ step: 'confirm', seatId: 3, ...person })?.post).toEqual({ seatId: 3 });
    expect(readyDraft({ ...full, kind: 'administrator' })).toBeNull();
    expect(readyDraft({ step: 'confirm', kind: 'head', cityId: 5, post: 'начальник' })).toBeNull();
  });
});

describe('what is typed for the person', () => {
  const anna = { surname: 'Берёзкина', name: 'Анна', patronymic: 'Викторовна' };
  it.each([
    ['Берёзкина Анна Викторовна', undefined, { kind: 'person', person: anna }],
    [
      'Берёзкина Анна Викторовна, +7 (4212) 00-00-00',
      undefined,
      { kind: 'person', person: anna, phone: '+7 (4212) 00-00-00' },
    ],
    ['берёзкина', undefined, { kind: 'surname', surname: 'Берёзкина' }],
    ['А.В. Берёзкина 00-00-00', undefined, { kind: 'surname', surname: 'Берёзкина', phone: '00-00-00' }],
    ['Анна Викторовна', 'Берёзкина', { kind: 'person', person: anna }],
    ['Анна', 'Берёзкина', { kind: 'person', person: { ...anna, patronymic: null } }],
    ['Берёзкина Анна', 'Берёзкина', { kind: 'person', person: { ...anna, patronymic: null } }],
    ['Осинкина Вера Павловна', 'Берёзкина', expect.objectContaining({ kind: 'person' })],
    ['Берёзкина', 'Берёзкина', { kind: 'surname', surname: 'Берёзкина' }],
    ['А.В.', 'Берёзкина', { kind: 'surname', surname: 'Берёзкина' }],
    ['12', undefined, { kind: 'letters' }],
    ['Прошу выписать ссылку начальнику нашего управления', undefined, { kind: 'long' }],
  ])('%s', (text, surname, read) => expect(readInvited(text, surname)).toEqual(read));

  it('is taken out of its turn: a telephone anywhere, a full name where no other words are asked for', () => {
    const draft: Draft = { step: 'confirm', kind: 'head', cityId: 5, ...person, phone: null };
    expect(outOfTurn(draft, '+7 900 000-00-00')).toEqual({ ...draft, phone: '+7 900 000-00-00' });
    expect(outOfTurn(draft, 'Берёзкина Анна Викторовна')).toEqual({ ...draft, ...anna });
    expect(outOfTurn(draft, 'наверное')).toBeNull();
    expect(outOfTurn({ step: 'kind' }, '00-00-00')).toEqual({ step: 'kind', phone: '00-00-00' });
    expect(outOfTurn({ ...draft, step: 'post' }, 'Берёзкина Анна Викторовна')).toBeNull();
  });

  it('is asked about where a department or a post is meant', () => {
    const people = ['Петров', 'Берёзкина А.В.', 'Осинкина Вера Павловна', 'Соснин-Ольховский'];
    expect(people.filter((text) => !looksLikePerson(text))).toEqual([]);
    const others = ['Бухгалтерия', 'Отдел встреч', 'начальник отдела', 'Директор', 'ОРГ'];
    expect(others.filter(looksLikePerson)).toEqual([]);
  });
});
