import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Effect } from '../src/simulator/index.ts';
import { lanePlace } from './support/lane.ts';
import { addRespondent, BEGIN, goTo, labels, parts, press, settled, write } from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** Telegram fails in the middle of an answer, or the person goes away: nothing is lost, nothing is stored twice. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => {
  story.simulator.faults.clear();
  keepTranscript(story, context.task.name);
});
afterAll(() => story.close());

const FAULTS: Record<string, Effect> = {
  'answer lost after the effect': { kind: 'answer-lost' },
  'connection reset': { kind: 'reset' },
  'too many requests': { kind: 'too-many', retryAfter: 1 },
  'a fault of the servers': { kind: 'server-error', status: 502 },
};
const CITIES = ['Благовещенск', 'Зея', 'Тында', 'Свободный'];

async function faultOnTheWay(name: string, effect: Effect, head: Respondent): Promise<void> {
  const { person, telegramId } = head;
  await goTo(head, 1);
  for (const method of ['sendMessage', 'editMessageText', 'deleteMessage', 'editMessageReplyMarkup']) {
    story.simulator.faults.add({ effect, method, chatId: telegramId });
  }
  const texts = ['Открыта школа.', 'Построен мост.'];
  for (const text of texts) person.send(text);
  await person.waitFor(/Сохранено: 2 части, 28 знаков/, { timeoutMs: 20_000 });
  await settled(story);
  story.simulator.faults.add({ effect, method: ['sendMessage', 'editMessageText'], chatId: telegramId });
  await press(person, 'Готово', /Вопрос 1 готов: 28 знаков\. Осталось 6 вопросов\.\n\nВопрос 2 из 7/);
  await settled(story);
  expect(await parts(story, head, 'ACHIEVED'), name).toEqual(texts);
  expect(await lanePlace(story, telegramId), name).toMatchObject({ code: 'COLLEAGUES' });
  expect(person.transcript(), name).not.toContain('Сбой');
  const subject = `answer:${head.assignmentId}:ACHIEVED`;
  expect(await story.database.prisma.journal.count({ where: { subject, verb: 'finish_answer' } }), name).toBe(
    1,
  );
}

test('whatever becomes of the messages, every part is there once, and the person sees it', async () => {
  const told: Promise<void>[] = [];
  for (const [index, [name, effect]] of Object.entries(FAULTS).entries()) {
    const head = await addRespondent(story, CITIES[index] ?? name);
    told.push(faultOnTheWay(name, effect, head));
  }
  await Promise.all(told);
}, 60_000);

test('the receipt arrives although its first answer is lost; there is one submission', async () => {
  const head = await addRespondent(story, 'Шимановск');
  const { person, telegramId } = head;
  await goTo(head, 1);
  await write(person, 'Построен мост.');
  await press(person, 'К списку', /Готово 1 из 7/);
  await press(person, 'Просмотр и сдача', /Просмотр/);
  await press(person, 'Дальше →', /Без ответа/);
  await press(person, 'Сдать', /Сдать анкету/);
  story.simulator.faults.add({ effect: { kind: 'answer-lost' }, method: 'sendDocument', chatId: telegramId });
  await press(person, 'Сдать', /Анкета сдана в срок/);
  await settled(story);
  const { assignmentId } = head;
  expect(await story.database.prisma.submission.count({ where: { assignmentId } })).toBe(1);
  expect(person.chat.filter(({ text }) => text.includes('Анкета сдана в срок'))).toHaveLength(1);
}, 90_000);

const WEEK = 7 * 24 * 3600 * 1000;

async function comesBack({ person }: Respondent): Promise<void> {
  person.unblock();
  await write(person, 'Запись через неделю.');
}

test('blocked in the middle, back after a week: the same place, the old menu has lost its buttons', async () => {
  const head = await addRespondent(story, 'Сковородино');
  const { person, telegramId } = head;
  await goTo(head, 3);
  await write(person, 'Первая запись.');
  const old = person.lastMessage();
  person.send('Запись перед уходом.');
  person.block();
  await settled(story);
  await expect
    .poll(async () => (await story.database.prisma.person.findUniqueOrThrow({ where: { telegramId } })).reach)
    .toBe('blocked');
  await story.advance(WEEK);
  await comesBack(head);
  await settled(story);
  expect(await parts(story, head, 'PROBLEMS')).toEqual([
    'Первая запись.',
    'Запись перед уходом.',
    'Запись через неделю.',
  ]);
  const seen = person.chat.find(({ id }) => id === old?.id);
  expect(seen?.inlineKeyboard).toEqual([]);
  expect(labels(person)).toContain('Готово');
  const { reach } = await story.database.prisma.person.findUniqueOrThrow({ where: { telegramId } });
  expect(reach).toBe('ok');
}, 60_000);

test('two tries fail and the third succeeds: no double, no word of it', async () => {
  const head = await addRespondent(story, 'Райчихинск');
  const { person, telegramId } = head;
  await goTo(head, 3);
  const fault = story.simulator.faults.add({ effect: { kind: 'reset' }, chatId: telegramId, times: 2 });
  await write(person, 'Что бы ни случилось.');
  expect(fault.hits).toBe(2);
  await settled(story);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Что бы ни случилось.']);
  expect(person.chat.filter(({ text }) => text.includes('Сохранено'))).toHaveLength(1);
}, 90_000);
