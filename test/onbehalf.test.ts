import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import type { Person } from '../src/simulator/index.ts';
import { readWord } from './support/paper.ts';
import { lastPaper } from './support/respondent.ts';
import { asked } from './support/submitted.ts';
import { createAnswering } from '../src/features/questionnaire/answering/verbs.ts';

/** What a coordinator enters for a city: of one that never connected, of one whose head objects, of a past year. */

let tale: CampaignStory;
let campaignId: number;

beforeAll(async () => {
  tale = await startCampaignStory();
  campaignId = await tale.opened();
}, 60_000);
afterEach((context) => tale.write(context.task.name));
afterAll(() => tale.close());

/** From the city's card: how it came, then an answer to the first question, then everything is submitted. */
async function enter(text: string, ...how: string[]): Promise<string> {
  const { kedrova } = tale.people;
  await tale.press(kedrova, 'Внести за город', ...how);
  expect(last(kedrova)).toContain('Вносится за город: ');
  await write(kedrova, text);
  await tale.say(kedrova, 'Внесено вторым сообщением.');
  await kedrova.waitFor(/Сохранено: 2 части/, { timeoutMs: 15_000 });
  await tale.press(kedrova, 'Готово', 'К списку', 'Просмотр и сдача', 'Дальше →', 'Сдать');
  const asks = last(kedrova);
  await tale.press(kedrova, 'Сдать');
  return asks;
}

async function write(one: Person, text: string): Promise<void> {
  await tale.press(one, '1');
  expect(last(one)).toContain('Вносится за город: ');
  await tale.say(one, text);
  await one.waitFor(/Сохранено/, { timeoutMs: 15_000 });
}

const assignment = (cityId: number, year = 2026) =>
  tale.database.prisma.assignment.findFirstOrThrow({ where: { cityId, campaign: { year } } });

test('a city that never connected is entered from a letter, and accepted', { timeout: 90_000 }, async () => {
  const { kedrova } = tale.people;
  const { prisma } = tale.database;
  await tale.say(kedrova, 'меню');
  expect(labels(kedrova)).not.toContain('Анкета');
  const { id, respondentSeatId } = await assignment(tale.cities.west);
  expect(respondentSeatId).not.toBeNull();
  await tale.forge(kedrova, `q.open:${id}`);
  expect(labels(kedrova)).toContain('Внести за город');
  expect(labels(kedrova)).not.toContain('1');
  expect((await assignment(tale.cities.west)).state).toBe('not_opened');

  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Калининград', 'Внести за город', 'По письму');
  await tale.say(kedrova, 'когда-то');
  expect(last(kedrova)).toContain('Дата не распознана');
  await tale.say(kedrova, '15 января');
  expect(last(kedrova)).toContain('Вносится за город: Калининград, поступило по письму от 15.01.2027.');
  await write(kedrova, 'Построено 12 площадок.');
  await tale.press(kedrova, 'Готово', 'К списку', 'Просмотр и сдача', 'Дальше →', 'Сдать');
  expect(last(kedrova)).toContain(
    'Сдать анкету за город Калининград? Поступило по письму от 15.01.2027. Отвечающий не подключён, сообщать пока некому.',
  );
  await tale.press(kedrova, 'Сдать');
  expect(last(kedrova)).toContain('Учётный номер 2026-ОРГ-1');
  const { buffer } = lastPaper(kedrova);
  const paper = await readWord(buffer);
  expect(paper).toContain('Внесено');
  expect(paper.replaceAll('\u00A0', ' ')).toContain(
    'Кедрова Ольга Николаевна, координатор Ассоциации, поступило по письму от 15.01.2027',
  );
  expect(paper.replaceAll('\u00A0', ' ')).toContain('внёс координатор Кедрова О.Н.');

  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Состояния', 'Ждут принятия: 1');
  expect(last(kedrova)).toContain('Калининград — сдана, 2026-ОРГ-1, внесено за город, поступило по письму');
  await tale.press(kedrova, 'Калининград', 'История');
  expect(last(kedrova)).toMatch(/анкета сдана, редакция 1, 2026-ОРГ-1, поступило по письму от 15.01.2027/u);
  await tale.press(kedrova, 'Назад', 'Читать и принять');
  expect(last(kedrova).replaceAll('\u00A0', ' ')).toContain(
    'Внесено за город: Кедрова О.Н., координатор Ассоциации, поступило по письму от 15.01.2027',
  );
  await tale.press(kedrova, 'Принять');
  expect(await assignment(tale.cities.west)).toMatchObject({ state: 'accepted' });
  expect(await prisma.submission.findFirstOrThrow({ where: { assignmentId: id } })).toMatchObject({
    way: 'letter',
    letterOn: new Date('2027-01-15'),
  });
});

test('a head objects by one tap, and takes it back', { timeout: 90_000 }, async () => {
  const { kedrova, anna } = tale.people;
  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Благовещенск');
  expect(await enter('Проведено 40 сходов.', 'По телефону')).toContain('он сможет возразить');
  await anna.waitFor(/сдана за вас/);
  expect(last(anna)).toContain('Внёс координатор Кедрова\u00A0О.Н., поступило по телефону.');
  await tale.press(anna, 'Прочитать');
  expect(last(anna)).toContain('Проведено 40 сходов.');
  await tale.press(anna, 'Возразить');
  expect(last(anna)).toContain('Возражение записано');
  await kedrova.waitFor(/Благовещенск: отвечающий возразил/);

  await tale.say(kedrova, 'кто сдал');
  await tale.press(kedrova, 'Не сдали', 'Состояния', 'Ждут принятия: 1');
  expect(last(kedrova)).toContain('внесено за город, поступило по телефону, город возразил');
  await tale.press(kedrova, 'Благовещенск', 'Читать и принять');
  expect(last(kedrova)).toContain('Город возразил: говорит, что эти ответы не его.');
  await tale.press(kedrova, 'Принять');
  expect(last(kedrova)).toContain('Принять анкету?');
  expect((await assignment(tale.cities.east)).state).toBe('submitted');

  // Where the questionnaire itself is shown, it says so as well.
  await tale.press(anna, 'К анкете');
  expect(last(anna)).toContain('Анкету за вас сдал координатор, ответы поступили по телефону. Вы возразили');
  await tale.press(anna, 'Прочитать', 'Снять возражение');
  await kedrova.waitFor(/возражение по анкете 2026-ОРГ-2 снято/);
  await tale.press(anna, 'К анкете', 'История');
  expect(last(anna)).toMatch(/возражение снято/);
  expect(last(anna)).toMatch(/возражение против внесённого за город/);

  // She asks for it back by telephone; the head hears of that as well.
  const { id } = await assignment(tale.cities.east);
  await tale.forge(kedrova, `q.withdraw:${id}`);
  expect(labels(kedrova)).toEqual(['По письму', 'По телефону', 'На бумаге', 'Назад']);
  await tale.press(kedrova, 'По телефону');
  await anna.waitFor(/отозвана за вас/);
  expect(last(anna)).toContain('просьба получена по телефону');
  await tale.press(anna, 'Возразить');
  await kedrova.waitFor(/возразил против отзыва/);
  await tale.say(anna, 'анкета');
  expect(last(anna)).toContain('Анкету за вас отозвал координатор, просьба получена по телефону.');
  expect(labels(anna)).toContain('Снять возражение');
});

test('a city’s coordinator enters it from her list, where nobody is named', { timeout: 90_000 }, async () => {
  const { far } = tale.people;
  await tale.say(far, 'сбор');
  await tale.press(far, 'Внести за город', 'На бумаге');
  expect(last(far)).toContain('Вносится за город: Хабаровск, поступило на бумаге.');
  await write(far, 'Отремонтировано 5 дворов.');
  await tale.press(far, 'Готово', 'К списку', 'Просмотр и сдача', 'Дальше →', 'Сдать');
  expect(last(far)).toContain('сообщать пока некому');
  await tale.press(far, 'Сдать');
  const paper = (await readWord(lastPaper(far).buffer)).replaceAll('\u00A0', ' ');
  expect(paper).toContain('Калинина Мария Петровна, координатор города, поступило на бумаге');
  expect(paper).toContain('внёс координатор Калинина М.П.');
  expect(await assignment(tale.cities.far)).toMatchObject({ state: 'submitted', respondentSeatId: null });
});

test('2024 is loaded without a word to anybody, and is last year’s answer', { timeout: 90_000 }, async () => {
  const { kedrova, anna } = tale.people;
  const { prisma } = tale.database;
  const before = heard(anna);
  const notices = await prisma.notice.count();
  await tale.say(kedrova, 'сбор');
  await tale.press(kedrova, 'Все сборы', 'Загрузить прошлый год', '2024');
  expect(heard(kedrova)).toContain('Сбор за 2024 год заведён: закрыт, загружен из архива.');
  expect(labels(kedrova)).not.toContain('Открыть снова');
  expect(last(kedrova)).toContain('Внесено 0 из 0');
  await tale.press(kedrova, 'Добавить город', 'Благовещенск');
  expect(await enter('В 2024 году построен мост.', 'На бумаге')).toContain('городу ничего не придёт');
  expect(last(kedrova)).toContain('Ответы за 2024 год записаны');
  expect(last(kedrova)).not.toMatch(/опозд/);
  const paper = (await readWord(lastPaper(kedrova).buffer)).replaceAll('\u00A0', ' ');
  expect(paper).not.toMatch(/опозд|Срок/);
  expect(paper).toContain('на бумаге');
  await tale.settled();
  expect(heard(anna)).toBe(before);
  expect(await prisma.notice.count()).toBe(notices);
  const loaded = await assignment(tale.cities.east, 2024);
  expect(loaded).toMatchObject({ state: 'accepted', number: '2024-ОРГ-1' });

  // The head reads it, and changes nothing of it.
  const answering = createAnswering(prisma);
  const target = { assignmentId: loaded.id, code: 'ACHIEVED' };
  const outcome = await answering.mark(await asked(prisma, anna.id, tale.simulator.now()), target, 'done');
  expect(outcome.kind).toBe('closed');
  await tale.say(anna, 'анкета');
  expect(last(anna)).toContain('итоги 2026 года');
  await tale.press(anna, '1', 'Ответ прошлого года');
  expect(last(anna)).toContain('В 2024 году построен мост.');
  await tale.say(kedrova, 'кто сдал');
  expect(last(kedrova)).toContain('сбор за 2026 год');
  expect(campaignId).toBeGreaterThan(0);
});
