import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { tellingSentence } from './marked.ts';
import { facetOf, search } from './search-store.ts';
import type { Wish } from './search-store.ts';
import { wordsOf } from './words.ts';

const NOW = new Date('2027-02-12T05:00:00Z');
const TEXTS = [
  ['Омск', 2024, 'ACHIEVED', 'Проведено благоустройство набережной. Посажены ёлки.'],
  [
    'Омск',
    2025,
    'ACHIEVED',
    'Открыт новый мост. О благоустройстве дворов отдельный отчёт, он длинный и подробный.',
  ],
  ['Томск', 2025, 'HELP', 'Нужны семинары для волонтёров.'],
  ['Томск', 2025, 'ACHIEVED', 'Волонтёры благоустроили парк; ярмарка <b>мёда</b> прошла 100% & вовремя.'],
] as const;

let db: TestDatabase;
const cityIds = new Map<string, number>();

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  const branch = await prisma.branch.create({ data: { code: 'o', short: 'О', name: 'О' } });
  const form = await prisma.form.create({ data: { code: 'o', version: 1, questions: [], createdAt: NOW } });
  for (const [name, year, code, text] of TEXTS) {
    const city = await prisma.city.upsert({
      where: { name },
      create: { name, timeZone: 'Asia/Omsk' },
      update: {},
    });
    cityIds.set(name, city.id);
    const place = { branchId: branch.id, year };
    const campaign = await prisma.campaign.upsert({
      where: { branchId_year: place },
      create: { ...place, formId: form.id, dueOn: NOW },
      update: {},
    });
    const asked = { campaignId: campaign.id, cityId: city.id };
    const assignment = await prisma.assignment.upsert({
      where: { campaignId_cityId: asked },
      create: asked,
      update: {},
    });
    const data = { assignmentId: assignment.id, code, cityId: city.id, year, text };
    await prisma.passage.create({ data });
    const words = wordsOf(text).map((word) => ({ word }));
    await prisma.passageWord.createMany({ data: words, skipDuplicates: true });
  }
});
afterAll(() => db.drop());

const anywhere: Wish = { text: '', code: null, cityId: null, year: null };

async function found(text: string, among: Partial<Wish> = {}, page = 0) {
  const result = await search(db.database.prisma, { ...anywhere, ...among, text }, page);
  if (result.kind !== 'found') throw new Error(result.kind);
  const hits = result.hits.map(({ city, year, code, marked }) => {
    const { text: told, entities } = tellingSentence(marked);
    const bold = entities.map(({ offset, length }) => told.slice(offset, offset + length)).join();
    return `${city} ${year} ${code}: ${bold}`;
  });
  return { ...result, hits };
}

describe('search', () => {
  it('finds words by their stems, ё as е, the shortest and most telling first', async () => {
    expect((await found('благоустройства')).hits).toEqual([
      'Омск 2024 ACHIEVED: благоустройство',
      'Омск 2025 ACHIEVED: благоустройстве',
    ]);
    expect((await found('елка')).hits).toEqual(['Омск 2024 ACHIEVED: ёлки']);
    expect((await found('НАБЕРЕЖНАЯ')).total).toBe(1);
  });

  it('wants all words, understands quotes and a minus', async () => {
    expect((await found('мост двор')).hits).toEqual(['Омск 2025 ACHIEVED: мост']);
    expect((await found('"новый мост"')).total).toBe(1);
    expect(await found('"мост новый"')).toMatchObject({ apart: true });
    expect((await found('благоустройство -мост')).hits).toEqual(['Омск 2024 ACHIEVED: благоустройство']);
  });

  it.each([
    ['благоустроиство', 'благоустройство'],
    ['волнтеры', 'волонтёры'],
    ['набережнои', 'набережной'],
    ['сеинары', 'семинары'],
  ])('forgives %s: looked for %s', async (word, better) => {
    const result = await found(word);
    expect(result.mended).toEqual([{ word, better }]);
    expect(result.total).toBeGreaterThan(0);
  });

  it('mends a word beside one that is right, and turns its pages', async () => {
    expect(await found('семинары волнтеров')).toMatchObject({ total: 1, text: 'семинары волонтёров' });
    expect((await found('благоустроиство', {}, 1)).total).toBe(0);
  });

  it('does not offer a word of an answer that is gone', async () => {
    const { prisma } = db.database;
    await prisma.passageWord.create({ data: { word: 'вертолёт' } });
    expect(await found('вертолет')).toMatchObject({ total: 0, mended: [] });
  });

  it('looks for words apart where they stand nowhere together', async () => {
    const result = await found('набережная семинар');
    expect(result).toMatchObject({ total: 2, apart: true });
    expect((await found('благоустройство')).apart).toBe(false);
  });

  it('is narrowed down by question, city and year, and counts by what it can be', async () => {
    const cityId = cityIds.get('Омск') ?? 0;
    expect((await found('волонтёры', { code: 'HELP' })).hits).toEqual(['Томск 2025 HELP: волонтёров']);
    expect((await found('благоустройство', { cityId, year: 2025 })).total).toBe(1);
    const { prisma } = db.database;
    const wish = { ...anywhere, text: 'благоустройство', year: 2025 };
    expect(await facetOf(prisma, wish, 'year')).toEqual([
      { value: '2025', count: 1 },
      { value: '2024', count: 1 },
    ]);
    expect(await facetOf(prisma, wish, 'cityId')).toEqual([{ value: String(cityId), count: 1 }]);
    expect(await facetOf(prisma, wish, 'code')).toEqual([{ value: 'ACHIEVED', count: 1 }]);
  });

  it.each(['', 'и в на', '!!!', '-', '"'])('%j: nothing to look for', async (text) => {
    expect(await search(db.database.prisma, { ...anywhere, text }, 0)).toEqual({ kind: 'no_words' });
  });

  it.each([
    `'; drop table "Passage"; --`,
    '<script>alert(1)</script> мост',
    `\0\\ ' " : & | ! ( ) <-> * мост:*`,
    '"мост',
    `${'мост '.repeat(3000)}`,
    '\uE001мост\uE002 \uD800',
    '%_$1 {{year}}',
  ])('hostile words, %#, are harmless', async (text) => {
    const result = await search(db.database.prisma, { ...anywhere, text }, 0);
    expect(result.kind === 'no_words' || result.total <= TEXTS.length).toBe(true);
    expect(await db.database.prisma.passage.count()).toBe(TEXTS.length);
  });

  it('shows signs of the text as they are', async () => {
    const result = await search(db.database.prisma, { ...anywhere, text: 'ярмарка' }, 0);
    const marked = result.kind === 'found' ? result.hits[0]?.marked : undefined;
    expect(tellingSentence(marked ?? '').text).toContain('100% & вовремя');
  });
});
