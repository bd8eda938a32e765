import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRespondent, BEGIN, goTo, parts, settled } from './support/respondent.ts';
import { startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** Words meant for the bot never become part of an official's answer. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
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
  await person.waitFor(/Похоже на вопрос/);
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
