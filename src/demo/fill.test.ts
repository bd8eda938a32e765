import path from 'node:path';
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { readWord } from '../../test/support/paper.ts';
import { lastYearsAnswer } from '../features/questionnaire/last-year/last-year.ts';
import { loadAssignment } from '../features/questionnaire/store.ts';
import { staleness, volumeOf } from '../features/questionnaire/volume/store.ts';
import type { Database } from '../platform/database/client.ts';
import { packageRoot } from '../platform/package-root.ts';
import { createI18n, type Language, LANGUAGES } from '../services/i18n/i18n.ts';
import { codeKeyFrom } from '../services/people/invitation.ts';
import { missingForDocuments, readCard } from '../services/people/city-card.ts';
import { fillDemo } from './fill.ts';
import { officialsOf, readSample } from './sample.ts';

const i18n = createI18n(path.join(packageRoot(), 'locales'));
const codeKey = codeKeyFrom('demo');

vi.setConfig({ testTimeout: 60_000 });

/** On any day of the year it fits; of which years the campaigns are depends on the day. */
const days: Readonly<Record<Language, { day: string; years: readonly [number, number] }>> = {
  ru: { day: '2027-01-20T05:00:00Z', years: [2025, 2026] },
  en: { day: '2028-09-08T05:00:00Z', years: [2026, 2027] },
};
const fillings = LANGUAGES.map((language) => ({ language, ...days[language] }));

const filled = new Map<Language, TestDatabase>();
beforeAll(async () => {
  for (const { language, day } of fillings) {
    const place = await createTestDatabase();
    filled.set(language, place);
    await fill(place.database, language, new Date(day));
  }
});
afterAll(async () => {
  for (const place of filled.values()) await place.drop();
});

async function fill(database: Database, language: Language, now: Date): Promise<void> {
  await fillDemo(database, await readSample(language), { texts: i18n(language), now, codeKey });
}

function filledIn(language: Language): Database {
  const place = filled.get(language);
  if (!place) throw new Error(`no sample in ${language}`);
  return place.database;
}

/** How many rows each table has. */
async function counts({ prisma }: Database): Promise<Record<string, number>> {
  const models = ['city', 'department', 'seat', 'person', 'holding', 'invitation', 'journal'] as const;
  const more = ['campaign', 'assignment', 'answer', 'piece', 'submission', 'notice', 'form'] as const;
  const late = ['clarification', 'passage', 'volume', 'volumeBuild', 'volumeFile', 'file'] as const;
  const pairs = [...models, ...more, ...late].map(async (name) => {
    const model = prisma[name] as unknown as { count(): Promise<number> };
    return [name, await model.count()] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

describe.each(fillings)('the sample in $language, put in on $day', ({ language, day, years }) => {
  test('fills an empty database: five cities, last year accepted and closed, this year in every state', async () => {
    const sample = await readSample(language);
    const { prisma } = filledIn(language);
    const campaigns = await prisma.campaign.findMany({
      orderBy: { year: 'asc' },
      include: { assignments: { include: { answers: true, submissions: true }, orderBy: { cityId: 'asc' } } },
    });
    expect(campaigns).toMatchObject([
      { year: years[0], closedAt: expect.any(Date) as Date },
      { year: years[1], closedAt: null },
    ]);
    expect(campaigns[1] && campaigns[1].dueOn > new Date(day)).toBe(true);
    const states = campaigns.map(({ assignments }) => assignments.map(({ state }) => state));
    expect(states).toEqual([
      ['accepted', 'accepted', 'accepted', 'accepted', 'accepted'],
      ['in_work', 'not_opened', 'submitted', 'to_clarify', 'accepted'],
    ]);
    const [halfWay] = campaigns[1]?.assignments ?? [];
    expect(halfWay?.answers.map(({ code }) => code)).toEqual(['ACHIEVED', 'COLLEAGUES', 'PROBLEMS']);
    expect(halfWay?.answers.every(({ chars }) => chars > 200)).toBe(true);

    const view = await loadAssignment(prisma, halfWay?.id ?? NaN);
    if (!view) throw new Error('the questionnaire is not there');
    const former = await lastYearsAnswer(prisma, view, 'ACHIEVED');
    expect(former?.text).toContain(String(years[0]));
    expect(former?.text).not.toContain('{');

    const towns = await prisma.city.findMany();
    expect(new Set(towns.map(({ timeZone }) => timeZone)).size).toBe(5);
    for (const { card, language: spoken } of towns) {
      expect(missingForDocuments(readCard(card))).toEqual([]);
      expect(spoken).toBe(language);
    }
    const open = await prisma.invitation.findMany({ where: { usedAt: null } });
    expect(open.map(({ surname }) => surname)).toEqual([sample.invited.surname]);
    const waiting = await prisma.notice.findMany({ where: { state: 'queued' } });
    const untouched = campaigns[1]?.assignments[1]?.id ?? NaN;
    expect(waiting).toMatchObject([{ kind: 'campaign.asked', subject: `assignment:${untouched}` }]);
  });

  test('asks one city about an answer: it was told, and has time to say what is meant', async () => {
    const { prisma } = filledIn(language);
    const asked = await prisma.clarification.findMany({ include: { assignment: true } });
    expect(asked).toMatchObject([{ answer: null, closedAt: null, assignment: { state: 'to_clarify' } }]);
    expect(asked[0]?.dueOn && asked[0].dueOn > new Date(day)).toBe(true);
    const subject = `assignment:${asked[0]?.assignmentId}`;
    const told = await prisma.notice.findMany({ where: { kind: 'clarification.asked', subject } });
    expect(told).toMatchObject([{ state: 'sent' }]);
  });

  test("has last year's volume: sent, and its files hold what every city wrote", async () => {
    const { cities } = await readSample(language);
    const { prisma } = filledIn(language);
    const volumes = await prisma.volume.findMany({
      include: { campaign: true, builds: { include: { files: { orderBy: { kind: 'asc' } } } } },
    });
    expect(volumes).toMatchObject([
      {
        campaign: { year: years[0] },
        closedAt: expect.any(Date) as Date,
        sendAt: expect.any(Date) as Date,
        builds: [{ state: 'done', files: [{ kind: 'cities' }, { kind: 'questions' }, { kind: 'table' }] }],
      },
    ]);
    const [volume] = volumes;
    const [build] = volume?.builds ?? [];
    if (!volume || !build) throw new Error('there is no volume');
    const state = await volumeOf(prisma, volume.campaignId);
    expect(await staleness(prisma, volume.campaignId, build, state)).toBeNull();
    for (const { kind, fileId } of build.files) {
      const { content } = await prisma.file.findUniqueOrThrow({ where: { id: fileId } });
      const text = kind === 'table' ? cellsOf(content) : await readWord(Buffer.from(content));
      for (const { name, lastYear } of cities) {
        const [sentence = ''] = (lastYear['ACHIEVED'] ?? '').split(/[:\n]/);
        expect(sentence.length).toBeGreaterThan(20);
        expect(text).toContain(sentence.replace('{{year}}', String(years[0])));
        expect(text).toContain(name);
      }
    }
  });

  test('has an account for each person, and none twice', async () => {
    const sample = await readSample(language);
    const ids = [...officialsOf(sample), ...sample.strangers].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

function cellsOf(content: Uint8Array): string {
  const book = read(content, { type: 'array' });
  return Object.values(book.Sheets)
    .map((sheet) => utils.sheet_to_txt(sheet))
    .join('\n');
}

test.each([
  ['before the volume', 12],
  ['after it', 20],
])('interrupted %s it is continued by the next start, and filled it stays as it is', async (_, last) => {
  const wanted = await counts(filledIn('ru'));
  const place = await createTestDatabase();
  const { prisma, pool, close } = place.database;
  let answers = 0;
  const failing = new Proxy(pool, {
    get: (target, name) =>
      name === 'query' && (answers += 1) > last
        ? () => Promise.reject(new Error('interrupted'))
        : (Reflect.get(target, name) as unknown),
  });
  // The evening before the season turns: in the east September has begun.
  const now = new Date('2027-08-31T20:00:00Z');
  try {
    await expect(fill({ prisma, pool: failing, close }, 'ru', now)).rejects.toThrow('interrupted');
    expect(await counts(place.database)).not.toEqual(wanted);
    await fill(place.database, 'ru', now);
    expect(await counts(place.database)).toEqual(wanted);
    await fill(place.database, 'ru', new Date('2027-09-02T20:00:00Z'));
    expect(await counts(place.database)).toEqual(wanted);
    const [former, present] = await prisma.campaign.findMany({ orderBy: { year: 'asc' } });
    expect([former?.year, present?.year]).toEqual([2025, 2026]);
    expect(present && present.dueOn > now).toBe(true);
  } finally {
    await place.drop();
  }
});
