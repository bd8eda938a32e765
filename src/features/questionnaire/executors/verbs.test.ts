import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createExecutorStage, NOW } from '../../../../test/support/executor-stage.ts';
import type { ExecutorStage } from '../../../../test/support/executor-stage.ts';
import { seedOfficial } from '../../../../test/support/people.ts';
import type { Who } from '../../../../test/support/people.ts';
import { loadActor } from '../../../services/people/store.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { asSeenBy, isShut } from '../admission.ts';
import { releaseLost } from './lost.ts';
import { lastChange, newsFor, noteLook } from './news.ts';
import { progressSeen, untaken } from './untaken.ts';
import { findCityRow } from '../campaign/store.ts';
import { handOverButtons } from './side.ts';
import type { AssignmentView } from '../store.ts';
import { candidatesFor, usualTerm } from './store.ts';
import { lastYearsAnswer } from '../last-year/last-year.ts';

let stage: ExecutorStage;

beforeAll(async () => {
  stage = await createExecutorStage();
});
afterAll(() => stage.db.drop());
beforeEach(() => stage.reset());

describe('a delegation', () => {
  it('is told to the other side at each step, and lets the executor write until it is taken', async () => {
    const { head_here: head } = stage.world.officials;
    expect(await stage.verbs.markReady(await stage.by('executor'), stage.delegationId)).toMatchObject({
      kind: 'done',
    });
    expect(await stage.verbs.markReady(await stage.by('executor'), stage.delegationId)).toEqual({
      kind: 'outdated',
    });
    expect(
      await stage.verbs.returnDelegated(await stage.by('head_here'), stage.delegationId, 'мало'),
    ).toMatchObject({
      kind: 'done',
    });
    expect(await stage.part('PROBLEMS', 2)).toBe('stored');
    await stage.verbs.markReady(await stage.by('executor'), stage.delegationId);
    await stage.verbs.takeDelegated(await stage.by('head_here'), stage.delegationId);
    expect(await stage.state()).toBe('accepted');
    expect(await stage.part('PROBLEMS', 3)).toBe('shut');
    expect(await stage.told()).toEqual([
      ['executor.given', stage.executor.personId],
      ['executor.ready', head.personId],
      ['executor.returned', stage.executor.personId],
      ['executor.ready', head.personId],
      ['executor.accepted', stage.executor.personId],
    ]);
  });

  it('is taken only as it was read: a text changed since is shown again', async () => {
    await stage.verbs.markReady(await stage.by('executor'), stage.delegationId);
    const last = async () =>
      lastChange(stage.prisma, { code: 'PROBLEMS', seatId: 0, view: await stage.view() });
    const read = await last();
    expect(await stage.part('PROBLEMS', 7)).toBe('stored');
    const take = async (asOf: number) =>
      stage.verbs.takeDelegated(await stage.by('head_here'), stage.delegationId, asOf);
    expect(await take(read)).toEqual({ kind: 'changed' });
    expect(await stage.state()).toBe('ready');
    expect(await take(await last())).toMatchObject({ kind: 'done' });
  });

  it('pressed twice, or by two at once, is given once', async () => {
    const request = await stage.by('head_here');
    const wish = { assignmentId: stage.assignmentId, code: null, seatId: stage.executor.seatId };
    const first = await stage.verbs.delegate(request, wish);
    expect(await stage.verbs.delegate(request, wish)).toEqual(first);
    const outcomes = await Promise.all(
      ['coordinator_here', 'head_here', 'head_here'].map(async (who) =>
        stage.verbs.delegate(await stage.by(who as Who), {
          assignmentId: stage.assignmentId,
          code: 'ACHIEVED',
          seatId: stage.executor.seatId,
        }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'given', 'given']);
    expect(await stage.prisma.delegation.count()).toBe(3);
  });

  it('is given to named employees of the city only', async () => {
    const request = () => stage.by('head_here');
    const { head_here: head, coordinator_here: coordinator, approver_here: approver } = stage.world.officials;
    for (const seatId of [
      stage.stranger.seatId,
      head.seatId,
      coordinator.seatId,
      approver.seatId,
      2 ** 31 - 1,
    ]) {
      const wish = { assignmentId: stage.assignmentId, code: 'ACHIEVED', seatId };
      expect(await stage.verbs.delegate(await request(), wish), String(seatId)).toEqual({ kind: 'nobody' });
    }
    const named = await candidatesFor(stage.prisma, await stage.view(), NOW, 'провер');
    expect(named.map(({ seatId }) => seatId)).toEqual([
      stage.executor.seatId,
      stage.world.officials.head_beside.seatId,
    ]);
  });

  it('has a term two working days before, and none outside the questionnaire’s', async () => {
    expect(usualTerm(await stage.view(), NOW)).toBe('2027-02-10');
    expect(usualTerm(await stage.view(), new Date('2027-02-11T20:00:00Z'))).toBe('2027-02-12');
    for (const day of ['2027-01-31', '2027-02-13', '2027-02-30', 'завтра', ''])
      expect(await stage.verbs.changeTerm(await stage.by('head_here'), stage.delegationId, day), day).toEqual(
        {
          kind: 'bad_day',
        },
      );
    await stage.verbs.changeTerm(await stage.by('head_here'), stage.delegationId, '2027-02-12');
    expect((await stage.view()).delegations[0]?.dueOn).toBe('2027-02-12');
  });

  it('cannot be handed over while nothing is written, nor when it is submitted or closed', async () => {
    const { prisma } = stage;
    const wish = { assignmentId: stage.assignmentId, code: 'ACHIEVED', seatId: stage.executor.seatId };
    const given = await stage.verbs.delegate(await stage.by('head_here'), wish);
    if (given.kind !== 'done') throw new Error(given.kind);
    expect(await stage.verbs.markReady(await stage.by('executor'), given.delegationId)).toEqual({
      kind: 'empty',
    });
    await prisma.assignment.updateMany({ data: { state: 'submitted' } });
    expect(await stage.verbs.markReady(await stage.by('executor'), stage.delegationId)).toEqual({
      kind: 'submitted',
    });
    expect(await stage.part('PROBLEMS', 5)).toBe('shut');
    await prisma.assignment.updateMany({ data: { state: 'in_work' } });
    await prisma.campaign.updateMany({ data: { closedAt: NOW } });
    expect(await stage.verbs.markReady(await stage.by('executor'), stage.delegationId)).toEqual({
      kind: 'closed',
    });
    expect(await stage.verbs.recall(await stage.by('head_here'), stage.delegationId)).toEqual({
      kind: 'closed',
    });
  });
});

describe('a question that the association asks about', () => {
  it('is open to its executor in a closed campaign; no other one is', async () => {
    const { prisma } = stage;
    await prisma.campaign.updateMany({ data: { closedAt: NOW } });
    await prisma.assignment.updateMany({ data: { state: 'to_clarify' } });
    const asked = { id: 1, code: 'PROBLEMS', answer: null } as AssignmentView['clarifications'][number];
    const view = { ...(await stage.view()), clarifications: [asked] };
    expect([isShut(view, 'PROBLEMS'), isShut(view, 'ACHIEVED'), isShut(view, null)]).toEqual([
      false,
      true,
      false,
    ]);
    const { actor } = await stage.by('executor');
    const seen = asSeenBy(actor, view);
    const texts = createI18n('locales')('ru');
    expect(handOverButtons(texts, seen)).toHaveLength(1);
    expect(handOverButtons(texts, { ...seen, clarifications: [] })).toHaveLength(0);
  });
});

describe('an assistant of the department that answers', () => {
  it('is given nothing, and does not take what he handed over himself', async () => {
    const { prisma, world } = stage;
    const { seatId } = await seedOfficial(prisma, {
      telegramId: 710_000_003,
      kind: 'assistant',
      cityId: world.here,
      departmentId: world.departmentId,
      now: NOW,
    });
    const assistant = async () => ({
      ...(await stage.by('head_here')),
      actor: await loadActor(prisma, 710_000_003, NOW),
    });
    const named = await candidatesFor(prisma, await stage.view(), NOW, '');
    expect(named.map((each) => each.seatId)).toContain(stage.executor.seatId);
    expect(named.map((each) => each.seatId)).not.toContain(seatId);
    const wish = { assignmentId: stage.assignmentId, code: 'ACHIEVED', seatId };
    expect(await stage.verbs.delegate(await stage.by('coordinator_here'), wish)).toEqual({ kind: 'nobody' });
    await prisma.delegation.updateMany({ data: { seatId, state: 'ready' } });
    expect(await stage.verbs.takeDelegated(await assistant(), stage.delegationId)).toEqual({
      kind: 'no_right',
    });
    expect(await stage.verbs.returnDelegated(await assistant(), stage.delegationId, 'мало')).toEqual({
      kind: 'no_right',
    });
    expect(await stage.state()).toBe('ready');
    expect(
      await stage.verbs.takeDelegated(await stage.by('coordinator_here'), stage.delegationId),
    ).toMatchObject({ kind: 'done' });
  });
});

describe('an executor who is lost', () => {
  it.each(['cut off', 'seat closed', 'left'])(
    '%s: the question is free, the head is stage.told once',
    async (how) => {
      const { prisma } = stage;
      const later = new Date(NOW.getTime() + 60_000);
      await releaseLost({ prisma, delivery: stage.delivery }, later);
      expect(await stage.state()).toBe('given');
      if (how === 'cut off')
        await prisma.person.update({ where: { id: stage.executor.personId }, data: { cutOffAt: NOW } });
      if (how === 'seat closed')
        await prisma.seat.update({ where: { id: stage.executor.seatId }, data: { closedAt: NOW } });
      if (how === 'left')
        await prisma.holding.updateMany({ where: { seatId: stage.executor.seatId }, data: { until: NOW } });
      await Promise.all([
        releaseLost({ prisma, delivery: stage.delivery }, later),
        releaseLost({ prisma, delivery: stage.delivery }, later),
      ]);
      await releaseLost({ prisma, delivery: stage.delivery }, later);
      expect(await stage.state()).toBe('recalled');
      expect((await stage.told()).slice(1)).toEqual([
        ['executor.lost', stage.world.officials.head_here.personId],
      ]);
      await prisma.seat.update({ where: { id: stage.executor.seatId }, data: { closedAt: null } });
      await prisma.holding.updateMany({ where: { seatId: stage.executor.seatId }, data: { until: null } });
    },
  );
});

describe('what is new', () => {
  it('is what others wrote since the post’s last look', async () => {
    const { prisma } = stage;
    const { actor } = await stage.by('head_here');
    const seatId = stage.world.officials.head_here.seatId;
    const news = async () => newsFor(prisma, actor, await stage.view());
    const part = { code: 'PROBLEMS', authorId: stage.executor.personId, chars: 8, files: 0 };
    expect(await news()).toEqual([part]);
    await noteLook(
      prisma,
      { assignmentId: stage.assignmentId, code: 'PROBLEMS' },
      seatId,
      new Date(NOW.getTime() + 1),
    );
    expect(await news()).toEqual([]);
    await stage.part('PROBLEMS', 2);
    expect(await news()).toEqual([part]);
    const own = await stage.by('executor');
    expect(await newsFor(prisma, own.actor, await stage.view())).toEqual([]);
    const coordinator = await stage.by('coordinator_here');
    expect(await newsFor(prisma, coordinator.actor, await stage.view())).toEqual([]);
  });
});

describe('what an executor wrote', () => {
  it('is his until the head takes it; of a whole questionnaire, what he wrote since he got it', async () => {
    const theirs = async () =>
      [...(await untaken(stage.prisma, await stage.view()))].map(([code, { state }]) => [code, state]);
    const done = async () => {
      const row = await findCityRow(stage.prisma, stage.assignmentId, NOW);
      return [(await progressSeen(stage.prisma, await stage.view())).done, row?.done];
    };
    expect(await theirs()).toEqual([['PROBLEMS', 'given']]);
    expect(await done()).toEqual([0, 0]);
    await stage.verbs.markReady(await stage.by('executor'), stage.delegationId);
    expect(await theirs()).toEqual([['PROBLEMS', 'ready']]);
    await stage.verbs.takeDelegated(await stage.by('head_here'), stage.delegationId);
    expect(await theirs()).toEqual([]);
    expect(await done()).toEqual([1, 1]);
    const later = { ...(await stage.by('head_here')), now: new Date(NOW.getTime() + 5) };
    const whole = { assignmentId: stage.assignmentId, code: null, seatId: stage.executor.seatId };
    await stage.verbs.delegate(later, whole);
    expect(await theirs()).toEqual([]);
    await stage.part('ACHIEVED', 6);
    expect(await theirs()).toEqual([['ACHIEVED', 'given']]);
  });
});

describe('last year’s answer', () => {
  it('is of this city, this code and the last campaign that it took part in', async () => {
    const { prisma } = stage;
    const answer = (text: string) => [{ code: 'ACHIEVED', text, entities: [], value: null, files: [] }];
    const campaign = async (year: number, cityId: number, text: string, withdrawnAt: Date | null = null) => {
      const { id: campaignId } = await prisma.campaign.upsert({
        where: { branchId_year: { branchId: stage.branchId, year } },
        create: { branchId: stage.branchId, formId: stage.formId, year, dueOn: NOW, openedAt: NOW },
        update: {},
      });
      const { id } = await prisma.assignment.create({ data: { campaignId, cityId } });
      await prisma.submission.create({
        data: { assignmentId: id, edition: 1, content: answer(text), mark: '', at: NOW, withdrawnAt },
      });
    };
    expect(await lastYearsAnswer(prisma, await stage.view(), 'ACHIEVED')).toBeNull();
    await campaign(2023, stage.world.here, 'две тысячи двадцать третий');
    await campaign(2024, stage.world.here, 'двадцать четвёртый');
    await campaign(2025, stage.world.there, 'чужой');
    await campaign(2027, stage.world.here, 'будущий');
    expect(await lastYearsAnswer(prisma, await stage.view(), 'ACHIEVED')).toMatchObject({
      year: 2024,
      text: 'двадцать четвёртый',
    });
    expect(await lastYearsAnswer(prisma, await stage.view(), 'PROBLEMS')).toBeNull();
    await campaign(2025, stage.world.here, 'отозванный', NOW);
    expect(await lastYearsAnswer(prisma, await stage.view(), 'ACHIEVED')).toMatchObject({ year: 2024 });
  });
});
