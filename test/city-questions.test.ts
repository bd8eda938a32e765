import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCityQuestions } from '../src/features/questionnaire/experience/city-question-actions.ts';
import { createHiding } from '../src/features/questionnaire/experience/hiding-actions.ts';
import { createExperienceRenderers } from '../src/features/questionnaire/experience/notices.ts';
import { i18n } from './support/campaign-stage.ts';
import { createClarificationStage, LATER } from './support/clarification-stage.ts';
import type { ClarificationStage } from './support/clarification-stage.ts';

let s: ClarificationStage;
let questions: ReturnType<typeof createCityQuestions>;
let passageId: number;

beforeAll(async () => {
  s = await createClarificationStage();
  questions = createCityQuestions(s.prisma);
}, 60_000);
afterAll(() => s.drop());

beforeEach(async () => {
  await s.prisma.cityQuestion.deleteMany();
  await s.reset();
  await s.acceptance.accept(await s.by('association_coordinator'), s.assignmentId, 1);
  passageId = (await s.prisma.passage.findFirstOrThrow({ where: { code: 'ACHIEVED' } })).id;
});

async function withQuestion(): Promise<number> {
  const asked = await questions.ask(await s.by('head_there'), { passageId, text: 'Сколько?' });
  if (asked.kind !== 'done') throw new Error(asked.kind);
  return asked.questionId;
}

describe('a question to a city', () => {
  const told = async (kind: string): Promise<number[]> => {
    const rows = await s.prisma.notice.findMany({ where: { kind }, orderBy: { personId: 'asc' } });
    return rows.flatMap(({ personId }) => personId ?? []);
  };

  it('goes to the coordinator of the city, its answer to the asker, with the question', async () => {
    const questionId = await withQuestion();
    const { coordinator_here: coordinator, head_there: asker } = s.world.officials;
    expect(await told('experience.asked')).toEqual([coordinator.personId]);
    await questions.answer(await s.by('coordinator_here'), { questionId, text: 'Сто метров.' });
    expect(await told('experience.answered')).toEqual([asker.personId]);
    const render = createExperienceRenderers({ prisma: s.prisma, i18n });
    const to = { chatId: 1, language: 'ru' as const, reach: 'ok' };
    const asked = await render['experience.asked'](
      { questionId },
      { ...to, personId: coordinator.personId },
      LATER,
    );
    expect(asked).toBeNull();
    const answered = render['experience.answered'](
      { questionId },
      { ...to, personId: asker.personId },
      LATER,
    );
    expect((await answered)?.text).toMatch(/«Сколько\?»\nОтвет: «Сто метров\.»/u);
    const stranger = { ...to, personId: coordinator.personId };
    expect(await render['experience.answered']({ questionId }, stranger, LATER)).toBeNull();
    const again = await questions.answer(await s.by('coordinator_here'), { questionId, text: 'Двести.' });
    expect(again).toEqual({ kind: 'answered' });
  });

  it('goes to the association where the city has nobody who can be reached', async () => {
    const { coordinator_here: coordinator, association_coordinator: association } = s.world.officials;
    const lost = { where: { id: coordinator.personId } };
    await s.prisma.person.update({ ...lost, data: { reach: 'blocked' } });
    await withQuestion();
    expect(await told('experience.asked')).toEqual(
      [association.personId, s.second.personId].sort((a, b) => a - b),
    );
    await s.prisma.person.update({ ...lost, data: { reach: 'ok' } });
  });

  it('is one of five at most, not too long, and about something that is shown', async () => {
    const ask = async (text: string) => questions.ask(await s.by('head_there'), { passageId, text });
    expect(await ask('я'.repeat(1001))).toEqual({ kind: 'too_long', by: 1 });
    const asked = await Promise.all(['1', '2', '3', '4', '5', '6', '7'].map(ask));
    expect(asked.map(({ kind }) => kind).sort()).toEqual([
      ...Array<string>(5).fill('done'),
      'enough',
      'enough',
    ]);
    const first = await s.prisma.cityQuestion.findFirstOrThrow();
    await questions.takeBack(await s.by('head_there'), first.id);
    expect(await ask('снова')).toMatchObject({ kind: 'done' });
    const hide = createHiding(s.prisma);
    await hide(await s.by('head_here'), { assignmentId: s.assignmentId, code: 'ACHIEVED' }, true);
    expect(await ask('ещё')).toEqual({ kind: 'gone' });
  });

  it('goes out ten times a day at most, however many are taken back', async () => {
    const about = { passageId, text: 'Сколько?' };
    const ask = async (days = 0): Promise<string> => {
      const now = new Date(LATER.getTime() + days * 24 * 3600 * 1000);
      const asked = await questions.ask({ ...(await s.by('head_there')), now }, about);
      if (asked.kind === 'done') await questions.takeBack(await s.by('head_there'), asked.questionId);
      return asked.kind;
    };
    for (let round = 0; round < 10; round += 1) expect(await ask()).toBe('done');
    expect([await ask(), await ask(1)]).toEqual(['enough_today', 'done']);
  });
});
