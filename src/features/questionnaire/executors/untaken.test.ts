import { afterAll, beforeAll, expect, it } from 'vitest';
import { createExecutorStage, NOW } from '../../../../test/support/executor-stage.ts';
import type { ExecutorStage } from '../../../../test/support/executor-stage.ts';
import { seedOfficial } from '../../../../test/support/people.ts';
import { progressSeen, untaken } from './untaken.ts';

let stage: ExecutorStage;

beforeAll(async () => {
  stage = await createExecutorStage();
  await stage.reset();
});
afterAll(() => stage.db.drop());

it('a question that was given apart is its executor’s, though who has all of the questionnaire writes there', async () => {
  const { prisma, verbs, assignmentId, world } = stage;
  await verbs.recall(await stage.by('head_here'), stage.delegationId);
  const whole = { assignmentId, code: null, seatId: stage.executor.seatId };
  const given = await verbs.delegate(await stage.by('head_here'), whole);
  const place = { cityId: world.here, departmentId: world.departmentId };
  const other = await seedOfficial(prisma, { telegramId: 710_000_003, kind: 'executor', ...place, now: NOW });
  const apart = { assignmentId, code: 'PROBLEMS', seatId: other.seatId };
  const part = await verbs.delegate(await stage.by('head_here'), apart);
  if (given.kind !== 'done' || part.kind !== 'done') throw new Error('not given');
  await stage.part('ACHIEVED', 5);
  await stage.part('PROBLEMS', 6);
  await verbs.markReady(await stage.by('executor'), given.delegationId);

  const found = await untaken(prisma, await stage.view());
  expect(new Map([...found].map(([code, { id, state }]) => [code, [id, state]]))).toEqual(
    new Map([
      ['ACHIEVED', [given.delegationId, 'ready']],
      ['PROBLEMS', [part.delegationId, 'given']],
    ]),
  );
  expect((await progressSeen(prisma, await stage.view())).done).toBe(0);
});
