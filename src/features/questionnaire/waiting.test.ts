import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutorStage } from '../../../test/support/executor-stage.ts';
import type { ExecutorStage, Somebody } from '../../../test/support/executor-stage.ts';
import { submitAnswers } from '../../../test/support/submitted.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { Ctx } from '../../services/chat/context.ts';
import { createI18n } from '../../services/i18n/i18n.ts';
import { createAnswering } from './answering/verbs.ts';
import { whatWaits } from './waiting.ts';

/** The line under the greeting of /start, and the buttons that lead on. */

let stage: ExecutorStage;
const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

beforeAll(async () => {
  stage = await createExecutorStage();
  await stage.reset();
});
afterAll(() => stage.db.drop());

test('a coordinator’s look does not begin the work; what anybody writes does, and so does the look of whoever answers', async () => {
  const answering = createAnswering(stage.prisma);
  const { assignmentId, prisma } = stage;
  const where = { id: assignmentId };
  const stateAfter = async (who: Somebody) => {
    expect((await answering.open((await stage.by(who)).actor, assignmentId)).kind).toBe('open');
    return (await prisma.assignment.findUniqueOrThrow({ where })).state;
  };
  const fresh = () => prisma.assignment.update({ where, data: { state: 'not_opened' } });
  await prisma.answer.updateMany({ where: { assignmentId }, data: { pieceCount: 0 } });
  await fresh();
  expect(await stateAfter('coordinator_here')).toBe('not_opened');
  expect(await stateAfter('association_coordinator')).toBe('not_opened');
  expect(await stateAfter('executor')).toBe('in_work');
  await fresh();
  expect(await stateAfter('head_here')).toBe('in_work');
  await fresh();
  await prisma.answer.updateMany({ where: { assignmentId }, data: { pieceCount: 1 } });
  expect(await stateAfter('coordinator_here')).toBe('in_work');
});

async function shown(who: Somebody) {
  const waits = await whatWaits(stage.prisma, { ...(await stage.by(who)), texts } as unknown as Ctx);
  return waits && { text: waits.text, buttons: waits.buttons.map((each) => each.text) };
}

test('an executor sees what was given to him and until when; the head, the whole; others, nothing', async () => {
  expect(await shown('executor')).toEqual({
    text:
      'Вам поручено: вопрос 2 «PROBLEMS». Срок для вас — среда, 10 февраля.\n' +
      'Откройте вопрос кнопкой «Продолжить» и пишите по частям: всё написанное сохраняется сразу.',
    buttons: ['Продолжить'],
  });
  expect(await shown('head_here')).toMatchObject({ buttons: ['Продолжить'] });
  expect(await shown('stranger_executor')).toBeNull();
  expect(await shown('association_coordinator')).toBeNull();
});

test('what has been handed over waits for the executor no more', async () => {
  await stage.verbs.markReady(await stage.by('executor'), stage.delegationId);
  expect(await shown('executor')).toBeNull();
});

test('the association sees how many questionnaires wait to be accepted', async () => {
  const { telegramId } = stage.world.officials.head_here;
  const { now } = await stage.by('head_here');
  await submitAnswers(stage.prisma, { telegramId, cityId: stage.world.here, now }, { ACHIEVED: 'Мост.' });
  expect(await shown('association_coordinator')).toEqual({
    text: 'Ждут принятия: 1.',
    buttons: ['Ждут принятия'],
  });
  // The city's own coordinator has nothing to do, and sees how it stands.
  expect(await shown('coordinator_here')).toMatchObject({ buttons: ['Анкета'] });
  expect(await shown('coordinator_there')).toBeNull();
});
