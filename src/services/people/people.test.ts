import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { dumpRows } from '../../../test/support/dump.ts';
import { seedSmallWorld } from '../../../test/support/people.ts';
import type { SmallWorld, Who } from '../../../test/support/people.ts';
import { createPeople } from './index.ts';
import type { People } from './index.ts';
import { codeKeyFrom, hashCode, hashToken } from './invitation.ts';
import type { Issued } from './invitations.ts';
import { invitationBy, loadActor } from './store.ts';
import type { By } from './verb.ts';

const NOW = new Date('2027-02-01T03:00:00Z');
const codeKey = codeKeyFrom('1:a');
const olga = { surname: 'Новикова', name: 'Ольга', patronymic: 'Сергеевна', phone: '22-00-00' };
let db: TestDatabase;
let people: People;
let world: SmallWorld;
let nextAccount = 710_000_000;

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

async function by(who: Who | number, requestKey = `c:${randomUUID()}`): Promise<By> {
  const actor =
    typeof who === 'number' ? await loadActor(db.database.prisma, who, NOW) : await world.actor(who);
  return { actor, requestKey, now: NOW };
}

const newPost = (post = 'начальник отдела') =>
  ({ kind: 'head', cityId: world.here, departmentName: 'отдел встреч', post }) as const;

async function invited(): Promise<Issued> {
  const issued = await people.invite(await by('coordinator_here'), newPost(), olga);
  if (issued.kind !== 'done') throw new Error(issued.kind);
  return issued;
}

async function connected(): Promise<{ account: number; personId: number; seatId: number }> {
  const account = nextAccount++;
  const outcome = await people.connect(await by(account), (await invited()).invitationId);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return { account, ...outcome };
}

describe('an invitation', () => {
  it('finds department and post by their words, not by what the words would mean to the database', async () => {
    const { seatId } = await invited();
    for (const odd of ['%', '_______ ______', 'начальник отдела\\']) {
      const post = { ...newPost(odd), departmentName: odd };
      const issued = await people.invite(await by('coordinator_here'), post, olga);
      expect(issued).toMatchObject({ kind: 'done' });
      expect((issued as Issued).seatId).not.toBe(seatId);
    }
    const again = await people.invite(await by('coordinator_here'), newPost('Начальник ОТДЕЛА'), olga);
    expect((again as Issued).seatId).toBe(seatId);
  });

  it('is stored as hashes; neither link nor code stands anywhere', async () => {
    const { token, code } = await invited();
    const rows = JSON.stringify(await dumpRows(db.database.pool));
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(code);
    expect(rows).toContain(hashToken(token));
  });

  it('that is written twice by one press is one, and only the second link works', async () => {
    const { prisma } = db.database;
    const press = await by('coordinator_here', 'c:press');
    const first = (await people.invite(press, newPost(), olga)) as Issued;
    const second = (await people.invite(press, newPost(), olga)) as Issued;
    expect(second.invitationId).toBe(first.invitationId);
    expect(await prisma.invitation.count()).toBe(1);
    expect(await invitationBy(prisma, { tokenHash: hashToken(first.token) }, NOW)).toBeNull();
    expect(await invitationBy(prisma, { codeHash: hashCode(second.code, codeKey) }, NOW)).not.toBeNull();
  });

  it('for a post revokes the one before; a vacant post of the same words is taken again, a held one is asked about', async () => {
    const { prisma } = db.database;
    const first = await invited();
    const second = await invited();
    expect(second.seatId).toBe(first.seatId);
    expect((await invitationBy(prisma, { id: first.invitationId }, NOW))?.state).toBe('revoked');
    await people.connect(await by(nextAccount++), second.invitationId);
    const coordinator = () => by('coordinator_here');
    expect(await people.invite(await coordinator(), newPost('Начальник отдела'), olga)).toEqual({
      kind: 'taken',
      seatId: first.seatId,
    });
    const beside = await people.invite(await coordinator(), { ...newPost(), another: true }, olga);
    expect(beside).toMatchObject({ kind: 'done' });
    expect((beside as Issued).seatId).not.toBe(first.seatId);
  });

  it('is used up by one of ten accounts that press at once', async () => {
    const { invitationId } = await invited();
    const accounts = Array.from({ length: 10 }, () => nextAccount++);
    const before = await db.database.prisma.person.count();
    const outcomes = await Promise.all(
      accounts.map(async (account) => people.connect(await by(account), invitationId)),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', ...Array<string>(9).fill('used')]);
    expect(await db.database.prisma.person.count()).toBe(before + 1);
  });

  it('pressed once more in the same turn gives the first outcome', async () => {
    const { invitationId } = await invited();
    const press = await by(nextAccount++, 'c:yes');
    const first = await people.connect(press, invitationId);
    expect(await people.connect(press, invitationId)).toEqual(first);
  });

  it('records the consent with its version and time', async () => {
    const { personId } = await connected();
    const person = await db.database.prisma.person.findUniqueOrThrow({ where: { id: personId } });
    expect(person).toMatchObject({ ...olga, consent: { version: 2, at: NOW.toISOString() } });
  });
});

describe('a new telephone', () => {
  it('brings the whole person, and what the new account was before', async () => {
    const { prisma } = db.database;
    const { account, personId } = await connected();
    const other = nextAccount++;
    await people.chooseLanguage(await by(other), 'en');
    const second = (await people.invite(
      await by('coordinator_here'),
      newPost('вторая должность'),
      olga,
    )) as Issued;
    await people.connect(await by(other), second.invitationId);
    const issued = (await people.newPhone(await by('coordinator_here'), personId)) as Issued;
    expect(await people.connect(await by(other), issued.invitationId)).toMatchObject({
      moved: true,
      personId,
    });
    expect((await loadActor(prisma, account, NOW)).personId).toBeNull();
    const actor = await loadActor(prisma, other, NOW);
    expect(actor.personId).toBe(personId);
    expect(actor.seats.map(({ post }) => post).sort()).toEqual(['вторая должность', 'начальник отдела']);
  });

  it('gives access back that was cut off because of the lost one', async () => {
    const { personId } = await connected();
    await people.cutOff(await by('coordinator_here'), personId);
    const issued = (await people.newPhone(await by('coordinator_here'), personId)) as Issued;
    const other = nextAccount++;
    await people.connect(await by(other), issued.invitationId);
    expect((await loadActor(db.database.prisma, other, NOW)).cutOffAt).toBeNull();
  });

  it('does not carry along a post above the coordinator’s reach that came after his word', async () => {
    const { prisma } = db.database;
    const { account, personId } = await connected();
    const issued = (await people.newPhone(await by('coordinator_here'), personId)) as Issued;
    const { id: seatId } = await prisma.seat.create({
      data: { kind: 'administrator', post: 'администратор' },
    });
    await prisma.holding.create({ data: { seatId, personId, from: NOW } });
    const stranger = nextAccount++;
    const outcome = await people.connect(await by(stranger), issued.invitationId);
    expect(outcome).toEqual({ kind: 'revoked' });
    expect((await loadActor(prisma, stranger, NOW)).seats).toEqual([]);
    expect((await loadActor(prisma, account, NOW)).seats).toHaveLength(2);
    expect((await invitationBy(prisma, { id: issued.invitationId }, NOW))?.state).toBe('revoked');
  });

  it('does not move anybody when the post has gone to another meanwhile', async () => {
    const { prisma } = db.database;
    const { account, personId, seatId } = await connected();
    const issued = (await people.newPhone(await by('coordinator_here'), personId)) as Issued;
    const successor = await prisma.person.create({ data: { telegramId: nextAccount++, createdAt: NOW } });
    await prisma.holding.updateMany({ where: { seatId }, data: { until: NOW } });
    await prisma.holding.create({ data: { seatId, personId: successor.id, from: NOW } });
    expect(await people.connect(await by(nextAccount++), issued.invitationId)).toMatchObject({
      moved: false,
    });
    expect((await loadActor(prisma, account, NOW)).personId).toBe(personId);
  });
});

describe('erasure', () => {
  it('takes away every trace of the account and the name, of older links as well', async () => {
    const { prisma, pool } = db.database;
    await invited(); // an older link in her name
    const { account, personId, seatId } = await connected();
    await pool.query(
      `insert into "Lane" ("chatId", state) values ($1, '{"dialogue": {"args": "Новикова"}}')`,
      [account],
    );
    await pool.query(`insert into "Update" (id, "chatId", payload) values (1, $1, '{"text": "Новикова"}')`, [
      account,
    ]);
    await prisma.journal.create({
      data: { requestKey: `m:${account}:5`, verb: 'answer', subject: 'answer:1', personId, seatId, at: NOW },
    });
    const erased = await people.erase(await by(account), 1);
    expect(erased).toMatchObject({ kind: 'done', posts: 1, invitations: 2 });
    const rows = JSON.stringify(await dumpRows(pool));
    for (const trace of [String(account), 'Новикова', 'Сергеевна', '22-00-00'])
      expect(rows).not.toContain(trace);
    expect(await prisma.journal.count({ where: { seatId, verb: 'answer', personId: null } })).toBe(1);
    expect((await loadActor(prisma, account, NOW)).personId).toBeNull();
    const vacant = await prisma.notice.findMany({ where: { kind: 'office_seat_vacant' } });
    expect(vacant.map((notice) => notice.personId)).toEqual([world.officials.coordinator_here.personId]);
  });

  it('leaves what was written after it to be answered, as from a stranger', async () => {
    const { pool } = db.database;
    const account = nextAccount++;
    await pool.query(`insert into "Lane" ("chatId", state) values ($1, '{"codeTries": [1]}')`, [account]);
    await pool.query(`insert into "Update" (id, "chatId", payload) values (1, $1, '{}'), (2, $1, '{}')`, [
      account,
    ]);
    await people.erase(await by(account), 1);
    const { rows } = await pool.query<object>(
      'select u.id, l.state from "Update" u join "Lane" l on l."chatId" = u."chatId" where "doneAt" is null',
    );
    expect(rows).toEqual([{ id: 2, state: {} }]);
    await people.erase(await by(account), 2);
    expect(JSON.stringify(await dumpRows(pool))).not.toContain(String(account));
  });
});

describe('the city’s card of whoever is forgotten', () => {
  it.each([
    [{ signerName: 'О.С. Новикова', approverName: 'П.И. Соснин' }, ['signerName']],
    [
      { addressee: 'Начальнику отдела Новиковой О.С.', signerName: 'О.С. Новиков' },
      ['addressee', 'signerName'],
    ],
    [{ signerName: 'П.И. Новикова', approverName: 'О.С. Новикович-Ильина' }, []],
  ])('%j is for the coordinator to look at: %j', async (card, fields) => {
    const { prisma } = db.database;
    await prisma.city.update({ where: { id: world.here }, data: { card } });
    const { account } = await connected();
    await people.erase(await by(account), 1);
    const told = await prisma.notice.findMany({ where: { kind: 'office_card_names' } });
    expect(told.map(({ args }) => args)).toEqual(fields.length > 0 ? [{ cityId: world.here, fields }] : []);
  });
});

describe('calling the coordinator', () => {
  it('goes to the nearest, once in half an hour', async () => {
    const { prisma } = db.database;
    const { account } = await connected();
    const called = await people.callCoordinator(await by(account), 'вопрос 3');
    expect(called).toEqual({ kind: 'done', personIds: [world.officials.coordinator_here.personId] });
    expect(await people.callCoordinator(await by(account), 'вопрос 3')).toEqual({
      kind: 'too_soon',
      minutes: 30,
    });
    const later = { ...(await by(account)), now: new Date(NOW.getTime() + 31 * 60_000) };
    expect((await people.callCoordinator(later, 'вопрос 4')).kind).toBe('done');
    await prisma.holding.updateMany({ data: { until: NOW } });
    expect(await people.callCoordinator(await by(account), 'вопрос 4')).toEqual({ kind: 'nobody' });
  });

  it('a city’s coordinator calls the association’s; a stranger nobody', async () => {
    expect(await people.callCoordinator(await by('coordinator_here'), 'меню')).toEqual({
      kind: 'done',
      personIds: [world.officials.association_coordinator.personId],
    });
    expect(await people.callCoordinator(await by('stranger'), 'меню')).toEqual({ kind: 'nobody' });
    expect(await people.callCoordinator(await by('cut_off_coordinator_here'), 'меню')).toEqual({
      kind: 'nobody',
    });
  });
});

describe('the first administrators', () => {
  it('come in by ADMIN_IDS only, and once', async () => {
    const account = nextAccount++;
    const ours = createPeople({ prisma: db.database.prisma, codeKey, adminIds: [account] });
    expect(await people.becomeAdministrator(await by(account), olga, 'администратор')).toEqual({
      kind: 'no_right',
    });
    expect(await ours.becomeAdministrator(await by(account), olga, 'администратор')).toEqual({
      kind: 'done',
    });
    expect(await ours.becomeAdministrator(await by(account), olga, 'администратор')).toEqual({
      kind: 'no_right',
    });
  });
});
