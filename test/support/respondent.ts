import { expect, vi } from 'vitest';
import type { Person } from '../../src/simulator/index.ts';
import type { Question } from '../../src/features/questionnaire/form.ts';
import type { Story } from './story.ts';
import { seedTown } from './town.ts';

/** A head of department in a city of his own, with an open questionnaire: several share one story. */
export interface Respondent {
  person: Person;
  telegramId: number;
  cityId: number;
  seatId: number;
  personId: number;
  assignmentId: number;
  campaignId: number;
}

/** When the stories begin: Friday, 5 February 2027, 14:00 in Blagoveshchensk; the term is the 12th. */
export const BEGIN = '2027-02-05T05:00:00Z';
export const YEAR = 2026;

let next = 501;

export async function addRespondent(story: Story, city: string, timeZone?: string): Promise<Respondent> {
  const telegramId = next++;
  const town = await seedTown(story.database.prisma, {
    now: story.simulator.now(),
    year: YEAR,
    dueOn: `${YEAR + 1}-02-12`,
    headId: telegramId,
    city,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const person = story.simulator.person({ id: telegramId, firstName: 'Анна', started: true });
  return { ...town, person, telegramId };
}

/** «Анкета» → question `number`, as a person gets there. */
export async function goTo({ person }: Respondent, number: number): Promise<void> {
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  await person.press(String(number));
  await person.waitFor(new RegExp(`Вопрос ${number} из`));
}

/** Writes, and waits for the status two seconds after the last part. */
export async function write(person: Person, ...texts: string[]): Promise<void> {
  for (const text of texts) person.paste(text);
  await saved(person);
}

export const saved = (person: Person) => person.waitFor(/Сохранено|Приложен/, { timeoutMs: 30_000 });

export async function press(person: Person, button: string, then: RegExp): Promise<string> {
  person.tap(button);
  return (await person.waitFor(then, { timeoutMs: 30_000 })).text;
}

export const labels = (person: Person): string[] =>
  (person.lastMessage()?.inlineKeyboard ?? []).flat().map(({ text }) => text);

/** Everything that came was handled, and nothing is to be done later. */
export async function settled(story: Story): Promise<void> {
  const open = `select (select count(*) from "Update" where "doneAt" is null)
    + (select count(*) from "Lane" where "wakeAt" is not null)
    + (select count(*) from "Notice" where state in ('queued', 'sending')) as open`;
  const quiet = async (): Promise<boolean> => {
    const { rows } = await story.database.pool.query<{ open: string }>(open);
    return story.simulator.pendingUpdates === 0 && Number(rows[0]?.open) === 0;
  };
  await vi.waitUntil(quiet, { interval: 20, timeout: 30_000 });
}

/** The parts of an answer that count, in order. */
export async function parts(story: Story, { assignmentId }: Respondent, code: string): Promise<string[]> {
  const rows = await story.database.prisma.piece.findMany({
    where: { removedBy: null, answer: { assignmentId, code } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ text, fileName }) => (fileName === null ? text : `${fileName}|${text}`));
}

/** Puts questions of other kinds at the end of everybody's form. */
export async function addQuestions(story: Story, questions: readonly Question[]): Promise<void> {
  const { prisma } = story.database;
  for (const form of await prisma.form.findMany()) {
    const all = [...(form.questions as Question[]), ...questions];
    await prisma.form.update({ where: { id: form.id }, data: { questions: all } });
  }
}

/** The paper sent last, its name and content. */
export function lastPaper(person: Person): { name: string; buffer: Buffer } {
  const holder = person.chat.filter(({ by, attachment }) => by === 'bot' && attachment !== null).at(-1);
  expect(holder, person.transcript()).toBeDefined();
  if (!holder) throw new Error('no paper');
  const { name, buffer } = person.downloadDocument(holder);
  return { name, buffer };
}

/** Everything that was submitted of this questionnaire, oldest first. */
export const submissions = (story: Story, { assignmentId }: Respondent) =>
  story.database.prisma.submission.findMany({ where: { assignmentId }, orderBy: { edition: 'asc' } });

/** «Анкета» → through the review to what is to be looked at before submitting; its text. */
export async function review({ person }: Respondent): Promise<string> {
  person.send('анкета');
  await person.waitFor(/Анкета «/);
  await press(person, 'Просмотр и сдача', /Просмотр/);
  for (;;) {
    const text = await press(person, 'Дальше →', /./);
    if (!text.startsWith('Просмотр')) return text;
  }
}
