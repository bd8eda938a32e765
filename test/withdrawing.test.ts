import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readWord } from './support/paper.ts';
import {
  addRespondent,
  BEGIN,
  goTo,
  labels,
  lastPaper,
  press,
  review,
  submissions,
  write,
} from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** What stands beside a submission: texts that are not in it, a withdrawal that is too late, years that go by. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

const STRAY = 'Предложения к плану работы следующего года:\n- первое предложение\n- второе предложение';

test('what lies outside the questions is told before and after, and can be put in after a withdrawal', async () => {
  const head = await addRespondent(story, 'Белогорск');
  const { person } = head;
  await goTo(head, 1);
  await write(person, 'Построен мост.');
  await press(person, 'К списку', /Готово 1 из 7/);
  person.send(STRAY);
  await person.waitFor(/Это ответ на анкету\?/, { timeoutMs: 15_000 });
  await press(person, 'К списку', /Готово 1 из 7/);
  const found = await review(head);
  expect(found).toMatch(/Обратите внимание:\n• 1 сообщение, присланное вне вопросов, в анкету не вошло\.\n/);
  await press(person, 'Разобрать', /Это ответ на анкету\? Получено 1 сообщение/);
  await press(person, 'К списку', /Готово 1 из 7/);
  await review(head);
  await press(person, 'Сдать', /Сдать анкету/);
  const told =
    /1 сообщение, присланное вне вопросов, в анкету не вошло\. Храним его сутки; чтобы добавить его, отзовите/;
  await press(person, 'Сдать', told);
  // Once the campaign is closed nothing can be withdrawn, and nobody is told to.
  const { campaign } = story.database.prisma;
  await campaign.updateMany({ data: { closedAt: story.simulator.now() } });
  person.send('анкета');
  await person.waitFor(/в анкету не вошло\. Храним его сутки\.\n/);
  await campaign.updateMany({ data: { closedAt: null } });
  person.send('анкета');
  await person.waitFor(told);
  await press(person, 'Отозвать', /Отозвать анкету/);
  await press(person, 'Отозвать', /Анкета отозвана\. Чтобы/);
  await press(person, 'Присланное вне вопросов: 1', /Это ответ на анкету/);
  await press(person, 'Другой вопрос', /К какому вопросу/);
  await press(person, 'Вопрос 2', /Записано в ответ/);
  expect(await readWord(await project(head))).toContain('второе предложение');
}, 60_000);

async function project({ person }: Respondent): Promise<Buffer> {
  await press(person, 'К списку', /Готово 2 из 7/);
  await press(person, 'Проект в Word', /Готово 2 из 7/);
  return lastPaper(person).buffer;
}

test('an old *Отозвать* after the campaign was closed says so, and how things stand', async () => {
  const head = await addRespondent(story, 'Магдагачи');
  const { person } = head;
  const { prisma } = story.database;
  await goTo(head, 1);
  await write(person, 'Построен мост.');
  await review(head);
  await press(person, 'Сдать', /Сдать анкету/);
  await press(person, 'Сдать', /Учётный номер/);
  const receipt = person.lastMessage() ?? undefined;
  await press(person, 'Отозвать', /Отозвать анкету/);
  const question = person.lastMessage() ?? undefined;
  await prisma.campaign.updateMany({ data: { closedAt: story.simulator.now() } });
  for (const asked of [question, receipt]) {
    person.tap('Отозвать', asked);
    await person.waitFor(/^Сбор закрыт, отозвать анкету уже нельзя\.$/);
    await person.waitFor(/Анкета сдана: учётный номер/);
  }
  expect(labels(person)).toEqual(['Получить в Word', 'История', 'Видимость для городов']);
  expect((await submissions(story, head)).map(({ withdrawnAt }) => withdrawnAt)).toEqual([null]);
  await prisma.campaign.updateMany({ data: { closedAt: null } });
}, 90_000);

test('in another year the days are said with their year', async () => {
  const head = await addRespondent(story, 'Райчихинск');
  const { person } = head;
  person.send('анкета');
  expect((await person.waitFor(/Срок — /)).text).toContain('Срок — пятница, 12 февраля, до конца дня');
  await goTo(head, 1);
  await write(person, 'Построен мост.');
  await review(head);
  await press(person, 'Сдать', /Сдать анкету/);
  await press(person, 'Сдать', /пятница, 5 февраля, 14:0\d \(Райчихинск\)/);
  await story.advance(330 * 24 * 3600 * 1000);
  person.send('анкета');
  await person.waitFor(/Анкета сдана: .*, пятница, 5 февраля 2027 года, 14:0\d \(Райчихинск\)\./);
  await press(person, 'Отозвать', /Срок прошёл: при новой сдаче будет отметка об опоздании/);
  await press(
    person,
    'Отозвать',
    /Срок — пятница, 12 февраля 2027 года, до конца дня \(Райчихинск\)\. Срок прошёл/,
  );
}, 90_000);
