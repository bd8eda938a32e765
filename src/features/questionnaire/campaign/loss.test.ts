import { describe, expect, it } from 'vitest';
import { lossOf } from './loss.ts';
import type { LastHolding } from './loss.ts';

const at = new Date('2027-02-01T03:00:00Z');
const person = { telegramId: 1n, reach: 'ok', cutOffAt: null, erasedAt: null };
const post = (change: Partial<LastHolding['person']> = {}, until: Date | null = null) => ({
  closedAt: null,
  last: { until, person: { ...person, ...change } },
});

describe('a respondent is lost', () => {
  it('when the post is vacant or closed, when he was cut off, erased, or has blocked the bot', () => {
    expect(lossOf(post({}, at))).toEqual({ kind: 'vacant', at });
    expect(lossOf({ ...post(), closedAt: at })).toEqual({ kind: 'vacant', at });
    expect(lossOf(post({ cutOffAt: at }))).toEqual({ kind: 'cut_off', at });
    expect(lossOf(post({ erasedAt: at, telegramId: null }))).toEqual({ kind: 'vacant', at });
    expect(lossOf(post({ telegramId: null }))).toEqual({ kind: 'vacant', at: null });
    for (const reach of ['blocked', 'deactivated'])
      expect(lossOf(post({ reach }))).toEqual({ kind: 'blocked', at: null });
    expect(lossOf(post(), true)).toEqual({ kind: 'blocked', at: null });
  });

  it('not when he is there, nor when nobody ever was', () => {
    expect(lossOf(post())).toBeNull();
    expect(lossOf({ closedAt: at, last: undefined })).toBeNull();
  });
});
