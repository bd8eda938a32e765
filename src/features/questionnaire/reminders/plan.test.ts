import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isWorkingDay, workingDaysBetween } from '../../../services/calendar/index.ts';
import type { DaysOffRule } from '../../../services/calendar/index.ts';
import {
  dueStep,
  EXECUTORS_PLAN,
  isOver,
  isPlanned,
  isReminderTime,
  mayRemind,
  nightOf,
  PLAN,
  rememberedSince,
  sendingAt,
} from './plan.ts';

/** Days and steps on which somebody silent is reminded while the app runs on every day that `runs`. */
function course(
  from: string,
  to: string,
  {
    dueOn,
    rule = {},
    runs = () => true,
    before = [],
    plan = PLAN,
  }: {
    dueOn: string;
    rule?: DaysOffRule;
    runs?: (day: string) => boolean;
    before?: string[];
    plan?: typeof PLAN;
  },
): [string, number][] {
  const sent: [string, number][] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!runs(day)) continue;
    const told = [...before, ...sent.map(([on]) => on)].filter(
      (each) => each <= day || before.includes(each),
    );
    const step = dueStep({ dueOn, before: told }, day, rule, plan);
    if (step !== null) sent.push([day, step]);
  }
  return sent;
}

describe('by itself', () => {
  it('14, 7, 3 and 1 working days before, on the day, and three times after', () => {
    expect(course('2027-01-11', '2027-03-31', { dueOn: '2027-02-12' })).toEqual([
      ['2027-01-25', -14],
      ['2027-02-03', -7],
      ['2027-02-09', -3],
      ['2027-02-11', -1],
      ['2027-02-12', 0],
      ['2027-02-16', 2],
      ['2027-02-18', 4],
      // A Saturday that is worked instead of Monday the 22nd.
      ['2027-02-20', 6],
    ]);
  });

  it('leaps over the holidays: none from 1 to 10 January 2027', () => {
    const sent = course('2026-11-20', '2027-03-01', { dueOn: '2027-01-15' });
    expect(sent.filter(([day]) => day >= '2026-12-31' && day <= '2027-01-10')).toEqual([]);
    expect(sent).toEqual([
      ['2026-12-17', -14],
      ['2026-12-28', -7],
      ['2027-01-12', -3],
      ['2027-01-14', -1],
      ['2027-01-15', 0],
      ['2027-01-19', 2],
      ['2027-01-21', 4],
      ['2027-01-25', 6],
    ]);
  });

  it('knows Monday, 9 March 2026', () => {
    expect(isWorkingDay('2026-03-09')).toBe(false);
    expect(course('2026-02-01', '2026-03-31', { dueOn: '2026-03-10' }).map(([day]) => day)).toEqual([
      '2026-02-16',
      '2026-02-26',
      '2026-03-04',
      '2026-03-06',
      '2026-03-10',
      '2026-03-12',
      '2026-03-16',
      '2026-03-18',
    ]);
  });

  it('a term on a day off has no step of its own: the last working day before speaks of it', () => {
    expect(course('2027-02-08', '2027-02-19', { dueOn: '2027-02-13' })).toEqual([
      ['2027-02-08', -7],
      ['2027-02-10', -3],
      ['2027-02-12', -1],
      ['2027-02-16', 2],
      ['2027-02-18', 4],
    ]);
  });

  it('goes by the rule of the city', () => {
    const rule = { daysOff: 'six_days', localDaysOff: ['2027-02-11'] } as const;
    const sent = course('2027-02-08', '2027-02-19', { dueOn: '2027-02-12', rule, before: ['2027-02-05'] });
    expect(sent).toEqual([
      ['2027-02-08', -3],
      ['2027-02-10', -1],
      ['2027-02-12', 0],
      ['2027-02-15', 2],
      ['2027-02-17', 4],
      ['2027-02-19', 6],
    ]);
  });

  it('after a long stop sends the newest step once, on the next working day', () => {
    const runs = (day: string): boolean => day < '2027-01-25' || day > '2027-02-05';
    expect(course('2027-01-11', '2027-02-12', { dueOn: '2027-02-12', runs })).toEqual([
      ['2027-02-08', -7],
      ['2027-02-11', -1],
      ['2027-02-12', 0],
    ]);
    const silent = (day: string): boolean => day > '2027-02-24';
    expect(course('2027-01-11', '2027-03-30', { dueOn: '2027-02-12', runs: silent })).toEqual([]);
  });

  it('what was said less than two working days before stands for a step, but not for the day of the term', () => {
    const of = (before: string[], today: string) => dueStep({ dueOn: '2027-02-12', before }, today, {});
    expect(of(['2027-02-08'], '2027-02-09')).toBeNull();
    expect(of(['2027-02-08'], '2027-02-10')).toBeNull();
    expect(of(['2027-02-05'], '2027-02-09')).toBe(-3);
    expect(of(['2027-02-06'], '2027-02-09')).toBe(-3);
    expect(of(['2027-02-11'], '2027-02-12')).toBe(0);
    expect(of(['2027-02-12'], '2027-02-12')).toBeNull();
    // A round that waits for tomorrow's morning.
    expect(of(['2027-02-10'], '2027-02-09')).toBeNull();
  });

  it('a later term begins anew', () => {
    const before = ['2027-02-09', '2027-02-11', '2027-02-12'];
    expect(dueStep({ dueOn: '2027-02-26', before }, '2027-02-16', {})).toBe(-7);
    expect(dueStep({ dueOn: '2027-02-26', before }, '2027-02-15', {})).toBeNull();
  });

  it('an executor: before his own term and on the day, made up once', () => {
    const plan = EXECUTORS_PLAN;
    const all = course('2027-02-01', '2027-02-26', { dueOn: '2027-02-10', plan });
    expect(all).toEqual([
      ['2027-02-09', -1],
      ['2027-02-10', 0],
    ]);
    const runs = (day: string): boolean => day !== '2027-02-10';
    expect(course('2027-02-01', '2027-02-26', { dueOn: '2027-02-10', plan, runs }).at(-1)).toEqual([
      '2027-02-11',
      0,
    ]);
  });

  const day = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2026-06-01', days));
  const rules = fc.constantFrom<DaysOffRule>({}, { daysOff: 'six_days' });

  it('an executor: what was longer ago than is read changes nothing', () => {
    const ago = fc.array(fc.integer({ min: 0, max: 45 }), { maxLength: 4 });
    fc.assert(
      fc.property(day, rules, fc.integer({ min: -6, max: 20 }), ago, (today, rule, ahead, days) => {
        const dueOn = addDays(today, ahead);
        const all = days.map((each) => addDays(today, -each));
        const read = all.filter((each) => each >= rememberedSince(today, rule));
        const step = (before: string[]) => dueStep({ dueOn, before }, today, rule, EXECUTORS_PLAN);
        expect(step(read)).toBe(step(all));
        expect(mayRemind(today, read, rule)).toBe(mayRemind(today, all, rule));
      }),
      { numRuns: 300 },
    );
  });

  it('never on a day off, never twice on a day, eight times at the most, apart from each other', () => {
    fc.assert(
      fc.property(
        day,
        rules,
        fc.array(fc.integer({ min: -35, max: 20 }), { maxLength: 4 }),
        fc.func(fc.integer({ min: 0, max: 3 })),
        (dueOn, rule, others, chance) => {
          const before = others
            .map((days) => addDays(dueOn, days))
            .filter((each) => isWorkingDay(each, rule));
          const runs = (each: string): boolean => chance(each) > 0;
          const sent = course(addDays(dueOn, -40), addDays(dueOn, 25), { dueOn, rule, runs, before });
          const days = sent.map(([on]) => on);
          expect(days.every((each) => isWorkingDay(each, rule))).toBe(true);
          expect(new Set(days).size).toBe(days.length);
          expect(sent.length).toBeLessThanOrEqual(PLAN.steps.length);
          expect(new Set(sent.map(([, step]) => step)).size).toBe(sent.length);
          for (const [on] of sent) {
            expect(isOver(dueOn, on, rule)).toBe(false);
            const near = [...before, ...days.filter((other) => other < on)].filter(
              (other) => other <= on && workingDaysBetween(other, on, rule) < 2,
            );
            if (on !== dueOn) expect(near).toEqual([]);
            else expect(near).not.toContain(on);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('by a coordinator', () => {
  it('never twice within two working days, before or after', () => {
    expect(mayRemind('2027-02-09', ['2027-02-08'], {})).toBe(false);
    expect(mayRemind('2027-02-10', ['2027-02-08'], {})).toBe(true);
    expect(mayRemind('2027-02-08', ['2027-02-05'], {})).toBe(false);
    expect(mayRemind('2027-02-08', ['2027-02-09'], {})).toBe(false);
    expect(mayRemind('2027-01-11', ['2026-12-31'], {})).toBe(mayRemind('2027-01-11', ['2026-12-30'], {}));
  });

  it('in a minute; at night and on days off on the next working morning of the city', () => {
    const place = { timeZone: 'Asia/Yakutsk', rule: {} };
    const sent = (iso: string) => {
      const { on, at, waits } = sendingAt(new Date(iso), place);
      return [on, at.toISOString(), waits];
    };
    expect(sent('2027-02-08T03:14:00Z')).toEqual(['2027-02-08', '2027-02-08T03:15:00.000Z', false]);
    expect(sent('2027-02-07T23:30:00Z')).toEqual(['2027-02-08', '2027-02-08T01:00:00.000Z', true]);
    expect(sent('2027-02-08T09:00:00Z')).toEqual(['2027-02-09', '2027-02-09T01:00:00.000Z', true]);
    expect(sent('2027-02-12T15:30:00Z')).toEqual(['2027-02-15', '2027-02-15T01:00:00.000Z', true]);
    expect(sent('2026-12-31T03:00:00Z')).toEqual(['2027-01-11', '2027-01-11T01:00:00.000Z', true]);
  });

  it('by itself only from ten to six, and nothing at night', () => {
    const place = { timeZone: 'Asia/Yakutsk', rule: {} };
    const at = (iso: string) => isReminderTime(new Date(iso), place);
    expect(['2027-02-08T00:59:59Z', '2027-02-08T01:00:00Z', '2027-02-08T08:59:00Z'].map(at)).toEqual([
      false,
      true,
      true,
    ]);
    expect(['2027-02-08T09:00:00Z', '2027-02-06T03:00:00Z', '2027-01-08T03:00:00Z'].map(at)).toEqual([
      false,
      false,
      false,
    ]);
    expect(nightOf('2027-02-08', 'Asia/Yakutsk').toISOString()).toBe('2027-02-08T11:00:00.000Z');
  });
});

it('a round’s reminder is planned until the instant for which it was sent; one by itself never', () => {
  const place = { timeZone: 'Asia/Novosibirsk', rule: {} };
  const hours = fc.integer({ min: 0, max: 24 * 30 }).map((n) => Date.UTC(2027, 1, 1) + n * 1_800_000);
  fc.assert(
    fc.property(hours, (n) => {
      const at = new Date(n);
      const { on, at: due } = sendingAt(at, place);
      const kept = { roundId: 1, on: new Date(on), at };
      expect(isPlanned(kept, place.timeZone, new Date(due.getTime() - 1))).toBe(true);
      expect(isPlanned(kept, place.timeZone, due)).toBe(false);
      expect(isPlanned({ ...kept, roundId: null }, place.timeZone, at)).toBe(false);
    }),
  );
});
