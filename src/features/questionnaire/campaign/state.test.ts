import { describe, expect, it } from 'vitest';
import { cityState, isLate } from './state.ts';
import { audienceOf, onlyRespondent, recipientsOf } from './recipients.ts';
import type { CityPeople } from './recipients.ts';

const term = { dueOn: '2027-02-12', dueAt: new Date('2027-02-12T15:00:00Z') };
const at = (time: string) => new Date(`2027-02-12T${time}Z`);

describe('the state of a city', () => {
  it('goes by what was written and submitted before it goes by people', () => {
    const of = (state: string, submittedAt: Date | null = null, connected: boolean | null = null) =>
      cityState({ state, submittedAt }, connected === null ? null : { connected }, term);
    expect(of('not_opened')).toBe('unnamed');
    expect(of('not_opened', null, false)).toBe('not_connected');
    expect(of('not_opened', null, true)).toBe('not_opened');
    expect(of('in_work')).toBe('in_work');
    expect(of('submitted', at('14:59:59.999'))).toBe('submitted');
    expect(of('submitted', at('15:00:00'))).toBe('submitted_late');
    expect(of('to_clarify', at('15:00:00'))).toBe('to_clarify');
    expect(of('accepted', at('15:00:00'), false)).toBe('accepted');
  });

  it('is late from the end of the day on, in whatever state it is', () => {
    expect(isLate({ submittedAt: at('14:59:59.999') }, term)).toBe(false);
    expect(isLate({ submittedAt: at('15:00:00') }, term)).toBe(true);
    expect(isLate({ submittedAt: null }, term)).toBe(false);
  });
});

describe('who is told', () => {
  const city = (cityId: number, heads: (number | null)[], coordinators: number[]): CityPeople => ({
    cityId,
    cityName: `Город ${cityId}`,
    heads: heads.map((personId, index) => ({ seatId: cityId * 10 + index, personId })),
    coordinators,
  });

  it('the only head answers; of several nobody is guessed', () => {
    expect(onlyRespondent(city(1, [7], []))).toBe(10);
    expect(onlyRespondent(city(1, [7, 8], []))).toBeNull();
    expect(onlyRespondent(city(1, [], [9]))).toBeNull();
  });

  it('the respondent, or the coordinators while he cannot be reached', () => {
    expect(recipientsOf(city(1, [7, 8], [9]), 11)).toEqual([{ personId: 8, role: 'respondent' }]);
    expect(recipientsOf(city(1, [null], [9, 9, 5]), 10)).toEqual([
      { personId: 9, role: 'coordinator' },
      { personId: 5, role: 'coordinator' },
    ]);
    expect(recipientsOf(city(1, [7], []), null)).toEqual([]);
  });

  it('in figures: a person of two cities counts once, the cities twice', () => {
    const cities = [city(1, [7], [9]), city(2, [], [7]), city(3, [null], []), city(4, [5, 6], [9])];
    const all = cities.map((each) => ({ city: each, respondentSeatId: onlyRespondent(each) }));
    expect(audienceOf(all)).toEqual({
      people: 2,
      cities: 3,
      unnamed: ['Город 2', 'Город 4'],
      silent: ['Город 3'],
    });
  });
});
