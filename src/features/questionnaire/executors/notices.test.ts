import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createExecutorStage, NOW } from '../../../../test/support/executor-stage.ts';
import type { ExecutorStage } from '../../../../test/support/executor-stage.ts';
import { createI18n } from '../../../services/i18n/i18n.ts';
import { createAnswering } from '../answering/verbs.ts';
import { createSubmitting } from '../review/submitting.ts';
import { createExecutorRenderers } from './notices.ts';

let stage: ExecutorStage;
beforeAll(async () => {
  stage = await createExecutorStage();
});
afterAll(() => stage.db.drop());
beforeEach(() => stage.reset());

async function told(
  kind: 'executor.ready' | 'executor.submitted',
  to: { personId: number; telegramId: number },
) {
  const renderers = createExecutorRenderers({ prisma: stage.prisma, i18n: createI18n('locales') });
  const recipient = { personId: to.personId, chatId: to.telegramId, language: 'ru', reach: 'ok' } as const;
  const sent = await renderers[kind]({ delegationId: stage.delegationId, cause: '1' }, recipient, NOW);
  return sent?.text?.replaceAll('\u00A0', ' ') ?? null;
}

it('quotes and counts what the executor wrote, not the head', async () => {
  const target = { assignmentId: stage.assignmentId, code: 'PROBLEMS' };
  const text = { sourceKey: 'm:1:1', messageId: 0, text: 'В плане — дороги.', entities: [], sentAt: NOW };
  await createAnswering(stage.prisma).putTexts(await stage.by('head_here'), target, [text], 'append');
  await stage.verbs.markReady(await stage.by('executor'), stage.delegationId);
  const notice = await told('executor.ready', stage.world.officials.head_here);
  expect(notice).toContain(': «Часть 1.», 8 знаков. Всего в ответе: ');
  expect(notice).not.toContain('В плане');
});

it('of a submission, whoever has something to write hears once it is so', async () => {
  expect(await told('executor.submitted', stage.executor)).toBeNull();
  const done = await createSubmitting(stage.prisma).submit(await stage.by('head_here'), stage.assignmentId);
  expect(done).toMatchObject({ kind: 'done' });
  expect((await stage.told()).at(-1)).toEqual(['executor.submitted', stage.executor.personId]);
  expect(await told('executor.submitted', stage.executor)).toMatch(
    /сдана, в неё вошло всё[^]*\nвопрос 2 «PROBLEMS»\n/,
  );
});
