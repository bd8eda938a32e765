import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createStage, STAGE_NOW } from '../../../../test/support/campaign-stage.ts';
import type { Stage } from '../../../../test/support/campaign-stage.ts';
import { accountingNumber } from '../review/accounting-number.ts';
import { BRANCH, branchesOf, findBranch, formVersions } from './branches.ts';
import { editBranch, readBranchPart } from './branch-edit.ts';
import type { BranchChange } from './branch-edit.ts';
import { editForm } from './form.ts';
import { citiesInCampaign } from './store.ts';

let test: TestDatabase;
let s: Stage;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createStage(test.database.prisma);
});

const edit = (change: BranchChange) => editBranch(s.prisma, s.asks(s.association), change);
const add = (name: string, short: string, questions: 'built_in' | 'none' = 'none') =>
  edit({ kind: 'add', name, short, questions });

async function added(questions: 'built_in' | 'none' = 'none') {
  const outcome = await add('Благоустройство', 'БЛГ', questions);
  const branch = outcome.kind === 'done' ? await findBranch(s.prisma, outcome.branchId) : null;
  if (!branch) throw new Error(outcome.kind);
  return branch;
}

it('what is typed becomes a name, or a short name in capitals', () => {
  expect(readBranchPart('name', '  благоустройство  города. ')).toBe('Благоустройство города');
  expect(readBranchPart('short', ' блг ')).toBe('БЛГ');
  for (const name of ['', 'ЖК', '2 раздел', 'а'.repeat(61)])
    expect(readBranchPart('name', name), name).toBeNull();
  for (const short of ['', 'Б', 'БЛГ-1', 'БЛАГОУ', 'Б Г'])
    expect(readBranchPart('short', short), short).toBeNull();
});

describe('a branch', () => {
  it('has a form of its own: the built-in questions, or none until the first is added', async () => {
    const branch = await added('built_in');
    const questions = async (code: string) => (await formVersions(s.prisma, code)).at(-1)?.questions;
    expect(await questions(branch.code)).toEqual(await questions(BRANCH));
    const change = { kind: 'text', code: 'HELP', text: 'Чем помочь?' } as const;
    expect(await editForm(s.prisma, s.asks(s.association), branch.code, change)).toEqual({
      kind: 'done',
      version: 2,
    });
    expect(await formVersions(s.prisma, BRANCH)).toHaveLength(1);

    const outcome = await add('Культура', 'КУЛ');
    const empty = outcome.kind === 'done' ? await findBranch(s.prisma, outcome.branchId) : null;
    expect(await formVersions(s.prisma, empty?.code ?? '')).toEqual([]);
    const first = { kind: 'add', code: 'Q1', type: 'long_text', text: 'Что сделано?', hint: '' } as const;
    const by = s.asks(s.association);
    expect(await editForm(s.prisma, by, empty?.code ?? '', first)).toEqual({ kind: 'done', version: 1 });
    expect(await editForm(s.prisma, s.asks(s.association), 'nothing', first)).toEqual({ kind: 'not_found' });
  });

  it('has a name and a short name that no other has, also of two who add at once', async () => {
    const both = await Promise.all([add('Благоустройство', 'БЛГ'), add('благоустройство', 'БЛАГ')]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'taken']);
    expect(await add('Иное', 'орг')).toMatchObject({ kind: 'taken', part: 'short' });
    expect(await add('организационная работа', 'НОВ')).toMatchObject({ kind: 'taken', part: 'name' });
    expect(await add('Я', 'НОВ')).toEqual({ kind: 'invalid', part: 'name' });
    expect(await branchesOf(s.prisma)).toHaveLength(2);
  });

  it('is renamed; the short name stays once numbers bear it', async () => {
    const branch = await added('built_in');
    const rename = (kind: 'name' | 'short', text: string) => edit({ kind, branchId: branch.id, text });
    expect(await rename('short', 'бгу')).toMatchObject({ kind: 'done' });
    const plan = { branchId: branch.id, year: 2026, dueOn: '2027-02-12', cityIds: [s.east.id] };
    const opened = await s.actions.open(s.asks(s.association), plan);
    const campaignId = opened.kind === 'done' ? opened.campaignId : 0;
    expect(await s.prisma.$transaction((tx) => accountingNumber(tx, campaignId))).toBe('2026-БГУ-1');
    expect(await rename('short', 'БЛГ')).toEqual({ kind: 'numbered' });
    expect(await rename('name', 'Благоустройство города')).toMatchObject({ kind: 'done' });
    expect(await edit({ kind: 'name', branchId: 999_999, text: 'Иное' })).toEqual({ kind: 'not_found' });
    const [row] = await citiesInCampaign(s.prisma, campaignId, STAGE_NOW);
    expect(row?.campaign).toMatchObject({ branchName: 'Благоустройство города', branchShort: 'БГУ' });
  });

  it('has its own campaign of the year, and both are answered by whoever is named for each', async () => {
    const branch = await added('built_in');
    const { rowOf } = await s.open();
    const plan = { branchId: branch.id, year: 2026, dueOn: '2027-02-12', cityIds: [s.middle.id] };
    const opened = await s.actions.open(s.asks(s.association), plan);
    const [row] = await citiesInCampaign(s.prisma, opened.kind === 'done' ? opened.campaignId : 0, STAGE_NOW);
    const name = (assignmentId: number, seatId: number) =>
      s.actions.nameRespondent(s.asks(s.middleCoordinator), { assignmentId, seatId });
    expect(await name(rowOf(s.middle).assignmentId, s.first.seatId)).toMatchObject({ kind: 'done' });
    expect(await name(row?.assignmentId ?? 0, s.second.seatId)).toMatchObject({ kind: 'done' });
    expect((await s.read('campaign.asked', s.second)).at(-1)).toContain('«Благоустройство: итоги 2026 года»');
  });
});
