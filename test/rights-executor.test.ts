import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Request } from '../src/features/questionnaire/admission.ts';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import { dumpRows } from './support/dump.ts';
import { createExecutorStage } from './support/executor-stage.ts';
import type { ExecutorStage, Somebody } from './support/executor-stage.ts';
import { ACTORS } from './support/people.ts';

/** Each verb of *Поручить*, called by everybody for the question that `head_here` gave: a wrong one changes no row. */

let stage: ExecutorStage;

beforeAll(async () => {
  stage = await createExecutorStage();
});
afterAll(() => stage.db.drop());
beforeEach(() => stage.reset());

describe('who may', () => {
  const OF_HEAD: Record<string, (request: Request) => Promise<{ kind: string }>> = {
    delegate: (request) =>
      stage.verbs.delegate(request, {
        assignmentId: stage.assignmentId,
        code: 'ACHIEVED',
        seatId: stage.executor.seatId,
      }),
    changeTerm: (request) => stage.verbs.changeTerm(request, stage.delegationId, '2027-02-11'),
    recall: (request) => stage.verbs.recall(request, stage.delegationId),
    takeDelegated: (request) => stage.verbs.takeDelegated(request, stage.delegationId),
    returnDelegated: (request) => stage.verbs.returnDelegated(request, stage.delegationId, 'ещё раз'),
  };
  const OF_EXECUTOR: Record<string, (request: Request) => Promise<{ kind: string }>> = {
    markReady: (request) => stage.verbs.markReady(request, stage.delegationId),
    declineDelegation: (request) => stage.verbs.declineDelegation(request, stage.delegationId, 'отпуск'),
  };
  const GIVERS: Somebody[] = ['coordinator_here', 'head_here'];
  const ready = ['takeDelegated', 'returnDelegated'];
  const all: Somebody[] = [...ACTORS, 'executor', 'stranger_executor'];

  it.each(Object.entries(OF_HEAD))('%s: the head and the city’s coordinator', async (name, call) => {
    if (ready.includes(name)) await stage.verbs.markReady(await stage.by('executor'), stage.delegationId);
    const before = await dumpRows(stage.db.database.pool);
    for (const who of all.filter((each) => !GIVERS.includes(each))) {
      expect(await call(await stage.by(who)), who).toEqual({ kind: 'no_right' });
    }
    expect(await dumpRows(stage.db.database.pool)).toEqual(before);
    expect(await call(await stage.by('head_here'))).toMatchObject({ kind: 'done' });
  });

  it.each(Object.entries(OF_EXECUTOR))('%s: the executor alone', async (_, call) => {
    const before = await dumpRows(stage.db.database.pool);
    for (const who of all.filter((each) => each !== 'executor')) {
      expect(await call(await stage.by(who)), who).toEqual({ kind: 'no_right' });
    }
    expect(await dumpRows(stage.db.database.pool)).toEqual(before);
    expect(await call(await stage.by('executor'))).toMatchObject({ kind: 'done' });
  });

  it('an executor submits nothing, and changes no other answer', async () => {
    const { prisma } = stage;
    const before = await dumpRows(stage.db.database.pool);
    const request = await stage.by('executor');
    expect(await createSubmitting(prisma).submit(request, stage.assignmentId)).toEqual({ kind: 'no_right' });
    const answering = createAnswering(prisma);
    expect(
      await answering.mark(request, { assignmentId: stage.assignmentId, code: 'ACHIEVED' }, 'done'),
    ).toEqual({
      kind: 'no_right',
    });
    expect(await stage.part('ACHIEVED', 2)).toBe('shut');
    expect(await dumpRows(stage.db.database.pool)).toEqual(before);
    const open = await answering.open(request.actor, stage.assignmentId);
    if (open.kind !== 'open') throw new Error(open.kind);
    expect(open.view.questions.map(({ code }) => code)).toEqual(['PROBLEMS']);
  });
});
