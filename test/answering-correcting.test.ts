import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { letters, readWord } from './support/paper.ts';
import {
  addRespondent,
  BEGIN,
  goTo,
  labels,
  lastPaper,
  parts,
  press,
  write,
  YEAR,
} from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** Seams of a paste, and last year's answer. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

/** A paste cut hard at 4 096 in the middle of a word: nobody but the writer knows how it goes on. */
const WORDS = 'благоустройство дворов и набережных города продолжалось весь год ';
const LONG = `О работе: ${WORDS.repeat(130)}`.trim();

const printed = async (head: Respondent): Promise<string> => {
  await press(head.person, 'Проект в Word', /Готово/);
  return readWord(lastPaper(head.person).buffer);
};

test('a doubtful seam is asked about: together, with a space, as a paragraph, and the document follows', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  await goTo(head, 4);
  const pieces = person.paste(LONG, { cut: 'hard' });
  expect(pieces.length).toBe(3);
  await person.waitFor(/1 стык частей вызывает сомнение, проверьте его/, { timeoutMs: 15_000 });
  const before = pieces[1]?.text.slice(-12) ?? '';
  const after = pieces[2]?.text.slice(0, 12) ?? '';

  await press(person, 'Стыки частей', /Стык 1 из 1\. Как соединить\?\nСейчас: (слитно|через пробел)\./);
  expect(person.lastMessage()?.text).toContain(`${before}\n— стык —\n${after}`);
  expect(person.lastMessage()?.inlineKeyboard[0]?.map(({ text }) => text)).toEqual([
    'Слитно',
    'Пробел',
    'Абзац',
  ]);
  await press(person, 'Слитно', /как соединить части, записано/);
  expect(person.lastMessage()?.text).not.toMatch(/сомнение/);
  await press(person, 'К списку', /Готово 1 из 7/);
  expect(await printed(head)).toContain(`${before}${after}`);

  // A decision can be changed.
  for (const [button, joined] of [
    ['Пробел', `${before} ${after}`],
    ['Абзац', `${before}\n\n${after}`],
  ] as const) {
    await press(person, '4', /Вопрос 4 из 7/);
    await press(person, 'Стыки частей', /Стык 1 из 1/);
    await press(person, button, /как соединить части, записано/);
    await press(person, 'К списку', /Готово 1 из 7/);
    expect(await printed(head)).toContain(joined);
  }
  expect(letters(await printed(head))).toContain(letters(LONG));
}, 60_000);

/** What the city submitted a year ago. */
async function submitLastYear(head: Respondent, answers: Record<string, string>): Promise<void> {
  const { prisma } = story.database;
  const now = story.simulator.now();
  const { branchId, formId } = await prisma.campaign.findUniqueOrThrow({ where: { id: head.campaignId } });
  const year = YEAR - 1;
  const campaign = await prisma.campaign.upsert({
    where: { branchId_year: { branchId, year } },
    create: { branchId, formId, year, dueOn: new Date(`${YEAR}-02-12`), openedAt: now, closedAt: now },
    update: {},
  });
  const content = Object.entries(answers).map(([code, text]) => {
    return { code, text, entities: [{ type: 'bold', offset: 0, length: 4 }], value: null, files: [] };
  });
  await prisma.assignment.create({
    data: {
      campaignId: campaign.id,
      cityId: head.cityId,
      state: 'submitted',
      edition: 1,
      number: `${year}-ОРГ-${head.cityId}`,
      submissions: { create: { edition: 1, content, mark: '0000-0000', at: now } },
    },
  });
}

const LAST = 'Шире привлекать старост. В 2025 году это удалось.';

test('last year’s answer is one button away: shown, taken as a basis, taken back', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  await submitLastYear(head, { HELP: LAST, COLLEAGUES: `${'Белогорск: ярмарка. '.repeat(300)}` });
  await goTo(head, 2);
  await press(person, 'Ответ прошлого года', /Ответ 2025 года \(/);
  expect(labels(person)).toEqual(['Дальше →', 'Взять за основу', 'Назад']);
  await press(person, 'Дальше →', /Ответ 2025 года/);
  await press(person, 'Назад', /Вопрос 2 из 7/);
  await press(person, 'К списку', /Готово 0 из 7/);

  await press(person, '5', /Вопрос 5 из 7/);
  await press(person, 'Ответ прошлого года', /Ответ 2025 года \(49 знаков\)\n\nШире привлекать/);
  const shown = person.lastMessage();
  const bold = shown?.entities.find(({ type, offset }) => type === 'bold' && offset > 0);
  expect(shown?.text.slice(bold?.offset, (bold?.offset ?? 0) + (bold?.length ?? 0))).toBe('Шире');
  await press(person, 'Взять за основу', /Ответ 2025 года записан как основа/);
  expect(await parts(story, head, 'HELP')).toEqual([LAST]);
  expect(labels(person)).not.toContain('Вернуть прежний текст'); // there was none
  await press(person, 'Убрать взятое за основу', /Ответ снова пуст\. Записанное можно вернуть\./);
  expect(await parts(story, head, 'HELP')).toEqual([]);
  await press(person, 'Вернуть убранное', /Убранное возвращено/);
  expect(await parts(story, head, 'HELP')).toEqual([LAST]);
}, 90_000);

test('where there is a text already, last year’s is added or takes its place; both are taken back', async () => {
  const head = await addRespondent(story, 'Тында');
  const { person } = head;
  await submitLastYear(head, { HELP: LAST });
  await goTo(head, 5);
  await write(person, 'Нужны методички.');
  const take = async () => {
    await press(person, 'Ответ прошлого года', /Ответ 2025 года \(/);
    await press(person, 'Взять за основу', /На этот вопрос уже есть ответ: 16 знаков\. Как поступить\?/);
  };
  await take();
  await press(person, 'Добавить в конец', /записан как основа/);
  expect(await parts(story, head, 'HELP')).toEqual(['Нужны методички.', LAST]);
  await press(person, 'Вернуть прежний текст', /Прежний текст возвращён/);
  expect(await parts(story, head, 'HELP')).toEqual(['Нужны методички.']);
  await press(person, 'К списку', /Готово 1 из 7/);
  await press(person, '5', /Вопрос 5 из 7/);

  await take();
  // Two quick taps are one change.
  person.tap('Заменить');
  person.tap('Заменить');
  await person.waitFor(/Эта кнопка от прежнего сообщения/);
  expect(await parts(story, head, 'HELP')).toEqual([LAST]);
  await press(person, 'Вернуть прежний текст', /Прежний текст возвращён/);
  expect(await parts(story, head, 'HELP')).toEqual(['Нужны методички.']);
}, 90_000);
