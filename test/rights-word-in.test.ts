import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import type { Question } from '../src/features/questionnaire/form.ts';
import {
  createReading,
  loadReading,
  NOTHING_READ,
  saveReading,
  sweepReadings,
} from '../src/features/questionnaire/word-in/store.ts';
import type { KeptPart, Reading } from '../src/features/questionnaire/word-in/store.ts';
import { createWordInVerbs } from '../src/features/questionnaire/word-in/verbs.ts';
import { createPeople } from '../src/services/people/index.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { ACTORS, seedSmallWorld } from './support/people.ts';
import type { SmallWorld, Who } from './support/people.ts';

/** *Записать*, called by everybody for the questionnaire of `head_here`: all of it or nothing, and a wrong one changes no row. */

const NOW = new Date('2027-02-05T05:00:00Z');
const WRITERS: Who[] = ['association_coordinator', 'coordinator_here', 'head_here'];
const CHAT = 77;
const question = (code: string, kind: Question['kind'] = 'long_text'): Question => ({
  code,
  kind,
  text: code,
  hint: '',
  required: false,
  limit: 1000,
});

let db: TestDatabase;
let world: SmallWorld;
let verbs: ReturnType<typeof createWordInVerbs>;
let answering: ReturnType<typeof createAnswering>;
let campaignId: number;
let assignmentId: number;
let reading: Reading;

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  verbs = createWordInVerbs(prisma);
  answering = createAnswering(prisma);
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const questions = [
    question('ACHIEVED'),
    question('PROBLEMS'),
    question('HELP'),
    question('COUNT', 'number'),
  ];
  const form = await prisma.form.create({ data: { code: 'yearly', version: 1, questions, createdAt: NOW } });
  const data = { branchId: branch.id, formId: form.id, year: 2026, dueOn: NOW, openedAt: NOW };
  campaignId = (await prisma.campaign.create({ data })).id;
});
afterAll(() => db.drop());

const part = (code: string | null, text: string): KeptPart => ({
  code,
  heading: null,
  also: [],
  text,
  entities: [],
  mended: [],
});
const PARTS = [
  part('ACHIEVED', 'Построен мост.'),
  part('PROBLEMS', 'Новое.'),
  part('HELP', 'Нет.'),
  part(null, 'Лишнее.'),
];

beforeEach(async () => {
  const { prisma } = db.database;
  await prisma.wordIn.deleteMany();
  await prisma.file.deleteMany();
  await prisma.piece.deleteMany();
  await prisma.answer.deleteMany();
  await prisma.assignment.deleteMany();
  await prisma.journal.deleteMany();
  await prisma.campaign.updateMany({ data: { closedAt: null } });
  const respondentSeatId = world.officials.head_here.seatId;
  const data = { campaignId, cityId: world.here, respondentSeatId, state: 'in_work' };
  ({ id: assignmentId } = await prisma.assignment.create({ data }));
  const before = [{ sourceKey: 'm:7:1', messageId: 1, text: 'Прежнее.', entities: [], sentAt: NOW }];
  await answering.putTexts(await by('head_here'), { assignmentId, code: 'PROBLEMS' }, before, 'append');
  reading = await make(PARTS);
});

async function make(parts: KeptPart[], createdAt = NOW): Promise<Reading> {
  const { prisma } = db.database;
  const file = {
    sha256: randomUUID(),
    name: 'а.docx',
    mime: '',
    size: 1,
    content: new Uint8Array(1),
    createdAt,
  };
  const { id: fileId } = await prisma.file.create({ data: file });
  const about = {
    chatId: CHAT,
    personId: null,
    assignmentId,
    code: null,
    fileId,
    fileName: 'а.docx',
    createdAt,
  };
  return createReading(prisma, about, { ...NOTHING_READ, parts });
}

async function by(who: Who): Promise<Request> {
  return { actor: await world.actor(who), requestKey: `c:${randomUUID()}`, now: NOW };
}

const rows = () => dumpRows(db.database.pool);
const choose = (choices: Reading['choices']) => saveReading(db.database.prisma, { ...reading, choices });
const write = (request: Request) => verbs.write(request, reading, 9);
const texts = async (code: string) => {
  const where = { removedBy: null, answer: { assignmentId, code } };
  return (await db.database.prisma.piece.findMany({ where, orderBy: { position: 'asc' } })).map(
    ({ text }) => text,
  );
};

describe('a reading is written', () => {
  it('by whoever may answer, and nobody else', async () => {
    await choose({ all: 'replace' });
    const before = await rows();
    for (const who of ACTORS.filter((each) => !WRITERS.includes(each)))
      expect(await write(await by(who)), who).toMatchObject({ kind: 'no_right' });
    expect(await rows()).toEqual(before);
  });

  it.each(WRITERS)('for %s', async (who) => {
    await choose({ all: 'append' });
    expect(await write(await by(who))).toMatchObject({ kind: 'done' });
    expect(await texts('PROBLEMS')).toEqual(['Прежнее.', 'Новое.']);
  });

  it('once, each answer with a line of its own by which it is taken back', async () => {
    await choose({ PROBLEMS: 'replace' });
    const request = await by('head_here');
    const outcome = await write(request);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.written.map(({ code, kind }) => [code, kind])).toEqual([
      ['ACHIEVED', 'new'],
      ['PROBLEMS', 'replace'],
      ['HELP', 'nothing'],
    ]);
    expect(await texts('PROBLEMS')).toEqual(['Новое.']);
    const help = await db.database.prisma.answer.findFirstOrThrow({ where: { code: 'HELP' } });
    expect(help).toMatchObject({ pieceCount: 0, skippedAt: NOW });
    expect(await write(request)).toEqual(outcome);
    expect(await write(await by('head_here'))).toEqual({ kind: 'written' });

    const { changeId } = outcome.written.find(({ code }) => code === 'PROBLEMS') ?? {};
    const target = { assignmentId, code: 'PROBLEMS' };
    expect(await answering.takeBack(await by('head_here'), target, changeId ?? 0)).toMatchObject({
      kind: 'done',
    });
    expect(await texts('PROBLEMS')).toEqual(['Прежнее.']);
    expect(await texts('ACHIEVED')).toEqual(['Построен мост.']);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    ['an answer that is there was not decided about', () => choose({}), { kind: 'ask', codes: ['PROBLEMS'] }],
    [
      'it was closed',
      () => db.database.prisma.campaign.updateMany({ data: { closedAt: NOW } }),
      { kind: 'closed' },
    ],
    [
      'it was submitted',
      () => db.database.prisma.assignment.updateMany({ data: { state: 'submitted' } }),
      { kind: 'submitted' },
    ],
    [
      'it was accepted',
      () => db.database.prisma.assignment.updateMany({ data: { state: 'accepted' } }),
      { kind: 'accepted' },
    ],
    [
      'it was cancelled',
      () => saveReading(db.database.prisma, { ...reading, thrownAt: NOW.toISOString() }),
      { kind: 'no_reading' },
    ],
    [
      'one part goes where a number is asked for',
      () => saveReading(db.database.prisma, { ...reading, parts: [...PARTS, part('COUNT', 'Пять')] }),
      { kind: 'no_question', code: 'COUNT' },
    ],
    [
      'no part has a question',
      () => saveReading(db.database.prisma, { ...reading, parts: [part(null, 'Лишнее.')] }),
      { kind: 'nothing' },
    ],
  ])('not at all where %s', async (_, prepare, outcome) => {
    await choose({ all: 'replace' });
    await prepare();
    const before = await rows();
    expect(await write(await by('head_here'))).toMatchObject(outcome);
    expect(await rows()).toEqual(before);
  });

  it('a number as a number, once it was decided about the one that is there', async () => {
    const count = async (text: string, choices: Reading['choices'] = {}) => {
      const about = await make([part('COUNT', text)]);
      await saveReading(db.database.prisma, { ...about, choices });
      const outcome = await verbs.write(await by('head_here'), about, 9);
      const row = await db.database.prisma.answer.findFirst({ where: { code: 'COUNT' } });
      const kind = outcome.kind === 'done' ? outcome.written[0]?.kind : outcome.kind;
      return [kind, row?.value ?? null, row?.pieceCount ?? 0];
    };
    const many = { qualifier: 'более', value: 1500 };
    expect(await count('нет')).toEqual(['nothing', null, 0]);
    expect(await count('более 1,5 тыс.')).toEqual(['new', many, 0]);
    expect(await count('более 1500')).toEqual(['same', many, 0]);
    expect(await count('12', { all: 'append' })).toEqual(['ask', many, 0]);
    expect(await count('нет', { all: 'replace' })).toEqual(['keep', many, 0]);
    expect(await count('0', { COUNT: 'replace' })).toEqual(['replace', { qualifier: null, value: 0 }, 0]);
  });

  it('from its own chat only', async () => {
    await choose({ all: 'replace' });
    const before = await rows();
    const foreign = { ...reading, chatId: 78 };
    expect(await verbs.write(await by('head_here'), foreign, 9)).toEqual({ kind: 'no_reading' });
    expect(await loadReading(db.database.prisma, 78, reading.id)).toBeNull();
    expect(await rows()).toEqual(before);
  });
});

it('readings go after two weeks with their file, unless an answer has it', async () => {
  const { prisma } = db.database;
  const days = (count: number) => new Date(NOW.getTime() - count * 24 * 3600 * 1000);
  const old = await make(PARTS, days(15));
  const attached = await make(PARTS, days(15));
  const recent = await make(PARTS, days(13));
  const cancelled = await make(PARTS, days(2));
  await saveReading(prisma, { ...cancelled, thrownAt: days(1.1).toISOString() });
  const { id: answerId } = await prisma.answer.findFirstOrThrow();
  const piece = { answerId, sourceKey: 'm:7:5', position: 5, receivedAt: NOW, fileId: attached.fileId };
  await prisma.piece.create({ data: { ...piece, fileName: 'а.docx' } });
  await sweepReadings(prisma, NOW);
  const ids = async (found: Promise<{ id: number }[]>) =>
    (await found).map(({ id }) => id).sort((a, b) => a - b);
  expect(await ids(prisma.wordIn.findMany())).toEqual([reading.id, recent.id]);
  expect(await ids(prisma.file.findMany({ select: { id: true } }))).toEqual([
    reading.fileId,
    attached.fileId,
    recent.fileId,
  ]);
  expect(old.id).toBeLessThan(recent.id);
});

it('an account that is erased leaves nothing of what it sent and did not write', async () => {
  const { prisma } = db.database;
  const people = createPeople({ prisma, codeKey: Buffer.alloc(32), adminIds: [] });
  const { telegramId } = world.officials.head_beside;
  const { fileId, id } = await make(PARTS, NOW);
  await prisma.wordIn.update({ where: { id }, data: { chatId: telegramId } });
  await people.erase({ actor: await world.actor('head_beside'), requestKey: 'c:out', now: NOW }, 0);
  const left = Object.entries(await dumpRows(db.database.pool)).filter(([, rows]) =>
    JSON.stringify(rows).includes(String(telegramId)),
  );
  // The posts of this world are called by the accounts' numbers.
  expect(left.map(([table]) => table)).toEqual(['Seat']);
  await sweepReadings(prisma, NOW);
  expect(await prisma.wordIn.count({ where: { id } })).toBe(0);
  expect(await prisma.file.count({ where: { id: fileId } })).toBe(0);
});
