import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createStage, i18n, STAGE_NOW } from '../../../../test/support/campaign-stage.ts';
import type { Stage } from '../../../../test/support/campaign-stage.ts';
import { accountingNumber } from '../review/accounting-number.ts';
import { ensureBuiltIns } from './built-in.ts';
import { editForm } from './form.ts';
import { BRANCH, formVersions } from './branches.ts';
import { campaignsOf } from './store.ts';

let test: TestDatabase;
let s: Stage;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createStage(test.database.prisma);
});

describe('what is built in', () => {
  it('is there once, whatever copies start at once, and keeps the years open', async () => {
    await Promise.all([1, 2, 3].map(() => ensureBuiltIns(s.prisma, { texts: i18n('ru'), now: STAGE_NOW })));
    expect(await s.prisma.branch.findMany()).toMatchObject([
      { code: 'organisation', short: 'ОРГ', name: 'Организационная работа' },
    ]);
    const [form, ...others] = await formVersions(s.prisma, BRANCH);
    expect(others).toEqual([]);
    expect(form?.questions[1]?.text).toBe('Что наиболее значительное удалось сделать в {{year}} году?');
  });
});

describe('the wording', () => {
  it('a change makes a new version; the open campaign keeps its own', async () => {
    const { campaignId } = await s.open([s.east]);
    const edit = (text: string) =>
      editForm(s.prisma, s.asks(s.association), BRANCH, { kind: 'text', code: 'HELP', text });
    expect(await edit('Чем помочь в {{next}} году?')).toEqual({ kind: 'done', version: 2 });
    expect(await edit('Чем помочь в {{next}} году?')).toEqual({ kind: 'same' });
    const [campaign] = await campaignsOf(s.prisma);
    expect(campaign).toMatchObject({ id: campaignId, formVersion: 1 });
    expect(campaign?.questions.find(({ code }) => code === 'HELP')?.text).toContain('Ассоциация');
    await s.actions.close(s.asks(s.association), { campaignId, writing: 0 });
    const next = new Date('2028-01-17T03:00:00Z');
    await s.actions.open(s.asks(s.association, next), {
      year: 2027,
      dueOn: '2028-02-11',
      cityIds: [s.east.id],
    });
    const [newer] = await campaignsOf(s.prisma);
    expect(newer?.questions.find(({ code }) => code === 'HELP')?.text).toBe('Чем помочь в 2028 году?');
  });

  it('of two changes at the same time both last', async () => {
    const edit = (code: string) =>
      editForm(s.prisma, s.asks(s.association), BRANCH, { kind: 'text', code, text: `Новый ${code}` });
    await Promise.all(['HELP', 'PROBLEMS', 'ACHIEVED'].map(edit));
    const newest = (await formVersions(s.prisma, BRANCH)).at(-1);
    expect(newest?.version).toBe(4);
    expect(newest?.questions.filter(({ text }) => text.startsWith('Новый'))).toHaveLength(3);
  });
});

describe('accounting numbers', () => {
  it('are given out once, also to twenty at a time', async () => {
    const { campaignId } = await s.open([s.east]);
    const give = () => s.prisma.$transaction((tx) => accountingNumber(tx, campaignId), { maxWait: 15_000 });
    const numbers = await Promise.all(Array.from({ length: 20 }, give));
    expect(numbers.sort()).toEqual(Array.from({ length: 20 }, (_, index) => `2026-ОРГ-${index + 1}`).sort());
  });

  it('a transaction that fails gives none', async () => {
    const { campaignId } = await s.open([s.east]);
    const failing = s.prisma.$transaction(async (tx) => {
      await accountingNumber(tx, campaignId);
      throw new Error('not submitted after all');
    });
    await expect(failing).rejects.toThrow('not submitted');
    expect(await s.prisma.$transaction((tx) => accountingNumber(tx, campaignId))).toBe('2026-ОРГ-1');
  });
});
