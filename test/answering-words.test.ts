import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addRespondent, BEGIN, goTo, labels, parts, press, settled, write } from './support/respondent.ts';
import { seedOfficial } from './support/people.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** Words meant for the bot never become part of an official's answer. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

test('«готово» and «сдать» typed alone do what their buttons do; questions are asked about one after another', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  await goTo(head, 1);
  person.send('Построен мост.');
  await person.waitFor(/Сохранено/);
  person.send('А до какого числа надо сдать?');
  await person.waitFor(/Похоже на вопрос/);
  person.send('Как мне поправить первый вопрос?');
  await person.waitFor(/Чтобы исправить ответ, откройте вопрос/);
  person.send('Готово.');
  await person.waitFor(/Вопрос 1 готов/);
  person.send('хочу сдать');
  await person.waitFor(/Просмотр/);
  await settled(story);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Построен мост.']);
  expect(await parts(story, head, 'COLLEAGUES')).toEqual([]);
}, 90_000);

test('the status does not push away a screen that was asked for after the last part', async () => {
  const head = await addRespondent(story, 'Тында');
  const { person } = head;
  await goTo(head, 2);
  person.send('Реализация крупных проектов города-соседа.');
  person.send('анкета');
  await person.waitFor(/Готово 1 из 7/);
  await settled(story);
  expect(person.lastMessage()?.text).toMatch(/Готово 1 из 7/);
  expect(await parts(story, head, 'COLLEAGUES')).toHaveLength(1);
}, 90_000);

test('labels of visible buttons, and short commands, do what the buttons do; an answer of one word is one', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  await goTo(head, 1);
  await write(person, 'Построен мост.', 'Открыта школа.');
  const say = async (text: string, then: RegExp): Promise<void> => {
    person.send(text);
    await person.waitFor(then);
  };
  await say('показать текст', /записанный текст/);
  await say('Вернись к вопросу 1', /^Вопрос 1 из 7\n.*удалось сделать/);
  await say('«убрать часть».', /Какую часть убрать/);
  await say('2', /Часть убрана/);
  await say('показать', /записанный текст/);
  await say('вопрос 2', /Вопрос 2 из 7/);
  await say('вопрос 12', /Вопроса 12 среди доступных вам нет\. В ответ ваше сообщение не записано/);
  await write(person, 'Нет');
  await say('Спасибо!', /Пожалуйста\. Всё записанное на месте\./);
  await say('а это куда сохраняется?', /сохраняется сразу, в ответ на вопрос 2\. Записано: 1 часть, 3 знака/);
  await say('как исправить ответ на вопрос 1?', /Чтобы исправить ответ, откройте вопрос/);
  expect(labels(person)).toContain('Вопрос 1');
  await say('к списку', /Готово 2 из 7/);
  await say('3', /Вопрос 3 из 7/);
  await say('К списку', /Готово 2 из 7/);
  await say('сколько осталось ответить?', /Готово 2 из 7\. Без ответа: 3, 4, 5, 6, 7\. Срок/);
  await say('готово', /Анкета «/);
  await settled(story);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(['Построен мост.']);
  expect(await parts(story, head, 'COLLEAGUES')).toEqual(['Нет']);
  expect(
    await story.database.prisma.piece.count({ where: { authorId: head.personId, removedBy: null } }),
  ).toBe(2);
  expect(
    await story.database.prisma.stray.count({
      where: { chatId: person.id, sourceKey: { startsWith: 'm:' } },
    }),
  ).toBe(0);
}, 90_000);

test('two years at once: the questionnaire is named, and nothing goes into another one unasked', async () => {
  const head = await addRespondent(story, 'Шимановск');
  const { person, cityId, seatId } = head;
  const { prisma } = story.database;
  const { branchId, formId } = await prisma.campaign.findFirstOrThrow();
  const now = story.simulator.now();
  const next = await prisma.campaign.create({
    data: { branchId, formId, year: 2027, dueOn: new Date('2028-02-11'), openedAt: now },
  });
  const { id } = await prisma.assignment.create({
    data: { campaignId: next.id, cityId, respondentSeatId: seatId },
  });
  const written = () => prisma.piece.count({ where: { answer: { assignmentId: id }, removedBy: null } });
  person.send('анкета');
  await person.waitFor(/Выберите анкету/);
  await press(person, 'Шимановск, 2026', /итоги 2026 года/);
  await press(person, '1', /^Анкета за 2026 год\. Вопрос 1 из 7/);
  await write(person, 'Построен мост.');
  expect(person.lastMessage()?.text).toMatch(/^Анкета за 2026 год\. Вопрос 1 из 7\nСохранено/);
  await press(person, 'Готово', /Вопрос 2 из 7/);
  person.send('сдать анкету');
  await person.waitFor(/^Просмотр/);
  await press(person, 'Дальше →', /Без ответа: 2, 3/);
  await press(person, 'Сдать', /^Анкета за 2026 год\nСдать анкету в Ассоциацию\?/);
  await press(person, 'Сдать', /^Анкета за 2026 год\nАнкета сдана в срок/);

  person.send('Ещё просим методические материалы для анкеты 2026.');
  await person.waitFor(
    /Анкета за 2026 год сдана\. Чтобы записать в неё, её нужно отозвать\.\nЭто ответ на анкету\?/,
    {
      timeoutMs: 15_000,
    },
  );
  expect(labels(person)).toEqual([
    'Анкета за 2027 год, вопрос 1',
    'Другой вопрос',
    'Нет',
    'Отозвать',
    'К списку',
  ]);
  await story.advance(11 * 60_000);
  person.send('Открыта новая школа искусств.');
  await person.waitFor(/Получено 1 сообщение, 29 знаков\.\n«Открыта[^]*вы прислали «Ещё просим/, {
    timeoutMs: 15_000,
  });
  await press(
    person,
    'Анкета за 2027 год, вопрос 1',
    /Записано в ответ\.\n\nАнкета за 2027 год\. Вопрос 1 из 7/,
  );
  expect(await written()).toBe(1);
  await press(person, 'К списку', /итоги 2027 года/);
  await press(person, 'Присланное вне вопросов: 1', /Получено 1 сообщение, 50 знаков/);
  await press(person, 'Нет', /Присланное удалено/);
  expect(await written()).toBe(1);
  expect(await prisma.stray.count({ where: { chatId: person.id } })).toBe(0);
}, 90_000);

test('whoever acted can reach what he sent after the end', async () => {
  const head = await addRespondent(story, 'Свободный');
  const { prisma } = story.database;
  const now = story.simulator.now();
  const { cityId, seatId } = head;
  const deputy = await seedOfficial(prisma, { telegramId: 8901, kind: 'head', cityId, now });
  const day = (shift: number): Date => new Date(new Date(BEGIN).getTime() + shift * 24 * 3600_000);
  const { id } = await prisma.acting.create({
    data: { seatId, actingSeatId: deputy.seatId, fromOn: day(-1), untilOn: day(5), setAt: now },
  });
  const person = story.simulator.person({ id: 8901, firstName: 'Олег', started: true });
  await goTo({ ...head, person }, 3);
  await write(person, 'Не хватает дорог.');
  await prisma.acting.update({ where: { id }, data: { endedAt: story.simulator.now() } });
  await prisma.lane
    .update({ where: { chatId: 8901 }, data: { companion: null as never } })
    .catch(() => undefined);
  person.send('И ещё мостов через реку.');
  await person.waitFor(/Замещение завершено: присланное в анкету не записано/, { timeoutMs: 15_000 });
  await press(person, 'Что сохранено', /можно скопировать или переслать/);
  expect(person.chat.at(-2)?.text).toBe('И ещё мостов через реку.');
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает дорог.']);
}, 90_000);
