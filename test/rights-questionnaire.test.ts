import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import type { Request } from '../src/features/questionnaire/admission.ts';
import type { Question } from '../src/features/questionnaire/form.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import { seatFor } from '../src/services/people/rights.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { ACTORS, seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

/** Each verb of the respondent, called by everybody for the questionnaire of `head_here`: a wrong one changes no row. */

const NOW = new Date('2027-02-05T05:00:00Z');
const WRITERS: Who[] = ['association_coordinator', 'coordinator_here', 'head_here'];
const LOOKERS = WRITERS;
const QUESTIONS: Question[] = [
  { code: 'ACHIEVED', kind: 'long_text', text: 'Что сделано?', hint: '', required: true, limit: 100 },
  { code: 'COUNT', kind: 'number', text: 'Сколько?', hint: '', required: false, limit: 100 },
];

let db: TestDatabase;
let world: SmallWorld;
let answering: ReturnType<typeof createAnswering>;
let submitting: ReturnType<typeof createSubmitting>;
let assignmentId: number;
let campaignId: number;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  answering = createAnswering(prisma);
  submitting = createSubmitting(prisma);
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const form = await prisma.form.create({
    data: { code: 'yearly', version: 1, questions: QUESTIONS, createdAt: NOW },
  });
  const campaign = await prisma.campaign.create({
    data: { branchId: branch.id, formId: form.id, year: 2026, dueOn: NOW, openedAt: NOW },
  });
  campaignId = campaign.id;
  await prisma.assignment.create({
    data: { campaignId, cityId: world.there, respondentSeatId: world.officials.head_there.seatId },
  });
});
afterAll(() => db.drop());

let pieceId: number;
let removedId: number;
let changeId: number;
let foreignPieceId: number;

/** One part that stands, one that was removed, one in another city's answer. */
beforeEach(async () => {
  const { prisma } = db.database;
  await prisma.submission.deleteMany();
  await prisma.piece.deleteMany();
  await prisma.answer.deleteMany();
  await prisma.assignment.deleteMany({ where: { cityId: world.here } });
  await prisma.journal.deleteMany();
  await prisma.campaign.updateMany({ data: { closedAt: null } });
  const respondentSeatId = world.officials.head_here.seatId;
  ({ id: assignmentId } = await prisma.assignment.create({
    data: { campaignId, cityId: world.here, respondentSeatId, state: 'in_work' },
  }));
  const other = await prisma.assignment.findFirstOrThrow({ where: { cityId: world.there } });
  pieceId = await put(assignmentId, 'm:7:1');
  removedId = await put(assignmentId, 'm:7:2');
  foreignPieceId = await put(other.id, 'm:9:1');
  const removed = await answering.removePiece(await by('head_here'), target(), removedId);
  expect(removed.kind).toBe('done');
  changeId = Number((await prisma.journal.findFirstOrThrow()).id);
});

async function put(id: number, sourceKey: string): Promise<number> {
  const { prisma } = db.database;
  const answer = await prisma.answer.upsert({
    where: { assignmentId_code: { assignmentId: id, code: 'ACHIEVED' } },
    create: { assignmentId: id, code: 'ACHIEVED' },
    update: {},
  });
  const position = Number(sourceKey.split(':')[2]);
  const about = { answerId: answer.id, sourceKey, position, receivedAt: NOW };
  const data = { ...about, text: 'Построен мост.', fileName: 'мост.jpg' };
  return (await prisma.piece.create({ data })).id;
}

const target = (code = 'ACHIEVED') => ({ assignmentId, code });

async function by(who: Who): Promise<Request> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW };
}

const text = (sourceKey = 'm:7:9') => [
  { sourceKey, messageId: 9, text: 'И дорога.', entities: [], sentAt: NOW },
];

/** The verbs that change an answer. */
const ANSWER: Record<string, (request: Request) => Promise<{ kind: string }>> = {
  editPiece: (request) => answering.editPiece(request, { sourceKey: 'm:7:1', text: 'Иное.', entities: [] }),
  removePiece: (request) => answering.removePiece(request, target(), pieceId),
  removeFile: (request) => answering.removeFile(request, target(), pieceId),
  'putTexts, to append': (request) => answering.putTexts(request, target(), text(), 'append'),
  'putTexts, to replace': (request) => answering.putTexts(request, target(), text(), 'replace'),
  takeBack: (request) => answering.takeBack(request, target(), changeId),
  decideSeam: (request) => answering.decideSeam(request, target(), pieceId, 'tight'),
  'mark done': (request) => answering.mark(request, target(), 'done'),
  'mark skipped': (request) => answering.mark(request, target(), 'skipped'),
  setNumber: (request) => answering.setNumber(request, target('COUNT'), { qualifier: null, value: 5 }),
  submit: (request) => submitting.submit(request, assignmentId),
};

const rows = () => dumpRows(db.database.pool);

describe.each(Object.entries(ANSWER))('%s', (name, call) => {
  it('changes nothing for whoever may not', async () => {
    const before = await rows();
    for (const who of ACTORS.filter((each) => !WRITERS.includes(each))) {
      expect(await call(await by(who)), who).toMatchObject({ kind: 'no_right' });
    }
    expect(await rows()).toEqual(before);
  });

  it.each(WRITERS)('is done for %s', async (who) => {
    const before = await rows();
    expect(await call(await by(who))).toMatchObject({ kind: 'done' });
    expect(await rows()).not.toEqual(before);
  });

  it('changes nothing in a closed campaign, nor after submission', async () => {
    const { prisma } = db.database;
    await prisma.campaign.updateMany({ data: { closedAt: NOW } });
    const closed = await rows();
    expect(await call(await by('head_here'))).toMatchObject({ kind: 'closed' });
    expect(await rows()).toEqual(closed);
    await prisma.campaign.updateMany({ data: { closedAt: null } });
    await prisma.assignment.update({ where: { id: assignmentId }, data: { state: 'submitted' } });
    const submitted = await rows();
    expect(await call(await by('head_here'))).toMatchObject({ kind: 'submitted' });
    expect(await rows()).toEqual(submitted);
  });

  it('happens once, however often it is asked for with one key', async () => {
    const request = await by('head_here');
    const [first, second] = await Promise.all([call(request), call(request)]);
    expect(second).toEqual(first);
    const once = await rows();
    expect(await call(request)).toMatchObject({ kind: 'done' });
    expect(await rows(), name).toEqual(once);
  });
});

describe('identifiers of somebody else', () => {
  const hostile: Record<string, (request: Request) => Promise<{ kind: string }>> = {
    'a part of another answer': (request) => answering.removePiece(request, target('COUNT'), pieceId),
    'a part of another city': (request) => answering.removePiece(request, target(), foreignPieceId),
    'a seam of another city': (request) => answering.decideSeam(request, target(), foreignPieceId, 'tight'),
    'a seam of another answer': (request) => answering.decideSeam(request, target('COUNT'), pieceId, 'tight'),
    'a part that is gone': (request) => answering.removePiece(request, target(), removedId),
    'a change of another answer': (request) => answering.takeBack(request, target('COUNT'), changeId),
    'a change that never was': (request) => answering.takeBack(request, target(), changeId + 1000),
    'a question that the form does not have': (request) => answering.mark(request, target('NOPE'), 'done'),
    'a text for it': (request) => answering.putTexts(request, target('NOPE'), text(), 'append'),
    'a text where a number is asked for': (request) =>
      answering.putTexts(request, target('COUNT'), text(), 'append'),
    'a number where a text is asked for': (request) =>
      answering.setNumber(request, target(), { qualifier: null, value: 1 }),
    'a questionnaire that does not exist': (request) =>
      answering.mark(request, { assignmentId: 2 ** 31 - 1, code: 'ACHIEVED' }, 'done'),
  };
  it.each(Object.entries(hostile))('%s: nothing changes', async (_, call) => {
    const before = await rows();
    expect(['nothing', 'no_question', 'gone']).toContain((await call(await by('head_here'))).kind);
    expect(await rows()).toEqual(before);
  });
});

describe('looking and withdrawing', () => {
  it('is for the respondent and those above him', async () => {
    const seen = await Promise.all(
      ACTORS.map(async (who) => {
        const { actor } = await by(who);
        return (await answering.open(actor, assignmentId)).kind === 'open' ? who : null;
      }),
    );
    expect(seen.filter(Boolean).sort()).toEqual([...LOOKERS].sort());
  });

  it('who has submitted is for the coordinators of the city and of the association', async () => {
    const subject = { cityId: world.here };
    const sees = async (who: Who) => seatFor((await by(who)).actor, 'see_board', subject) !== null;
    const seen = await Promise.all(ACTORS.map(async (who) => ((await sees(who)) ? who : null)));
    expect(seen.filter(Boolean).sort()).toEqual(['association_coordinator', 'coordinator_here']);
  });

  it('a look by whoever does not answer is no beginning', async () => {
    const { prisma } = db.database;
    const where = { id: assignmentId };
    await prisma.answer.updateMany({ where: { assignmentId }, data: { pieceCount: 0 } });
    await prisma.assignment.update({ where, data: { state: 'not_opened' } });
    await answering.open((await by('association_coordinator')).actor, assignmentId);
    expect((await prisma.assignment.findUniqueOrThrow({ where })).state).toBe('not_opened');
    await answering.open((await by('head_here')).actor, assignmentId);
    expect((await prisma.assignment.findUniqueOrThrow({ where })).state).toBe('in_work');
  });

  it('withdrawing changes nothing for whoever may not', async () => {
    expect(await submitting.submit(await by('head_here'), assignmentId)).toMatchObject({ kind: 'done' });
    const before = await rows();
    for (const who of ACTORS.filter((each) => !LOOKERS.includes(each))) {
      expect(await submitting.withdraw(await by(who), assignmentId), who).toEqual({ kind: 'no_right' });
    }
    expect(await rows()).toEqual(before);
  });

  it.each(LOOKERS)('%s withdraws', async (who) => {
    await submitting.submit(await by('head_here'), assignmentId);
    expect(await submitting.withdraw(await by(who), assignmentId)).toEqual({ kind: 'done' });
    expect(await submitting.withdraw(await by(who), assignmentId)).toEqual({ kind: 'not_submitted' });
    // What was done before can be taken back again.
    expect(await answering.takeBack(await by('head_here'), target(), changeId)).toMatchObject({
      kind: 'done',
    });
  });

  it('a required question without an answer is named, and nothing is submitted', async () => {
    await answering.removePiece(await by('head_here'), target(), pieceId);
    const before = await rows();
    expect(await submitting.submit(await by('head_here'), assignmentId)).toEqual({
      kind: 'incomplete',
      codes: ['ACHIEVED'],
    });
    expect(await rows()).toEqual(before);
  });

  it('of many who submit at the same moment one does', async () => {
    const requests = await Promise.all(Array.from({ length: 8 }, () => by('head_here')));
    const outcomes = await Promise.all(requests.map((request) => submitting.submit(request, assignmentId)));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'submitted')).toHaveLength(7);
    expect(await db.database.prisma.submission.count()).toBe(1);
  });

  it('an answer is in the submission, or is refused: never neither', async () => {
    const change = answering.setNumber(await by('coordinator_here'), target('COUNT'), {
      qualifier: null,
      value: 7,
    });
    const [set, submitted] = await Promise.all([
      change,
      submitting.submit(await by('head_here'), assignmentId),
    ]);
    expect(submitted.kind).toBe('done');
    const { content } = await db.database.prisma.submission.findFirstOrThrow();
    const printed = (content as { code: string; value: unknown }[]).find(({ code }) => code === 'COUNT');
    expect(printed?.value === null).toBe(set.kind === 'submitted');
  });
});
