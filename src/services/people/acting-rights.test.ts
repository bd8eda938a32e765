import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { seedSmallWorld } from '../../../test/support/people.ts';
import type { SmallWorld } from '../../../test/support/people.ts';
import { occupantsOf } from './occupants.ts';
import { seatFor } from './rights.ts';
import { loadActor } from './store.ts';

const NOW = new Date('2027-02-01T03:00:00Z');
let db: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  db = await createTestDatabase();
  world = await seedSmallWorld(db.database.prisma, NOW);
  const { head_here: head, head_beside: beside } = world.officials;
  await db.database.prisma.acting.create({
    data: {
      seatId: head.seatId,
      actingSeatId: beside.seatId,
      fromOn: new Date('2027-02-02'),
      untilOn: new Date('2027-02-05'),
      setAt: NOW,
    },
  });
});
afterAll(() => db.drop());

/** Midnight in Yakutsk, the zone of *here*, is 15:00 the day before in UTC. */
const DAYS = [
  ['the evening before', '2027-02-01T14:59:59Z', false],
  ['from the first minute', '2027-02-01T15:00:00Z', true],
  ['to the last minute', '2027-02-05T14:59:59Z', true],
  ['the morning after', '2027-02-05T15:00:00Z', false],
] as const;

describe.each(DAYS)('%s', (_, instant, acts) => {
  const now = new Date(instant);

  it('the acting person has the rights of the post, and its holder only sees', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const subject = { cityId: world.here, seatId: head.seatId };
    const [holder, acting] = await Promise.all(
      [head, beside].map(({ telegramId }) => loadActor(db.database.prisma, telegramId, now)),
    );
    if (!holder || !acting) throw new Error('nobody there');
    expect(seatFor(holder, 'submit', subject)?.seatId).toBe(acts ? undefined : head.seatId);
    expect(seatFor(holder, 'see_questionnaire', subject)?.seatId).toBe(head.seatId);
    expect(seatFor(acting, 'submit', subject)?.seatId).toBe(acts ? head.seatId : undefined);
    expect(holder.seats[0]?.lent?.untilOn).toBe(acts ? '2027-02-05' : undefined);
    expect(acting.seats.find(({ seatId }) => seatId === head.seatId)?.actingUntil).toBe(
      acts ? '2027-02-05' : undefined,
    );
  });

  it('notices go to who acts', async () => {
    const { head_here: head, head_beside: beside } = world.officials;
    const occupant = (await occupantsOf(db.database.prisma, [head.seatId], now)).get(head.seatId);
    expect(occupant?.personId).toBe(acts ? beside.personId : head.personId);
  });
});

it('nobody acts while he is cut off: the holder keeps the post', async () => {
  const { prisma } = db.database;
  const now = new Date('2027-02-03T03:00:00Z');
  const { head_here: head, head_beside: beside } = world.officials;
  await prisma.person.update({ where: { id: beside.personId }, data: { cutOffAt: NOW } });
  const holder = await loadActor(prisma, head.telegramId, now);
  expect(seatFor(holder, 'submit', { cityId: world.here, seatId: head.seatId })?.seatId).toBe(head.seatId);
  expect((await occupantsOf(prisma, [head.seatId], now)).get(head.seatId)?.personId).toBe(head.personId);
  await prisma.person.update({ where: { id: beside.personId }, data: { cutOffAt: null } });
});

it('a person with several posts speaks for the one he chose, else for the narrowest', async () => {
  const { prisma } = db.database;
  const { head_here: head } = world.officials;
  const seat = await prisma.seat.create({
    data: { kind: 'city_coordinator', cityId: world.here, post: 'второй' },
  });
  await prisma.holding.create({ data: { seatId: seat.id, personId: head.personId, from: NOW } });
  const subject = { cityId: world.here, seatId: head.seatId };
  const speaking = async (speaksForId: number | null) => {
    await prisma.person.update({ where: { id: head.personId }, data: { speaksForId } });
    return loadActor(prisma, head.telegramId, NOW);
  };
  expect(seatFor(await speaking(null), 'submit', subject)?.seatId).toBe(head.seatId);
  const chosen = await speaking(seat.id);
  expect(seatFor(chosen, 'submit', subject)?.seatId).toBe(seat.id);
  expect(chosen.seats[0]?.seatId).toBe(seat.id);
  expect(seatFor(await speaking(4_000_000), 'submit', subject)?.seatId).toBe(head.seatId);
});

it('a part that was given reaches its executor, and nobody submits it but who could before', async () => {
  const { head_beside: beside, head_here: head } = world.officials;
  const actor = await loadActor(db.database.prisma, beside.telegramId, NOW);
  const subject = { cityId: world.here, seatId: head.seatId, givenTo: [beside.seatId] };
  expect(seatFor(actor, 'answer', subject)?.seatId).toBe(beside.seatId);
  expect(seatFor(actor, 'submit', subject)).toBeNull();
  expect(seatFor(actor, 'answer', { ...subject, givenTo: [] })).toBeNull();
});
