import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Question } from '../src/features/questionnaire/form.ts';
import { createReminding } from '../src/features/questionnaire/reminders/actions.ts';
import { enqueue } from '../src/services/delivery/outbox.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { ACTORS, seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

/** *Напомнить* and taking it back, called by everybody for the city *here*: a wrong one changes no row. */

const NOW = new Date('2027-02-08T03:00:00Z');
const MAY: Who[] = ['association_coordinator', 'coordinator_here'];
const WRONG = ACTORS.filter((who) => !MAY.includes(who));

const QUESTIONS: Question[] = [
  { code: 'ACHIEVED', kind: 'long_text', text: 'Что сделано?', hint: '', required: true, limit: 100 },
];

let db: TestDatabase;
let world: SmallWorld;
let reminding: ReturnType<typeof createReminding>;
let campaignId: number;
let hereId: number;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  reminding = createReminding({
    prisma,
    delivery: { enqueue: (tx, notices) => enqueue(tx, notices, NOW), wake: () => undefined },
    association: { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' },
  });
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const form = await prisma.form.create({
    data: { code: 'organisation', version: 1, questions: QUESTIONS, createdAt: NOW },
  });
  const data = { branchId: branch.id, formId: form.id, year: 2026, dueOn: new Date('2027-02-12') };
  campaignId = (await prisma.campaign.create({ data: { ...data, openedAt: new Date('2027-01-11') } })).id;
});
afterAll(() => db.drop());

beforeEach(async () => {
  const { prisma } = db.database;
  await prisma.reminder.deleteMany();
  await prisma.reminderRound.deleteMany();
  await prisma.assignment.deleteMany();
  await prisma.notice.deleteMany();
  await prisma.journal.deleteMany();
  await prisma.campaign.updateMany({ data: { openedAt: new Date('2027-01-11') } });
  hereId = await assignment('here');
});

async function assignment(where: 'here' | 'there'): Promise<number> {
  const respondentSeatId = world.officials[`head_${where}`].seatId;
  const data = { campaignId, cityId: world[where], respondentSeatId };
  return (await db.database.prisma.assignment.create({ data })).id;
}

const by = async (who: Who) => ({
  actor: await world.actor(who),
  requestKey: `c:${randomUUID()}`,
  now: NOW,
});
const remind = async (who: Who) => reminding.remind(await by(who), { campaignId, text: null });
const rows = () => dumpRows(db.database.pool);

it('reminding changes nothing for whoever may not', async () => {
  const before = await rows();
  for (const who of WRONG) expect(await remind(who), who).toEqual({ kind: 'no_right' });
  expect(await rows()).toEqual(before);
});

it.each(MAY)('%s reminds, and takes it back', async (who) => {
  const sent = await remind(who);
  expect(sent).toMatchObject({ kind: 'done', cities: 1 });
  const roundId = sent.kind === 'done' ? sent.roundId : 0;
  const before = await rows();
  for (const wrong of WRONG) {
    expect(await reminding.undo(await by(wrong), { roundId }), wrong).toEqual({ kind: 'no_right' });
  }
  expect(await rows()).toEqual(before);
  expect(await reminding.undo(await by(who), { roundId })).toEqual({ kind: 'done' });
});

it('a city’s coordinator does not reach the other city, and takes back no round of the association', async () => {
  const thereId = await assignment('there');
  expect(await remind('coordinator_there')).toMatchObject({ kind: 'done', cities: 1 });
  const { prisma } = db.database;
  expect((await prisma.reminder.findMany()).map(({ assignmentId }) => assignmentId)).toEqual([thereId]);
  const sent = await remind('association_coordinator');
  expect((await prisma.reminder.findMany({ where: { assignmentId: hereId } })).length).toBe(1);
  const roundId = sent.kind === 'done' ? sent.roundId : 0;
  const before = await rows();
  for (const who of ['coordinator_here', 'coordinator_there'] as const)
    expect(await reminding.undo(await by(who), { roundId })).toEqual({ kind: 'no_right' });
  expect(await rows()).toEqual(before);
});

it('nobody is reminded of a draft, nor of what is not there', async () => {
  await db.database.prisma.campaign.updateMany({ data: { openedAt: null } });
  const before = await rows();
  expect(await remind('association_coordinator')).toEqual({ kind: 'not_found' });
  const request = await by('association_coordinator');
  expect(await reminding.remind(request, { campaignId: 2 ** 31 - 1, text: null })).toEqual({
    kind: 'not_found',
  });
  expect(await reminding.undo(request, { roundId: 2 ** 31 - 1 })).toEqual({ kind: 'not_found' });
  expect(await rows()).toEqual(before);
});
