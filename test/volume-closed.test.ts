import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { asked, submitAnswers } from './support/submitted.ts';

/** What people are told once the volume of the year is closed. */

let tale: CampaignStory;
let campaignId: number;

beforeAll(async () => {
  tale = await startCampaignStory();
  campaignId = await tale.opened();
  const { prisma } = tale.database;
  const by = { telegramId: tale.people.anna.id, cityId: tale.cities.east, now: tale.simulator.now() };
  await submitAnswers(prisma, by, { ACHIEVED: 'Построен мост.' });
}, 60_000);
afterAll(async () => {
  tale.write('volume-closed');
  await tale.close();
});

const LEFT_OUT = 'Сборник за 2026 год уже закрыт: эти ответы в него не войдут.';

it('what closing means, and what is to be done before the volume can be sent', async () => {
  const { kedrova } = tale.people;
  await tale.forge(kedrova, `c.all:${campaignId}`);
  expect(last(kedrova)).toContain('Каждую анкету можно вернуть в рассмотрение.');
  await tale.say(kedrova, 'сбор');
  await tale.press(kedrova, 'Сборник', 'Собрать');
  const files = () => kedrova.chat.filter(({ attachment }) => attachment !== null).length;
  await vi.waitFor(() => expect(files()).toBe(3), { timeout: 60_000, interval: 20 });
  await tale.settled();
  await tale.press(kedrova, 'Сборник', 'Ещё', 'Приложения: нет', 'Назад');
  expect(last(kedrova)).toContain('Соберите файлы заново.');
  expect(last(kedrova)).not.toContain('разослать');
  await tale.press(kedrova, 'Закрыть сборник');
  expect(last(kedrova)).toContain('а принятие нельзя будет отменить.');
  await tale.press(kedrova, 'Закрыть сборник');
  expect(last(kedrova)).toContain('Когда файлы будут собраны заново, сборник можно будет разослать.');
}, 90_000);

it('acceptance is for good then, and says so', async () => {
  const { kedrova } = tale.people;
  await tale.forge(kedrova, `c.all:${campaignId}`);
  const preview = kedrova.chat.findLast(({ text }) => text?.startsWith('Принять анкеты без замечаний: 1'));
  expect(preview?.text).toContain('Сборник закрыт: вернуть анкеты в рассмотрение будет нельзя.');
  expect(preview?.text).not.toContain('Каждую анкету можно вернуть');
  await tale.press(kedrova, 'Назад', 'Благовещенск', 'Принять');
  expect(heard(kedrova)).toContain('Сборник закрыт: вернуть её в рассмотрение нельзя.');
  expect(labels(kedrova)).not.toContain('Вернуть в рассмотрение');
}, 60_000);

it('a city that submits later is told before and after that it is not in it', async () => {
  const { prisma } = tale.database;
  const { far } = tale.people;
  const { id } = await prisma.assignment.findFirstOrThrow({ where: { cityId: tale.cities.far } });
  const answering = createAnswering(prisma);
  const now = tale.simulator.now();
  const part = { sourceKey: 'late:1', messageId: 1, text: 'Открыт музей.', entities: [], sentAt: now };
  const target = { assignmentId: id, code: 'ACHIEVED' };
  await answering.open((await asked(prisma, far.id, now)).actor, id);
  await answering.putTexts(await asked(prisma, far.id, now), target, [part], 'replace');
  await tale.forge(far, `q.confirm:${id}`);
  expect(last(far)).toContain('Сдать анкету');
  expect(last(far)).toContain(LEFT_OUT);
  await tale.press(far, 'Сдать');
  const receipt = far.chat.findLast(({ text }) => text?.includes('Учётный номер'));
  expect(receipt?.text).toContain(LEFT_OUT);
  // It is in no volume, so that nothing keeps it from being taken back.
  await tale.forge(far, `q.withdraw:${id}`);
  await tale.press(far, labels(far)[0] ?? '');
  expect((await prisma.assignment.findUniqueOrThrow({ where: { id } })).state).toBe('in_work');
}, 60_000);
