import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { createAcceptance } from '../src/features/questionnaire/clarification/acceptance.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { asked } from './support/submitted.ts';

/** What a head is told to do next, from the first look at the questionnaire to its acceptance. */

let tale: CampaignStory;
let id: number;

beforeAll(async () => {
  tale = await startCampaignStory();
  await tale.opened();
  id = (await tale.database.prisma.assignment.findFirstOrThrow({ where: { cityId: tale.cities.east } })).id;
}, 60_000);
afterAll(async () => {
  tale.write('what-next');
  await tale.close();
});

const by = () => asked(tale.database.prisma, tale.people.anna.id, tale.simulator.now());
const FILE = 'Есть готовый файл (Word, PDF)? Пришлите его сюда, разложим по вопросам.';

it('a finished file may be sent: said while nothing is answered', async () => {
  const { anna } = tale.people;
  await tale.say(anna, '/help');
  expect(last(anna)).toContain('Готовый файл с ответами (Word, PDF) можно прислать сюда целиком');
  await tale.say(anna, 'анкета');
  expect(last(anna)).toContain(FILE);
  const answering = createAnswering(tale.database.prisma);
  const { questions } = await tale.database.prisma.form.findFirstOrThrow();
  for (const { code } of (questions as { code: string }[]).filter((each) => each.code !== 'INTRO')) {
    const now = tale.simulator.now();
    const part = { sourceKey: `n:${code}`, messageId: 1, text: `${code}: есть.`, entities: [], sentAt: now };
    await answering.putTexts(await by(), { assignmentId: id, code }, [part], 'replace');
  }
  await tale.say(anna, 'анкета');
  expect(last(anna)).not.toContain(FILE);
}, 60_000);

it('where all is answered and not all is marked, the way to submission is named', async () => {
  const { anna } = tale.people;
  await tale.press(anna, '1', 'Готово');
  expect(last(anna)).toContain('Вопрос 2 из 7');
  expect(last(anna)).toContain(
    'На все вопросы есть ответ. Проверить и сдать анкету: «К списку», затем «Просмотр и сдача».',
  );
  expect(last(anna)).not.toContain('Проверьте и сдайте анкету.');
  expect(labels(anna)).toContain('К списку');
}, 60_000);

it('/start tells that it is submitted, and that it is accepted', async () => {
  const { prisma } = tale.database;
  const { anna } = tale.people;
  expect((await createSubmitting(prisma).submit(await by(), id)).kind).toBe('done');
  await tale.say(anna, '/start');
  expect(last(anna)).toContain('Анкета сдана: учётный номер 2026-ОРГ-1');
  const { kedrova } = tale.people;
  const at = await asked(prisma, kedrova.id, tale.simulator.now());
  expect(await createAcceptance(prisma).accept(at, id, 1)).toEqual({ kind: 'done' });
  await tale.say(anna, '/start');
  expect(last(anna)).toMatch(/2026-ОРГ-1 принята/u);
  expect(heard(anna)).not.toContain('Сейчас от вас ничего не требуется');
}, 60_000);
