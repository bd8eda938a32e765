import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createStage, STAGE_NOW } from '../../../../test/support/campaign-stage.ts';
import type { Stage } from '../../../../test/support/campaign-stage.ts';
import { createAnswering } from '../answering/verbs.ts';
import { mineOf } from '../bot.ts';
import { BRANCH, branchesOf } from './branches.ts';
import { editBranch } from './branch-edit.ts';
import { createDrafts, draftsOf, findDraft } from './drafts.ts';
import type { Drafts } from './drafts.ts';
import { enteringOf } from './entering.ts';
import { campaignsOf, citiesInCampaign, findCampaign, findCityRow, presentRowsOf } from './store.ts';

let test: TestDatabase;
let s: Stage;
let drafts: Drafts;
let branchId: number;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createStage(test.database.prisma);
  const delivery = {
    enqueue: () => Promise.reject(new Error('a draft tells nobody')),
    wake: () => undefined,
  };
  const association = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
  drafts = createDrafts({ prisma: s.prisma, delivery, association });
  branchId = (await s.prisma.branch.findUniqueOrThrow({ where: { code: BRANCH } })).id;
});

const plan = () => ({ branchId, year: 2026, dueOn: '2027-02-12' });

/** A draft for the cities in the east and in the middle. */
async function begun(): Promise<number> {
  const outcome = await drafts.begin(s.asks(s.association), plan());
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  const add = [s.east.id, s.middle.id];
  await drafts.change(s.asks(s.association), outcome.draftId, { kind: 'cities', add, remove: [] });
  return outcome.draftId;
}

describe('a draft', () => {
  it('is seen by nobody but through the coordinators’ own query, and nobody is told', async () => {
    const id = await begun();
    const { id: assignmentId } = await s.prisma.assignment.findFirstOrThrow({ where: { cityId: s.east.id } });
    // As it would be if the city had answered before.
    await s.prisma.assignment.update({
      where: { id: assignmentId },
      data: { respondentSeatId: s.eastHead.seatId },
    });
    expect(await findCampaign(s.prisma, id)).toBeNull();
    expect(await campaignsOf(s.prisma)).toEqual([]);
    expect(await citiesInCampaign(s.prisma, id, STAGE_NOW)).toEqual([]);
    expect(await findCityRow(s.prisma, assignmentId, STAGE_NOW)).toBeNull();
    expect(await presentRowsOf(s.prisma, [s.east.id, s.middle.id], STAGE_NOW)).toEqual([]);
    for (const { by } of [s.eastHead, s.eastCoordinator, s.middleCoordinator])
      expect(await mineOf(s.prisma, by.actor)).toEqual([]);
    const answering = createAnswering(s.prisma);
    expect(await answering.open(s.eastHead.by.actor, assignmentId)).toEqual({ kind: 'gone' });
    const next = { branchId, year: 2027 };
    const [entering] = await enteringOf(s.prisma, STAGE_NOW, next, [s.middle.id]);
    expect(entering?.respondentSeatId).toBeNull();
    for (const outcome of [
      await s.actions.addCity(s.asks(s.association), { campaignId: id, cityId: s.west.id }),
      await s.actions.extend(s.asks(s.association), {
        campaignId: id,
        assignmentId: null,
        dueOn: '2027-03-01',
      }),
      await s.actions.close(s.asks(s.association), { campaignId: id, writing: 0 }),
      await s.actions.reopen(s.asks(s.association), { campaignId: id }),
      await s.actions.nameRespondent(s.asks(s.eastCoordinator), { assignmentId, seatId: s.eastHead.seatId }),
    ])
      expect(outcome).toEqual({ kind: 'not_found' });
    expect(await s.queued()).toEqual([]);
  });

  it('is gone on with by another coordinator: ticks of two at once all last', async () => {
    const other = await s.seat('association_coordinator', null, 'Ольхова');
    const begin = await drafts.begin(s.asks(s.association), plan());
    const id = begin.kind === 'done' ? begin.draftId : 0;
    expect(await drafts.begin(s.asks(other), plan())).toEqual({ kind: 'drafted', draftId: id });
    const tick = (who: typeof other, cityId: number) =>
      drafts.change(s.asks(who), id, { kind: 'cities', add: [cityId], remove: [] });
    await Promise.all([tick(other, s.west.id), tick(s.association, s.east.id), tick(other, s.east.id)]);
    await drafts.change(s.asks(other), id, { kind: 'term', dueOn: '2027-02-19' });
    const seen = await findDraft(s.prisma, id);
    expect(seen).toMatchObject({
      dueOn: '2027-02-19',
      cityIds: [s.east.id, s.west.id].sort((a, b) => a - b),
    });
    await drafts.change(s.asks(other), id, { kind: 'cities', add: [999_999], remove: [s.west.id] });
    expect((await findDraft(s.prisma, id))?.cityIds).toEqual([s.east.id]);
    expect((await findDraft(s.prisma, id))?.mark).not.toBe(seen?.mark);
    expect(await drafts.change(s.asks(other), id, { kind: 'term', dueOn: '2027-01-01' })).toEqual({
      kind: 'past',
    });
  });

  it('is opened once by two at once, and is a draft no more', async () => {
    const id = await begun();
    const other = await s.seat('association_coordinator', null, 'Ольхова');
    const cityIds = [s.east.id, s.middle.id];
    const both = await Promise.all(
      [s.association, other].map((who) => s.actions.open(s.asks(who), { ...plan(), cityIds })),
    );
    expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'exists']);
    expect(both.map((each) => 'campaignId' in each && each.campaignId)).toEqual([id, id]);
    expect(await s.queued()).toEqual([
      { kind: 'campaign.asked', personId: s.eastHead.personId },
      { kind: 'campaign.name', personId: s.middleCoordinator.personId },
    ]);
    expect(await draftsOf(s.prisma)).toEqual([]);
    expect(await citiesInCampaign(s.prisma, id, STAGE_NOW)).toHaveLength(2);
    for (const outcome of [
      await drafts.change(s.asks(other), id, { kind: 'cities', add: [], remove: [s.east.id] }),
      await drafts.discard(s.asks(other), id),
    ])
      expect(outcome).toEqual({ kind: 'not_found' });
    expect(await drafts.begin(s.asks(other), plan())).toEqual({ kind: 'exists', campaignId: id });
    expect(await citiesInCampaign(s.prisma, id, STAGE_NOW)).toHaveLength(2);
  });

  it('is either discarded or opened, never both', async () => {
    for (const round of [1, 2, 3, 4]) {
      const year = 2025 + round;
      const begin = await drafts.begin(s.asks(s.association), { ...plan(), year });
      const id = begin.kind === 'done' ? begin.draftId : 0;
      const open = { branchId, year, dueOn: '2027-02-12', cityIds: [s.east.id] };
      const [opened, discarded] = await Promise.all([
        s.actions.open(s.asks(s.association), open),
        drafts.discard(s.asks(s.association), id),
      ]);
      const found = (await campaignsOf(s.prisma)).some((each) => each.year === year);
      expect(found).toBe(opened.kind === 'done');
      if (discarded.kind === 'not_found') expect(opened.kind).toBe('done');
    }
  });

  it('refuses a day that is over, a year out of reach, a branch without questions', async () => {
    const begin = (change: object) => drafts.begin(s.asks(s.association), { ...plan(), ...change });
    expect(await begin({ dueOn: '2027-01-17' })).toEqual({ kind: 'past' });
    expect(await begin({ year: 2031 })).toEqual({ kind: 'bad_year' });
    expect(await begin({ branchId: 999_999 })).toEqual({ kind: 'not_found' });
    const change = { kind: 'add', name: 'Благоустройство', short: 'БЛГ', questions: 'none' } as const;
    const added = await editBranch(s.prisma, s.asks(s.association), change);
    const empty = added.kind === 'done' ? added.branchId : 0;
    expect(await begin({ branchId: empty })).toEqual({ kind: 'no_questions' });
    expect(await draftsOf(s.prisma)).toEqual([]);
    expect(await branchesOf(s.prisma)).toHaveLength(2);
  });
});

describe('who answers by default', () => {
  it('is the post that answered in this branch before, also where there are several heads', async () => {
    const { campaignId, rowOf } = await s.open();
    const { assignmentId } = rowOf(s.middle);
    await s.actions.nameRespondent(s.asks(s.association), { assignmentId, seatId: s.second.seatId });
    const next = await enteringOf(s.prisma, STAGE_NOW, { branchId, year: 2027 }, [s.east.id, s.middle.id]);
    expect(next.map(({ respondentSeatId }) => respondentSeatId)).toEqual([
      s.eastHead.seatId,
      s.second.seatId,
    ]);
    const another = await enteringOf(s.prisma, STAGE_NOW, { branchId: branchId + 1, year: 2027 }, [
      s.middle.id,
    ]);
    expect(another[0]?.respondentSeatId).toBeNull();
    await s.prisma.seat.update({ where: { id: s.second.seatId }, data: { closedAt: STAGE_NOW } });
    const left = await enteringOf(s.prisma, STAGE_NOW, { branchId, year: 2027 }, [s.middle.id]);
    expect(left[0]?.respondentSeatId).toBe(s.first.seatId);
    expect(campaignId).toBeGreaterThan(0);
  });
});
