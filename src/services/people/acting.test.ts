import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { seedOfficial, seedSmallWorld } from '../../../test/support/people.ts';
import type { Official, SmallWorld, Who } from '../../../test/support/people.ts';
import { FARTHEST_DAYS, createActing, daysFault } from './acting.ts';
import { actingNotices, tellActing } from './acting-round.ts';
import { actingOf, actingsOf } from './acting-store.ts';
import { helpersFor, placesOfHelp } from './helper.ts';
import { contactsOf } from './occupants.ts';
import { createOneself } from './oneself.ts';
import { lentSeat, seatFor, seatForActing } from './rights.ts';
import { loadActor } from './store.ts';
import type { By } from './verb.ts';

/** 12:00 on Monday in Yakutsk, the zone of *here*. */
const NOW = new Date('2027-02-01T03:00:00Z');
const WEEK = { fromOn: '2027-02-08', untilOn: '2027-02-14' };
let db: TestDatabase;
let world: SmallWorld;
let acting: ReturnType<typeof createActing>;
let executor: Official;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  acting = createActing({ prisma, codeKey: Buffer.alloc(1), adminIds: [] });
  executor = await seedOfficial(prisma, {
    telegramId: 700_000_020,
    kind: 'executor',
    cityId: world.here,
    departmentId: world.departmentId,
    now: NOW,
  });
});
afterAll(() => db.drop());

beforeEach(async () => {
  await db.database.prisma.notice.deleteMany();
  await db.database.prisma.acting.deleteMany();
});

const by = async (who: Who | Official, now = NOW): Promise<By> => {
  const account = typeof who === 'string' ? world.officials[who as 'head_here'].telegramId : who.telegramId;
  const actor = await loadActor(db.database.prisma, account, now);
  return { actor, requestKey: `c:${randomUUID()}`, now };
};

async function set(
  who: Who | Official,
  seatId: number,
  actingSeatId: number,
  days: { fromOn: string; untilOn: string } = WEEK,
) {
  return acting.setActing(await by(who), { seatId, actingSeatId, ...days });
}

const told = async (): Promise<string[]> => {
  const notices = await db.database.prisma.notice.findMany({ orderBy: { id: 'asc' } });
  return notices.map(({ kind, personId }) => `${kind} ${personId}`);
};

describe('days', () => {
  it.each([
    ['2027-02-01', '2027-02-01', null],
    ['2027-02-08', '2027-02-14', null],
    ['2027-01-31', '2027-02-14', 'past'],
    ['2027-02-30', '2027-03-14', 'past'],
    ['2027-02-08', '2027-02-07', 'order'],
    ['2027-02-08', '2028-02-02', null],
    ['2027-02-08', '2028-02-03', 'far'],
  ])('%s to %s: %s', (from, until, fault) => {
    expect(FARTHEST_DAYS).toBe(366);
    expect(daysFault(from, until, '2027-02-01')).toBe(fault);
  });

  it('are those of the city: in Yakutsk it is the second already', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const evening = new Date('2027-02-01T16:00:00Z');
    const wish = {
      seatId: head.seatId,
      actingSeatId: beside.seatId,
      fromOn: '2027-02-01',
      untilOn: '2027-02-03',
    };
    expect(await acting.setActing(await by('head_here', evening), wish)).toEqual({
      kind: 'days',
      fault: 'past',
    });
  });
});

describe('who may say who acts', () => {
  it('a head for himself and for the executors of his department, and for nobody else', async () => {
    const { head_here: head, head_beside: beside, coordinator_here: coordinator } = world.officials;
    expect(await set('head_here', head.seatId, beside.seatId)).toMatchObject({ kind: 'done' });
    expect(await set('head_here', executor.seatId, beside.seatId)).toMatchObject({ kind: 'done' });
    expect(await set('head_here', beside.seatId, head.seatId)).toEqual({ kind: 'no_right' });
    expect(await set('head_here', coordinator.seatId, head.seatId)).toEqual({ kind: 'no_right' });
    expect(await set(executor, head.seatId, executor.seatId)).toEqual({ kind: 'no_right' });
    expect(
      await set(executor, executor.seatId, beside.seatId, { fromOn: '2027-03-01', untilOn: '2027-03-02' }),
    ).toMatchObject({ kind: 'done' });
  });

  it('nobody reaches above what he may invite, but for his own post', async () => {
    const { administrator, association_coordinator: association } = world.officials;
    expect(await set('association_coordinator', administrator.seatId, association.seatId)).toEqual({
      kind: 'no_right',
    });
    expect(await set('association_coordinator', association.seatId, administrator.seatId)).toMatchObject({
      kind: 'done',
    });
  });

  it('both posts are of one city', async () => {
    const { head_here: head, head_there: there, administrator } = world.officials;
    expect(await set('head_here', head.seatId, there.seatId)).toEqual({ kind: 'not_found' });
    expect(await set('administrator', head.seatId, administrator.seatId)).toEqual({ kind: 'not_found' });
    expect(await set('head_here', head.seatId, head.seatId)).toEqual({ kind: 'same' });
    expect(await set('head_here', head.seatId, 4_000_000)).toEqual({ kind: 'not_found' });
    expect(await set('head_here', 4_000_000, head.seatId)).toEqual({ kind: 'not_found' });
  });

  it('a holder on leave decides about his own post only', async () => {
    const { coordinator_here: coordinator, head_here: head, head_beside: beside } = world.officials;
    const today = { fromOn: '2027-02-01', untilOn: '2027-02-05' };
    expect(await set('coordinator_here', coordinator.seatId, head.seatId, today)).toMatchObject({
      kind: 'done',
    });
    expect(await set('coordinator_here', head.seatId, beside.seatId)).toEqual({ kind: 'no_right' });
    const { actor } = await by('coordinator_here');
    expect(seatForActing(actor, { ...actor.seats[0]! })?.seatId).toBe(coordinator.seatId);
  });
});

describe('one post, one substitute', () => {
  it('a day that is taken is refused, the day after is not', async () => {
    const { head_here: head, head_beside: beside, approver_here: approver } = world.officials;
    const first = await set('head_here', head.seatId, beside.seatId);
    const actingId = first.kind === 'done' ? first.actingId : 0;
    const again = { fromOn: '2027-02-14', untilOn: '2027-02-20' };
    expect(await set('head_here', head.seatId, approver.seatId, again)).toEqual({ kind: 'lent', actingId });
    const after = { fromOn: '2027-02-15', untilOn: '2027-02-20' };
    expect(await set('head_here', head.seatId, approver.seatId, after)).toMatchObject({ kind: 'done' });
  });

  it('two who press at the same moment set one; two posts do not stand in for each other', async () => {
    const { head_here: head, head_beside: beside, approver_here: approver } = world.officials;
    const both = await Promise.all([
      set('head_here', head.seatId, beside.seatId),
      set('coordinator_here', head.seatId, approver.seatId),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'lent']);
    const crossed = await Promise.all([
      set('approver_here', approver.seatId, head.seatId, WEEK),
      set('head_beside', beside.seatId, head.seatId, WEEK),
    ]);
    const { id: actingId } = await db.database.prisma.acting.findFirstOrThrow();
    const [, second] = crossed;
    expect(crossed[0]).toEqual({ kind: 'away' });
    const besideActs = (await actingOf(db.database.prisma, actingId))?.substitute.seatId === beside.seatId;
    expect(second).toEqual(besideActs ? { kind: 'stands_in', actingId } : { kind: 'away' });
    expect(await db.database.prisma.acting.count()).toBe(1);
  });

  it('pressed twice it is one', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const request = await by('head_here');
    const wish = { seatId: head.seatId, actingSeatId: beside.seatId, ...WEEK };
    expect(await acting.setActing(request, wish)).toEqual(await acting.setActing(request, wish));
    expect(await db.database.prisma.acting.count()).toBe(1);
  });
});

describe('what is told', () => {
  it('both, but not whoever decided; the first morning; the end', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const { prisma } = db.database;
    await set('coordinator_here', head.seatId, beside.seatId);
    expect(await told()).toEqual([`acting_set ${head.personId}`, `acting_set ${beside.personId}`]);
    await prisma.notice.deleteMany();
    for (const [at, expected] of [
      ['2027-02-07T23:59:00Z', []], // 8:59 on the first day
      ['2027-02-08T00:00:00Z', [`acting_begins ${beside.personId}`]],
      ['2027-02-10T00:00:00Z', [`acting_begins ${beside.personId}`]],
      ['2027-02-14T23:59:00Z', [`acting_begins ${beside.personId}`]],
      [
        '2027-02-15T00:00:00Z',
        [
          `acting_begins ${beside.personId}`,
          `acting_over ${head.personId}`,
          `acting_over ${beside.personId}`,
        ],
      ],
    ] as const) {
      await tellActing(prisma, new Date(at));
      await tellActing(prisma, new Date(at));
      expect(await told(), at).toEqual(expected);
    }
  });

  it('begins at once where it is set on the day, and after a long silence says nothing of what is over', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const set_ = await set('head_here', head.seatId, beside.seatId, {
      fromOn: '2027-02-01',
      untilOn: '2027-02-02',
    });
    expect(await told()).toEqual([`acting_begins ${beside.personId}`]);
    const view = await actingOf(db.database.prisma, set_.kind === 'done' ? set_.actingId : 0);
    if (!view) throw new Error('nothing there');
    expect(actingNotices(view, new Date('2027-02-06T00:00:00Z'))).toEqual([]);
  });

  it('whoever connects later is told then, and the holder keeps the post until that', async () => {
    const { prisma } = db.database;
    const { head_here: head } = world.officials;
    const seat = await prisma.seat.create({
      data: { kind: 'executor', cityId: world.here, departmentId: world.departmentId, post: 'специалист' },
    });
    await set('head_here', head.seatId, seat.id, { fromOn: '2027-02-01', untilOn: '2027-02-12' });
    await tellActing(prisma, NOW);
    expect(await told()).toEqual([]);
    const { actor } = await by('head_here');
    const subject = { cityId: world.here, seatId: head.seatId };
    expect(seatFor(actor, 'submit', subject)?.seatId).toBe(head.seatId);
    const person = await prisma.person.create({ data: { telegramId: 700_000_031, createdAt: NOW } });
    await prisma.holding.create({ data: { seatId: seat.id, personId: person.id, from: NOW } });
    await tellActing(prisma, new Date(NOW.getTime() + 60_000));
    expect(await told()).toEqual([`acting_begins ${person.id}`]);
    expect(seatFor((await by('head_here')).actor, 'submit', subject)).toBeNull();
  });
});

describe('coming back early', () => {
  it('gives the rights back at once, tells the other, and happens once', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const set_ = await set('head_here', head.seatId, beside.seatId, {
      fromOn: '2027-02-01',
      untilOn: '2027-02-12',
    });
    const actingId = set_.kind === 'done' ? set_.actingId : 0;
    const subject = { cityId: world.here, seatId: head.seatId };
    const lent = lentSeat((await by('head_here')).actor, 'submit', subject);
    expect(lent?.lent).toMatchObject({ actingId, untilOn: '2027-02-12' });
    expect(lentSeat((await by('head_here')).actor, 'open_campaign', subject)).toBeNull();
    expect(await acting.endActing(await by('head_beside'), actingId)).toEqual({ kind: 'no_right' });
    expect(await acting.endActing(await by('coordinator_there'), actingId)).toEqual({ kind: 'no_right' });
    await db.database.prisma.notice.deleteMany();
    expect(await acting.endActing(await by('head_here'), actingId)).toEqual({ kind: 'done' });
    expect(await told()).toEqual([`acting_over ${beside.personId}`]);
    expect(await acting.endActing(await by('head_here'), actingId)).toEqual({ kind: 'not_found' });
    expect(seatFor((await by('head_here')).actor, 'submit', subject)?.seatId).toBe(head.seatId);
    expect(seatFor((await by('head_beside')).actor, 'submit', subject)).toBeNull();
    expect(await actingsOf(db.database.prisma, { seatIds: [head.seatId] }, NOW)).toEqual([]);
  });
});

describe('a coordinator on leave', () => {
  it('whoever acts is asked for help, and the coordinator’s own people are not left alone', async () => {
    const { prisma } = db.database;
    const { coordinator_here: coordinator, head_beside: beside, head_here: head } = world.officials;
    const asked = async (personId: number) => {
      const places = placesOfHelp((await by('head_here')).actor);
      return (await helpersFor(prisma, { personId, places }, NOW)).map((one) => one.personId);
    };
    expect(await asked(head.personId)).toEqual([coordinator.personId]);
    await set('coordinator_here', coordinator.seatId, beside.seatId, {
      fromOn: '2027-02-01',
      untilOn: '2027-02-02',
    });
    expect(await asked(head.personId)).toEqual([beside.personId]);
    const [contact] = await contactsOf(prisma, { id: coordinator.seatId }, NOW);
    expect(contact).toMatchObject({ post: 'city_coordinator 700000003', actingUntil: '2027-02-02' });
    expect(await asked(beside.personId)).not.toContain(beside.personId);
  });
});

describe('a person with several posts', () => {
  it('chooses which one he speaks for, of his own only', async () => {
    const { prisma } = db.database;
    const oneself = createOneself({ prisma, codeKey: Buffer.alloc(1), adminIds: [] });
    const { head_here: head, head_beside: beside } = world.officials;
    await set('head_here', head.seatId, beside.seatId, { fromOn: '2027-02-01', untilOn: '2027-02-02' });
    expect(await oneself.speakFor(await by('head_beside'), head.seatId)).toEqual({ kind: 'done' });
    const { actor } = await by('head_beside');
    expect(actor.seats.map(({ seatId }) => seatId)).toEqual([head.seatId, beside.seatId]);
    expect(await oneself.speakFor(await by('head_there'), head.seatId)).toEqual({ kind: 'no_right' });
    const later = await by('head_beside', new Date('2027-02-04T00:00:00Z'));
    expect(later.actor.seats.map(({ seatId }) => seatId)).toEqual([beside.seatId]);
  });
});
