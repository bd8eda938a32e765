import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { seedOfficial } from './support/people.ts';
import { lanePlace } from './support/lane.ts';
import { addRespondent, BEGIN, goTo, labels, parts, press, settled, write } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** What happens in the middle of an answer: commands, questions to the bot, texts outside a question, closing. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

const LONG = 'Предложения по молодёжному совету при мэре города, которые обсуждали всю осень. '
  .repeat(4)
  .trim();
const DAY = 24 * 3600 * 1000;

test('commands, words and the keyboard in the middle keep the place', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person, telegramId } = head;
  await goTo(head, 3);
  await write(person, 'Первая проблема.');
  for (const words of [
    '/help',
    'Меню',
    '«Сроки».',
    'план',
    'помощь',
    '/mydata',
    '/language',
    'АНКЕТА',
    '/нечто',
  ]) {
    person.send(words);
    await person.waitFor(/./);
    await settled(story);
    expect(await lanePlace(story, telegramId), words).toMatchObject({ code: 'PROBLEMS' });
  }
  person.send('отмена');
  await person.waitFor(/Вы были на вопросе 3, он сохранён\.\n\nВопрос 3 из 7/);
  await write(person, 'Вторая проблема.');
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Первая проблема.', 'Вторая проблема.']);
}, 60_000);

test('a short question to the bot is not swallowed, and can be recorded all the same', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  await goTo(head, 6);
  person.send('а можно ответить завтра?');
  await person.waitFor(
    /Похоже на вопрос, в ответ не записали\. Отвечать можно в любой день: место сохранено\. Срок — пятница, 12 февраля, до конца дня \(Зея\)\. Осталось 7 дней\./,
  );
  expect(labels(person)).toEqual(['Продолжить', 'Всё-таки записать в ответ', 'К списку']);
  expect(await parts(story, head, 'TOPICS_EXCHANGE')).toEqual([]);
  await press(person, 'Всё-таки записать в ответ', /Записано в ответ\.\n\nВопрос 6 из 7/);
  expect(await parts(story, head, 'TOPICS_EXCHANGE')).toEqual(['а можно ответить завтра?']);
  // The message above keeps its buttons; the second press changes nothing and says so.
  await press(person, 'Всё-таки записать в ответ', /Присланного уже нет[^]*Вопрос 6 из 7/);
  expect(await parts(story, head, 'TOPICS_EXCHANGE')).toHaveLength(1);

  // What was only a question is not offered together with a text sent later.
  person.send('а если не успею?');
  await person.waitFor(/Похоже на вопрос/);
  await press(person, 'К списку', /Готово 1 из 7/);
  person.send(LONG);
  await person.waitFor(/Это ответ на анкету\? Получено 1 сообщение/, { timeoutMs: 15_000 });
}, 90_000);

test('a long text or a document outside a question: asked about once, placed as a whole, taken back', async () => {
  const head = await addRespondent(story, 'Тында');
  const { person } = head;
  const [first, second] = [person.send(LONG), person.send('и короткий хвост того же текста')];
  person.sendDocument('список.txt', Buffer.from('a list'));
  await person.waitFor(/Это ответ на анкету\? Получено 3 сообщения, 3\d\d знак/, { timeoutMs: 15_000 });
  expect(person.chat.filter(({ text }) => text.includes('Это ответ на анкету'))).toHaveLength(1);
  expect(labels(person)).toEqual(['Вопрос 1', 'Другой вопрос', 'Нет', 'К списку']);
  person.edit(second, 'и короткий хвост того же текста.');
  await settled(story);
  await press(person, 'Другой вопрос', /К какому вопросу отнести\?/);
  await press(person, 'Вопрос 4', /Записано в ответ\.\n\nВопрос 4 из 7/);
  expect(await parts(story, head, 'TASKS_NEXT')).toEqual([
    first.text,
    'и короткий хвост того же текста.',
    'список.txt|',
  ]);
  expect(await story.database.prisma.stray.count({ where: { chatId: person.id } })).toBe(0);
  await press(person, 'Убрать записанное', /Ответ снова пуст\. Записанное можно вернуть\./);
  expect(await parts(story, head, 'TASKS_NEXT')).toEqual([]);

  await press(person, 'К списку', /Готово 0 из 7/);
  person.send(LONG);
  await person.waitFor(/Это ответ на анкету\?/, { timeoutMs: 15_000 });
  await press(person, 'Нет', /в анкету не записано\. Присланное удалено/);
  // A short text is asked about as well; what says too little is not.
  const short = person.send('Построена новая школа');
  await person.waitFor(/Это ответ на анкету\? Получено 1 сообщение, 21 знак\./, { timeoutMs: 15_000 });
  expect(labels(person)).toEqual(['Вопрос 1', 'Другой вопрос', 'Нет', 'К списку']);
  await press(person, 'Вопрос 1', /Записано в ответ\.\n\nВопрос 1 из 7/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Построена новая школа']);
  await press(person, 'Убрать записанное', /Ответ снова пуст/);
  await press(person, 'Вернуть убранное', /Убранное возвращено/);
  await press(person, 'К списку', /Готово 1 из 7/);

  // An edit is confirmed below the list, and below what is being asked; each of them stays.
  person.edit(short, 'Построены новые школы');
  const confirmed = await person.waitFor(/^Правка сохранена: вопрос 1, 1 часть, 21 знак\.$/);
  expect(labels(person)).toEqual(['Вопрос 1']);
  person.send('Отремонтирован Дворец культуры города');
  const asked = await person.waitFor(/Это ответ на анкету\?/, { timeoutMs: 15_000 });
  person.edit(short, 'Построены новые школы и сад');
  await person.waitFor(/Правка сохранена: вопрос 1, 1 часть, 27 знаков\./);
  expect(person.chat.find(({ id }) => id === asked.id)?.text).toMatch(/^Это ответ на анкету/);
  await press(person, 'Вопрос 1', /Вопрос 1 из 7/);
  expect(confirmed.text).not.toBe(person.lastMessage()?.text);
  await press(person, 'К списку', /Готово 1 из 7/);
  await press(person, 'Присланное вне вопросов: 1', /Это ответ на анкету\?/);
  await press(person, 'Нет', /в анкету не записано\. Присланное удалено/);
  person.send('что-то короткое');
  await person.waitFor(/Не удалось понять/);
  expect(labels(person)).toEqual(['Анкета', 'Меню', 'Помощь']);
  await press(person, 'Анкета', /Готово 1 из 7/);
}, 90_000);

test('what was sent outside a question is kept for a day; then it is gone, and that is said', async () => {
  const head = await addRespondent(story, 'Свободный');
  const { person } = head;
  person.send(LONG);
  await person.waitFor(/Храним сутки, затем удаляем/, { timeoutMs: 15_000 });
  await story.advance(DAY - 60_000);
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  expect(labels(person)).toContain('Присланное вне вопросов: 1');
  await press(person, 'Присланное вне вопросов: 1', /Это ответ на анкету\?/);
  await story.advance(2 * 60_000);
  await press(person, 'Вопрос 1', /Присланного уже нет: его разместили раньше или прошли сутки/);
  await expect.poll(() => story.database.prisma.stray.count({ where: { chatId: person.id } })).toBe(0);
  await press(person, 'Анкета', /Готово 0 из 7/);
  expect(labels(person).join()).not.toContain('Присланное');
}, 90_000);

test('two questionnaires at once: each answer goes where it was asked', async () => {
  const one = await addRespondent(story, 'Шимановск');
  const two = await addRespondent(story, 'Сковородино', 'Asia/Vladivostok');
  await story.database.prisma.holding.updateMany({
    where: { seatId: two.seatId },
    data: { personId: one.personId },
  });
  const { person } = one;
  person.send('анкета');
  await person.waitFor(/Выберите анкету/);
  expect(labels(person)).toEqual(['Шимановск, 2026', 'Сковородино, 2026']);
  await press(person, 'Сковородино, 2026', /Анкета «.*\nСковородино, /);
  await press(person, '2', /^Анкета за 2026 год \(Сковородино\)\. Вопрос 2 из 7/);
  await write(person, 'Ответ Сковородина.');
  person.send('сроки');
  await person.waitFor(/Шимановск\. Срок[^]*Сковородино\. Срок/);
  await press(person, 'К списку', /Сковородино, /);
  person.send(LONG);
  await person.waitFor(/Это ответ на анкету/, { timeoutMs: 15_000 });
  expect(labels(person)).toEqual([
    'Анкета за 2026 год (Сковородино), вопрос 1',
    'Другой вопрос',
    'Нет',
    'К списку',
  ]);
  await press(person, 'Другой вопрос', /Выберите анкету/);
  await press(person, 'Анкета за 2026 год (Шимановск)', /\(Шимановск\)\. К какому вопросу/);
  await press(person, 'Вопрос 2', /Записано в ответ/);
  expect(await parts(story, one, 'COLLEAGUES')).toEqual([LONG]);
  expect(await parts(story, two, 'COLLEAGUES')).toEqual(['Ответ Сковородина.']);
}, 90_000);

test('submitted by the coordinator while he pastes: told once, kept, placed after the withdrawal', async () => {
  const head = await addRespondent(story, 'Райчихинск');
  const { person } = head;
  const { prisma } = story.database;
  await goTo(head, 1);
  await write(person, 'Построен мост.');
  const { assignmentId, cityId } = head;
  await prisma.assignment.update({
    where: { id: assignmentId },
    data: { state: 'submitted', submittedAt: new Date(BEGIN), number: 'Х-1' },
  });
  person.paste(`${LONG}\n`.repeat(20), { cut: 'desktop' });
  await person.waitFor(/Анкета уже сдана, присланное в неё не записано: храним его сутки/, {
    timeoutMs: 15_000,
  });
  await settled(story);
  expect(person.chat.filter(({ text }) => text.includes('Анкета уже сдана'))).toHaveLength(1);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Построен мост.']);
  await press(person, 'Отозвать', /Отозвать анкету Х-1\?/);
  await press(person, 'Отозвать', /Готово 1 из 7/);
  await press(person, 'Присланное вне вопросов: 2', /Это ответ на анкету\? Получено 2 сообщения/);
  await press(person, 'Другой вопрос', /К какому/);
  await press(person, 'Вопрос 1', /Записано в ответ/);
  expect((await parts(story, head, 'ACHIEVED')).join('').length).toBeGreaterThan(20 * LONG.length - 40);

  // The respondent is another now: what was written stays, what comes is kept.
  const other = await seedOfficial(prisma, {
    telegramId: 8801,
    kind: 'head',
    cityId,
    now: story.simulator.now(),
  });
  await prisma.assignment.update({ where: { id: assignmentId }, data: { respondentSeatId: other.seatId } });
  person.send('Ещё одно предложение.');
  await person.waitFor(/Эта анкета теперь поручена другому\. Присланное в неё не записано/, {
    timeoutMs: 15_000,
  });
  expect(await prisma.stray.count({ where: { chatId: person.id } })).toBe(1);
  await settled(story);
  expect(await lanePlace(story, person.id)).toBeUndefined();
  person.tap('Готово');
  await person.waitFor(/Этого вам не поручено/);

  // The city's coordinator goes on in his place, whoever answers.
  await prisma.seat.update({ where: { id: head.seatId }, data: { kind: 'city_coordinator' } });
  await goTo(head, 2);
  await prisma.assignment.update({ where: { id: assignmentId }, data: { respondentSeatId: head.seatId } });
  await write(person, 'Запись координатора.');
  expect(await parts(story, head, 'COLLEAGUES')).toEqual(['Запись координатора.']);

  await prisma.campaign.updateMany({ data: { closedAt: story.simulator.now() } });
  person.send('Поздняя запись.');
  await person.waitFor(/Сбор закрыт координатором, присланное в анкету не записано: храним его сутки/, {
    timeoutMs: 15_000,
  });
  expect(await parts(story, head, 'COLLEAGUES')).toEqual(['Запись координатора.']);
  person.tap('Готово');
  await person.waitFor(/Эта кнопка от прежнего сообщения/);
  await person.waitFor(/Сбор закрыт, изменить ответы нельзя/);
  await prisma.campaign.updateMany({ data: { closedAt: null } });
}, 60_000);

test('an answer typed into a dialogue about something else is not swallowed', async () => {
  const head = await addRespondent(story, 'Белогорск');
  const { person } = head;
  person.send('замещение');
  await person.waitFor(/Замещение: /);
  await press(person, 'Назначить замещение', /Выбрать пока некого/);
  person.send(LONG);
  await person.waitFor(/Этот текст никуда не записан\. Если это ответ на анкету/);
  await press(person, 'Записать в анкету', /Это ответ на анкету\? Получено 1 сообщение/);
  await press(person, 'Вопрос 1', /Записано в ответ/);
  expect(await parts(story, head, 'ACHIEVED')).toEqual([LONG]);
}, 60_000);
