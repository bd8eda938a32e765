import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { dumpRows } from '../../../test/support/dump.ts';
import { seedSmallWorld } from '../../../test/support/people.ts';
import type { SmallWorld, Who } from '../../../test/support/people.ts';
import { createPeople } from './index.ts';
import type { People } from './index.ts';
import { codeKeyFrom } from './invitation.ts';
import type { By } from './verb.ts';

const NOW = new Date('2027-02-01T03:00:00Z');
const WEEK = { fromOn: '2027-02-08', untilOn: '2027-02-14' };
const invitee = { surname: 'Новикова', name: 'Ольга', patronymic: null, phone: null };
let db: TestDatabase;
let world: SmallWorld;
let people: People;

beforeEach(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  people = createPeople({ prisma, codeKey: codeKeyFrom('1:a'), adminIds: [] });
});
afterEach(() => db.drop());

async function byOf(who: Who): Promise<By> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW };
}

async function set(who: Who, seatId: number, actingSeatId: number, days = WEEK) {
  return people.setActing(await byOf(who), { seatId, actingSeatId, ...days });
}

it('whoever acts for a coordinator does all of the work, but does not decide who has that post', async () => {
  const { prisma, pool } = db.database;
  const { coordinator_here: coordinator, head_beside: beside, approver_here: approver } = world.officials;
  const acting = await prisma.acting.create({
    data: {
      seatId: coordinator.seatId,
      actingSeatId: beside.seatId,
      fromOn: new Date('2027-02-01'),
      untilOn: new Date('2027-02-02'),
      setAt: NOW,
    },
  });
  const vacant = await prisma.seat.create({
    data: { kind: 'city_coordinator', cityId: world.here, post: 'координатор без имени' },
  });
  const vacantActing = await prisma.acting.create({
    data: { ...acting, id: undefined, seatId: vacant.id },
  });
  const link = { seatId: vacant.id, ...invitee, tokenHash: 't', codeHash: 'c', createdAt: NOW };
  await prisma.invitation.create({ data: { ...link, expiresAt: new Date('2027-03-01') } });
  const ask = async (call: (by: By) => Promise<{ kind: string }>) => call(await byOf('head_beside'));
  const wish = (seatId: number, untilOn: string) => ({
    seatId,
    actingSeatId: beside.seatId,
    fromOn: '2027-02-03',
    untilOn,
  });
  const { kind, cityId, post } = { ...vacant, kind: 'city_coordinator' as const };
  const before = await dumpRows(pool);
  for (const [name, call] of Object.entries<(by: By) => Promise<{ kind: string }>>({
    prolong: (by) => people.setActing(by, wish(coordinator.seatId, '2028-01-20')),
    end: (by) => people.endActing(by, acting.id),
    cutOff: (by) => people.cutOff(by, coordinator.personId),
    restore: (by) => people.restore(by, coordinator.personId),
    newPhone: (by) => people.newPhone(by, coordinator.personId),
    phone: (by) => people.editStaff(by, coordinator.seatId, 'phone', '22-00-00'),
    hours: (by) => people.editStaff(by, coordinator.seatId, 'hours', 'с 9:00 до 18:00'),
    successor: (by) => people.invite(by, { seatId: coordinator.seatId }, invitee),
    'successor by words': (by) => people.invite(by, { kind, cityId, departmentName: null, post }, invitee),
    reissue: (by) => people.reissue(by, vacant.id),
    revoke: (by) => people.revoke(by, vacant.id),
  })) {
    expect(await ask(call), name).toEqual({ kind: 'no_right' });
  }
  expect(await dumpRows(pool)).toEqual(before);

  // A table changes what else it tells of.
  const row = (kindNamed: string, words: string, fullName: string) => ({
    ...{ sheet: '1', row: 2 },
    cells: { city: 'Приреченск', kind: kindNamed, post: words, fullName },
  });
  const staff = [
    row('координатор', post, 'Чужаков Иван'),
    row('координатор', 'city_coordinator 700000003', 'Чужаков Пётр'),
    row('утверждающий', 'первый заместитель', 'Своев Пётр'),
  ];
  const table = { severalSheets: false, staff, cards: [] };
  const successors = { chosen: [], successors: [0, 1, 2] };
  expect(await ask((by) => people.importStaff(by, table, successors))).toMatchObject({
    counts: { seats: { new: 1, changed: 0 } },
    links: [{}],
  });
  const invitations = await prisma.invitation.findMany({ orderBy: { id: 'asc' } });
  expect(invitations.map(({ surname }) => surname)).toEqual(['Новикова', 'Своев']);
  const renewed = await ask((by) => people.renewLinks(by, [world.here]));
  expect(renewed).toMatchObject({ kind: 'done', invitationIds: [expect.any(Number)] });
  expect(await prisma.invitation.findMany({ where: { seatId: vacant.id } })).toEqual([invitations[0]]);

  await prisma.acting.delete({ where: { id: vacantActing.id } });
  for (const [name, call] of Object.entries<(by: By) => Promise<{ kind: string }>>({
    'another post': (by) => people.setActing(by, { ...wish(approver.seatId, '2027-02-05') }),
    'another coordinator': (by) => people.reissue(by, vacant.id),
    cutOff: (by) => people.cutOff(by, approver.personId),
    restore: (by) => people.restore(by, approver.personId),
    newPhone: (by) => people.newPhone(by, approver.personId),
    phone: (by) => people.editStaff(by, approver.seatId, 'phone', '22-00-00'),
    successor: (by) => people.invite(by, { seatId: approver.seatId }, invitee),
    city: (by) => people.editCity(by, world.here, 'address', 'ул. Примерная, 2'),
  })) {
    expect(await ask(call), name).toMatchObject({ kind: 'done' });
  }
  // The holder, who is away, still ends it.
  expect(await people.endActing(await byOf('coordinator_here'), acting.id)).toEqual({ kind: 'done' });
});

it('a link for a new telephone does not open the post by which it was written', async () => {
  const { prisma } = db.database;
  const { coordinator_here: coordinator, approver_here: approver } = world.officials;
  const issued = await people.newPhone(await byOf('coordinator_here'), approver.personId);
  if (issued.kind !== 'done') throw new Error(issued.kind);
  const held = { seatId: coordinator.seatId, until: null };
  await prisma.holding.updateMany({ where: held, data: { until: NOW } });
  await prisma.holding.create({ data: { ...held, personId: approver.personId, from: NOW } });
  expect(await people.connect(await byOf('stranger'), issued.invitationId)).toEqual({ kind: 'revoked' });

  const own = await people.newPhone(await byOf('approver_here'), approver.personId);
  if (own.kind !== 'done') throw new Error(own.kind);
  expect(await people.connect(await byOf('stranger'), own.invitationId)).toMatchObject({
    kind: 'done',
    moved: true,
    personId: approver.personId,
  });
});

describe('a chain', () => {
  it('whoever stands in on a day does not lend his own post on it, in either order', async () => {
    const { head_here: head, head_beside: beside, approver_here: approver } = world.officials;
    const touching = { fromOn: '2027-02-14', untilOn: '2027-02-20' };
    const after = { fromOn: '2027-02-15', untilOn: '2027-02-20' };
    const first = await set('head_here', head.seatId, beside.seatId);
    const actingId = first.kind === 'done' ? first.actingId : 0;
    for (const who of ['head_beside', 'coordinator_here'] as const) {
      expect(await set(who, beside.seatId, approver.seatId, touching)).toEqual({
        kind: 'stands_in',
        actingId,
      });
    }
    expect(await db.database.prisma.acting.count()).toBe(1);
    expect(await set('head_beside', beside.seatId, approver.seatId, after)).toMatchObject({ kind: 'done' });
    expect(await people.endActing(await byOf('head_here'), actingId)).toEqual({ kind: 'done' });
    const lent = await set('head_beside', beside.seatId, approver.seatId);
    expect(lent).toMatchObject({ kind: 'done' });
    expect(await set('head_here', head.seatId, beside.seatId, touching)).toEqual({ kind: 'away' });
    expect(await set('head_here', head.seatId, beside.seatId)).toEqual({ kind: 'away' });
  });

  it('two who press at the same moment do not make a chain', async () => {
    const { head_here: head, head_beside: beside, approver_here: approver } = world.officials;
    const both = await Promise.all([
      set('head_here', head.seatId, beside.seatId),
      set('head_beside', beside.seatId, approver.seatId),
    ]);
    expect(both.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(['stands_in', 'away']).toContain(both.find(({ kind }) => kind !== 'done')?.kind);
  });
});
