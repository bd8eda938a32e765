import { randomUUID } from 'node:crypto';
import type { Request } from '../../src/features/questionnaire/admission.ts';
import { createExecutorVerbs } from '../../src/features/questionnaire/executors/verbs.ts';
import type { Question } from '../../src/features/questionnaire/form.ts';
import { insertPiece } from '../../src/features/questionnaire/answering/piece-insert.ts';
import { loadAssignment } from '../../src/features/questionnaire/store.ts';
import type { AssignmentView } from '../../src/features/questionnaire/store.ts';
import { enqueue } from '../../src/services/delivery/outbox.ts';
import { loadActor } from '../../src/services/people/store.ts';
import { createTestDatabase } from './database.ts';
import { seedOfficial, seedSmallWorld } from './people.ts';
import type { Who } from './people.ts';

export const NOW = new Date('2027-02-01T05:00:00Z');

const QUESTIONS: Question[] = ['ACHIEVED', 'PROBLEMS'].map((code) => ({
  code,
  kind: 'long_text',
  text: code,
  hint: '',
  required: false,
  limit: 100,
}));

export type Somebody = Who | 'executor' | 'stranger_executor';

/** A head whose question PROBLEMS is with an executor; due on 12 February 2027. The people are invented. */
export async function createExecutorStage() {
  const db = await createTestDatabase();
  const { prisma, pool } = db.database;
  const world = await seedSmallWorld(prisma, NOW);
  const executor = await seedOfficial(prisma, {
    telegramId: 710_000_001,
    kind: 'executor',
    cityId: world.here,
    departmentId: world.departmentId,
    now: NOW,
  });
  const stranger = await seedOfficial(prisma, {
    telegramId: 710_000_002,
    kind: 'executor',
    cityId: world.there,
    now: NOW,
  });
  const delivery = {
    enqueue: (tx: Parameters<typeof enqueue>[0], notices: Parameters<typeof enqueue>[1]) =>
      enqueue(tx, notices, NOW),
    wake: () => undefined,
  };
  const verbs = createExecutorVerbs({ prisma, delivery });
  const branch = await prisma.branch.create({ data: { code: 'organisation', short: 'ОРГ', name: 'Работа' } });
  const form = await prisma.form.create({
    data: { code: 'yearly', version: 1, questions: QUESTIONS, createdAt: NOW },
  });

  const stage = {
    db,
    prisma,
    world,
    executor,
    stranger,
    delivery,
    verbs,
    branchId: branch.id,
    formId: form.id,
    assignmentId: 0,
    delegationId: 0,

    /** PROBLEMS is with the executor, who has written a part of it. */
    async reset(): Promise<void> {
      await pool.query(
        'truncate "Campaign", "Assignment", "Answer", "Piece", "Delegation", "Look", "Journal", "Notice", "Submission" cascade',
      );
      await prisma.person.update({ where: { id: executor.personId }, data: { cutOffAt: null } });
      const campaign = await prisma.campaign.create({
        data: {
          branchId: branch.id,
          formId: form.id,
          year: 2026,
          dueOn: new Date('2027-02-12'),
          openedAt: NOW,
        },
      });
      const row = await prisma.assignment.create({
        data: {
          campaignId: campaign.id,
          cityId: world.here,
          respondentSeatId: world.officials.head_here.seatId,
          state: 'in_work',
        },
      });
      stage.assignmentId = row.id;
      const wish = { assignmentId: row.id, code: 'PROBLEMS', seatId: executor.seatId };
      const given = await verbs.delegate(await stage.by('head_here'), wish);
      if (given.kind !== 'done') throw new Error(given.kind);
      stage.delegationId = given.delegationId;
      await stage.part('PROBLEMS', 1);
    },

    async by(who: Somebody): Promise<Request> {
      const own = { executor, stranger_executor: stranger };
      const actor =
        who === 'executor' || who === 'stranger_executor'
          ? await loadActor(prisma, own[who].telegramId, NOW)
          : await world.actor(who);
      return { actor, requestKey: `c:${randomUUID()}`, now: NOW };
    },

    /** The executor's hot path. */
    part: (code: string, messageId: number) =>
      insertPiece(pool, {
        requestKey: `m:9:${messageId}`,
        assignmentId: stage.assignmentId,
        code,
        cityId: world.here,
        respondentSeatId: world.officials.head_here.seatId,
        givenSeatId: executor.seatId,
        personId: executor.personId,
        seatId: executor.seatId,
        sourceKey: `m:9:${messageId}`,
        messageId,
        text: `Часть ${messageId}.`,
        entities: [],
        sentAt: NOW,
        now: new Date(NOW.getTime() + messageId),
      }),

    async view(): Promise<AssignmentView> {
      const loaded = await loadAssignment(prisma, stage.assignmentId);
      if (!loaded) throw new Error('no questionnaire');
      return loaded;
    },

    state: async () =>
      (await prisma.delegation.findUniqueOrThrow({ where: { id: stage.delegationId } })).state,

    told: async () =>
      (await prisma.notice.findMany({ orderBy: { id: 'asc' } })).map(({ kind, personId }) => [
        kind,
        personId,
      ]),
  };
  return stage;
}

export type ExecutorStage = Awaited<ReturnType<typeof createExecutorStage>>;
