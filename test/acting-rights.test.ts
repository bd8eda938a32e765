import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { handover } from '../src/features/questionnaire/handover.ts';
import type { Question } from '../src/features/questionnaire/form.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import { seatFor } from '../src/services/people/rights.ts';
import type { Verb } from '../src/services/people/rights.ts';
import { loadActor } from '../src/services/people/store.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { dumpRows } from './support/dump.ts';
import { seedOfficial, seedSmallWorld } from './support/people.ts';
import type { Official, SmallWorld } from './support/people.ts';
import { texts } from './support/town.ts';

/** Those who work for a head: an assistant sees and prepares all of the department, and never submits. */

const NOW = new Date('2027-02-05T05:00:00Z');
const QUESTIONS: Question[] = [
  { code: 'ACHIEVED', kind: 'long_text', text: 'Что сделано?', hint: '', required: true, limit: 100 },
];
let db: TestDatabase;
let world: SmallWorld;
let assignmentId: number;
const staff: Record<string, Official> = {};

beforeAll(async () => {
  db = await createTestDatabase();
  const { prisma } = db.database;
  world = await seedSmallWorld(prisma, NOW);
  const other = await prisma.department.create({ data: { cityId: world.here, name: 'отдел писем' } });
  const there = await prisma.department.create({ data: { cityId: world.there, name: 'отдел писем' } });
  for (const [index, [name, kind, cityId, departmentId]] of (
    [
      ['assistant', 'assistant', world.here, world.departmentId],
      ['assistant_beside', 'assistant', world.here, other.id],
      ['assistant_there', 'assistant', world.there, there.id],
      ['executor', 'executor', world.here, world.departmentId],
      ['press', 'press_secretary', world.here, world.departmentId],
    ] as const
  ).entries()) {
    const telegramId = 700_000_060 + index;
    staff[name] = await seedOfficial(prisma, { telegramId, kind, cityId, departmentId, now: NOW });
  }
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const form = await prisma.form.create({
    data: { code: 'yearly', version: 1, questions: QUESTIONS, createdAt: NOW },
  });
  const campaign = await prisma.campaign.create({
    data: {
      branchId: branch.id,
      formId: form.id,
      year: 2026,
      dueOn: new Date('2027-02-12'),
      openedAt: NOW,
    },
  });
  const respondentSeatId = world.officials.head_here.seatId;
  ({ id: assignmentId } = await prisma.assignment.create({
    data: { campaignId: campaign.id, cityId: world.here, respondentSeatId },
  }));
});
afterAll(() => db.drop());

async function by(who: string): Promise<Request> {
  const actor = await loadActor(db.database.prisma, staff[who]?.telegramId ?? 0, NOW);
  return { actor, requestKey: `c:${randomUUID()}`, now: NOW };
}

const write = async (who: string, id = 1) => {
  const text = { sourceKey: `m:${who}:${id}`, messageId: id, text: 'Мост.', entities: [], sentAt: NOW };
  const { prisma } = db.database;
  const target = { assignmentId, code: 'ACHIEVED' };
  return createAnswering(prisma).putTexts(await by(who), target, [text], 'append');
};

describe('an assistant', () => {
  it('sees and writes all that her head has to answer', async () => {
    const { prisma } = db.database;
    const { actor } = await by('assistant');
    expect(await createAnswering(prisma).open(actor, assignmentId)).toMatchObject({ kind: 'open' });
    expect(await write('assistant')).toMatchObject({ kind: 'done' });
  });

  it('submits, withdraws, explains, accepts and approves nothing', async () => {
    const submitting = createSubmitting(db.database.prisma);
    const before = await dumpRows(db.database.pool);
    expect(await submitting.submit(await by('assistant'), assignmentId)).toEqual({ kind: 'no_right' });
    expect(await submitting.withdraw(await by('assistant'), assignmentId)).toEqual({ kind: 'no_right' });
    expect(await dumpRows(db.database.pool)).toEqual(before);
    const { actor } = await by('assistant');
    const subject = {
      cityId: world.here,
      departmentId: world.departmentId,
      seatId: world.officials.head_here.seatId,
    };
    const never: Verb[] = ['submit', 'withdraw', 'explain', 'accept', 'clarify', 'name_respondent', 'remind'];
    for (const verb of never) expect(seatFor(actor, verb, subject), verb).toBeNull();
  });

  it.each(['assistant_beside', 'assistant_there', 'executor', 'press'])(
    'neither does %s, who sees and writes nothing of it',
    async (who) => {
      const { prisma, pool } = db.database;
      const before = await dumpRows(pool);
      const { actor } = await by(who);
      expect(await createAnswering(prisma).open(actor, assignmentId)).toEqual({ kind: 'no_right' });
      expect(await write(who, 2)).toEqual({ kind: 'no_right' });
      expect(await createSubmitting(prisma).submit(await by(who), assignmentId)).toEqual({
        kind: 'no_right',
      });
      expect(await dumpRows(pool)).toEqual(before);
    },
  );
});

describe('what lies with a post', () => {
  const of = (seatId: number, now = NOW) => handover(db.database.prisma, texts, seatId, now);

  it('is told with its state, its term, and to whom parts were given', async () => {
    const { prisma } = db.database;
    const { head_here: head, coordinator_here: coordinator, head_beside: beside } = world.officials;
    await prisma.delegation.create({
      data: {
        assignmentId,
        code: 'ACHIEVED',
        seatId: staff['executor']?.seatId ?? 0,
        dueOn: new Date('2027-02-10'),
        givenAt: NOW,
        changedAt: NOW,
      },
    });
    const found = await of(head.seatId);
    expect(found.open).toEqual([
      expect.stringContaining(
        'Работа: итоги 2026 года, Приреченск: в работе, готово 1 из 1. Срок — пятница, 12 февраля',
      ),
    ]);
    expect(found.soon).toEqual([
      expect.stringMatching(/^среда, 10 февраля — Проверкин700000063.*: вопрос 1$/),
      'пятница, 12 февраля — срок анкеты «Работа: итоги 2026 года»',
    ]);
    expect(found.executorSeatIds).toEqual([staff['executor']?.seatId]);
    expect(found.button).toMatchObject({ callback_data: `q.open:${assignmentId}` });
    expect((await of(coordinator.seatId)).open).toEqual(found.open);
    expect((await of(staff['assistant']?.seatId ?? 0)).open).toEqual(found.open);
    expect((await of(beside.seatId)).open).toEqual([]);
  });

  it('of an executor is the part that he was given, and nothing of who has the others', async () => {
    const { prisma } = db.database;
    const { head_beside: beside } = world.officials;
    const given = { assignmentId, seatId: beside.seatId, givenAt: NOW, changedAt: NOW };
    const { id } = await prisma.delegation.create({
      data: { ...given, code: 'PROBLEMS', dueOn: new Date('2027-02-09') },
    });
    const found = await of(staff['executor']?.seatId ?? 0);
    expect(found.soon.map((line) => line.replace(/ —.*/u, ''))).toEqual([
      'среда, 10 февраля',
      'пятница, 12 февраля',
    ]);
    expect(found.executorSeatIds).toEqual([]);
    await prisma.delegation.delete({ where: { id } });
  });

  it('is empty once the campaign is closed, and far terms are not near', async () => {
    const { head_here: head } = world.officials;
    expect((await of(head.seatId, new Date('2026-12-01T05:00:00Z'))).soon).toEqual([]);
    await db.database.prisma.campaign.updateMany({ data: { closedAt: NOW } });
    expect(await of(head.seatId)).toEqual({ open: [], soon: [], executorSeatIds: [], button: null });
  });
});
