import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import mammoth from 'mammoth';
import { cityMessage } from '../src/features/questionnaire/campaign/messages.ts';
import { findCityRow } from '../src/features/questionnaire/campaign/store.ts';
import type { Question } from '../src/features/questionnaire/form.ts';
import { lanePlace, storeUpdate } from './support/lane.ts';
import { keepArtefact } from './support/paper.ts';
import {
  addQuestions,
  addRespondent,
  BEGIN,
  goTo,
  labels,
  lastPaper,
  parts,
  press,
  saved,
  settled,
  write,
} from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';
import { texts } from './support/town.ts';

/** Everything that can be sent as an answer, and what cannot. */

/** The smallest PNG. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

test('formatting goes into the document, and into what is shown', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  await goTo(head, 4);
  const text = 'Главное: открыть центр.\n- первое\n- второе\nПодробности на сайте. <b>Так</b> & это.';
  person.send(text, {
    entities: [
      { type: 'bold', offset: 0, length: 7 },
      { type: 'text_link', offset: text.indexOf('сайте'), length: 5, url: 'https://example.org/zaya' },
    ],
  });
  await person.waitFor(/Сохранено: 1 часть, \d+ знак\p{Ll}*, 2 пункта списка/u);
  await press(person, 'Показать текст', /записанный текст/);
  const shown = person.lastMessage();
  const bold = shown?.entities.filter(({ type }) => type === 'bold') ?? [];
  expect(bold.map(({ offset, length }) => shown?.text.slice(offset, offset + length))).toEqual([
    'Вопрос 4 из 7',
    'Главное',
  ]);
  expect(shown?.entities).toContainEqual(expect.objectContaining({ type: 'text_link', length: 5 }));
  await press(person, 'Назад', /Сохранено/);
  await press(person, 'К списку', /Готово 1 из 7/);
  await press(person, 'Проект в Word', /Готово 1 из 7/);
  const paper = lastPaper(person);
  expect(paper.name).toBe('Анкета-2026-Благовещенск-ПРОЕКТ.docx');
  const { value: html } = await mammoth.convertToHtml({ buffer: paper.buffer });
  expect(html).toContain('<strong>Главное</strong>: открыть центр.');
  expect(html).toContain('<a href="https://example.org/zaya">сайте</a>');
  expect(html).toMatch(/<li>первое<\/li><li>второе<\/li>/);
  expect(html).toContain('&lt;b&gt;Так&lt;/b&gt; &amp; это.');
  expect(html).toMatch(/^<p>ПРОЕКТ<\/p>/);
  expect(html).toMatch(
    /срок — до 12\sфевраля\s2027\sг\. включительно\. На 5\sфевраля\s2027\sг\., 14:0\d \(Благовещенск\) готово 1 из 7\./,
  );
  await keepArtefact('project-2026.docx', paper.buffer);
}, 90_000);

test('photos and files are attached and named; an edited caption edits its part', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  await goTo(head, 5);
  const table = person.sendDocument('смета 2027.xlsx', Buffer.from('a table'), '', 'Смета на учёбу.');
  person.sendPhoto(PICTURE);
  const status = await saved(person);
  expect(status.text).toContain('Сохранено: 1 часть, 15 знаков.');
  expect(status.text).toMatch(
    /Приложено 2 файла: «смета 2027\.xlsx», «Фото-\d+\.jpg»\. В сборник файлы не входят/,
  );
  person.edit(table, 'Смета на учёбу кадров.');
  await person.waitFor(/22 знака/, { timeoutMs: 15_000 });
  expect((await parts(story, head, 'HELP'))[0]).toBe('смета 2027.xlsx|Смета на учёбу кадров.');
  const kept = await story.database.prisma.file.findFirstOrThrow({ where: { name: 'смета 2027.xlsx' } });
  expect(Buffer.from(kept.content).toString()).toBe('a table');
  await press(person, 'Убрать часть', /2\. Файл «Фото-\d+\.jpg»/);
  await press(person, '2', /^Файл «Фото-\d+\.jpg» убран\.\n/);
  expect(await parts(story, head, 'HELP')).toHaveLength(1);

  // The file alone, the whole part, and both taken back.
  const [whole, textAlone] = ['смета 2027.xlsx|Смета на учёбу кадров.', 'Смета на учёбу кадров.'];
  await press(
    person,
    'Убрать часть',
    /1\. 22 знака: «Смета на учёбу кадров\.», с файлом «смета 2027\.xlsx»$/,
  );
  expect(labels(person)).toEqual(['1', 'Убрать файл из части 1', 'Назад']);
  await press(
    person,
    'Убрать файл из части 1',
    /Файл «смета 2027\.xlsx» убран, текст части 1 остался\.[^]*Сохранено: 1 часть, 22 знака\.\nМожно/,
  );
  expect(await parts(story, head, 'HELP')).toEqual([textAlone]);
  // The message in the chat still carries the file: an edit of its words does not bring it back.
  person.edit(table, 'Смета на учёбу всех кадров.');
  await person.waitFor(/27 знаков/, { timeoutMs: 15_000 });
  expect(await parts(story, head, 'HELP')).toEqual(['Смета на учёбу всех кадров.']);
  await press(person, 'Вернуть прежний текст', /Прежний текст возвращён/);
  expect(await parts(story, head, 'HELP')).toEqual([textAlone]);
  await press(person, 'Вернуть убранное', /Убранное возвращено[^]*Приложен файл: «смета 2027\.xlsx»/);
  expect(await parts(story, head, 'HELP')).toEqual([whole]);
  await press(person, 'Убрать часть', /с файлом/);
  await press(person, '1', /^Часть 1 убрана вместе с файлом «смета 2027\.xlsx»\./);
  await press(person, 'Вернуть убранное', /Убранное возвращено/);
  expect(await parts(story, head, 'HELP')).toEqual([whole]);

  person.sendSticker();
  await person.waitFor(/Записанное раньше на месте: 1 часть и 1 файл\./);
  person.sendDocument('a.exe', Buffer.from('a program'), '', 'Программа учёбы.');
  await person.waitFor(
    /^Файл «a\.exe» не принят: это программа\. Записанное раньше на месте: 1 часть и 1 файл\. Пришлите документ/,
  );
  expect(await lanePlace(story, head.telegramId)).toMatchObject({ code: 'HELP' });
  expect(await parts(story, head, 'HELP')).toEqual([whole]);
  person.sendDocument('большой.zip', Buffer.alloc(21 * 1024 * 1024));
  await person.waitFor(/Файл 21 МБ, Телеграм отдаёт боту не больше 20 МБ\. Ничего не изменилось/);
  expect(await parts(story, head, 'HELP')).toHaveLength(1);
  await press(person, 'К списку', /\n5\. .* — 22 знака, 1 файл\n/);
}, 90_000);

test('over 32 000 characters nothing is cut, and it says by how much', async () => {
  const head = await addRespondent(story, 'Тында');
  const { person } = head;
  await goTo(head, 3);
  const line = 'Проблема остаётся нерешённой уже третий год подряд.';
  const lines = Array.from({ length: 640 }, (_, index) => `${index + 1}. ${line}`);
  const text = lines.join('\n').slice(0, 33_240);
  person.paste(text, { cut: 'hard' });
  const status = await person.waitFor(/больше предела/, { timeoutMs: 20_000 });
  const told = /частей, ([^,]+ знак\p{Ll}*)/u.exec(status.text)?.[1] ?? '';
  const size = [...text].length;
  const kept = (await parts(story, head, 'PROBLEMS')).join('').replace(/\s/gu, '');
  expect(kept).toBe(text.replace(/\s/gu, ''));
  const over = Number(/на (\d)\s(\d{3}) знак\p{Ll}* больше предела/u.exec(status.text)?.slice(1).join(''));
  expect(over).toBeGreaterThan(size - 32_000 - 20);
  expect(over).toBeLessThanOrEqual(size - 32_000);
  expect(status.text).toContain('Ничего не обрезано, координатор увидит отметку');
  const row = await findCityRow(story.database.prisma, head.assignmentId, story.simulator.now());
  if (!row) throw new Error('the questionnaire is gone');
  expect(cityMessage(texts, row, story.simulator.now(), true).text).toMatch(
    /Длиннее предела: вопрос 3, на 1\s2\d\d знак/u,
  );

  // The text on several pages, with nothing lost between them.
  await press(person, 'Показать текст', /записанный текст \(1 из 1\d\)/);
  const pages: string[] = [];
  for (;;) {
    pages.push(person.lastMessage()?.text.split('\n\n').slice(1).join('\n\n') ?? '');
    if (!labels(person).includes('Дальше →')) break;
    await press(person, 'Дальше →', /записанный текст/);
  }
  expect(pages.join('\n').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
  await press(person, '← Раньше', /записанный текст \(\d+ из/);
  person.send('анкета');
  expect((await person.waitFor(/Анкета «/)).text).toContain(`— ${told}\n4. `);
}, 60_000);

test('voice, sticker and video note: a friendly refusal, and the place is kept', async () => {
  const head = await addRespondent(story, 'Шимановск');
  const { person, telegramId } = head;
  await goTo(head, 2);
  person.sendVoice(48);
  await person.waitFor(/Голосовое в анкету не войдёт: сборник печатный\. Место в анкете сохранено\./);
  await write(person, 'Белогорск: ярмарка дворов.');
  person.sendSticker();
  await person.waitFor(/Наклейка в анкету не войдёт\. Записанное раньше на месте: 1 часть\./);
  expect(labels(person)).toEqual(['Готово', 'Показать текст', 'Поручить', 'Убрать часть', 'К списку']);
  person.mark();
  await storeUpdate(story, telegramId, {
    video_note: { file_id: 'x', file_unique_id: 'x', length: 1, duration: 1 },
  });
  await person.waitFor(/Видео в анкету не войдёт/);
  await storeUpdate(story, telegramId, { location: { latitude: 50, longitude: 127 } });
  await person.waitFor(/Такое сообщение в анкету не войдёт\. Записанное раньше на месте: 1 часть\./);
  expect(await lanePlace(story, telegramId)).toMatchObject({ code: 'COLLEAGUES' });
  await write(person, 'Свободный: школа старост.');
  expect(await parts(story, head, 'COLLEAGUES')).toHaveLength(2);
}, 90_000);

/** As long as a code may be: the buttons must still fit. */
const LONG_CODE = 'MEETINGS_WITH_CITIZENS_HELD_IN_THE_YEARS';
const QUESTIONS: Question[] = [
  { code: LONG_CODE, kind: 'number', text: 'Сколько встреч?', hint: '', required: false, limit: 100 },
  { code: 'MOTTO', kind: 'short_text', text: 'Ваш девиз?', hint: '', required: false, limit: 200 },
];

test('numbers with what stands before them, and a short text', async () => {
  const head = await addRespondent(story, 'Сковородино');
  await addQuestions(story, QUESTIONS);
  const { person } = head;
  const value = async () => {
    const target = { assignmentId: head.assignmentId, code: LONG_CODE };
    return (await story.database.prisma.answer.findUnique({ where: { assignmentId_code: target } }))?.value;
  };
  await goTo(head, 8);
  expect(person.lastMessage()?.text).toContain('Напишите число.');
  const first = person.send('более 1 500');
  await person.waitFor(/Записано: «более 1\s500»\. Чтобы исправить, пришлите другое число\./);
  expect(await value()).toEqual({ qualifier: 'более', value: 1500 });
  person.send('не помню');
  await person.waitFor(/Не удалось понять число/);
  expect(await value()).toEqual({ qualifier: 'более', value: 1500 });
  person.send('1.500');
  await person.waitFor(/Какое число записать/);
  await press(person, '1\u202f500', /Записано: «1\s500»/);
  person.edit(first, 'свыше 1 600');
  await person.waitFor(/Записано: «свыше 1\s600»/);
  expect(await value()).toEqual({ qualifier: 'свыше', value: 1600 });
  await press(
    person,
    'Готово',
    /Вопрос 8 готов: свыше 1\s600\. .*\n\nВопрос 9 из 9\nВаш девиз\?\nОтветьте одним сообщением\./,
  );
  await write(person, 'Ближе к людям.');
  await press(person, 'К списку', /8\. Сколько встреч\? — свыше 1\s600\n9\. Ваш девиз\? — 14 знаков/);
  person.edit(first, 'более 1 700');
  await person.waitFor(/^Правка сохранена: вопрос 8, более 1\s700\.$/);
  await press(person, 'Проект в Word', /Готово 2 из 9/);
  const { value: printed } = await mammoth.extractRawText({ buffer: lastPaper(person).buffer });
  expect(printed).toMatch(/Сколько встреч\?\s+более 1\s700\s+Ваш девиз\?\s+Ближе к людям\./);
  await settled(story);
}, 90_000);
