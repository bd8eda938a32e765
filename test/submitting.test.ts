import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cityMessage } from '../src/features/questionnaire/campaign/messages.ts';
import { findCityRow } from '../src/features/questionnaire/campaign/store.ts';
import { readWord } from './support/paper.ts';
import { seedOfficial } from './support/people.ts';
import {
  addRespondent,
  BEGIN,
  goTo,
  labels,
  lastPaper,
  press,
  review,
  settled,
  submissions,
  write,
  YEAR,
} from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';
import { texts } from './support/town.ts';

/** From the review to the receipt: what is asked about, who may submit, once, late, and again. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

test('what looks wrong is asked about and stops nobody; what is required must be there', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  person.send('анкета');
  expect((await person.waitFor(/Анкета «/)).text).toContain('\nОбщие сведения — по желанию\n1. ');
  await press(person, 'Просмотр и сдача', /Анкета пока пустая/);
  await goTo(head, 3);
  await press(person, 'Нечего указать', /Вопрос 3: нечего указать\. Осталось 6 вопросов\.\n\nВопрос 4/);
  await write(person, 'На 2026 год запланирован ремонт. В 2027 году откроем центр.');
  const missing = await review(head);
  expect(missing).toContain('Готово 2 из 7.\nБез ответа: 1, 2, 5, 6, 7.');
  expect(missing).toContain('Без ответа на вопрос 1 сдать анкету нельзя: он обязательный.');
  expect(missing).toContain('• вопрос 4: «На 2026 год» — ожидается 2027.');
  expect(labels(person)).toEqual(['Исправить 1', 'Исправить 4', 'Проект в Word', '← Раньше', 'К списку']);
  await press(person, 'Исправить 1', /Вопрос 1 из 7/);
  await write(
    person,
    'Поставлено 2 717 поручений, исполнено 2 626 поручений, 55 поручений долгосрочного исполнения. В 2025 году проведён форум.',
  );
  const found = await review(head);
  expect(found).toContain(
    'поставлено 2 717, исполнено 2 626, долгосрочных 55 — не сходится на 36'.replaceAll(
      /(\d) (\d)/g,
      '$1\u202f$2',
    ),
  );
  expect(found).toContain(
    '• вопрос 1: «В 2025 году» — прошлый год, ожидается 2026;\n• вопрос 4: «На 2026 год»',
  );
  expect(found).toContain('Сдать можно и так.');
  expect(await submissions(story, head)).toEqual([]);

  await press(person, 'Сдать', /Сдать анкету в Ассоциацию\?\nБлаговещенск, начальник управления/);
  await press(person, 'Ещё не готово', /Готово 3 из 7[^]*\n3\. .* — нечего указать\n/);
  await review(head);
  await press(person, 'Сдать', /Сдать анкету в Ассоциацию/);
  // Pressed twice: one submission, one receipt.
  person.tap('Сдать');
  person.tap('Сдать');
  await person.waitFor(
    /Анкета сдана в срок\. Учётный номер 2026-ОРГ-1, пятница, 5 февраля, 14:00 \(Благовещенск\)\.\nСпасибо, Анна Викторовна\./,
  );
  await person.waitFor(/Эта кнопка от прежнего сообщения/);
  await person.waitFor(/Анкета сдана: учётный номер 2026-ОРГ-1/);
  await settled(story);
  expect(await submissions(story, head)).toHaveLength(1);
  expect(person.chat.filter(({ attachment }) => attachment !== null)).toHaveLength(1);
  const receipt = await readWord(lastPaper(person).buffer);
  expect(receipt).not.toContain('ПРОЕКТ');
  expect(receipt).toMatch(/ответов 3 из 7[^]*не удалось решить в 2026 году\?\s+Нечего указать\.\s/);
  expect(person.chat.map(({ text }) => text).join()).not.toContain('Сдать анкету в Ассоциацию?');
}, 60_000);

test('six minutes late, by the clock of the city; a new edition keeps its number', async () => {
  const [late, next] = [await addRespondent(story, 'Зея'), await addRespondent(story, 'Тында')];
  const { person } = late;
  await goTo(late, 1);
  await write(person, 'Построен мост.');
  await review(late);
  await press(person, 'Сдать', /Сдать анкету/);
  // The day ends in Blagoveshchensk at 15:00 UTC of the 12th.
  await story.advance(Date.UTC(YEAR + 1, 1, 12, 15, 6, 20) - story.simulator.now().getTime());
  await press(
    person,
    'Сдать',
    /Сдано с опозданием на 6 минут\. Анкета принята к рассмотрению\. Учётный номер 2026-ОРГ-2, суббота, 13 февраля, 0?0:06 \(Зея\)\./,
  );
  expect(await readWord(lastPaper(person).buffer)).toContain(
    '12.02.2027, представлено с опозданием на 6 минут',
  );

  const asked = await press(person, 'Отозвать', /Отозвать анкету 2026-ОРГ-2\?/);
  expect(asked).toContain('Ассоциация увидит, что анкета отозвана.');
  expect(asked).toContain('Срок прошёл: при новой сдаче будет отметка об опоздании.');
  await press(person, 'Назад', /Анкета сдана: учётный номер 2026-ОРГ-2/);
  expect((await submissions(story, late)).map(({ withdrawnAt }) => withdrawnAt)).toEqual([null]);
  await press(person, 'Отозвать', /Отозвать анкету/);
  await press(
    person,
    'Отозвать',
    /Анкета отозвана\. Чтобы она снова считалась сданной, сдайте её ещё раз: номер 2026-ОРГ-2 сохранится\./,
  );
  expect(person.transcript()).toMatch(
    /Анкета отозвана: суббота, 13 февраля, 00:06 \(Зея\)\. Учётный номер 2026-ОРГ-2 остаётся за ней\./,
  );
  const row = await findCityRow(story.database.prisma, late.assignmentId, story.simulator.now());
  expect(row && cityMessage(texts, row, story.simulator.now(), true).text).toContain(
    'Анкета 2026-ОРГ-2 была сдана, затем отозвана.',
  );
  await goTo(late, 1);
  await write(person, 'И дорога.');
  await goTo(next, 1);
  await write(next.person, 'Открыт парк.');
  await review(next);
  await press(next.person, 'Сдать', /Сдать анкету/);
  await press(next.person, 'Сдать', /Учётный номер 2026-ОРГ-3/);
  await review(late);
  await press(person, 'Сдать', /Сдать анкету/);
  await press(person, 'Сдать', /Учётный номер 2026-ОРГ-2, .*\nРедакция 2\./);
  expect(
    (await submissions(story, late)).map(({ edition, withdrawnAt }) => [edition, withdrawnAt !== null]),
  ).toEqual([
    [1, true],
    [2, false],
  ]);
  const paper = await readWord(lastPaper(person).buffer);
  expect(paper).toMatch(/Построен мост\.\s+И дорога\./);
  // The first receipt's button speaks of what stands now.
  const [first] = person.chat.filter(({ text }) => text.startsWith('Сдано'));
  person.tap('Получить в Word', first);
  await settled(story);
  expect(await readWord(lastPaper(person).buffer)).toBe(paper);
}, 60_000);

test('the head and the coordinator press at once: one submission, the other sees how it stands', async () => {
  const head = await addRespondent(story, 'Свободный');
  const { person, cityId } = head;
  const now = story.simulator.now();
  const coordinator = {
    telegramId: 8901,
    kind: 'city_coordinator',
    cityId,
    name: 'Рябинин Павел Андреевич',
    now,
  } as const;
  await seedOfficial(story.database.prisma, coordinator);
  const other = story.simulator.person({ id: 8901, firstName: 'Павел', started: true });
  await goTo(head, 1);
  await write(person, 'Построен мост.');
  for (const each of [head, { ...head, person: other }]) {
    await review(each);
    await press(each.person, 'Сдать', /Сдать анкету в Ассоциацию/);
  }
  expect(other.lastMessage()?.text).toContain('вместо отвечающего?\nСвободный, начальник управления');
  person.tap('Сдать');
  other.tap('Сдать');
  await settled(story);
  expect(await submissions(story, head)).toHaveLength(1);
  const told = [person, other].map(({ chat }) =>
    chat.some(({ text }) => text.includes('Редакция') || /Сдано с опозданием/.test(text)),
  );
  expect(told.filter(Boolean)).toHaveLength(1);
  const { number } = await story.database.prisma.assignment.findUniqueOrThrow({
    where: { id: head.assignmentId },
  });
  for (const one of [person, other]) expect(one.transcript()).toContain(number);
}, 60_000);

test('whoever may only look cannot submit: nothing changes, and it is said who can', async () => {
  const head = await addRespondent(story, 'Шимановск');
  await goTo(head, 1);
  await write(head.person, 'Построен мост.');
  await seedOfficial(story.database.prisma, {
    telegramId: 8902,
    kind: 'association_coordinator',
    now: story.simulator.now(),
  });
  const looker = story.simulator.person({ id: 8902, firstName: 'Ольга', started: true });
  // She forwards herself nothing: the press comes with data of her own making.
  looker.send('меню');
  const menu = await looker.waitFor(/Меню/);
  for (const data of [`q.submit:${head.assignmentId}`, `q.review:${head.assignmentId}:9`]) {
    menu.inlineKeyboard = [[{ text: 'x', callback_data: data }]];
    looker.tap('x', menu);
    await looker.waitFor(
      /Сдать анкету может тот, кто отвечает за анкету, или координатор города\. Написанное сохранено\./,
    );
  }
  expect(labels(looker)).not.toContain('Сдать');
  expect(await submissions(story, head)).toEqual([]);
}, 90_000);

const MONTHS = 'январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре'.split(' ');

test('a hundred remarks, and formatting that Telegram refuses, do not keep anybody from submitting', async () => {
  const head = await addRespondent(story, 'Сковородино');
  const { person } = head;
  await goTo(head, 1);
  await write(
    person,
    [...Array.from({ length: 120 }, () => 'году'), ...MONTHS]
      .map(
        (when, i) =>
          `Номер ${i + 1}: в ${when === 'году' ? '2025 году' : `${when} 2025 года`} построена площадка.`,
      )
      .join('\n'),
  );
  // As a later kind of formatting would: stored, but refused when it is sent back.
  await story.database.prisma.piece.updateMany({
    where: { answer: { assignmentId: head.assignmentId } },
    data: { entities: [{ type: 'text_link', offset: 0, length: 5, url: 'javascript:0' }] },
  });
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  await press(person, 'Просмотр и сдача', /Просмотр, страница 1/);
  const found = await press(person, 'К сдаче', /Обратите внимание/);
  expect(found.match(/прошлый год/gu)).toHaveLength(10);
  expect(found).toContain('• вопрос 1: «в 2025 году» — прошлый год, ожидается 2026 (120 раз);\n');
  expect(found).toContain('ожидается 2026;\n• и ещё 3 замечания.\nСдать можно и так.');
  await press(person, 'Сдать', /Сдать анкету в Ассоциацию/);
  await press(person, 'Сдать', /Учётный номер 2026-ОРГ-/);
}, 60_000);
