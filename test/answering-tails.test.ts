import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addRespondent, BEGIN, goTo, labels, parts, press, saved, settled } from './support/respondent.ts';
import { keepTranscript, startStory } from './support/story.ts';
import type { Story } from './support/story.ts';

/** Where a client cuts, a piece may look like a command, a word of the menu or the label of a button: it is text. */

let story: Story;
beforeAll(async () => {
  story = await startStory({ at: BEGIN });
});
afterEach((context) => keepTranscript(story, context.task.name));
afterAll(() => story.close());

const filled = (length: number): string =>
  'Проведены встречи с жителями во дворах, обсуждены планы. '.repeat(90).slice(0, length);

test.each([
  ['a command', '/или переносились на осень по просьбе жителей.'],
  ['a date after a stroke', '/2 от 12 мая 2026 года'],
  ['a real command and more', '/start от 12 апреля дан всем отделам'],
])('a hard cut makes a piece that begins like %s', async (_, tail) => {
  const head = await addRespondent(story, `Город ${tail.length}`);
  await goTo(head, 1);
  const text = filled(4096) + tail;
  head.person.paste(text, { cut: 'hard' });
  await saved(head.person);
  await settled(story);
  expect((await parts(story, head, 'ACHIEVED')).join('')).toBe(text);
});

test.each(['план', 'анкета', 'готово', 'Пропустить', 'меню.', 'Спасибо', '/start'])(
  'the last piece of a paste is «%s»',
  async (tail) => {
    const head = await addRespondent(story, `Посёлок «${tail}»`);
    await goTo(head, 1);
    const text = filled(4096) + tail;
    head.person.paste(text, { cut: 'hard' });
    await saved(head.person);
    await settled(story);
    expect((await parts(story, head, 'ACHIEVED')).join('')).toBe(text);
    // Typed later, alone, it is what it always is.
    await story.advance(10_000);
    head.person.send('анкета');
    await head.person.waitFor(/Анкета «/);
    expect(await parts(story, head, 'ACHIEVED')).toHaveLength(2);
  },
);

test('a message that begins with a stroke is an answer; one unknown command is none', async () => {
  const head = await addRespondent(story, 'Тында');
  await goTo(head, 3);
  head.person.paste('/ Первый раздел: нехватка кадров.');
  await saved(head.person);
  head.person.send('/нечто');
  await head.person.waitFor(/Не удалось понять/);
  expect(await parts(story, head, 'PROBLEMS')).toEqual(['/ Первый раздел: нехватка кадров.']);
});

test('a long text at a question that wants a number is kept, and asked about', async () => {
  const head = await addRespondent(story, 'Белогорск');
  const { prisma } = story.database;
  const { formId } = await prisma.campaign.findUniqueOrThrow({ where: { id: head.campaignId } });
  const { questions } = await prisma.form.findUniqueOrThrow({ where: { id: formId } });
  const asked = (questions as { code: string; kind: string }[]).map((each) =>
    each.code === 'HELP' ? { ...each, kind: 'number' } : each,
  );
  await prisma.form.update({ where: { id: formId }, data: { questions: asked } });
  await goTo(head, 5);
  const text = filled(4096) + filled(900);
  head.person.paste(text, { cut: 'hard' });
  await head.person.waitFor(/Это ответ на анкету\?/);
  await settled(story);
  const strays = await prisma.stray.findMany({
    where: { chatId: head.telegramId },
    orderBy: { messageId: 'asc' },
  });
  expect(strays.map((each) => each.text).join('')).toBe(text);

  await goTo(head, 5);
  head.person.send('более 1.500');
  await head.person.waitFor(/Какое число/);
  expect(labels(head.person)[0]).toBe('более 1\u202f500');
  await press(head.person, 'более 1\u202f500', /более 1\u202f500/);
  const { value } = await prisma.answer.findFirstOrThrow({
    where: { assignmentId: head.assignmentId, code: 'HELP' },
  });
  expect(value).toEqual({ qualifier: 'более', value: 1500 });
  await prisma.form.update({ where: { id: formId }, data: { questions: questions as object[] } });
});
