import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/support/database.ts';
import type { TestDatabase } from '../../../../test/support/database.ts';
import { createStage, STAGE_NOW } from '../../../../test/support/campaign-stage.ts';
import type { Official, Stage } from '../../../../test/support/campaign-stage.ts';
import { BRANCH } from './branches.ts';
import { editForm } from './form.ts';
import { campaignsOf, citiesInCampaign, findCityRow } from './store.ts';

let test: TestDatabase;
let s: Stage;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  s = await createStage(test.database.prisma);
});

describe('opening', () => {
  it('names the only head, asks the coordinator where there are several, and tells nobody where nobody is', async () => {
    const { outcome, rowOf } = await s.open();
    expect(outcome).toMatchObject({ people: 2, cities: 2, silent: 1 });
    expect(await s.queued()).toEqual([
      { kind: 'campaign.asked', personId: s.eastHead.personId },
      { kind: 'campaign.name', personId: s.middleCoordinator.personId },
    ]);
    expect(rowOf(s.east).respondent?.seatId).toBe(s.eastHead.seatId);
    expect(rowOf(s.middle).state).toBe('unnamed');
    expect(rowOf(s.east).dueAt.toISOString()).toBe('2027-02-12T15:00:00.000Z');
    expect(rowOf(s.west).dueAt.toISOString()).toBe('2027-02-12T22:00:00.000Z');
  });

  it('a repetition opens nothing twice, a second campaign of the year finds the first', async () => {
    const request = s.asks(s.association);
    const plan = { year: 2026, dueOn: '2027-02-12', cityIds: [s.east.id] };
    const both = await Promise.all([s.actions.open(request, plan), s.actions.open(request, plan)]);
    expect(both[0]).toEqual(both[1]);
    const another = await Promise.all([1, 2].map(() => s.actions.open(s.asks(s.association), plan)));
    expect(another.map(({ kind }) => kind)).toEqual(['exists', 'exists']);
    expect(await s.queued()).toHaveLength(1);
    expect(await campaignsOf(s.prisma)).toHaveLength(1);
  });

  it('refuses a day that is over, a year out of reach and no cities', async () => {
    const open = (year: number, dueOn: string, cityIds: number[]) =>
      s.actions.open(s.asks(s.association), { year, dueOn, cityIds });
    expect(await open(2026, '2027-01-17', [s.east.id])).toEqual({ kind: 'past' });
    expect(await open(2026, '2027-02-30', [s.east.id])).toEqual({ kind: 'past' });
    expect(await open(2031, '2027-02-12', [s.east.id])).toEqual({ kind: 'bad_year' });
    expect(await open(2026, '2027-02-12', [])).toEqual({ kind: 'no_cities' });
    expect(await s.prisma.campaign.count()).toBe(0);
    expect(await s.prisma.journal.count()).toBe(0);
  });
});

describe('naming who answers', () => {
  it('tells the new one and the former one; what was written stays with the questionnaire', async () => {
    const { rowOf } = await s.open();
    const { assignmentId } = rowOf(s.middle);
    const name = (who: Official, seatId: number) =>
      s.actions.nameRespondent(s.asks(who), { assignmentId, seatId });
    expect(await name(s.middleCoordinator, s.first.seatId)).toMatchObject({ kind: 'done', told: 1 });
    expect(await name(s.middleCoordinator, s.first.seatId)).toEqual({ kind: 'same' });
    await s.prisma.answer.create({
      data: { assignmentId, code: 'ACHIEVED', chars: 40, pieceCount: 1, changedAt: STAGE_NOW },
    });
    expect(await name(s.association, s.second.seatId)).toMatchObject({ kind: 'done', told: 1 });
    expect((await s.read('campaign.asked', s.second)).at(-1)).toContain('готово 1 из 7');
    expect((await s.read('campaign.released', s.first)).at(-1)).toContain('Второв');
    expect((await s.read('campaign.asked', s.first)).at(-1)).toBeNull();
    expect((await s.read('campaign.name', s.middleCoordinator)).at(-1)).toBeNull();
  });

  it('says that it is told only where the new one hears of it: not of who is invited, nor of what is submitted', async () => {
    const vacant = await s.seat('head', s.middle.id, null);
    const { rowOf } = await s.open();
    const { assignmentId } = rowOf(s.middle);
    const name = (seatId: number) =>
      s.actions.nameRespondent(s.asks(s.association), { assignmentId, seatId });
    const { id: before } = await s.prisma.notice.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(await name(vacant.seatId)).toMatchObject({ kind: 'done', told: 0 });
    expect(await name(s.first.seatId)).toMatchObject({ told: 1 });
    await s.prisma.assignment.update({ where: { id: assignmentId }, data: { state: 'submitted' } });
    expect(await name(s.second.seatId)).toMatchObject({ kind: 'done', told: 0 });
    expect(await s.queued({ id: { gt: before } })).toEqual([
      { kind: 'campaign.name', personId: s.middleCoordinator.personId },
      { kind: 'campaign.asked', personId: s.first.personId },
      { kind: 'campaign.released', personId: s.first.personId },
    ]);
  });

  it('is nobody else’s: another city’s coordinator, a head, a seat of another city', async () => {
    const { rowOf } = await s.open();
    const { assignmentId } = rowOf(s.middle);
    const name = (who: Official, seatId: number) =>
      s.actions.nameRespondent(s.asks(who), { assignmentId, seatId });
    expect(await name(s.eastCoordinator, s.first.seatId)).toEqual({ kind: 'no_right' });
    expect(await name(s.first, s.first.seatId)).toEqual({ kind: 'no_right' });
    expect(await name(s.middleCoordinator, s.eastHead.seatId)).toEqual({ kind: 'not_found' });
    expect(await name(s.middleCoordinator, s.middleCoordinator.seatId)).toEqual({ kind: 'not_found' });
    expect((await findCityRow(s.prisma, assignmentId, STAGE_NOW))?.respondent).toBeNull();
  });

  it('who connects later finds the questionnaire by his post', async () => {
    const vacant = await s.seat('head', s.west.id, null);
    const { rowOf } = await s.open();
    const { assignmentId } = rowOf(s.west);
    expect(rowOf(s.west).state).toBe('not_connected');
    const person = await s.prisma.person.create({
      data: { telegramId: 999, surname: 'Поздний', createdAt: STAGE_NOW },
    });
    await s.prisma.holding.create({ data: { seatId: vacant.seatId, personId: person.id, from: STAGE_NOW } });
    expect((await findCityRow(s.prisma, assignmentId, STAGE_NOW))?.state).toBe('not_opened');
  });
});

describe('the term', () => {
  it('one city gets its own; for all, only a later own term stays', async () => {
    const { campaignId, rowOf } = await s.open();
    const extend = (assignmentId: number | null, dueOn: string) =>
      s.actions.extend(s.asks(s.association), { campaignId, assignmentId, dueOn });
    const east = rowOf(s.east).assignmentId;
    const middle = rowOf(s.middle).assignmentId;
    expect(await extend(east, '2027-02-12')).toEqual({ kind: 'not_later', dueOn: '2027-02-12' });
    expect(await extend(east, '2027-02-16')).toMatchObject({ kind: 'done', people: 1 });
    expect(await extend(middle, '2027-03-01')).toMatchObject({ kind: 'done', people: 1 });
    expect((await s.read('campaign.extended', s.eastHead)).at(-1)).toContain('вторник, 16 февраля');

    expect(await extend(null, '2027-02-19')).toMatchObject({ kind: 'done', people: 1, cities: 1, silent: 1 });
    const rows = await citiesInCampaign(s.prisma, campaignId, STAGE_NOW);
    expect(rows.map(({ city, dueOn, extended }) => [city.name, dueOn, extended])).toEqual([
      ['Благовещенск', '2027-02-19', false],
      ['Калининград', '2027-02-19', false],
      ['Новосибирск', '2027-03-01', true],
    ]);
    const [older, newer] = await s.read('campaign.extended', s.eastHead);
    expect(older).toBeNull();
    expect(newer).toContain('пятница, 19 февраля');
  });

  it('who has submitted is not told', async () => {
    const { campaignId, rowOf } = await s.open();
    await s.prisma.assignment.update({
      where: { id: rowOf(s.east).assignmentId },
      data: { state: 'submitted', submittedAt: STAGE_NOW },
    });
    const outcome = await s.actions.extend(s.asks(s.association), {
      campaignId,
      assignmentId: null,
      dueOn: '2027-02-19',
    });
    expect(outcome).toMatchObject({ kind: 'done', people: 1, cities: 1 });
    expect(await s.queued({ kind: 'campaign.extended' })).toEqual([
      { kind: 'campaign.extended', personId: s.middleCoordinator.personId },
    ]);
  });
});

describe('closing and reopening', () => {
  it('closes what the coordinator has seen, and shows it again when others began to write meanwhile', async () => {
    const { campaignId, rowOf } = await s.open();
    await s.prisma.assignment.update({
      where: { id: rowOf(s.east).assignmentId },
      data: { state: 'in_work' },
    });
    const close = (writing: number) => s.actions.close(s.asks(s.association), { campaignId, writing });
    expect(await close(0)).toEqual({ kind: 'changed' });
    expect(await close(1)).toMatchObject({ kind: 'done', people: 2 });
    expect(await close(1)).toEqual({ kind: 'closed' });
    expect((await s.read('campaign.closed', s.eastHead)).at(-1)).toContain('закрыт');
    expect((await s.read('campaign.asked', s.eastHead)).at(-1)).toBeNull();

    const reopen = () => s.actions.reopen(s.asks(s.association), { campaignId });
    expect(await reopen()).toMatchObject({ kind: 'done', people: 2 });
    expect(await reopen()).toEqual({ kind: 'open' });
    expect((await s.read('campaign.closed', s.eastHead)).at(-1)).toBeNull();
    expect((await s.read('campaign.reopened', s.eastHead)).at(-1)).toContain('пятница, 12 февраля');
  });

  it('a closed campaign takes no city, no term and no name', async () => {
    const { campaignId, rowOf } = await s.open([s.east, s.middle]);
    await s.actions.close(s.asks(s.association), { campaignId, writing: 0 });
    const { assignmentId } = rowOf(s.middle);
    expect(await s.actions.addCity(s.asks(s.association), { campaignId, cityId: s.west.id })).toEqual({
      kind: 'closed',
    });
    expect(
      await s.actions.extend(s.asks(s.association), { campaignId, assignmentId, dueOn: '2027-03-01' }),
    ).toEqual({ kind: 'closed' });
    expect(
      await s.actions.nameRespondent(s.asks(s.association), { assignmentId, seatId: s.first.seatId }),
    ).toEqual({ kind: 'closed' });
  });

  it('a city is added once and told', async () => {
    const { campaignId } = await s.open([s.middle]);
    const add = () => s.actions.addCity(s.asks(s.association), { campaignId, cityId: s.east.id });
    const outcomes = await Promise.all([add(), add()]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['already', 'done']);
    expect(await s.queued({ kind: 'campaign.asked' })).toEqual([
      { kind: 'campaign.asked', personId: s.eastHead.personId },
    ]);
  });
});

describe('rights', () => {
  it('everything but naming is the association’s coordinator’s', async () => {
    const { campaignId, rowOf } = await s.open([s.middle]);
    const { assignmentId } = rowOf(s.middle);
    for (const who of [s.middleCoordinator, s.eastCoordinator, s.eastHead]) {
      const outcomes = [
        await s.actions.open(s.asks(who), { year: 2025, dueOn: '2027-02-12', cityIds: [s.east.id] }),
        await s.actions.addCity(s.asks(who), { campaignId, cityId: s.east.id }),
        await s.actions.extend(s.asks(who), { campaignId, assignmentId, dueOn: '2027-03-01' }),
        await s.actions.close(s.asks(who), { campaignId, writing: 0 }),
        await s.actions.reopen(s.asks(who), { campaignId }),
        await editForm(s.prisma, s.asks(who), BRANCH, { kind: 'remove', code: 'HELP' }),
      ];
      expect(outcomes.map(({ kind }) => kind)).toEqual(Array(6).fill('no_right'));
    }
    expect(await campaignsOf(s.prisma)).toMatchObject([{ year: 2026, closedAt: null }]);
  });
});
