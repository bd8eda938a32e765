import { afterAll, beforeAll, expect, it } from 'vitest';
import { rawCall } from '../src/simulator/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { readWord } from './support/paper.ts';
import { seedOfficial } from './support/people.ts';
import { lastPaper, settled } from './support/respondent.ts';

/** Last year's answer with its differences, an assistant who prepares, and the receipt that names them. */

let tale: CampaignStory;
let vera: Person;
let assignmentId: number;

beforeAll(async () => {
  tale = await startCampaignStory();
  const { prisma } = tale.database;
  const { east: cityId } = tale.cities;
  const department = await prisma.department.create({ data: { cityId, name: 'управление' } });
  await prisma.seat.updateMany({ where: { kind: 'head', cityId }, data: { departmentId: department.id } });
  vera = tale.person('Вера');
  await seedOfficial(prisma, {
    telegramId: vera.id,
    kind: 'assistant',
    cityId,
    departmentId: department.id,
    name: 'Ветрова Вера Львовна',
    now: tale.simulator.now(),
  });
  await tale.opened();
  const found = await prisma.assignment.findFirstOrThrow({ where: { cityId }, include: { campaign: true } });
  assignmentId = found.id;
  const { branchId, formId } = found.campaign;
  const at = new Date('2026-02-10T00:00:00Z');
  const former = await prisma.campaign.create({
    data: { branchId, formId, year: 2025, dueOn: at, openedAt: at, closedAt: at },
  });
  const { id } = await prisma.assignment.create({
    data: { campaignId: former.id, cityId, state: 'accepted' },
  });
  const text = 'Проведено 40 сходов граждан.\n\nСоздан молодёжный совет.';
  const content = [{ code: 'ACHIEVED', text, entities: [], value: null, files: [] }];
  await prisma.submission.create({ data: { assignmentId: id, edition: 1, content, mark: '', at } });
}, 60_000);
afterAll(async () => {
  tale.write('executor-last-year');
  await tale.close();
});

async function write(one: Person, text: string): Promise<void> {
  one.paste(text);
  await settled(tale);
  await tale.acted(one, text);
}

it('last year’s answer is taken as a basis, and its differences are shown', { timeout: 90_000 }, async () => {
  const { anna } = tale.people;
  await tale.press(anna, 'Начать', '1', 'Ответ прошлого года');
  expect(last(anna)).toContain('Ответ 2025 года');
  await tale.press(anna, 'Взять за основу', 'Показать текст', 'Отличия от прошлого года');
  expect(last(anna)).toContain('текст совпадает с ответом 2025 года');
  await tale.press(anna, 'Назад', 'Убрать часть', '1');
  await write(anna, 'Проведено 42 схода граждан.\n\nСоздан молодёжный совет.');
  await tale.press(anna, 'Показать текст', 'Отличия от прошлого года');
  const message = anna.lastMessage();
  const { text = '', entities = [] } = message ?? {};
  const marked = (type: string): string[] =>
    entities
      .filter((each) => each.type === type)
      .map(({ offset, length }) => text.slice(offset, offset + length));
  expect(marked('strikethrough')).toEqual(['40 сходов']);
  expect(marked('underline')).toEqual(['42 схода']);
  await tale.say(anna, 'анкета');
  await tale.press(anna, 'Просмотр и сдача', 'Вопрос 1: отличия');
  expect(last(anna)).toContain('отличия от ответа 2025 года');
});

it('an assistant sees and prepares everything, and never submits', { timeout: 60_000 }, async () => {
  const { prisma } = tale.database;
  await tale.say(vera, 'анкета');
  expect(last(vera)).toContain('7. ');
  await tale.press(vera, '6');
  await write(vera, 'Обмен опытом по сходам.');
  await forge(vera, `q.submit:${assignmentId}`);
  await forge(vera, `q.confirm:${assignmentId}`);
  expect((await prisma.assignment.findUniqueOrThrow({ where: { id: assignmentId } })).state).toBe('in_work');
  expect(await prisma.submission.count({ where: { assignmentId } })).toBe(0);
});

it('what an assistant hands over waits for the head, and is said so', { timeout: 60_000 }, async () => {
  const { prisma } = tale.database;
  const { seatId } = await prisma.holding.findFirstOrThrow({ where: { person: { telegramId: vera.id } } });
  // It was given to her before she became the assistant here: nobody gives an assistant what is within reach anyway.
  const at = tale.simulator.now();
  const { id } = await prisma.delegation.create({
    data: { assignmentId, code: 'TOPICS_EXCHANGE', seatId, state: 'ready', givenAt: at, changedAt: at },
  });
  await forge(vera, `e.all:${assignmentId}`);
  expect(heard(vera)).toMatch(/вопрос 6 «.*» — Ветрова\u00A0В\.Л\., передано руководителю/);
  await forge(vera, `e.d:${id}`);
  expect(heard(vera)).toContain('Передано руководителю: он примет или вернёт.');
  expect(heard(vera)).not.toContain('можно принять или вернуть');
  await prisma.delegation.delete({ where: { id } });
});

it('the receipt names who wrote which question', { timeout: 60_000 }, async () => {
  const { anna } = tale.people;
  await tale.say(anna, 'анкета');
  await tale.press(anna, 'Просмотр и сдача', 'Дальше →', 'Сдать', 'Сдать');
  expect(heard(anna)).toContain('Анкета сдана');
  expect((await readWord(lastPaper(anna).buffer)).replaceAll('\u00A0', ' ')).toContain(
    'Берёзкина А.В.; Ветрова В.Л. (вопрос 6)',
  );
});

/** A press with data that the bot never sent: they come from a stranger. */
async function forge(one: Person, data: string): Promise<void> {
  await rawCall(tale.simulator, 'sendMessage', {
    chat_id: one.id,
    text: data,
    reply_markup: { inline_keyboard: [[{ text: data, callback_data: data }]] },
  });
  one.tap(data);
  await tale.acted(one, `[${data}]`);
}
