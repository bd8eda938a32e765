import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Kept } from '../src/features/questionnaire/word-in/store.ts';
import { letters, readWord } from './support/paper.ts';
import { seedOfficial } from './support/people.ts';
import { addRespondent, BEGIN, goTo, labels, lastPaper, parts, press } from './support/respondent.ts';
import { settled, write } from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { noSample } from './support/sample.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';
import { paragraph, word } from './support/word-xml.ts';

/** A filled form comes through the chat: shown, moved, written, taken back. */

const HEADINGS = {
  done: '1. Что наиболее значительное удалось сделать в 2026 году?',
  problems: '2. Какие наиболее трудные проблемы не удалось решить в 2026 году?',
  help: '3. Какую помощь могла бы оказать Ассоциация?',
};
const DONE = [
  'Проведено 40 встреч с жителями микрорайонов.',
  '- подготовлено 12 планов;',
  '- обновлён порядок приёма.',
];
const TITLE = 'Ответы города на вопросы Ассоциации';
const FORM = word(
  [TITLE, HEADINGS.done, ...DONE, HEADINGS.problems, 'Не хватает специалистов.', HEADINGS.help, 'Нет.']
    .map((line) => paragraph(line))
    .join(''),
);
const compound = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(stream, 'utf16le')]);
const LATER = { timeoutMs: 30_000 };

let story: Story;

beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

test('a form is read, a part is moved, an answer replaced and taken back, submitted', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  await goTo(head, 1);
  await write(person, 'Прежний ответ.');
  await press(person, 'К списку', /Готово 1 из 7/);

  person.sendDocument('Анкета итоговая.docx', FORM);
  const seen = (await person.waitFor(/Прочитали файл «Анкета итоговая.docx»/, LATER)).text;
  expect(seen).toMatch(/Пока ничего не записано/);
  expect(seen).toMatch(/1\. .* — 9\d знак\S*, 2 пункта/);
  expect(seen).toMatch(/Не узнали 1 часть: «Ответы города/);
  expect(seen).toMatch(/нечего указать/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Прежний ответ.']);

  await story.restart();
  await press(person, 'Посмотреть по частям', /Часть 1 из 4/);
  await press(person, 'Дальше →', /Часть 2 из 4\. Отнесена к вопросу 1/);
  await press(person, 'К обзору файла', /Прочитали файл/);
  await press(person, 'Записать', /не отнесена ни к одному вопросу/);
  await press(person, 'Разместить неузнанное', /Куда отнести\?/);
  await press(person, '6', /Отнесли к вопросу 6\.[^]*6\. /);
  expect(await parts(story, head, 'TOPICS_EXCHANGE')).toEqual([]);

  const old = await press(person, 'Записать', /На вопрос 1 уже есть ответ: 14 знаков/);
  expect(old).toMatch(/Как поступить\?/);
  expect(labels(person)).toEqual(['Заменить', 'Добавить в конец', 'Оставить прежний', 'К обзору файла']);
  const written = await press(person, 'Заменить', /Записано\. Готово 4 из 7\./);
  expect(written).toMatch(/Без ответа: \d, \d, \d\./);
  expect(await parts(story, head, 'ACHIEVED')).toEqual([DONE.join('\n')]);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает специалистов.']);
  expect(await parts(story, head, 'TOPICS_EXCHANGE')).toEqual([TITLE]);

  await press(person, 'Вернуть прежний текст', /Вопрос 1 из 7/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Прежний ответ.']);
  await press(person, 'Отменить возврат', /Вопрос 1 из 7/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual([DONE.join('\n')]);
  await press(person, 'К списку', /Готово 4 из 7/);
  const receipt = await submitted(head);
  for (const line of [...DONE, 'Не хватает специалистов.', TITLE]) expect(receipt).toContain(letters(line));
}, 120_000);

test('what cannot be read is refused in words, and nothing changes', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  const files: [string, Buffer, RegExp][] = [
    ['половина.docx', FORM.subarray(0, 700), /повреждён/],
    ['закрыт.docx', compound('EncryptedPackage'), /паролем/],
    ['прежний.doc', compound('WordDocument'), /прежнего Word/],
    ['картинка.docx', Buffer.from('ffd8ffe000104a46494600', 'hex'), /не документ Word/],
    ['макросы.docm', word(paragraph('Текст'), { more: { 'word/vbaProject.bin': 'x' } }), /макросы/],
  ];
  for (const [name, content, sentence] of files) {
    person.sendDocument(name, content);
    await person.waitFor(sentence, LATER);
  }
  await press(person, 'Отмена', /не записан, ничего не изменилось/);
  expect(
    await story.database.prisma.piece.count({ where: { answer: { assignmentId: head.assignmentId } } }),
  ).toBe(0);
}, 120_000);

test('within a question it is one answer; with several headings the whole form; cancelled, it can be had back', async () => {
  const head = await addRespondent(story, 'Свободный');
  const { person } = head;
  await goTo(head, 5);
  person.sendDocument('ответ.txt', Buffer.from('Нужна методическая помощь.\n- курсы;\n- семинары.'));
  await person.waitFor(/В файле «ответ\.txt» \d+ знак\S*, 2 пункта\. Записать в ответ\?/, LATER);
  await press(person, 'Записать в ответ', /Записано\.[^]*Вопрос 5 из 7/);
  expect(await parts(story, head, 'HELP')).toEqual(['Нужна методическая помощь.\n- курсы;\n- семинары.']);
  person.sendDocument('ещё.txt', Buffer.from('И стажировки.'));
  await person.waitFor(/Ответ уже есть/, LATER);
  expect(labels(person)).toEqual(['Заменить', 'Добавить в конец', 'Приложить как файл', 'Отмена']);
  await press(person, 'Приложить как файл', /Файл приложен\.[^]*Вопрос 5 из 7/);
  expect(await parts(story, head, 'HELP')).toHaveLength(2);

  person.sendDocument('анкета.docx', FORM);
  await person.waitFor(/Прочитали файл «анкета\.docx»/, LATER);
  await press(person, 'Отмена', /отложен/);
  await press(person, 'Вернуть файл', /Прочитали файл «анкета\.docx»/);
  await press(person, 'Отмена', /отложен/);
  await story.advance(2 * 24 * 3600 * 1000);
  const kept = () => story.database.prisma.wordIn.count({ where: { fileName: 'анкета.docx' } });
  await expect.poll(kept, { timeout: 30_000 }).toBe(0);
  await press(person, 'Вернуть файл', /Этого файла у бота уже нет/);
}, 120_000);

test('the blank comes back filled', async () => {
  const head = await addRespondent(story, 'Тында');
  const { person } = head;
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  await press(person, 'Бланк в Word', /Анкета «/);
  const { name, buffer } = lastPaper(person);
  expect(name).toBe('Бланк-анкеты-2026-Тында.docx');
  expect(await readWord(buffer)).toContain('Ответ пишите под вопросом');
  person.sendDocument(name, buffer);
  await person.waitFor(/Прочитали файл/, LATER);
  expect(labels(person)).not.toContain('Записать');
}, 60_000);

test('without headings all is proposed for one question, the end for the tasks; two answers are decided in the same way', async () => {
  const head = await addRespondent(story, 'Райчихинск');
  const { person, assignmentId, cityId } = head;
  const { prisma } = story.database;
  for (const number of [1, 4]) {
    await goTo(head, number);
    await write(person, 'Прежнее.');
  }
  await press(person, 'К списку', /Готово 2 из 7/);
  const { campaign } = await prisma.assignment.findUniqueOrThrow({
    where: { id: assignmentId },
    include: { campaign: true },
  });
  const { id: _, ...former } = campaign;
  const earlier = await prisma.campaign.create({ data: { ...former, year: 2024 } });
  const data = { campaignId: earlier.id, cityId, respondentSeatId: head.seatId };
  const other = await prisma.assignment.create({ data });

  const text = [
    'В 2026 году проведено 40 встреч с жителями, открыты два общественных центра.',
    'В 2027 году предстоит перевести учёт поручений в электронный вид и провести конкурс советов микрорайонов.',
  ];
  person.sendDocument('отчёт.txt', Buffer.from(text.join('\n\n')));
  await person.waitFor(/К какой анкете он относится\?/, LATER);
  const seen = await press(person, 'Анкета за 2026 год', /Заголовков вопросов в файле нет/);
  expect(seen).toMatch(/Конец текста похож на задачи следующего года: «В 2027/);
  await press(person, 'Отнести к задачам на 2027 год', /Отнесли к вопросу 4\./);
  await press(person, 'Записать', /На вопрос 1 уже есть ответ[^]*Ещё 1 такой вопрос/);
  await press(person, 'Оставить прежний', /На вопрос 4 уже есть ответ/);
  await press(person, 'К обзору файла', /Прочитали файл/);
  await press(person, 'Записать', /На вопрос 1 уже есть ответ/);
  await press(person, 'Добавить в конец', /На вопрос 4 уже есть ответ/);
  await press(person, 'Для всех так же', /Записано\. Готово 2 из 7/);
  expect(labels(person)).toContain('Вернуть прежний текст 4');
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Прежнее.', text[0]]);
  expect(await parts(story, head, 'TASKS_NEXT')).toEqual(['Прежнее.', text[1]]);
  await press(person, 'Нечего указать по 2, 3, 5, 6, 7', /Готово 7 из 7/);
  expect(person.transcript()).toContain('Отмечено, что указать нечего: 2, 3, 5, 6, 7.');

  person.sendDocument('отчёт.txt', Buffer.from(`${text.join('\n\n')} И ещё.`));
  await person.waitFor(/К какой анкете/, LATER);
  await press(person, 'Анкета за 2026 год', /Заголовков/);
  await press(person, 'Отнести к задачам на 2027 год', /Отнесли/);
  await press(person, 'Записать', /На вопрос 1/);
  expect(labels(person)).not.toContain('Для всех так же');
  await prisma.assignment.update({ where: { id: assignmentId }, data: { state: 'submitted' } });
  await press(person, 'Заменить', /Анкета «/);
  expect(person.transcript()).toMatch(/Пока файл разбирали, анкету сдали\. Из файла ничего не записано/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Прежнее.', text[0]]);
  await prisma.assignment.delete({ where: { id: other.id } });
}, 120_000);

test('the association’s coordinator is asked whose answer it is, and enters it', async () => {
  const head = await addRespondent(story, 'Шимановск');
  const telegramId = 9100;
  const now = story.simulator.now();
  await seedOfficial(story.database.prisma, {
    telegramId,
    kind: 'association_coordinator',
    now,
  });
  const person = story.simulator.person({ id: telegramId, firstName: 'Вера', started: true });
  person.sendDocument('письмо.docx', FORM);
  await person.waitFor(/Файл «письмо\.docx». Чей это ответ\?/, LATER);
  await press(person, 'Шимановск', /Как поступил ответ\?/);
  await press(person, 'По письму', /От какого числа письмо/);
  await press(person, 'Отмена', /Как поступил ответ/);
  await press(person, 'По письму', /От какого числа письмо/);
  person.send('2 февраля');
  await person.waitFor(/Прочитали файл «письмо\.docx»/);
  await press(person, 'Записать', /не отнесена/);
  await press(person, 'Записать без этого', /Записано\. Готово 3 из 7/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual([DONE.join('\n')]);
  const { behalf } = await story.database.prisma.assignment.findUniqueOrThrow({
    where: { id: head.assignmentId },
  });
  expect(behalf).toMatchObject({ way: 'letter', letterOn: '2027-02-02' });
}, 60_000);

/** What is written is reviewed and submitted; letters of the receipt. */
async function submitted({ person }: Respondent): Promise<string> {
  await press(person, 'Просмотр и сдача', /Просмотр/);
  while (labels(person).includes('Дальше →')) {
    person.tap('Дальше →');
    await settled(story);
  }
  await press(person, 'Сдать', /Сдать анкету в Ассоциацию\?/);
  await press(person, 'Сдать', /Анкета сдана/);
  return letters(await readWord(lastPaper(person).buffer));
}

const sample = new URL('../../shared/samples/blagoveshchensk-2022.docx', import.meta.url);

describe.skipIf(!existsSync(sample))(`the sample (else: ${noSample})`, () => {
  test('comes in whole through the chat, to the receipt', async () => {
    const head = await addRespondent(story, 'Белогорск');
    const { person, assignmentId } = head;
    person.sendDocument('анкета.docx', readFileSync(sample));
    const seen = (await person.waitFor(/Прочитали файл/, LATER)).text;
    expect(seen).toMatch(/47 пунктов/);
    if (labels(person).includes('Разместить неузнанное')) await press(person, 'Записать', /записан/);
    person.tap(labels(person).find((label) => /^Записать/.test(label)) ?? '');
    await person.waitFor(/Записано\. Готово/, LATER);
    const pieces = await story.database.prisma.piece.findMany({ where: { answer: { assignmentId } } });
    await press(person, 'К списку', /Готово/);
    const receipt = await submitted(head);
    for (const { text } of pieces)
      for (const line of text.split('\n')) expect(receipt).toContain(letters(line));
    const row = await story.database.prisma.wordIn.findFirstOrThrow({ where: { assignmentId } });
    const headings = (row.parts as unknown as Kept).parts.map(({ heading }) => letters(heading ?? ''));
    for (const line of (await readWord(readFileSync(sample))).split('\n').map((each) => letters(each)))
      expect(receipt.includes(line) || headings.some((each) => each.includes(line)), line).toBe(true);
  }, 120_000);
});
