import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { dumpRows } from '../../../test/support/dump.ts';
import { seedSmallWorld } from '../../../test/support/people.ts';
import type { SmallWorld, Who } from '../../../test/support/people.ts';
import { createPeople } from './index.ts';
import type { People } from './index.ts';
import { codeKeyFrom } from './invitation.ts';
import { recipientOf } from './recipient.ts';
import { loadActor } from './store.ts';
import type { By } from './verb.ts';

const NOW = new Date('2027-02-01T03:00:00Z');
const LATER = new Date('2027-02-01T04:00:00Z');
const codeKey = codeKeyFrom('1:a');
const olga = { surname: 'Новикова', name: 'Ольга', patronymic: 'Сергеевна', phone: null };
let db: TestDatabase;
let people: People;
let world: SmallWorld;

beforeAll(async () => {
  db = await createTestDatabase();
  people = createPeople({ prisma: db.database.prisma, codeKey, adminIds: [] });
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.database.pool.query(
    'truncate "City", "Department", "Person", "Seat", "Holding", "Invitation", "AccessRequest", "Journal", "Notice", "Lane", "Update" cascade',
  );
  world = await seedSmallWorld(db.database.prisma, NOW);
});

async function by(who: Who, now = NOW): Promise<By> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now };
}

const invite = async (actor: By, post: string) =>
  people.invite(actor, { kind: 'head', cityId: world.here, departmentName: 'отдел', post }, olga);

async function open(): Promise<string[]> {
  const where = { usedAt: null, expiresAt: { gt: LATER } };
  const rows = await db.database.prisma.invitation.findMany({ where, include: { seat: true } });
  return rows.map(({ seat }) => seat.post).sort();
}

describe('cutting off', () => {
  it('takes back the open links that the person wrote, and nobody else’s', async () => {
    const { coordinator_here: coordinator, head_here: head } = world.officials;
    await invite(await by('coordinator_here'), 'первая');
    await invite(await by('coordinator_here'), 'вторая');
    await people.newPhone(await by('coordinator_here'), head.personId);
    await invite(await by('association_coordinator'), 'третья');
    expect(await open()).toHaveLength(4);
    const press = await by('association_coordinator', LATER);
    const outcome = await people.cutOff(press, coordinator.personId);
    expect(outcome).toEqual({ kind: 'done', revoked: 3 });
    expect(await people.cutOff(press, coordinator.personId)).toEqual(outcome);
    expect(await open()).toEqual(['третья']);
  });

  it('leaves no link behind that is being written at the same moment', async () => {
    const { personId } = world.officials.coordinator_here;
    for (let round = 0; round < 20; round += 1) {
      await db.database.prisma.person.update({ where: { id: personId }, data: { cutOffAt: null } });
      const writing = await by('coordinator_here');
      const cutting = await by('association_coordinator', LATER);
      const [written] = await Promise.all([
        invite(writing, `должность ${round}`),
        people.cutOff(cutting, personId),
      ]);
      expect(['done', 'no_right']).toContain(written.kind);
      expect(await open()).toEqual([]);
    }
  });

  it('is told to the account, which gets nothing else; and so is access given back', async () => {
    const { prisma } = db.database;
    const { personId, telegramId } = world.officials.head_here;
    await people.cutOff(await by('coordinator_here'), personId);
    const [notice, ...more] = await prisma.notice.findMany();
    expect(notice).toMatchObject({ personId, chatId: BigInt(telegramId), kind: 'office_cut_off' });
    expect(more).toEqual([]);
    expect(await recipientOf(prisma, { personId, chatId: telegramId }, 'ru')).not.toBeNull();
    expect(await recipientOf(prisma, { personId, chatId: null }, 'ru')).toBeNull();
    await people.cutOff(await by('coordinator_here'), personId);
    expect(await prisma.notice.count()).toBe(1);
    await people.restore(await by('coordinator_here'), personId);
    await people.restore(await by('coordinator_here'), personId);
    expect(await prisma.notice.count({ where: { kind: 'office_restored' } })).toBe(1);
  });
});

describe('an account of ADMIN_IDS', () => {
  const settings = () => {
    const { administrator, cut_off_administrator: cut } = world.officials;
    const adminIds = [administrator.telegramId, cut.telegramId];
    return createPeople({ prisma: db.database.prisma, codeKey, adminIds });
  };

  it('cannot be cut off while its number is there', async () => {
    const { prisma, pool } = db.database;
    const second = await prisma.seat.create({ data: { kind: 'administrator', post: 'второй' } });
    const { personId } = world.officials.association_coordinator;
    await prisma.holding.create({ data: { seatId: second.id, personId, from: NOW } });
    const before = await dumpRows(pool);
    const administratorId = world.officials.administrator.personId;
    expect(await settings().cutOff(await by('association_coordinator'), administratorId)).toEqual({
      kind: 'in_settings',
    });
    expect(await dumpRows(pool)).toEqual(before);
    expect(await people.cutOff(await by('association_coordinator'), administratorId)).toMatchObject({
      kind: 'done',
    });
  });

  it('that was cut off before comes in again, into the post it has', async () => {
    const { prisma } = db.database;
    const { telegramId, personId, seatId } = world.officials.cut_off_administrator;
    const actor = await by('cut_off_administrator');
    expect(people.isFirstAdministrator(actor)).toBe(false);
    expect(settings().isFirstAdministrator(actor)).toBe(true);
    expect(await settings().becomeAdministrator(actor, olga, 'администратор')).toEqual({ kind: 'done' });
    const now = await loadActor(prisma, telegramId, NOW);
    expect(now).toMatchObject({ personId, cutOffAt: null, surname: 'Новикова' });
    expect(now.seats.map((seat) => seat.seatId)).toEqual([seatId]);
  });
});
