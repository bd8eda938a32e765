import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutorStage } from '../../../test/support/executor-stage.ts';
import type { ExecutorStage, Somebody } from '../../../test/support/executor-stage.ts';
import { submitAnswers } from '../../../test/support/submitted.ts';
import { packageRoot } from '../../platform/package-root.ts';
import type { Ctx } from '../../services/chat/context.ts';
import { createI18n } from '../../services/i18n/i18n.ts';
import { whatWaits } from './waiting.ts';

/** The line under the greeting of /start, and the buttons that lead on. */

let stage: ExecutorStage;
const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

beforeAll(async () => {
  stage = await createExecutorStage();
  await stage.reset();
});
afterAll(() => stage.db.drop());

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
  expect(await shown('coordinator_here')).toBeNull();
});
