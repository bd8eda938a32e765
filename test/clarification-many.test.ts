import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAsking } from '../src/features/questionnaire/clarification/asking.ts';
import { INTRO, builtInCodes } from '../src/features/questionnaire/form.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { submitAnswers } from './support/submitted.ts';

/** The association asks about every answer; an assistant looks; a correction is given up, and taken up again. */

const CODES = [...builtInCodes.filter((code) => code !== INTRO), INTRO];
const MINUTE = 60_000;

let tale: CampaignStory;
let assignmentId: number;
let assistant: Person;

/** What each page of the list offers, from the first on. */
async function pages(one: Person): Promise<string[][]> {
  const all = [labels(one)];
  while (labels(one).includes('Дальше →')) {
    await tale.press(one, 'Дальше →');
    all.push(labels(one));
  }
  return all;
}

const questions = (offered: readonly string[][]): string[] =>
  offered.flat().filter((label) => /^(Вопрос|Общие сведения)/.test(label));

describe('eight questions of the association', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    tale = await startCampaignStory();
    await tale.opened();
    const { rowan } = tale.people;
    const { prisma } = tale.database;
    const now = tale.simulator.now();
    const { id, departmentId } = await prisma.seat.findFirstOrThrow({
      where: { holdings: { some: { person: { telegramId: rowan.id } } } },
    });
    await prisma.assignment.updateMany({
      where: { cityId: tale.cities.far },
      data: { respondentSeatId: id },
    });
    const written = CODES.map((code) => [code, `Ответ ${code}: проведено 40 встреч.`]);
    assignmentId = await submitAnswers(
      prisma,
      { telegramId: rowan.id, cityId: tale.cities.far, now },
      Object.fromEntries(written) as Record<string, string>,
    );
    const place = [tale.cities.far, 'помощник', 'Вязова Лидия Сергеевна', departmentId ?? 0] as const;
    assistant = await tale.official('assistant', ...place);
    const asking = createAsking(prisma);
    const { by } = await tale.verbs();
    for (const code of CODES) {
      const remark = `Верно ли, что встреч 40? ${'Подробнее. '.repeat(80)}`;
      const outcome = await asking.ask(by(`test:${code}`), { assignmentId, code, remark });
      expect(outcome.kind).toBe('done');
    }
    await tale.advance(3 * MINUTE);
    await tale.settled();
  }, 60_000);
  afterEach((context) => tale.write(context.task.name));
  afterAll(() => tale.close());

  it('come as one message that can be sent, and every one of them can be opened', async () => {
    const { rowan } = tale.people;
    await rowan.waitFor(/нужны 8 уточнений/);
    expect(last(rowan).length).toBeLessThanOrEqual(4096);
    expect(labels(rowan)).toHaveLength(7);
    expect(labels(rowan).at(-1)).toBe('Все уточнения: 8');
    await tale.press(rowan, 'Все уточнения: 8');
    expect(last(rowan)).toContain('8 уточнений');
    expect(last(rowan)).toContain('Страница 1 из 2');
    const offered = await pages(rowan);
    expect(questions(offered)).toHaveLength(8);
    expect(offered.every(({ length }) => length <= 7)).toBe(true);
    await tale.press(rowan, offered.at(-1)?.find((label) => label.startsWith('Общие сведения')) ?? '');
    expect(labels(rowan)).toEqual(['Пояснить', 'Исправить текст', 'Показать место в тексте', 'К списку']);
    await tale.press(rowan, 'К списку');
    expect(labels(rowan).filter((label) => label.startsWith('Вопрос'))).toHaveLength(4);
    await tale.press(rowan, 'Все уточнения: 8');
    expect(questions(await pages(rowan))).toHaveLength(8);

    await tale.say(rowan, '/start');
    expect(labels(rowan)).toEqual([
      ...['Вопрос 1', 'Вопрос 2', 'Вопрос 3', 'Вопрос 4', 'Вопрос 5'],
      'Все уточнения: 8',
    ]);
  });

  it('are all within reach of whoever asked; a question that is asked is shown before anything is typed', async () => {
    const { kedrova } = tale.people;
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Кто сдал', 'Ждут принятия', 'Хабаровск', 'Уточнения: 8');
    expect(questions(await pages(kedrova))).toHaveLength(8);
    await tale.press(kedrova, 'Назад', 'Нужно уточнение', 'Вопрос 2');
    expect(last(kedrova)).toContain('По этому вопросу уточнение уже есть.');
    expect(last(kedrova)).toContain('Вопрос 2: «Верно ли, что встреч 40?');
    expect(labels(kedrova)).toContain('Снять вопрос');
    await tale.say(kedrova, 'Сколько всего?');
    expect(heard(kedrova)).not.toContain('Ваш вопрос не отправлен');
    expect(await tale.database.prisma.clarification.count()).toBe(8);
  });

  it('an assistant is offered what an assistant may', async () => {
    await tale.say(assistant, 'анкета');
    await tale.press(assistant, 'Все уточнения: 8');
    expect(questions(await pages(assistant))).toHaveLength(8);
    await tale.press(assistant, 'К списку', 'Вопрос 1', 'Показать место в тексте');
    expect(last(assistant)).toContain('проведено 40 встреч');
    expect(labels(assistant)).toEqual(['Исправить текст', 'Назад']);
  });

  it('a correction that was given up is brought back by a button that says so', async () => {
    const { rowan } = tale.people;
    await tale.say(rowan, 'анкета');
    await tale.press(rowan, 'Вопрос 1', 'Показать место в тексте');
    expect(labels(rowan)).toEqual(['Пояснить', 'Исправить текст', 'Назад']);
    await tale.press(rowan, 'Исправить текст');
    await tale.say(rowan, 'И ещё 5 выездных.');
    await rowan.waitFor(/Сохранено: 2 части[^]*Отправить исправление/u, { timeoutMs: 15_000 });
    await tale.press(rowan, 'Оставить прежний текст');
    expect(heard(rowan)).toContain('Исправление отменено, в анкете прежний текст.');
    await tale.press(rowan, 'Исправить текст');
    expect(labels(rowan)).toContain('Вернуть исправление');
    expect(labels(rowan)).not.toContain('Вернуть прежний текст');
    await tale.press(rowan, 'Вернуть исправление');
    expect(last(rowan)).toContain('Исправление возвращено.');
    await tale.press(rowan, 'Отправить исправление');
    expect(heard(rowan)).toContain('Исправление отправлено');
  });
});
