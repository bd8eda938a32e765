import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Person } from '../src/simulator/index.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { paragraph, word } from './support/word-xml.ts';

/** What waits for the head's decision: one answer of one executor, and the whole questionnaire of another. */

let tale: CampaignStory;
let ilya: Person;
let petr: Person;
let assignmentId: number;

const plain = (text: string): string => text.replaceAll('\u00A0', ' ');
const screen = (one: Person): string => plain(last(one));
const question = (code: string): string => `${assignmentId}:${code}`;
const LATER = { timeoutMs: 30_000 };

async function seatOf({ id: telegramId }: Person): Promise<number> {
  return (await tale.database.prisma.holding.findFirstOrThrow({ where: { person: { telegramId } } })).seatId;
}

/** @param code *: the whole questionnaire */
async function given(to: Person, code: string): Promise<number> {
  await tale.forge(tale.people.anna, `e.to:${question(code)}:${await seatOf(to)}`);
  return (await tale.database.prisma.delegation.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}

const state = async (id: number): Promise<string> =>
  (await tale.database.prisma.delegation.findUniqueOrThrow({ where: { id } })).state;

async function write(one: Person, text: string): Promise<void> {
  one.paste(text);
  const open = async (): Promise<number> =>
    (await tale.database.prisma.update.count({ where: { doneAt: null } })) +
    (await tale.database.prisma.lane.count({ where: { wakeAt: { not: null } } }));
  await vi.waitUntil(async () => tale.simulator.pendingUpdates === 0 && (await open()) === 0, {
    interval: 20,
    timeout: 15_000,
  });
  await tale.acted(one, text.slice(0, 40));
}

/** The association's coordinator begins, or ends, to write for the city. */
async function entering(seatId: number | null): Promise<void> {
  const behalf = { act: 'entering', way: 'phone', letterOn: null, seatId, objectedAt: null };
  await tale.database.prisma.assignment.update({
    where: { id: assignmentId },
    data: { behalf: seatId === null ? { act: 'none' } : behalf },
  });
}

beforeAll(async () => {
  tale = await startCampaignStory();
  const { east } = tale.cities;
  ilya = await tale.official('executor', east, 'специалист', 'Клёнов Илья Сергеевич');
  petr = await tale.official('executor', east, 'консультант', 'Осокин Пётр Ильич');
  await tale.opened();
  assignmentId = (await tale.database.prisma.assignment.findFirstOrThrow({ where: { cityId: east } })).id;
}, 60_000);
afterAll(async () => {
  tale.write('executor-decision');
  await tale.close();
});

it('an answer is taken or returned where it is read to its end', { timeout: 90_000 }, async () => {
  const { anna } = tale.people;
  await given(ilya, 'PROBLEMS');
  await tale.forge(ilya, `q.go:${question('PROBLEMS')}`);
  await write(ilya, 'Часть сходов граждан не состоялась из-за паводка. '.repeat(100));
  await tale.forge(anna, `q.go:${question('PROBLEMS')}`);
  await tale.press(ilya, 'Готово, передать руководителю');
  await tale.press(anna, 'Готово'); // it stands there from before
  const { doneAt } = await tale.database.prisma.answer.findFirstOrThrow({ where: { code: 'PROBLEMS' } });
  expect(doneAt).toBeNull();
  expect(labels(anna).slice(0, 3)).toEqual(['Принять', 'Вернуть с замечанием', 'Показать текст']);
  expect(labels(anna)).not.toContain('Готово');
  expect(screen(anna)).toMatch(/Можно прислать ещё\.\nКлёнов И\.С\.: ответ передан вам, его можно принять/);
  await tale.say(anna, 'готово');
  expect(labels(anna)).toContain('Принять');
  expect(heard(anna)).not.toContain('Вопрос 3 готов');
  await tale.press(anna, 'Показать текст');
  expect(labels(anna)).toEqual(['Дальше →', 'Назад']);
  await tale.press(anna, 'Дальше →');
  expect(labels(anna)).toEqual(['← Раньше', 'Принять', 'Вернуть с замечанием', 'Назад']);
});

it('what the association’s coordinator reads is the head’s to decide', { timeout: 90_000 }, async () => {
  const { anna, kedrova } = tale.people;
  await given(petr, '*');
  await tale.forge(petr, `q.go:${question('ACHIEVED')}`);
  await write(petr, 'Проведено 40 сходов.');
  await tale.say(petr, 'анкета');
  await tale.press(petr, 'Просмотр');
  while (labels(petr).includes('Дальше →')) await tale.press(petr, 'Дальше →');
  await tale.press(petr, 'Готово, передать руководителю');
  expect(screen(anna)).toMatch(
    /передана вам, исполнитель Осокин П\.И\.: есть ответ на 1 вопрос из 7\. Вопрос 3 поручен отдельно\.$/,
  );

  await entering(await seatOf(kedrova));
  await tale.forge(kedrova, `q.open:${assignmentId}`);
  expect(screen(kedrova)).toContain('Осокин П.И.: анкета передана руководителю.');
  await tale.press(kedrova, '3');
  expect(screen(kedrova)).toContain('Клёнов И.С.: ответ передан руководителю.');
  expect(screen(kedrova)).toContain('Осокин П.И.: анкета передана руководителю.');
  expect(labels(kedrova)).not.toContain('Принять');
  await tale.press(kedrova, 'К списку', 'Просмотр и сдача');
  while (labels(kedrova).includes('Дальше →')) await tale.press(kedrova, 'Дальше →');
  expect(screen(kedrova)).toContain('Ответы исполнителей, которые руководитель ещё не принял:');
  await entering(null);
});

it('how far it is, is said alike everywhere', { timeout: 90_000 }, async () => {
  const { anna } = tale.people;
  await tale.say(anna, 'анкета');
  expect(screen(anna)).toContain('Готово 0 из 7. Ждут вашего решения: 2.');
  expect(screen(anna)).toContain('Осокин П.И.: анкета передана вам, её можно принять или вернуть.');
  await tale.say(anna, 'сколько осталось?');
  expect(screen(anna)).toContain('Готово 0 из 7. Ждут вашего решения: 2. Без ответа: 2, 4, 5, 6, 7.');
  await tale.forge(anna, `q.go:${question('ACHIEVED')}`);
  expect(labels(anna)[0]).toBe('Принять или вернуть анкету');
  expect(labels(anna)).not.toContain('Готово');

  await tale.press(anna, 'К списку');
  const heading = '5. Какую помощь могла бы оказать Ассоциация?';
  anna.sendDocument(
    'анкета.docx',
    word([heading, 'Нужны методики.'].map((each) => paragraph(each)).join('')),
  );
  await anna.waitFor(/Прочитали файл «анкета\.docx»/, LATER);
  await tale.press(anna, 'Записать');
  expect(screen(anna)).toContain('Записано. Готово 1 из 7. Без ответа: 2, 4, 6, 7.');
});

it('the whole is taken without what is with another executor', { timeout: 90_000 }, async () => {
  const { anna } = tale.people;
  const whole = await tale.database.prisma.delegation.findFirstOrThrow({ where: { code: null } });
  await tale.forge(anna, `e.d:${whole.id}`);
  expect(heard(anna)).toContain('Исполнитель передал анкету: её можно принять или вернуть.');
  await tale.forge(ilya, `q.go:${question('PROBLEMS')}`);
  await write(ilya, 'И из-за карантина.');
  await tale.press(anna, 'Принять');
  expect(await state(whole.id)).toBe('accepted');
  expect(screen(anna)).toMatch(/3\. .*; ждёт вашего решения: Клёнов И\.С\.; новое: 18 знаков/);
  expect(screen(anna)).toContain('Готово 2 из 7. Ждут вашего решения: 1.');
  await tale.say(petr, 'анкета');
  expect(screen(petr)).toBe('Сейчас вам ничего не поручено.');
});

it('declined, or taken back, it is told in words that fit', { timeout: 90_000 }, async () => {
  const { anna } = tale.people;
  await given(petr, '*');
  await tale.press(petr, 'Не могу ответить', 'Без пояснения');
  expect(screen(anna)).toMatch(
    /не сможет ответить: анкета «.*»\.\nПоручение снято, написанное осталось в анкете\.$/,
  );
  await given(petr, '*');
  await tale.press(petr, 'Не могу ответить');
  await tale.say(petr, 'Ухожу в отпуск');
  expect(screen(anna)).toMatch(/«Ухожу в отпуск»\nПоручение снято, написанное/);

  const id = await given(petr, 'HELP');
  await tale.press(anna, 'Отозвать поручение');
  expect(screen(anna)).toContain('Исполнитель (Осокин П.И.) этого больше не увидит, написанное останется');
  await tale.press(anna, 'Отозвать поручение');
  expect(await state(id)).toBe('recalled');
  expect(screen(anna).split('отозвано')).toHaveLength(2);
  expect(screen(anna)).toContain('исполнителю сообщим');
});
