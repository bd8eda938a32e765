import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWord } from './support/paper.ts';
import { addQuestions, addRespondent, BEGIN, lastPaper, press, settled } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** The whole way of a respondent whose city speaks English: not one Russian word of the bot's own. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN, adminIds: [9001], env: { DEFAULT_LANGUAGE: 'en' } });
});
afterAll(() => story.close());

const LONG = Array.from({ length: 120 }, (_, n) => `Sentence ${n + 1} says what was done and for whom.`).join(
  ' ',
);
const SAVED = /Saved|attached/;

test('a respondent in English', async (context) => {
  const { prisma } = story.database;
  const head = await addRespondent(story, 'Springfield');
  await addQuestions(story, [
    { code: 'MEETINGS', kind: 'number', text: 'How many meetings?', hint: '', required: false, limit: 100 },
  ]);
  await prisma.city.update({ where: { id: head.cityId }, data: { language: 'en' } });
  await prisma.department.updateMany({ data: { name: 'department of organisation' } });
  await prisma.seat.updateMany({ data: { post: 'head of department' } });
  await prisma.person.updateMany({ data: { surname: 'Birch', name: 'Ann', patronymic: null } });
  const { person } = head;
  const later = { timeoutMs: 15_000 };

  person.send('questionnaire');
  await person.waitFor(/Questionnaire “/);
  await press(person, 'Begin', /Question 1 of 8/);
  person.paste(LONG, { cut: 'hard' });
  await person.waitFor(SAVED, later);
  await press(person, 'Show the text', /text saved so far/);
  await press(person, 'Back', /Question 1/);
  person.sendVoice(20);
  await person.waitFor(/printed/);
  person.send('may I answer tomorrow?');
  await person.waitFor(/looks like a question/);
  await press(person, 'Go on', /Question 1/);
  await press(person, 'Remove a part', /Which part/);
  await press(person, '1', /removed/);
  await press(person, 'Bring back what was removed', /is back/);
  await press(person, 'Done', /Question 2 of 8/);
  await press(person, 'No examples', /Question 2: no examples\.[^]*Question 3 of 8/);
  person.sendDocument('list.txt', Buffer.from('a list'), '', 'A list of things.');
  await person.waitFor(SAVED, later);
  await press(person, 'To the list', /2 of 8 done|3 of 8 done/);
  await press(person, '8', /Write a number/);
  await press(person, 'No data', /Question 8: no data\./);
  await press(person, 'To the list', /4 of 8 done/);
  await press(person, '8', /Write a number/);
  person.send('many');
  await person.waitFor(/not understood/);
  person.send('more than 1 500');
  await person.waitFor(/Recorded/);
  await press(person, 'To the list', /4 of 8 done/);
  person.send('Proposals for the plan:\n- the first\n- the second');
  await person.waitFor(/Is this an answer/, later);
  await press(person, 'Another question', /To which question/);
  await press(person, 'To the list', /4 of 8 done/);
  await press(person, 'Draft in Word', /4 of 8 done/);
  await press(person, 'Review and submit', /Review/);
  await press(person, 'To submission', /Please note/);
  await press(person, 'Sort out', /Is this an answer/);
  await press(person, 'To the list', /4 of 8 done/);
  await press(person, 'Review and submit', /Review/);
  await press(person, 'To submission', /Please note/);
  await press(person, 'Submit', /Submit the questionnaire/);
  await press(person, 'Submit', /Accounting number/);
  expect(await readWord(lastPaper(person).buffer)).not.toMatch(/анкет|вопрос|знак/iu);
  await press(person, 'Withdraw', /Withdraw the questionnaire/);
  await press(person, 'Withdraw', /was withdrawn/);
  await settled(story);
  keepTranscript(story, context.task.name);
  expect(story.said.join('\n')).not.toMatch(/\p{Script=Cyrillic}/u);
}, 90_000);

test('the first administrator with a Russian phone is spoken to in the language of the installation', async () => {
  const boss = story.simulator.person({ id: 9001, firstName: 'Olga', languageCode: 'ru' });
  boss.send('/start');
  await boss.waitFor(/Type surname, name and patronymic/);
  boss.send('Kedrova Olga');
  const greeting = await boss.waitFor(/You are an administrator/);
  expect(greeting.text).toContain('Stored: surname, name, patronymic, post, your answers.');
  await boss.waitFor(/To begin work/);
  await settled(story);
  expect(await story.database.prisma.seat.findFirst({ where: { kind: 'administrator' } })).toMatchObject({
    post: 'administrator',
  });
  await press(boss, 'My telephone and hours', /What shall be corrected/);
  const from = boss.chat.findIndex(({ text }) => text.includes('administrator'));
  const told = boss.chat.slice(from).map(({ text }) => text.replace('Кедрова Ольга Николаевна', ''));
  expect(told.join()).not.toMatch(/\p{Script=Cyrillic}/u);
}, 30_000);
