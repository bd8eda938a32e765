import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownOf } from '../src/services/people/import-known.ts';
import { readTable } from '../src/services/people/import-table.ts';
import type { StaffTable } from '../src/services/people/import-table.ts';
import { createPeople } from '../src/services/people/index.ts';
import type { People } from '../src/services/people/index.ts';
import { codeKeyFrom, hashCode, hashToken } from '../src/services/people/invitation.ts';
import { loadActor } from '../src/services/people/store.ts';
import { emptyUnusedInvitations } from '../src/services/people/unused-invitations.ts';
import type { By } from '../src/services/people/verb.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

/** The import's verbs on a real database. */

const NOW = new Date('2027-02-01T03:00:00Z');
const DAY = 24 * 3600 * 1000;
const codeKey = codeKeyFrom('1:a');
let db: TestDatabase;
let world: SmallWorld;
let people: People;

beforeAll(async () => {
  db = await createTestDatabase();
  world = await seedSmallWorld(db.database.prisma, NOW);
  people = createPeople({ prisma: db.database.prisma, codeKey, adminIds: [] });
});
afterAll(() => db.drop());

async function byOf(who: Who, { now = NOW, key = `c:${randomUUID()}` } = {}): Promise<By> {
  return { actor: await world.actor(who), requestKey: key, now };
}

const HEADER = [
  'Город',
  'Часовой пояс',
  'Подразделение',
  'Вид должности',
  'Должность',
  'ФИО',
  'Телефон',
  'Почта',
];

function tableOf(rows: readonly string[][]): StaffTable {
  const cells = [HEADER, ...rows].map((row, index) => ({ number: index + 1, cells: row }));
  const table = readTable([{ name: 'Лист', rows: cells }]);
  if (!table) throw new Error('no table');
  return table;
}

const head = (city: string, name: string, phone = '', department = 'отдел приёмов', email = '') => [
  ...[city, 'МСК+6', department, 'руководитель', 'начальник отдела', name, phone, email],
];

describe('importStaff', () => {
  it('stores in one transaction with one row of the journal, and gives links that work', async () => {
    const { prisma } = db.database;
    const rows = [
      head('Озёрный', 'Берёзкина Анна Викторовна', '11-11-11', 'отдел приёмов', 'anna@example.org'),
      head('Озёрный', '', '', 'другой отдел'),
    ];
    const outcome = await people.importStaff(await byOf('administrator'), tableOf(rows));
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.counts).toEqual({
      cities: { new: 1, changed: 0, same: 0 },
      departments: { new: 2, changed: 0, same: 0 },
      seats: { new: 2, changed: 0, same: 0 },
      waiting: 0,
    });
    const [link] = outcome.links;
    const invitation = await prisma.invitation.findUniqueOrThrow({
      where: { tokenHash: hashToken(link?.token ?? '') },
      include: { seat: { include: { city: true, department: true } } },
    });
    expect(invitation).toMatchObject({
      surname: 'Берёзкина',
      phone: '11-11-11',
      email: 'anna@example.org',
      codeHash: hashCode(link?.code ?? '', codeKey),
      createdById: world.officials.administrator.seatId,
      expiresAt: new Date(NOW.getTime() + 14 * DAY),
      seat: { kind: 'head', city: { timeZone: 'Asia/Yakutsk' }, department: { name: 'отдел приёмов' } },
    });
    const journal = await prisma.journal.findMany({ where: { verb: 'import_staff' } });
    expect(journal).toMatchObject([
      { subject: `city:${invitation.seat.cityId}`, outcome: { counts: outcome.counts } },
    ]);
    const kept = JSON.stringify(await dumpRows(db.database.pool));
    expect(kept).not.toContain(link?.token);
    expect(kept).not.toContain(link?.code);

    const stranger = 700_000_060;
    const connected = await people.connect(
      { actor: { ...(await world.actor('stranger')), telegramId: stranger }, requestKey: 'c:in', now: NOW },
      invitation.id,
    );
    if (connected.kind !== 'done') throw new Error(connected.kind);
    const { personId: id } = connected;
    expect(await prisma.person.findUnique({ where: { id } })).toMatchObject({ email: 'anna@example.org' });
    await people.erase({ actor: await loadActor(prisma, stranger, NOW), requestKey: 'c:out', now: NOW }, 0);
    expect(JSON.stringify(await dumpRows(db.database.pool))).not.toContain('anna@example.org');
  });

  it('sent again makes no twin and no new link, and mends what differs', async () => {
    const rows = [head('Луговой', 'Рябинин Павел'), head('Луговой', 'Липкин Олег', '', 'отдел писем')];
    await people.importStaff(await byOf('administrator'), tableOf(rows));
    const before = await dumpRows(db.database.pool);
    const again = await people.importStaff(await byOf('association_coordinator'), tableOf(rows));
    expect(again).toMatchObject({
      kind: 'done',
      links: [],
      counts: {
        cities: { same: 1 },
        departments: { same: 2 },
        seats: { new: 0, changed: 0, same: 2 },
        waiting: 2,
      },
    });
    const after = await dumpRows(db.database.pool);
    const changed = Object.keys(after).filter(
      (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
    );
    expect(changed).toEqual(['Journal']);

    rows[0] = head('г. ЛУГОВОЙ', 'РЯБИНИН Павел Андреевич', '22-22-22', 'Отдел  приемов', 'r@example.org');
    const mended = await people.importStaff(await byOf('administrator'), tableOf(rows));
    expect(mended).toMatchObject({ links: [], counts: { seats: { new: 0, changed: 1, same: 1 } } });
    const invitation = await db.database.prisma.invitation.findFirstOrThrow({
      where: { surname: 'Рябинин' },
    });
    expect(invitation).toMatchObject({ patronymic: 'Андреевич', phone: '22-22-22', email: 'r@example.org' });
  });

  it('repeated with the same request gives new secrets for the same invitations', async () => {
    const rows = [head('Степной', 'Соснина Вера')];
    const by = await byOf('administrator', { key: 'c:twice' });
    const first = await people.importStaff(by, tableOf(rows));
    const second = await people.importStaff(by, tableOf(rows));
    if (first.kind !== 'done' || second.kind !== 'done') throw new Error('not done');
    expect(second.invitationIds).toEqual(first.invitationIds);
    expect(second.links).toHaveLength(1);
    expect(second.links[0]?.token).not.toBe(first.links[0]?.token);
    const open = await db.database.prisma.invitation.findMany({ where: { surname: 'Соснина' } });
    expect(open.map(({ tokenHash }) => tokenHash)).toEqual([hashToken(second.links[0]?.token ?? '')]);
  });

  it('by two coordinators at once makes no twin', async () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      head('Двойной', `Иванов Пётр${'а'.repeat(index)}`, '', `отдел ${index}`),
    );
    const by = [await byOf('administrator'), await byOf('association_coordinator')];
    const outcomes = await Promise.all(by.map((each) => people.importStaff(each, tableOf(rows))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
    const city = await db.database.prisma.city.findMany({
      where: { name: 'Двойной' },
      include: { seats: true },
    });
    expect(city.map(({ seats }) => seats.length)).toEqual([40]);
  });

  it('what an importer wrote is revoked when he is cut off', async () => {
    const rows = [head('Приреченск', 'Кленов Илья', '', 'отдел связи')];
    const outcome = await people.importStaff(await byOf('coordinator_here'), tableOf(rows));
    expect(outcome).toMatchObject({ kind: 'done', links: [{}] });
    const { personId } = world.officials.coordinator_here;
    expect(await people.cutOff(await byOf('administrator'), personId)).toMatchObject({
      kind: 'done',
      revoked: 1,
    });
    const refused = await people.importStaff(await byOf('coordinator_here'), tableOf(rows));
    expect(refused).toEqual({ kind: 'no_right' });
    await people.restore(await byOf('administrator'), personId);
  });
});

describe('renewLinks', () => {
  it('writes anew what is open or ran out, within reach, and nothing that was withdrawn or used', async () => {
    const { prisma } = db.database;
    const rows = ['Клёнова Ирина', 'Дубов Глеб', 'Вязов Лев'].map((name, index) =>
      head('Приреченск', name, '', `отдел ${index}`, 'someone@example.org'),
    );
    const first = await people.importStaff(await byOf('coordinator_here'), tableOf(rows));
    if (first.kind !== 'done') throw new Error(first.kind);
    const withdrawn = await prisma.invitation.findFirstOrThrow({ where: { surname: 'Вязов' } });
    await people.revoke(await byOf('coordinator_here'), withdrawn.seatId);

    const elsewhere = await people.renewLinks(await byOf('coordinator_there'), [world.here]);
    expect(elsewhere).toEqual({ kind: 'no_right' });
    const later = new Date(NOW.getTime() + 15 * DAY);
    const renewed = await people.renewLinks(await byOf('coordinator_here', { now: later }), [world.here]);
    if (renewed.kind !== 'done') throw new Error(renewed.kind);
    const names = await prisma.invitation.findMany({ where: { id: { in: renewed.invitationIds } } });
    expect(names.map(({ surname, email }) => `${surname} ${email}`).sort()).toEqual([
      'Дубов someone@example.org',
      'Клёнова someone@example.org',
    ]);
    expect(
      renewed.links.every(({ token }) => token !== '' && !first.links.some((old) => old.token === token)),
    ).toBe(true);

    const none = await people.renewLinks(await byOf('coordinator_there'), null);
    expect(none).toEqual({ kind: 'nothing' });
    await emptyUnusedInvitations(prisma, new Date(later.getTime() + 28 * DAY));
    expect(JSON.stringify(await prisma.invitation.findMany())).not.toContain('someone@example.org');
  });
});

describe('a large table', () => {
  it('5 000 rows are stored, and read again as the same', { timeout: 60_000 }, async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => {
      const city = index % 2 === 0 ? 'Большой' : `Город ${letters(index % 70)}`;
      return [
        city,
        'МСК+6',
        `отдел ${index % 400}`,
        'исполнитель',
        `специалист ${index}`,
        `Иванов${letters(index)} Пётр`,
        `8 900 ${index}00`,
      ];
    });
    const outcome = await people.importStaff(await byOf('administrator'), tableOf(rows));
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.links).toHaveLength(5000);
    expect(new Set(outcome.links.map(({ code }) => code)).size).toBe(5000);
    const again = await people.importStaff(await byOf('administrator'), tableOf(rows));
    expect(again).toMatchObject({ links: [], counts: { seats: { new: 0, changed: 0, same: 5000 } } });
    expect((await knownOf(db.database.prisma, NOW)).seats.length).toBeGreaterThan(5000);
  });
});

/** A number in letters, for a name holds no digits. */
function letters(number: number): string {
  return [...String(number)].map((digit) => String.fromCharCode(0x430 + Number(digit))).join('');
}
