import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeKeyFrom } from '../src/services/people/invitation.ts';
import type { StaffTable } from '../src/services/people/import-table.ts';
import { createPeople } from '../src/services/people/index.ts';
import type { People } from '../src/services/people/index.ts';
import { RIGHTS, seatFor } from '../src/services/people/rights.ts';
import type { Verb } from '../src/services/people/rights.ts';
import type { By } from '../src/services/people/verb.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { MAY } from './support/may.ts';
import { ACTORS, seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

const NOW = new Date('2027-02-01T03:00:00Z');
const invitee = { surname: 'Новикова', name: 'Ольга', patronymic: null, phone: null };
let db: TestDatabase;
let world: SmallWorld;
let people: People;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  people = createPeople({ prisma, codeKey: codeKeyFrom('1:a'), adminIds: [] });
});
afterAll(() => db.drop());

describe('the table verb × post', () => {
  it.each(Object.keys(RIGHTS) as Verb[])('%s', async (verb) => {
    const { here, officials } = world;
    const allowed = await Promise.all(
      ACTORS.map(async (who) => {
        const seat = seatFor(await world.actor(who), verb, {
          cityId: here,
          departmentId: world.departmentId,
          seatId: officials.head_here.seatId,
        });
        if (seat) expect(seat.seatId).toBe(officials[who as Exclude<Who, 'stranger'>].seatId);
        return seat ? who : null;
      }),
    );
    expect(allowed.filter(Boolean).sort()).toEqual([...MAY[verb]].sort());
  });
});

/** A verb of the program, called for the city *here* and its head by whoever it is. */
interface Call {
  verb: Verb;
  name: string;
  call: (by: By) => Promise<{ kind: string }>;
}

const cardOf = (cells: StaffTable['cards'][number]['cells']): StaffTable => {
  return { severalSheets: false, staff: [], cards: [{ sheet: '1', row: 2, cells }] };
};

const CALLS: Call[] = [
  { verb: 'add_city', name: 'addCity', call: (by) => people.addCity(by, 'Новоозёрск', 'Asia/Omsk') },
  {
    verb: 'edit_city',
    name: 'editCity',
    call: (by) => people.editCity(by, world.here, 'address', 'ул. Примерная, 1'),
  },
  ...(['administrator', 'association_coordinator'] as const).map((kind) => ({
    verb: `invite_${kind}` as const,
    name: `invite ${kind}`,
    call: (by: By) => people.invite(by, { kind, cityId: null, departmentName: null, post: 'новая' }, invitee),
  })),
  ...(['city_coordinator', 'approver', 'head'] as const).map((kind) => ({
    verb: `invite_${kind}` as const,
    name: `invite ${kind} with a new department`,
    call: (by: By) =>
      people.invite(by, { kind, cityId: world.here, departmentName: 'новый отдел', post: 'новая' }, invitee),
  })),
  ...(['assistant', 'executor', 'press_secretary'] as const).map((kind) => ({
    verb: `invite_${kind}` as const,
    name: `invite ${kind}`,
    call: (by: By) =>
      people.invite(
        by,
        { kind, cityId: world.here, departmentName: 'отдел организационной работы', post: 'новая' },
        invitee,
      ),
  })),
  {
    verb: 'set_acting',
    name: 'setActing',
    call: (by) =>
      people.setActing(by, {
        seatId: world.officials.head_here.seatId,
        actingSeatId: world.officials.head_beside.seatId,
        fromOn: '2027-03-01',
        untilOn: '2027-03-05',
      }),
  },
  { verb: 'set_acting', name: 'endActing', call: (by) => people.endActing(by, actingId) },
  {
    verb: 'import_staff',
    name: 'importStaff',
    call: (by) =>
      people.importStaff(by, {
        severalSheets: false,
        staff: [
          { sheet: '1', row: 2, cells: { city: 'Приреченск', department: 'из таблицы', post: 'новая' } },
        ],
        cards: [],
      }),
  },
  {
    verb: 'edit_city',
    name: 'importStaff, of a card',
    call: (by) => people.importStaff(by, cardOf({ name: 'Приреченск', address: 'ул. Примерная, 2' })),
  },
  {
    verb: 'add_city',
    name: 'importStaff, of a new city',
    call: (by) => people.importStaff(by, cardOf({ name: 'Новореченск', timeZone: 'МСК+6' })),
  },
  { verb: 'import_staff', name: 'renewLinks', call: (by) => people.renewLinks(by, [world.here]) },
  {
    verb: 'invite_head',
    name: 'invite a successor',
    call: (by) => people.invite(by, { seatId: world.officials.head_here.seatId }, invitee),
  },
  { verb: 'invite_head', name: 'reissue', call: (by) => people.reissue(by, openSeatId) },
  { verb: 'invite_head', name: 'revoke', call: (by) => people.revoke(by, openSeatId) },
  { verb: 'cut_off', name: 'cutOff', call: (by) => people.cutOff(by, world.officials.head_here.personId) },
  {
    verb: 'cut_off',
    name: 'restore',
    call: (by) => people.restore(by, world.officials.cut_off_coordinator_here.personId),
  },
  {
    verb: 'move_account',
    name: 'newPhone',
    call: (by) => people.newPhone(by, world.officials.head_here.personId),
  },
  {
    verb: 'edit_staff',
    name: 'editStaff, of the post',
    call: (by) => people.editStaff(by, world.officials.head_here.seatId, 'hours', 'с 9:00 до 18:00'),
  },
  {
    verb: 'edit_staff',
    name: 'editStaff, of the person',
    call: (by) => people.editStaff(by, world.officials.head_here.seatId, 'phone', '22-00-00'),
  },
  {
    verb: 'answer_access_request',
    name: 'answerRequest',
    call: (by) => people.answerRequest(by, requestId, 'declined'),
  },
];

let openSeatId: number;
let requestId: number;
let actingId: number;

async function byOf(who: Who): Promise<By> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW };
}

describe('each verb on a real database', () => {
  beforeAll(async () => {
    const { prisma } = db.database;
    const post = {
      kind: 'head',
      cityId: world.here,
      departmentName: 'отдел',
      post: 'начальник отдела',
    } as const;
    const issued = await people.invite(await byOf('coordinator_here'), post, invitee);
    if (issued.kind !== 'done') throw new Error(issued.kind);
    openSeatId = issued.seatId;
    const acting = {
      seatId: world.officials.head_here.seatId,
      actingSeatId: world.officials.approver_here.seatId,
      fromOn: new Date('2027-04-01'),
      untilOn: new Date('2027-04-05'),
      setAt: NOW,
    };
    actingId = (await prisma.acting.create({ data: acting })).id;
    const asker = await prisma.person.create({ data: { telegramId: 700_000_050, createdAt: NOW } });
    const request = { personId: asker.id, cityId: world.here, text: 'прошу', at: NOW };
    requestId = (await prisma.accessRequest.create({ data: request })).id;
  });

  it('has a call here or is only looked at', () => {
    const looked: Verb[] = ['add_department', 'see_staff'];
    const people = Object.keys(RIGHTS).slice(0, Object.keys(RIGHTS).indexOf('open_campaign')) as Verb[];
    const called = new Set<Verb>([...CALLS.map((call) => call.verb), ...looked]);
    expect(people.filter((verb) => !called.has(verb))).toEqual([]);
  });

  it.each(CALLS.map((call) => [call.name, call] as const))(
    '%s: a wrong actor changes nothing',
    async (_, { verb, call }) => {
      const before = await dumpRows(db.database.pool);
      for (const who of ACTORS.filter((each) => !MAY[verb].includes(each))) {
        expect(await call(await byOf(who)), who).toEqual({ kind: 'no_right' });
      }
      expect(await dumpRows(db.database.pool)).toEqual(before);
    },
  );

  // After the wrong ones, for these change the world.
  it.each(CALLS.map((call) => [call.name, call] as const))(
    '%s: the narrowest right is enough',
    async (_, { verb, call }) => {
      const before = await dumpRows(db.database.pool);
      const who = MAY[verb].includes('coordinator_here') ? 'coordinator_here' : (MAY[verb].at(-1) as Who);
      expect(await call(await byOf(who))).toMatchObject({ kind: 'done' });
      expect(await dumpRows(db.database.pool)).not.toEqual(before);
      if (verb === 'cut_off') {
        const { cut_off_coordinator_here: cut, head_here: head } = world.officials;
        await db.database.prisma.person.update({ where: { id: cut.personId }, data: { cutOffAt: NOW } });
        await db.database.prisma.person.update({ where: { id: head.personId }, data: { cutOffAt: null } });
      }
    },
  );

  it('nobody speaks for the post of another, or calls himself an administrator', async () => {
    const before = await dumpRows(db.database.pool);
    const { seatId } = world.officials.head_here;
    for (const who of ACTORS) {
      if (who !== 'head_here')
        expect(await people.speakFor(await byOf(who), seatId), who).toEqual({ kind: 'no_right' });
      expect(await people.becomeAdministrator(await byOf(who), invitee, 'новая'), who).toEqual({
        kind: 'no_right',
      });
    }
    expect(await dumpRows(db.database.pool)).toEqual(before);
  });

  it('a coordinator of a city does not reach a person who also holds a post above it', async () => {
    const { officials } = world;
    const { prisma } = db.database;
    const seat = await prisma.seat.create({
      data: { kind: 'head', cityId: world.here, post: 'вторая должность' },
    });
    const { personId } = officials.association_coordinator;
    await prisma.holding.create({ data: { seatId: seat.id, personId, from: NOW } });
    const before = await dumpRows(db.database.pool);
    const by = () => byOf('coordinator_here');
    expect(await people.cutOff(await by(), personId)).toEqual({ kind: 'no_right' });
    expect(await people.newPhone(await by(), personId)).toEqual({ kind: 'no_right' });
    expect(await people.editStaff(await by(), seat.id, 'phone', '22-00-00')).toEqual({ kind: 'no_right' });
    const administratorId = officials.administrator.personId;
    expect(await people.cutOff(await byOf('association_coordinator'), administratorId)).toEqual({
      kind: 'no_right',
    });
    expect(await dumpRows(db.database.pool)).toEqual(before);
  });
});
