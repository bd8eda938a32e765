import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { changeLane, laneState } from './support/lane.ts';
import { seedOfficial } from './support/people.ts';
import { BEGIN, press, settled } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/**
 * A restart and a deploy in the middle of each dialogue: the question stands on the screen, is not asked twice, and the next
 * message is understood as its answer.
 */

let story: Story;
let kedrova: Person;

beforeAll(async () => {
  story = await startStory({ at: BEGIN });
  const { prisma } = story.database;
  await prisma.city.create({ data: { name: 'Благовещенск', timeZone: 'Asia/Yakutsk' } });
  await prisma.city.create({ data: { name: 'Хабаровск', timeZone: 'Asia/Vladivostok' } });
  await seedOfficial(prisma, {
    telegramId: 8601,
    kind: 'association_coordinator',
    name: 'Кедрова Ольга Николаевна',
    now: story.simulator.now(),
  });
  kedrova = story.simulator.person({ id: 8601, firstName: 'Ольга', started: true });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

/** Another build reads what this one left: a dialogue's log that it cannot replay. */
async function deploy(): Promise<void> {
  await settled(story);
  await story.stop();
  await changeLane(story, kedrova.id, ({ dialogue }) => {
    if (!dialogue) throw new Error('no dialogue is under way');
    dialogue.version = -1;
    dialogue.log = { another: 'build' } as unknown as typeof dialogue.log;
  });
  await story.start();
}

async function restart(): Promise<void> {
  await settled(story);
  await story.restart();
}

/** Something happens while the question waits; then it is answered. */
async function answer(happens: () => Promise<void>, text: string, then: RegExp): Promise<void> {
  await settled(story);
  const name = (await laneState(story, kedrova.id)).dialogue?.name;
  expect(name).toBeDefined();
  const question = kedrova.lastMessage()?.text ?? '';
  await happens();
  const said = story.said.length;
  kedrova.send(text);
  await kedrova.waitFor(then, { timeoutMs: 15_000 });
  await settled(story);
  expect(story.said.slice(said).filter((each) => each.startsWith(question))).toEqual([]);
  expect(story.said.slice(said).length).toBeLessThanOrEqual(1);
}

test('opening a campaign: year, term, cities', async () => {
  kedrova.send('сбор');
  await kedrova.waitFor(/Сбор/);
  await press(kedrova, 'Открыть сбор', /За какой год/);
  await answer(deploy, 'прошлый', /./);
  await answer(restart, 'за 2026 год', /срок|Срок/);
  await answer(deploy, 'когда-нибудь', /./);
  await answer(deploy, '12 февраля', /город/i);
  await press(kedrova, 'Выбрать города', /./);
  await answer(deploy, 'благовещенск', /Отмечено 1/);
  await answer(restart, 'хабаровск', /Отмечено 2/);
  await press(kedrova, 'Готово: 2 города', /Открыть сбор за 2026 год/);
  await press(kedrova, 'Открыть сбор', /./);
  await settled(story);
  expect(await story.database.prisma.assignment.count()).toBe(2);
}, 60_000);

test('extending its term', async () => {
  kedrova.send('сбор');
  await kedrova.waitFor(/2026/);
  await press(kedrova, 'Продлить срок', /Продл/);
  await answer(deploy, '19 февраля', /19 февраля/);
  await answer(restart, '26 февраля', /26 февраля/);
  await answer(deploy, '20 февраля', /20 февраля/);
}, 60_000);

test('the wording of a question, and a new question', async () => {
  kedrova.send('сбор');
  await kedrova.waitFor(/2026/);
  await press(kedrova, 'Все сборы', /./);
  await press(kedrova, 'Вопросы анкеты', /./);
  await press(kedrova, '1', /./);
  await press(kedrova, 'Изменить вопрос', /./);
  await answer(deploy, 'Чем запомнился год?', /Чем запомнился год\?/);
  await answer(restart, 'Чем запомнился этот год?', /Чем запомнился этот год\?/);
  await press(kedrova, 'Записать', /./);
  await press(kedrova, 'К списку', /./);
  await press(kedrova, 'Добавить вопрос', /./);
  await press(kedrova, 'Число', /./);
  await answer(deploy, 'Сколько встреч проведено?', /подсказк/i);
  await answer(restart, 'Считайте и выездные.', /./);
  await answer(deploy, 'встречи', /./);
  await answer(deploy, 'meetings', /Сколько встреч проведено\?/);
  await press(kedrova, 'Добавить', /./);
  await settled(story);
  const form = await story.database.prisma.form.findFirstOrThrow({ orderBy: { version: 'desc' } });
  expect(form.questions).toContainEqual(
    expect.objectContaining({ code: 'MEETINGS', hint: 'Считайте и выездные.' }),
  );
}, 60_000);

test('a dialogue that the next build does not have is left without a word', async () => {
  kedrova.send('сбор');
  await kedrova.waitFor(/2026/);
  await press(kedrova, 'Продлить срок', /Продл/);
  await settled(story);
  await changeLane(story, kedrova.id, ({ dialogue }) => {
    if (dialogue) dialogue.name = 'of.yesterday';
  });
  kedrova.send('19 февраля');
  await kedrova.waitFor(/Не удалось понять/);
  await settled(story);
}, 90_000);
