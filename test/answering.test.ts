import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ChatMessage } from '../src/simulator/index.ts';
import { ownAnswers } from './support/own-answers.ts';
import { letters } from './support/paper.ts';
import {
  addRespondent,
  BEGIN,
  goTo,
  labels,
  parts,
  press,
  saved,
  settled,
  write,
} from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** An answer is a stream of messages: what each of them does, and how each step is taken back. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

const isStatus = (message: ChatMessage): boolean =>
  message.by === 'bot' && message.text.includes('Сохранено');

test('parts count at once; one status stands below the last, the question stays above without its buttons', async () => {
  const head = await addRespondent(story, 'Благовещенск');
  const { person } = head;
  await goTo(head, 1);
  const question = person.lastMessage();
  const pasted = person.paste(ownAnswers.ACHIEVED, { cut: 'desktop' });
  expect(pasted.length).toBeGreaterThan(1);
  await person.until(() => story.simulator.pendingUpdates === 0);
  const status = await saved(person);
  expect(await parts(story, head, 'ACHIEVED')).toEqual(pasted.map(({ text }) => text));
  expect(status.text).toMatch(
    /^Вопрос 1 из 7\nСохранено: 3 части, \d\s\d{3} знак\p{Ll}*, 47 пунктов списка\./u,
  );
  expect(status.id).toBeGreaterThan(pasted.at(-1)?.id ?? 0);
  const above = person.chat.find(({ id }) => id === question?.id);
  expect(above?.text).toContain('Что наиболее значительное удалось сделать в 2026 году?');
  expect(above?.inlineKeyboard).toEqual([]);

  const [more] = person.paste('И ещё одно: открыта вторая площадка.');
  await person.waitFor(/Сохранено: 4 части/, { timeoutMs: 15_000 });
  await settled(story);
  const statuses = person.chat.filter(isStatus);
  expect(statuses).toHaveLength(1);
  expect(statuses[0]?.id).toBeGreaterThan(more?.id ?? 0);

  // *Готово* was never pressed, and all is there.
  await press(person, 'К списку', /Готово 1 из 7/);
  await press(person, 'Просмотр и сдача', /Просмотр/);
  const shown: string[] = [];
  while (!/Обратите|Готово 1 из 7/.test(person.lastMessage()?.text ?? '')) {
    shown.push(person.lastMessage()?.text ?? '');
    await press(person, 'Дальше →', /./);
  }
  expect(letters(shown.join('\n'))).toContain(letters('И ещё одно: открыта вторая площадка.'));
  await press(person, 'Сдать', /Сдать анкету/);
  await press(person, 'Сдать', /Учётный номер/);
  const { content } = await story.database.prisma.submission.findFirstOrThrow({
    where: { assignmentId: head.assignmentId },
  });
  const [, achieved] = content as { text: string }[];
  expect(letters(achieved?.text ?? '')).toBe(letters(`${ownAnswers.ACHIEVED}\n${more?.text ?? ''}`));
}, 60_000);

test('an edited message edits its part, also after a restart; each change is taken back, and the taking back too', async () => {
  const head = await addRespondent(story, 'Зея');
  const { person } = head;
  await goTo(head, 3);
  const [first, second] = ['Не хватает людей.', 'Не хватает средсв.'].map((text) => person.send(text));
  await saved(person);
  await story.restart();
  person.edit(second!, 'Не хватает средств.');
  await saved(person);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает людей.', 'Не хватает средств.']);
  expect(labels(person)).toContain('Вернуть прежний текст');

  await press(person, 'Убрать часть', /Какую часть убрать/);
  expect(person.lastMessage()?.text).toContain('1. 17 знаков: «Не хватает людей.»');
  await press(person, '1', /Часть убрана/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает средств.']);
  person.edit(first!, 'Не хватает никого.');
  await person.waitFor(/Эта часть убрана/);

  await press(person, 'Вернуть убранное', /Убранное возвращено/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает людей.', 'Не хватает средств.']);
  await press(person, 'Отменить возврат', /Возврат отменён/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает средств.']);
  await press(person, 'Вернуть убранное', /Убранное возвращено/);
  await press(person, 'Вернуть прежний текст', /Прежний текст возвращён/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает людей.', 'Не хватает средсв.']);
  expect(labels(person)).not.toContain('Вернуть прежний текст');

  // Two quick taps on one button are one change.
  await press(person, 'Убрать часть', /Какую часть убрать/);
  person.tap('1');
  person.tap('1');
  await person.waitFor(/Эта кнопка от прежнего сообщения/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['Не хватает средсв.']);
}, 60_000);

test('short messages become paragraphs, in the order in which they were written', async () => {
  const head = await addRespondent(story, 'Свободный');
  const { person } = head;
  await goTo(head, 6);
  await write(person, 'Первый вопрос.', 'Второй вопрос.');
  await press(person, 'Показать текст', /записанный текст/);
  expect(person.lastMessage()?.text).toContain('Первый вопрос.\n\nВторой вопрос.');
  await press(person, 'Назад', /Сохранено: 2 части, 28 знаков\./);
  await press(person, 'Готово', /Вопрос 6 готов: 28 знаков\. Осталось 6 вопросов\.\n\nВопрос 7 из 7/);
}, 90_000);
