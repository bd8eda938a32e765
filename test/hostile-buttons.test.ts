import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createReading, NOTHING_READ } from '../src/features/questionnaire/word-in/store.ts';
import type { ChatMessage, Person } from '../src/simulator/index.ts';
import { seedOfficial } from './support/people.ts';
import { addRespondent, BEGIN, goTo, settled, write } from './support/respondent.ts';
import type { Respondent } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** Callback data are input from a stranger: whatever they say, nothing changes, and the bot answers in words. */

/** A chat takes a message a second; so the presses are shared out among many coordinators of the city. */
const HANDS = 16;

let story: Story;
let mine: Respondent;
let theirs: Respondent;
let hands: { person: Person; menu: ChatMessage }[];
/** How often the bot spoke in a chat. */
const spoken = new Map<number, number>();

beforeAll(async () => {
  story = await startStory({
    at: BEGIN,
    simulator: {
      onCall({ method, params }) {
        const chat = Number(params['chat_id']);
        if (/^(?:send|editMessageText)/.test(method)) spoken.set(chat, (spoken.get(chat) ?? 0) + 1);
      },
    },
  });
  mine = await addRespondent(story, 'Благовещенск');
  theirs = await addRespondent(story, 'Зея');
  for (const each of [mine, theirs]) {
    await goTo(each, 3);
    await write(each.person, 'Первая часть.', 'Вторая часть.');
    each.person.tap('Убрать часть');
    await each.person.waitFor(/Какую часть/);
    each.person.tap('1');
    await each.person.waitFor(/Часть убрана/);
    await settled(story);
  }
  hands = await Promise.all(
    Array.from({ length: HANDS }, async (_, index) => {
      const telegramId = 8700 + index;
      const { cityId } = mine;
      const now = story.simulator.now();
      await seedOfficial(story.database.prisma, { telegramId, kind: 'city_coordinator', cityId, now });
      const person = story.simulator.person({ id: telegramId, firstName: 'Рука', started: true });
      person.send('меню');
      return { person, menu: await person.waitFor(/Меню/, { timeoutMs: 15_000 }) };
    }),
  );
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

/** What the city has written, sent and decided: not what the chats remember. */
async function written(): Promise<unknown> {
  const { prisma } = story.database;
  const by = { orderBy: { id: 'asc' as const } };
  return {
    answers: await prisma.answer.findMany(by),
    pieces: await prisma.piece.findMany(by),
    assignments: await prisma.assignment.findMany(by),
    submissions: await prisma.submission.findMany(by),
    strays: await prisma.stray.findMany(by),
    readings: await prisma.wordIn.findMany(by),
    journal: await prisma.journal.findMany(by),
  };
}

/** A form that another city has sent, ready to be written. */
async function addReading(assignmentId: number, chatId: number): Promise<number> {
  const part = { code: 'ACHIEVED', heading: null, also: [], text: 'Зея', entities: [], mended: [] };
  const about = { chatId, personId: null, assignmentId, code: null, fileId: 1, fileName: 'Зея.docx' };
  const createdAt = story.simulator.now();
  const kept = { ...NOTHING_READ, parts: [part] };
  return (await createReading(story.database.prisma, { ...about, createdAt }, kept)).id;
}

const NAMES = [
  'mine', 'open', 'next', 'go', 'skip', 'done', 'none', 'text', 'seams', 'seam', 'parts', 'remove', 'unfile', 'undo', 'last', 'take',
  'where', 'put', 'drop', 'strays', 'review', 'confirm', 'submit', 'withdraw', 'word', 'draft', 'write', 'number',
]; // oxfmt-ignore
/** Of a document that was read. */
const WORD = [
  'blank', 'show', 'part', 'place', 'move', 'to', 'tasks', 'write', 'choose', 'attach', 'cancel', 'restore', 'form',
  'whose', 'city', 'way',
]; // oxfmt-ignore

test('every button with faulty arguments and with another city’s', { timeout: 120_000 }, async () => {
  const { prisma } = story.database;
  const pieces = await prisma.piece.findMany({ where: { answer: { assignmentId: theirs.assignmentId } } });
  const change = await prisma.journal.findFirstOrThrow({
    where: { subject: `answer:${theirs.assignmentId}:PROBLEMS` },
  });
  const [foreign, own] = [theirs.assignmentId, mine.assignmentId];
  const foreignReading = await addReading(foreign, theirs.telegramId);
  const cases = [
    ...NAMES.flatMap((name) => [
      `q.${name}:abc`,
      `q.${name}:999999999999999:NOPE:x`,
      `q.${name}:${foreign}:PROBLEMS`,
    ]),
    `q.go:${own}:NOPE`,
    `q.done:${own}:NOPE`,
    `q.none:${own}:NOPE`,
    `q.put:${own}:NOPE`,
    `q.withdraw:${own}:yes`,
    `q.withdraw:${foreign}:yes`,
    `q.number:${own}:PROBLEMS:5`,
    `q.take:${own}:NOPE:replace`,
    `q.remove:${own}:PROBLEMS:-1`,
    `q.write:${own}:PROBLEMS:2147483647`,
    `q.undo:${own}:PROBLEMS:${change.id}`,
    `q.undo:${own}:PROBLEMS:99999999999`,
    ...pieces.flatMap(({ id }) => [`q.seam:${own}:PROBLEMS:${id}:t`, `q.remove:${own}:PROBLEMS:${id}`]),
    `q.seam:${own}:PROBLEMS:x:t`,
    `q.seam:${own}:PROBLEMS:1:nothing`,
    ...WORD.flatMap((name) => [
      `w.${name}`,
      `w.${name}:abc`,
      `w.${name}:${foreignReading}:0:ACHIEVED`,
      `w.${name}:2147483647:99999999999:NOPE`,
    ]),
    `w.blank:${foreign}`,
    'q.go',
    'q.',
    'q.unknown:1',
    'nothing:at:all',
  ];
  await settled(story);
  const before = await written();
  await Promise.all(
    hands.map(async ({ person, menu }, hand) => {
      for (const data of cases.filter((_, index) => index % HANDS === hand)) {
        const said = spoken.get(person.id) ?? 0;
        menu.inlineKeyboard = [[{ text: 'x', callback_data: data }]];
        await person.press('x', menu, { timeoutMs: 20_000 });
        await expect
          .poll(() => spoken.get(person.id) ?? 0, { timeout: 20_000, message: data })
          .toBeGreaterThan(said);
      }
    }),
  );
  await settled(story);
  expect(await written()).toEqual(before);
  expect(story.log).not.toContain('"level":"error"');
  for (const { person } of hands) {
    expect(person.transcript()).not.toContain('Сбой');
    expect(person.transcript()).not.toContain('Зея');
  }
});
