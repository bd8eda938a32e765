import { afterEach, expect, it } from 'vitest';
import { rawCall } from '../src/simulator/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { dumpRows } from './support/dump.ts';
import { submitAnswers } from './support/submitted.ts';

/** Forged presses about a clarification, people of another city, and the screens in English. */

let tale: CampaignStory | undefined;
afterEach(async (context) => {
  tale?.write(context.task.name);
  await tale?.close();
});

const ANSWERS = { ACHIEVED: '40 plans a week. '.repeat(400), HELP: 'Books.' };

async function begin(language: 'ru' | 'en'): Promise<{ story: CampaignStory; assignmentId: number }> {
  const story = await startCampaignStory(language);
  tale = story;
  const { actions, all, by: opener } = await story.verbs();
  await actions.open(opener('test:open'), { year: 2026, dueOn: '2027-02-12', cityIds: all });
  await story.settled();
  const by = { telegramId: story.people.anna.id, cityId: story.cities.east, now: story.simulator.now() };
  return { story, assignmentId: await submitAnswers(story.database.prisma, by, ANSWERS) };
}

/** A press with data that the bot never sent. */
async function forge(story: CampaignStory, one: Person, data: string): Promise<void> {
  await rawCall(story.simulator, 'sendMessage', {
    chat_id: one.id,
    text: data,
    reply_markup: { inline_keyboard: [[{ text: data, callback_data: data }]] },
  });
  one.tap(data);
  await story.acted(one, `[${data}]`);
}

it('whoever may not changes nothing and sees nothing of the city', { timeout: 120_000 }, async () => {
  const { story, assignmentId } = await begin('ru');
  const { prisma, pool } = story.database;
  const { kedrova, anna, far, pine, west } = story.people;
  await story.say(kedrova, 'сбор');
  await story.press(kedrova, 'Кто сдал', 'Ждут принятия', 'Благовещенск', 'Нужно уточнение', 'Вопрос 1');
  await story.say(kedrova, 'Верно ли?');
  await story.press(kedrova, 'Отправить вопросы');
  const { id, campaignId } = await prisma.clarification
    .findFirstOrThrow({ include: { assignment: true } })
    .then((row) => ({ id: row.id, campaignId: row.assignment.campaignId }));
  const changeable = async () => {
    const { Clarification, Assignment, Answer, Piece, Submission, Journal } = await dumpRows(pool);
    return { Clarification, Assignment, Answer, Piece, Submission, Journal };
  };
  const before = await changeable();
  const forged = [
    ...[
      'see',
      'say',
      'fix',
      'put',
      'place',
      'into',
      'object',
      'one',
      'day',
      'take',
      'drop',
      'more',
      'behalf',
    ].map((name) => `c.${name}:${id}`),
    ...['read', 'ask', 'go', 'some', 'owed', 'yes', 'back', 'next'].map(
      (name) => `c.${name}:${assignmentId}:1`,
    ),
    ...['q', 'send', 'keep'].map((name) => `c.${name}:${assignmentId}:ACHIEVED`),
    `c.on:${id}:2027-02-26`,
    `c.way:${id}:p`,
    `c.list:${campaignId}:0`,
    `c.all:${campaignId}`,
    `c.all.yes:${campaignId}:1:99`,
  ];
  const faulty = ['see', 'one', 'read', 'yes', 'list', 'all.yes', 'send', 'q', 'on', 'way', 'place'].flatMap(
    (name) => [`c.${name}`, `c.${name}:abc:x`, `c.${name}:2147483647:NOPE:9`],
  );
  const people = [far, pine, west];
  for (const [index, data] of forged.entries())
    await forge(story, people[index % people.length] ?? far, data);
  for (const data of faulty) await forge(story, kedrova, data);
  expect(await changeable()).toEqual(before);
  for (const one of people) expect(heard(one)).not.toMatch(/Благовещенск|40 plans|Верно ли/u);
  expect(story.log).not.toContain('"level":"error"');

  // The city answers in plain words, without a button.
  await story.say(anna, 'Да, верно: сорок планов, проверено по журналу.');
  await anna.waitFor(/ждёт ответа на уточнение по вопросу 1/, { timeoutMs: 15_000 });
  await story.press(anna, 'Отправить как пояснение');
  const { answer, explanation } = await prisma.clarification.findUniqueOrThrow({ where: { id } });
  expect([answer, explanation]).toEqual(['explained', 'Да, верно: сорок планов, проверено по журналу.']);
  expect(await prisma.stray.count()).toBe(0);
});

it('every screen is English', { timeout: 120_000 }, async () => {
  const { story } = await begin('en');
  const { kedrova, anna } = story.people;
  await story.say(kedrova, 'campaign');
  await story.press(kedrova, 'Who has submitted', 'Waiting for acceptance', 'Благовещенск', 'Next →');
  await story.press(kedrova, 'Clarify', 'Question 1');
  await story.say(kedrova, 'Are there 40 plans?');
  expect(last(kedrova)).toContain('Please answer by Thursday, 21 January.');
  await story.press(kedrova, 'Change the day');
  await story.say(kedrova, 'some day', '22 January');
  await story.press(kedrova, 'Ask more', 'Question 5');
  await story.say(kedrova, 'Which books?');
  await story.press(kedrova, 'Send the questions', 'To the questionnaire', 'Clarifications: 2');
  await story.press(anna, 'Question 1', 'Show the place in the text', 'Whole answer', 'Correct the text');
  await story.say(anna, 'In summer 30.');
  await anna.waitFor(/Saved: 2 parts/, { timeoutMs: 15_000 });
  await story.press(anna, 'Keep the former text', 'Explain');
  await story.say(anna, 'Yes, 40.');
  await story.press(anna, 'Put into the text', 'Send the correction');
  await story.press(kedrova, 'Another question');
  await story.say(kedrova, 'In summer as well?');
  await story.press(kedrova, 'Take the question back');
  await story.press(
    kedrova,
    'Clarifications: 1',
    'Question 5: Which books?',
    "Enter the city's explanation",
    'By letter',
  );
  await story.say(kedrova, 'About cities.');
  await story.press(kedrova, 'Accept', 'Accept the questionnaire');
  await story.advance(3 * 60_000);
  await story.settled();
  expect(last(anna)).toContain('is accepted in full');
  await story.press(kedrova, 'Return to consideration');
  const data =
    /Благовещенск|Хабаровск|Калининград|[А-ЯЁ][а-яё]+\u00A0[А-Я.]+|Анна Викторовна|начальник[а-я ]+|ОРГ/gu;
  for (const one of [kedrova, anna]) {
    for (const { text } of one.chat.filter(({ sender }) => sender.isBot))
      expect(text.replace(data, ''), text).not.toMatch(/[А-Яа-яЁё]/u);
  }
});
