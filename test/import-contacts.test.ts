import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../src/services/people/actor.ts';
import { knownOf } from '../src/services/people/import-known.ts';
import { planImport } from '../src/services/people/import-plan.ts';
import { readTable } from '../src/services/people/import-table.ts';
import type { StaffTable } from '../src/services/people/import-table.ts';
import { createPeople } from '../src/services/people/index.ts';
import type { People } from '../src/services/people/index.ts';
import { codeKeyFrom } from '../src/services/people/invitation.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { seedSmallWorld } from './support/people.ts';
import type { SmallWorld } from './support/people.ts';

/** A table that is sent again mends telephone, e-mail and patronymic of those who have come in long ago. */

const NOW = new Date('2027-02-01T03:00:00Z');
let db: TestDatabase;
let world: SmallWorld;
let people: People;
let cityId: number;

beforeAll(async () => {
  db = await createTestDatabase();
  world = await seedSmallWorld(db.database.prisma, NOW);
  people = createPeople({ prisma: db.database.prisma, codeKey: codeKeyFrom('1:a'), adminIds: [] });
  const outcome = await people.importStaff(
    { actor: await world.actor('administrator'), requestKey: 'c:first', now: NOW },
    tableOf([row('отдел приёмов', '', '')]),
  );
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  [cityId = 0] = outcome.cityIds;
  const [invitationId = 0] = outcome.invitationIds;
  const stranger = { ...(await world.actor('stranger')), telegramId: 700_000_070 };
  const connected = await people.connect({ actor: stranger, requestKey: 'c:in', now: NOW }, invitationId);
  expect(connected.kind).toBe('done');
});
afterAll(() => db.drop());

const HEADER = ['Город', 'Часовой пояс', 'Подразделение', 'Должность', 'ФИО', 'Телефон', 'Почта'];

function tableOf(rows: readonly string[][]): StaffTable {
  const cells = [HEADER, ...rows].map((each, index) => ({ number: index + 1, cells: each }));
  const table = readTable([{ name: 'Лист', rows: cells }]);
  if (!table) throw new Error('no table');
  return table;
}

const row = (department: string, phone: string, email: string, name = 'Берёзкина Анна') => [
  ...['Озёрный', 'МСК+6', department, 'начальник отдела', name, phone, email],
];

/** What is shown before, and what is written. */
async function send(actor: Actor, rows: readonly string[][]) {
  const table = tableOf(rows);
  const known = await knownOf(db.database.prisma, NOW);
  const { problems } = planImport(table, known, { actor, now: NOW }, { chosen: [], successors: [] });
  const by = { actor, requestKey: `c:${randomUUID()}`, now: NOW };
  const outcome = await people.importStaff(by, table);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  const person = await db.database.prisma.person.findFirstOrThrow({ where: { surname: 'Берёзкина' } });
  const { patronymic, phone, email } = person;
  return {
    counts: outcome.counts.seats,
    told: problems.map(({ row: at, kind, values: { from, to } }) => [at, kind, from, to]),
    person: [patronymic, phone, email],
  };
}

it('fills what was empty, tells what it replaces, and leaves what an empty cell stands for', async () => {
  const administrator = await world.actor('administrator');
  expect(await send(administrator, [row('отдел приёмов', '11-11-11', '')])).toEqual({
    counts: { new: 0, changed: 1, same: 0 },
    told: [],
    person: [null, '11-11-11', null],
  });
  const mended = [row('отдел приёмов', '22-22-22', 'anna@example.org', 'Берёзкина Анна Викторовна')];
  expect(await send(administrator, mended)).toEqual({
    counts: { new: 0, changed: 1, same: 0 },
    told: [[2, 'phone_changed', '11-11-11', '22-22-22']],
    person: ['Викторовна', '22-22-22', 'anna@example.org'],
  });
  expect(await send(administrator, [row('отдел приёмов', '', '')])).toEqual({
    counts: { new: 0, changed: 0, same: 1 },
    told: [],
    person: ['Викторовна', '22-22-22', 'anna@example.org'],
  });
});

it('of two rows about one person takes the first, however often they are sent', async () => {
  const { prisma } = db.database;
  const other = await prisma.department.create({ data: { cityId, name: 'отдел писем' } });
  const seat = await prisma.seat.create({
    data: { kind: 'head', cityId, departmentId: other.id, post: 'начальник отдела' },
  });
  const { id: personId } = await prisma.person.findFirstOrThrow({ where: { surname: 'Берёзкина' } });
  await prisma.holding.create({ data: { seatId: seat.id, personId, from: NOW } });
  const rows = [row('отдел приёмов', '33-33-33', ''), row('отдел писем', '44-44-44', '')];
  const administrator = await world.actor('administrator');
  const differs = [3, 'contact_differs', undefined, undefined];
  expect(await send(administrator, rows)).toMatchObject({
    counts: { changed: 1, same: 1 },
    told: [[2, 'phone_changed', '22-22-22', '33-33-33'], differs],
    person: ['Викторовна', '33-33-33', 'anna@example.org'],
  });
  expect(await send(administrator, rows)).toMatchObject({
    counts: { changed: 0, same: 2 },
    told: [differs],
    person: ['Викторовна', '33-33-33', 'anna@example.org'],
  });
});

it('a coordinator does not reach into a person who holds a post above his own', async () => {
  const { prisma } = db.database;
  const { id: personId } = await prisma.person.findFirstOrThrow({ where: { surname: 'Берёзкина' } });
  const above = await prisma.seat.create({ data: { kind: 'association_coordinator', post: 'координатор' } });
  await prisma.holding.create({ data: { seatId: above.id, personId, from: NOW } });
  const coordinator = await world.actor('coordinator_here');
  const local: Actor = { ...coordinator, seats: coordinator.seats.map((each) => ({ ...each, cityId })) };
  expect(await send(local, [row('отдел приёмов', '55-55-55', '')])).toMatchObject({
    counts: { changed: 0, same: 1 },
    told: [[2, 'contact_kept', undefined, undefined]],
    person: ['Викторовна', '33-33-33', 'anna@example.org'],
  });
});
