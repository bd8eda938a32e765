import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createAsking } from '../src/features/questionnaire/clarification/asking.ts';
import { createSubmitting } from '../src/features/questionnaire/review/submitting.ts';
import type { ChatMessage, Person } from '../src/simulator/index.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { asked, submitAnswers } from './support/submitted.ts';

/** What coordinators on leave still see, and what cities see and answer after a campaign was closed. */

let tale: CampaignStory;
let campaignId: number;
let assignmentId: number;
let assistant: Person;
let written: ChatMessage;

const LENT = 'Сейчас вас замещает Соснина';

beforeAll(async () => {
  tale = await startCampaignStory();
  campaignId = await tale.opened();
  const { prisma } = tale.database;
  const { anna, rowan } = tale.people;
  const now = tale.simulator.now();
  await submitAnswers(prisma, { telegramId: anna.id, cityId: tale.cities.east, now }, { ACHIEVED: 'Мост.' });
  const { id, departmentId } = await seatOf(rowan);
  const place = [tale.cities.far, 'помощник', 'Вязова Лидия Сергеевна', departmentId ?? 0] as const;
  assistant = await tale.official('assistant', ...place);
  ({ id: assignmentId } = await prisma.assignment.findFirstOrThrow({ where: { cityId: tale.cities.far } }));
  await prisma.assignment.update({ where: { id: assignmentId }, data: { respondentSeatId: id } });
  await tale.forge(assistant, `q.go:${assignmentId}:ACHIEVED`);
  written = assistant.send('Построены две школы.');
  await vi.waitUntil(async () => (await prisma.piece.count({ where: { answer: { assignmentId } } })) === 1);
  const outcome = await createSubmitting(prisma).submit(await asked(prisma, rowan.id, now), assignmentId);
  expect(outcome.kind).toBe('done');
}, 60_000);
afterEach(() => tale.database.prisma.acting.deleteMany());
afterAll(async () => {
  tale.write('still seen');
  await tale.close();
});

const seatOf = (one: Person) =>
  tale.database.prisma.seat.findFirstOrThrow({
    where: { holdings: { some: { person: { telegramId: one.id } } } },
  });

/** Соснина acts for somebody until the end of the month. */
async function lend(one: Person): Promise<void> {
  const { prisma } = tale.database;
  const [{ id: seatId }, { id: actingSeatId }] = [await seatOf(one), await seatOf(tale.people.pine)];
  const days = { fromOn: new Date('2027-01-18'), untilOn: new Date('2027-01-31') };
  await prisma.acting.create({ data: { seatId, actingSeatId, ...days, setAt: tale.simulator.now() } });
}

it('a city’s coordinator on leave sees her city, and is told why she changes nothing', async () => {
  const { far } = tale.people;
  await lend(far);
  await tale.say(far, 'сбор');
  expect(last(far)).toContain('Анкета сдана: учётный номер');
  await tale.press(far, 'Кто сдал', 'К городу');
  expect(last(far)).toContain('Анкета сдана: учётный номер');
  await tale.press(far, 'Назвать другого');
  expect(last(far)).toContain(LENT);
  await tale.say(far, 'напомнить');
  expect(last(far)).toContain(LENT);
  await tale.say(far, 'город');
  expect(last(far)).toContain('Хабаровск: карточка города.\n');
  expect(labels(far)).toEqual(['Назад']);
  await tale.say(far, 'открыть сбор');
  expect(last(far)).toContain('Этого вам не поручено');
});

it('the association’s on leave reads what waits, and the history of an open campaign', async () => {
  const { kedrova } = tale.people;
  await lend(kedrova);
  await tale.forge(kedrova, `c.list:${campaignId}:0`);
  expect(last(kedrova)).toContain('Ждут принятия: 2');
  expect(labels(kedrova)).toEqual(['Благовещенск', 'Хабаровск', 'Назад']);
  await tale.press(kedrova, 'Хабаровск');
  expect(last(kedrova)).toContain('Построены две школы.');
  expect(labels(kedrova)).toEqual(['Получить в Word', 'Ждут принятия']);
  await tale.forge(kedrova, `c.yes:${assignmentId}:1`);
  expect(last(kedrova)).toContain(LENT);
  await tale.say(kedrova, 'напомнить');
  expect(last(kedrova)).toContain(LENT);
  await tale.say(kedrova, 'сбор');
  await tale.press(kedrova, 'Сборник', 'История');
  expect(last(kedrova)).toContain('сбор открыт, 3 города');
});

it('an assistant who edits what was submitted is not sent to withdraw it', async () => {
  assistant.edit(written, 'Построены три школы.');
  await assistant.waitFor(/Отозвать анкету может тот, кто за неё отвечает/);
  expect(labels(assistant)).toEqual([]);
});

it('a city finds and answers the open question after the campaign is closed', async () => {
  const { prisma } = tale.database;
  const { kedrova, far, rowan, west } = tale.people;
  const what = { assignmentId, code: 'ACHIEVED', remark: 'Какие школы?' };
  const now = tale.simulator.now();
  const question = await createAsking(prisma).ask(await asked(prisma, kedrova.id, now), what);
  expect(question.kind).toBe('done');
  await tale.say(kedrova, 'сбор');
  await tale.press(kedrova, 'Закрыть сбор');
  expect(last(kedrova)).toContain('На вопросы Ассоциации города смогут отвечать и после закрытия.');
  await tale.press(kedrova, 'Закрыть сбор');

  await tale.say(far, 'сбор');
  expect(last(far)).toContain('Анкета на уточнении.\nСбор закрыт.');
  await tale.say(far, 'кто сдал');
  expect(last(far)).toMatch(/Состояние: на уточнении, .*\nСбор закрыт\./);
  // Nothing is open there, and nothing can be reminded of.
  await tale.say(west, 'кто сдал');
  expect(last(west)).toContain('Сбор закрыт.');
  expect(labels(west)).not.toContain('Напомнить');
  for (const one of [far, kedrova]) {
    await tale.say(one, 'напомнить');
    expect(last(one)).toBe('Открытого сбора сейчас нет, напоминать не о чем.');
  }

  await tale.say(rowan, 'анкета', 'как исправить?');
  expect(last(rowan)).toContain(
    'Чтобы исправить этот ответ, откройте вопрос и нажмите «Исправить текст»: отзывать анкету не нужно.',
  );
  expect(labels(rowan)).toEqual(['Вопрос 1', 'К списку']);
  await tale.say(rowan, 'Школы построены в двух новых районах города.');
  await rowan.waitFor(/ждёт ответа на уточнение по вопросу 1/, { timeoutMs: 15_000 });
  await tale.say(rowan, 'анкета');
  expect(last(rowan)).toContain('1 сообщение, присланное вне вопросов, в анкету не вошло. Храним его сутки.');
  expect(last(rowan)).not.toContain('отзовите');
  await lend(kedrova);
  await tale.forge(kedrova, `c.read:${assignmentId}:1`);
  await tale.press(kedrova, 'Открытое уточнение');
  expect(last(kedrova)).toContain('Какие школы?');
  await tale.press(rowan, 'Присланное вне вопросов: 1', 'Отправить как пояснение');
  expect(heard(rowan)).toContain('Пояснение отправлено');
});
