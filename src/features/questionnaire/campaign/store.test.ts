import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createStage, STAGE_NOW } from '../../../../test/support/campaign-stage.ts';
import type { Stage } from '../../../../test/support/campaign-stage.ts';
import { presentRowsOf } from './store.ts';

let test: TestDatabase;
let s: Stage;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createStage(test.database.prisma);
});

/** The years of what the city in the east has, newest first. */
const years = async () =>
  (await presentRowsOf(s.prisma, [s.east.id], STAGE_NOW)).map(({ campaign }) => campaign.year);

it('a city’s coordinator sees what is open, what is asked about, and else the last that was closed', async () => {
  expect(await years()).toEqual([]);
  const { campaignId, rowOf } = await s.open();
  expect(await years()).toEqual([2026]);
  const closed = { closedAt: STAGE_NOW };
  await s.prisma.campaign.update({ where: { id: campaignId }, data: closed });
  const { branchId, formId } = await s.prisma.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const of = (year: number, state: object) =>
    s.prisma.campaign.create({
      data: {
        ...{ branchId, formId, year, dueOn: STAGE_NOW, openedAt: STAGE_NOW, ...state },
        assignments: { create: { cityId: s.east.id } },
      },
    });
  // Neither an earlier one nor a past year that was loaded later.
  await of(2025, { closedAt: new Date('2026-03-01') });
  await of(2024, { closedAt: new Date('2027-03-01'), archived: true });
  expect(await years()).toEqual([2026]);
  expect(await presentRowsOf(s.prisma, [s.west.id], STAGE_NOW)).toHaveLength(1);
  const { id: openId } = await of(2027, {});
  expect(await years()).toEqual([2027]);
  const asked = { where: { id: rowOf(s.east).assignmentId }, data: { state: 'to_clarify' } };
  await s.prisma.assignment.update(asked);
  expect(await years()).toEqual([2027, 2026]);
  await s.prisma.campaign.update({ where: { id: openId }, data: closed });
  expect(await years()).toEqual([2026]);
});
