import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { createBehalfVerbs } from '../src/features/questionnaire/behalf/verbs.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { ACTORS, seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

/** The verbs around what a coordinator enters for a city, called by everybody for the questionnaire of `head_here`. */

const NOW = new Date('2027-02-05T05:00:00Z');
const QUESTIONS = [
  { code: 'ACHIEVED', kind: 'long_text', text: 'Что сделано?', hint: '', required: false, limit: 100 },
];

let db: TestDatabase;
let world: SmallWorld;
let answering: ReturnType<typeof createAnswering>;
let behalf: ReturnType<typeof createBehalfVerbs>;
let submitting: ReturnType<typeof createSubmitting>;
let campaignId: number;
let assignmentId: number;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  answering = createAnswering(prisma);
  behalf = createBehalfVerbs(prisma);
  submitting = createSubmitting(prisma);
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const form = { code: 'yearly', version: 1, questions: QUESTIONS, createdAt: NOW };
  const { id: formId } = await prisma.form.create({ data: form });
  const data = { branchId: branch.id, formId, year: 2026, dueOn: NOW, openedAt: NOW };
  campaignId = (await prisma.campaign.create({ data })).id;
});
afterAll(() => db.drop());

beforeEach(async () => {
  const { prisma } = db.database;
  await prisma.notice.deleteMany();
  await prisma.submission.deleteMany();
  await prisma.answer.deleteMany();
  await prisma.assignment.deleteMany();
  await prisma.journal.deleteMany();
  await prisma.campaign.updateMany({ data: { archived: false, closedAt: null } });
  const respondentSeatId = world.officials.head_here.seatId;
  const data = { campaignId, cityId: world.here, respondentSeatId };
  ({ id: assignmentId } = await prisma.assignment.create({ data }));
});

async function by(who: Who): Promise<Request> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW };
}

const rows = () => dumpRows(db.database.pool);
const target = () => ({ assignmentId, code: 'ACHIEVED' });
const submitCall = (request: Request): Promise<{ kind: string }> => submitting.submit(request, assignmentId);

describe('entering for the city', () => {
  const letter = { way: 'letter', letterOn: '2027-02-03' } as const;
  const COORDINATORS: Who[] = ['association_coordinator', 'coordinator_here'];
  const done = async () => {
    await behalf.enter(await by('association_coordinator'), assignmentId, letter);
    await submitting.submit(await by('association_coordinator'), assignmentId);
  };
  const MATTERS: Record<string, { may: Who[]; before?: () => Promise<void>; call: typeof submitCall }> = {
    enter: { may: COORDINATORS, call: (request) => behalf.enter(request, assignmentId, letter) },
    object: { may: ['head_here'], before: done, call: (request) => behalf.object(request, assignmentId) },
    takeBackObjection: {
      may: ['head_here'],
      before: async () => {
        await done();
        await behalf.object(await by('head_here'), assignmentId);
      },
      call: (request) => behalf.takeBackObjection(request, assignmentId),
    },
  };

  it.each(Object.entries(MATTERS))(
    '%s: by whoever may, and nobody else',
    async (_, { may, before, call }) => {
      await before?.();
      const state = await rows();
      for (const who of ACTORS.filter((each) => !may.includes(each)))
        expect(await call(await by(who)), who).toMatchObject({ kind: 'no_right' });
      expect(await rows()).toEqual(state);
      for (const who of may) expect(await call(await by(who)), who).toEqual({ kind: 'done' });
      expect(await rows()).not.toEqual(state);
    },
  );

  it('what the head submits himself is his, whatever was begun for him', async () => {
    await behalf.enter(await by('coordinator_here'), assignmentId, letter);
    expect(await behalf.object(await by('head_here'), assignmentId)).toEqual({ kind: 'nothing' });
    await submitting.submit(await by('head_here'), assignmentId);
    const { prisma } = db.database;
    expect(await prisma.submission.findFirstOrThrow()).toMatchObject({ way: null, letterOn: null });
    expect(await behalf.object(await by('head_here'), assignmentId)).toEqual({ kind: 'nothing' });
    expect(await prisma.notice.count()).toBe(0);
  });

  it('the coordinator is told of an objection once, and of what was withdrawn the head', async () => {
    await done();
    await behalf.object(await by('head_here'), assignmentId);
    expect(await behalf.object(await by('head_here'), assignmentId)).toEqual({ kind: 'nothing' });
    await submitting.withdraw(await by('coordinator_here'), assignmentId, { way: 'phone', letterOn: null });
    const told = await db.database.prisma.notice.findMany({ orderBy: { id: 'asc' } });
    const { head_here: head, association_coordinator: coordinator } = world.officials;
    expect(told.map(({ kind, personId }) => [kind, personId])).toEqual([
      ['behalf.submitted', head.personId],
      ['behalf.objected', coordinator.personId],
      ['behalf.withdrawn', head.personId],
    ]);
  });

  it('a past year is written by the association alone, and is taken as it is', async () => {
    const { prisma } = db.database;
    await prisma.campaign.update({ where: { id: campaignId }, data: { archived: true, closedAt: NOW } });
    const before = await rows();
    for (const who of ['coordinator_here', 'head_here'] as const) {
      expect(await submitCall(await by(who)), who).toEqual({ kind: 'closed' });
      expect(await answering.mark(await by(who), target(), 'done'), who).toEqual({ kind: 'closed' });
    }
    expect(await rows()).toEqual(before);
    await done();
    const assignment = await prisma.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
    expect(assignment).toMatchObject({ state: 'accepted', acceptedAt: NOW });
    expect(await prisma.notice.count()).toBe(0);
  });
});
