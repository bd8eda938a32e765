import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClarificationStage, LATER } from '../../../test/support/clarification-stage.ts';
import type { ClarificationStage } from '../../../test/support/clarification-stage.ts';
import { i18n } from '../../../test/support/campaign-stage.ts';
import { createExecutorStage, NOW } from '../../../test/support/executor-stage.ts';
import type { ExecutorStage } from '../../../test/support/executor-stage.ts';
import { handover } from './handover.ts';

/** What somebody who comes into a post, or acts in it, is shown of what lies with it. */

const texts = i18n('ru');

describe('what was submitted', () => {
  let s: ClarificationStage;
  beforeAll(async () => {
    s = await createClarificationStage();
  });
  beforeEach(() => s.reset());
  afterAll(() => s.drop());

  const of = (who: 'head_here' | 'coordinator_here' | 'association_coordinator') =>
    handover(s.prisma, texts, s.world.officials[who].seatId, LATER);
  const close = () => s.prisma.campaign.updateMany({ data: { closedAt: LATER } });

  it('a question of the association stands there after the campaign was closed too, with its day', async () => {
    await s.asked();
    await close();
    for (const who of ['head_here', 'coordinator_here'] as const) {
      const { open, soon, button } = await of(who);
      expect(open).toEqual(['Работа: итоги 2026 года, Приреченск: нужно уточнение, готово 2 из 2.']);
      expect(soon).toEqual([expect.stringMatching(/ февраля — ответить на уточнение: вопрос 1$/)]);
      expect(button?.text).toBe('Открыть анкету');
    }
  });

  it('of a closed campaign nothing else is open', async () => {
    await close();
    expect(await of('head_here')).toMatchObject({ open: [], soon: [], button: null });
  });

  it('the association’s coordinator has the campaigns, and what of them waits to be accepted', async () => {
    expect(await of('association_coordinator')).toMatchObject({
      open: ['Работа: итоги 2026 года: сбор идёт, срок — пятница, 12 февраля. Ждут принятия: 1.'],
      button: { text: 'Сбор' },
    });
    await close();
    expect((await of('association_coordinator')).open).toEqual([
      'Работа: итоги 2026 года: сбор закрыт. Ждут принятия: 1.',
    ]);
    await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1);
    expect(await of('association_coordinator')).toMatchObject({ open: [], button: null });
  });
});

describe('what was given to an executor', () => {
  let s: ExecutorStage;
  beforeAll(async () => {
    s = await createExecutorStage();
    await s.reset();
  });
  afterAll(() => s.db.drop());

  it('has his own term, and what he has to do by then', async () => {
    const { open, soon } = await handover(s.prisma, texts, s.executor.seatId, NOW);
    expect(open).toEqual([expect.stringMatching(/в работе.* Срок исполнителя — среда, 10 февраля\.$/)]);
    expect(soon).toEqual([
      'среда, 10 февраля — вопрос 2',
      'пятница, 12 февраля — срок анкеты «Работа: итоги 2026 года»',
    ]);
  });

  it('and none where he has handed everything over', async () => {
    await s.verbs.markReady(await s.by('executor'), s.delegationId);
    const { open } = await handover(s.prisma, texts, s.executor.seatId, NOW);
    expect(open).toEqual([expect.not.stringContaining('Срок')]);
  });
});
