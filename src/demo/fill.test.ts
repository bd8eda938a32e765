import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { lastYearsAnswer, loadAssignment } from '../features/questionnaire/store.ts';
import { packageRoot } from '../platform/package-root.ts';
import { createI18n, type Language, LANGUAGES } from '../services/i18n/i18n.ts';
import { codeKeyFrom } from '../services/people/invitation.ts';
import { missingForDocuments, readCard } from '../services/people/city-card.ts';
import { fillDemo } from './fill.ts';
import { officialsOf, readSample, type Sample } from './sample.ts';

const i18n = createI18n(path.join(packageRoot(), 'locales'));
const codeKey = codeKeyFrom('demo');

vi.setConfig({ testTimeout: 60_000 });

let place: TestDatabase;
beforeEach(async () => {
  place = await createTestDatabase();
});
afterEach(() => place.drop());

async function fill(language: Language, now = new Date('2027-01-20T05:00:00Z')): Promise<Sample> {
  const sample = await readSample(language);
  await fillDemo(place.database, sample, { texts: i18n(language), now, codeKey });
  return sample;
}

/** How many rows each table has. */
async function counts({ database }: TestDatabase = place): Promise<Record<string, number>> {
  const { prisma } = database;
  const models = ['city', 'department', 'seat', 'person', 'holding', 'invitation', 'journal'] as const;
  const more = ['campaign', 'assignment', 'answer', 'piece', 'submission', 'notice', 'form'] as const;
  const pairs = [...models, ...more].map(async (name) => {
    const model = prisma[name] as unknown as { count(): Promise<number> };
    return [name, await model.count()] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

describe.each(LANGUAGES)('the sample in %s', (language) => {
  test('fills an empty database: three cities, last year closed, this year under way', async () => {
    const sample = await fill(language);
    const { prisma } = place.database;
    const campaigns = await prisma.campaign.findMany({
      orderBy: { year: 'asc' },
      include: { assignments: { include: { answers: true, submissions: true }, orderBy: { cityId: 'asc' } } },
    });
    expect(campaigns).toMatchObject([
      { year: 2025, closedAt: expect.any(Date) as Date },
      { year: 2026, closedAt: null },
    ]);
    const states = campaigns.map(({ assignments }) => assignments.map(({ state }) => state));
    expect(states).toEqual([
      ['submitted', 'submitted', 'submitted'],
      ['in_work', 'not_opened', 'submitted'],
    ]);
    const [halfWay] = campaigns[1]?.assignments ?? [];
    expect(halfWay?.answers.map(({ code }) => code)).toEqual(['ACHIEVED', 'COLLEAGUES', 'PROBLEMS']);
    expect(halfWay?.answers.every(({ chars }) => chars > 200)).toBe(true);

    const view = await loadAssignment(prisma, halfWay?.id ?? NaN);
    if (!view) throw new Error('the questionnaire is not there');
    const former = await lastYearsAnswer(prisma, view, 'ACHIEVED');
    expect(former?.text).toContain('2025');
    expect(former?.text).not.toContain('{');

    for (const { card, language: spoken } of await prisma.city.findMany()) {
      expect(missingForDocuments(readCard(card))).toEqual([]);
      expect(spoken).toBe(language);
    }
    const open = await prisma.invitation.findMany({ where: { usedAt: null } });
    expect(open.map(({ surname }) => surname)).toEqual([sample.invited.surname]);
    const waiting = await prisma.notice.findMany({ where: { state: 'queued' } });
    const untouched = campaigns[1]?.assignments[1]?.id ?? NaN;
    expect(waiting).toMatchObject([{ kind: 'campaign.asked', subject: `assignment:${untouched}` }]);
  });

  test('has an account for each person, and none twice', async () => {
    const sample = await readSample(language);
    const ids = [...officialsOf(sample), ...sample.strangers].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('interrupted it is continued by the next start, and filled it stays as it is', async () => {
  const last = 12;
  const whole = await createTestDatabase();
  const sample = await readSample('ru');
  const settings = { texts: i18n('ru'), now: new Date('2027-01-20T05:00:00Z'), codeKey };
  await fillDemo(whole.database, sample, settings);
  const wanted = await counts(whole);
  await whole.drop();

  const { prisma, pool, close } = place.database;
  let answers = 0;
  const failing = new Proxy(pool, {
    get: (target, name) =>
      name === 'query' && (answers += 1) > last
        ? () => Promise.reject(new Error('interrupted'))
        : (Reflect.get(target, name) as unknown),
  });
  await expect(fillDemo({ prisma, pool: failing, close }, sample, settings)).rejects.toThrow('interrupted');
  expect(await counts()).not.toEqual(wanted);
  await fillDemo(place.database, sample, settings);
  expect(await counts()).toEqual(wanted);
  await fillDemo(place.database, sample, { ...settings, now: new Date('2027-01-22T05:00:00Z') });
  expect(await counts()).toEqual(wanted);
});

test.each(['2028-09-14T05:00:00Z', '2027-08-31T20:00:00Z'])(
  'fits on any day of the year: %s',
  async (day) => {
    await fill('ru', new Date(day));
    const [last, present] = await place.database.prisma.campaign.findMany({ orderBy: { year: 'asc' } });
    expect(present?.year).toBe((last?.year ?? NaN) + 1);
    expect(present && present.dueOn > new Date(day)).toBe(true);
  },
);
