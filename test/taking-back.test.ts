import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addRespondent, BEGIN, goTo, labels, parts, press } from './support/respondent.ts';
import { settled, write, YEAR } from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';
import { paragraph, word } from './support/word-xml.ts';

/** What was taken back can be had back until submission, by buttons that say what they do. */

const LATER = { timeoutMs: 30_000 };
const WEEK = 7 * 24 * 3600 * 1000;
const OLD_BUTTON = /Эта кнопка от прежнего сообщения/;
const DONE = 'Проведено 40 встреч с жителями микрорайонов.';
const HARD = 'Не хватает специалистов по благоустройству.';
const FORM = word(
  [
    '1. Что наиболее значительное удалось сделать в 2026 году?',
    DONE,
    '2. Какие наиболее трудные проблемы не удалось решить в 2026 году?',
    HARD,
  ]
    .map((line) => paragraph(line))
    .join(''),
);

let story: Story;

beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

/** Two taps before the first of them was answered. */
async function pressTwice({ person }: Respondent, button: string): Promise<void> {
  person.tap(button);
  person.tap(button);
  await person.waitFor(OLD_BUTTON, LATER);
  await settled(story);
}

/** Away to the list, and to the question again, as it is from now on. */
async function comeAgain(head: Respondent, number: number): Promise<void> {
  await press(head.person, 'К списку', /Анкета «/);
  await goTo(head, number);
}

async function attach(head: Respondent, name: string): Promise<string> {
  head.person.sendDocument(name, Buffer.from('Нужна методическая помощь.'));
  await head.person.waitFor(new RegExp(`В файле «${name}»`), LATER);
  return press(head.person, 'Приложить как файл', /Файл приложен/);
}

test('what a file brought into an empty answer is removed, and had back after leaving, a restart, a week', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  person.sendDocument('анкета.docx', FORM);
  await person.waitFor(/Прочитали файл/, LATER);
  await press(person, 'Записать', /Записано\. Готово 2 из 7/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual([HARD]);

  await goTo(head, 3);
  expect(labels(person)).toContain('Убрать записанное');
  expect(labels(person)).not.toContain('Вернуть прежний текст');
  await press(person, 'Убрать записанное', /^Ответ снова пуст\. Записанное можно вернуть\.\n\nВопрос 3 из 7/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual([]);
  expect(labels(person)).toContain('Вернуть убранное');

  await press(person, 'К списку', /Готово 1 из 7/);
  await story.restart();
  await story.advance(WEEK);
  // On the day of the term a reminder comes by itself.
  await person.waitFor(/напоминаем об анкете/, LATER);
  await goTo(head, 3);
  expect(labels(person)).toContain('Вернуть убранное');
  await pressTwice(head, 'Вернуть убранное');
  expect(await parts(story, head, 'PROBLEMS')).toEqual([HARD]);

  await comeAgain(head, 3);
  await pressTwice(head, 'Убрать записанное');
  expect(await parts(story, head, 'PROBLEMS')).toEqual([]);
  await comeAgain(head, 3);
  await press(person, 'Вернуть убранное', /^Убранное возвращено\./);
  expect(await parts(story, head, 'PROBLEMS')).toEqual([HARD]);
}, 120_000);

test('a newer change is taken back first, and what was removed before it after that', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  await goTo(head, 3);
  person.sendDocument('ответ.txt', Buffer.from(HARD));
  await person.waitFor(/Записать в ответ\?/, LATER);
  await press(person, 'Записать в ответ', /Записано\./);
  await press(person, 'Убрать записанное', /Ответ снова пуст/);

  // A text written since does not close the way back.
  await write(person, 'Не хватает техники.');
  expect(labels(person)).toContain('Вернуть убранное');
  await press(person, 'Убрать часть', /Какую часть убрать\? Её можно будет вернуть до сдачи анкеты\./);
  await press(person, '1', /Часть убрана\./);
  expect(await parts(story, head, 'PROBLEMS')).toEqual([]);

  await comeAgain(head, 3);
  await press(person, 'Вернуть убранное', /Убранное возвращено\./);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает техники.']);
  expect(labels(person)).toEqual(expect.arrayContaining(['Вернуть убранное', 'Отменить возврат']));
  await press(person, 'Вернуть убранное', /Убранное возвращено\./);
  expect((await parts(story, head, 'PROBLEMS')).toSorted()).toEqual(['Не хватает техники.', HARD].toSorted());
}, 90_000);

test('a file that was attached is called a file', async () => {
  const head = await addRespondent(story, 'Свободный');
  const { person } = head;
  await goTo(head, 5);
  await attach(head, 'смета.txt');
  expect(labels(person)).toContain('Убрать файл');
  expect(labels(person)).not.toContain('Вернуть прежний текст');
  await press(person, 'Убрать файл', /^Ответ снова пуст\. Записанное можно вернуть\./);
  expect(await parts(story, head, 'HELP')).toEqual([]);
  await comeAgain(head, 5);
  await press(person, 'Вернуть убранное', /^Убранное возвращено\.[^]*Приложен файл: «смета\.txt»/);

  await goTo(head, 4);
  await write(person, 'Открыть центр.');
  await attach(head, 'план.txt');
  await press(person, 'Убрать файл', /^Файл убран, его можно вернуть\./);
  expect(await parts(story, head, 'TASKS_NEXT')).toEqual(['Открыть центр.']);
  await comeAgain(head, 4);
  await press(person, 'Вернуть убранное', /Убранное возвращено/);
  expect(await parts(story, head, 'TASKS_NEXT')).toHaveLength(2);
}, 90_000);

test('a removed part is brought back by name; last year’s answer stays one button away', async () => {
  const head = await addRespondent(story, 'Тында');
  const { person } = head;
  await submitLastYear(head, 'Шире привлекать старост.');
  await goTo(head, 5);
  await write(person, 'Нужны методички.');
  await press(person, 'Убрать часть', /Какую часть убрать/);
  await press(person, '1', /Часть убрана/);
  expect(labels(person)).not.toContain('Вернуть прежний текст');
  await press(person, 'Вернуть убранное', /^Убранное возвращено\./);
  expect(await parts(story, head, 'HELP')).toEqual(['Нужны методички.']);
  expect(labels(person)).toEqual([
    'Готово',
    'Показать текст',
    'Отменить возврат',
    'Ответ прошлого года',
    'Поручить',
    'Убрать часть',
    'К списку',
  ]);

  await press(person, 'Ответ прошлого года', /Ответ 2025 года/);
  await press(person, 'Взять за основу', /Как поступить\?/);
  await press(person, 'Заменить', /записан как основа/);
  await press(person, 'Вернуть прежний текст', /^Прежний текст возвращён\./);
  expect(labels(person)).toContain('Ответ прошлого года');
  expect(labels(person)).not.toContain('Вернуть прежний текст'); // there is none older
  await comeAgain(head, 5);
  await press(person, 'Отменить возврат', /^Возврат отменён\./);
  expect(await parts(story, head, 'HELP')).toEqual(['Шире привлекать старост.']);
}, 90_000);

async function submitLastYear({ campaignId, cityId }: Respondent, text: string): Promise<void> {
  const { prisma } = story.database;
  const now = story.simulator.now();
  const { branchId, formId } = await prisma.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const year = YEAR - 1;
  const campaign = await prisma.campaign.create({
    data: { branchId, formId, year, dueOn: new Date(`${YEAR}-02-12`), openedAt: now, closedAt: now },
  });
  const content = [{ code: 'HELP', text, entities: [], value: null, files: [] }];
  await prisma.assignment.create({
    data: {
      campaignId: campaign.id,
      cityId,
      state: 'submitted',
      edition: 1,
      number: `${year}-ОРГ-${cityId}`,
      submissions: { create: { edition: 1, content, mark: '0000-0000', at: now } },
    },
  });
}
