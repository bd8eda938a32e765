import { describe, expect, it } from 'vitest';
import { termOf } from './term.ts';

const campaign = { dueOn: '2027-02-12' };

describe('the term of a city', () => {
  it('is the end of the day on the clocks of the city', () => {
    const at = (timeZone: string) => termOf({ dueOn: null }, campaign, { timeZone }).dueAt.toISOString();
    expect(at('Asia/Kamchatka')).toBe('2027-02-12T12:00:00.000Z');
    expect(at('Europe/Moscow')).toBe('2027-02-12T21:00:00.000Z');
    expect(at('Europe/Kaliningrad')).toBe('2027-02-12T22:00:00.000Z');
  });

  it('is the own extension where there is one', () => {
    const term = termOf({ dueOn: '2027-02-19' }, campaign, { timeZone: 'Asia/Yakutsk' });
    expect(term).toEqual({ dueOn: '2027-02-19', dueAt: new Date('2027-02-19T15:00:00Z') });
  });
});
