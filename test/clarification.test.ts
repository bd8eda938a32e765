import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clarificationJobs } from '../src/features/questionnaire/clarification/jobs.ts';
import type { SubmittedAnswer } from '../src/features/questionnaire/store.ts';
import { DAY, heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { Person } from '../src/simulator/index.ts';
import { addDays, dayIn } from '../src/services/calendar/index.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { readWord } from './support/paper.ts';
import { lastPaper } from './support/respondent.ts';
import { submitAnswers } from './support/submitted.ts';

/** *Нужно уточнение* and *Принять*, told through the whole app. */

const ANSWERS = {
  ACHIEVED: 'Сформировано 12 календарных планов на месяц, 40 планов на неделю.',
  PROBLEMS: 'Не хватает специалистов в двух районах города.',
  TASKS_NEXT: 'Провести 30 встреч с населением.',
};
const MINUTE = 60_000;

let tale: CampaignStory;
let assignmentId: number;

describe('three clarifications', { retry: 0 }, () => {
  beforeAll(async () => {
    tale = await startCampaignStory();
    await tale.opened();
    const { anna, far, pine } = tale.people;
    const { prisma } = tale.database;
    const now = tale.simulator.now();
    const seat = await prisma.seat.findFirstOrThrow({
      where: { holdings: { some: { person: { telegramId: pine.id } } } },
    });
    await prisma.assignment.updateMany({
      where: { cityId: tale.cities.far },
      data: { respondentSeatId: seat.id },
    });
    assignmentId = await submitAnswers(
      prisma,
      { telegramId: anna.id, cityId: tale.cities.east, now },
      ANSWERS,
    );
    await submitAnswers(prisma, { telegramId: pine.id, cityId: tale.cities.far, now }, ANSWERS);
    expect(far.id).toBeGreaterThan(0);
  }, 60_000);
  afterEach((context) => tale.write(context.task.name));
  afterAll(() => tale.close());

  const state = async () =>
    (await tale.database.prisma.assignment.findUniqueOrThrow({ where: { id: assignmentId } })).state;

  it('both submissions come to the coordinator as one message, at 16:00', async () => {
    const { kedrova } = tale.people;
    await tale.advance(5 * 60 * MINUTE);
    await expect.poll(() => heard(kedrova)).not.toContain('Сданы анкеты');
    await tale.advance(70 * MINUTE);
    await expect
      .poll(() => last(kedrova), { timeout: 10_000 })
      .toBe('Сданы анкеты за 2026 год: Благовещенск, Хабаровск. Всего ждут принятия: 2.');
    await tale.advance(10 * MINUTE);
    await tale.settled();
    expect(heard(kedrova).match(/Сданы анкеты/g)).toHaveLength(1);
  });

  it('the coordinator reads and asks three times; the city hears it once', async () => {
    const { kedrova, anna } = tale.people;
    await tale.press(kedrova, 'Ждут принятия', 'Благовещенск');
    expect(last(kedrova)).toContain('40 планов на неделю');
    await tale.press(kedrova, 'Нужно уточнение', 'Вопрос 1');
    await tale.say(kedrova, 'я'.repeat(1001));
    expect(heard(kedrova)).toContain('лишних 1');
    await tale.say(kedrova, 'Указано 40 планов на неделю. Верно ли число?');
    expect(last(kedrova)).toContain('Вопрос записан.');
    expect(last(kedrova)).toContain('Просим ответить не позднее четверга, 21 января.');
    for (const [question, remark] of [
      ['Вопрос 3', 'О каких районах речь?'],
      ['Вопрос 4', 'Сколько встреч из них выездных?'],
    ] as const) {
      await tale.press(kedrova, 'Спросить ещё', question);
      await tale.say(kedrova, remark);
    }
    await tale.press(kedrova, 'Изменить срок');
    expect(labels(kedrova)).toContain('четверг, 21 января');
    await tale.say(kedrova, '17 января', '22 января');
    expect(heard(kedrova)).toContain('Этот день уже прошёл: воскресенье, 17 января.');
    expect(last(kedrova)).toContain('Просим ответить не позднее пятницы, 22 января.');
    expect(await state()).toBe('to_clarify');
    expect(heard(anna)).not.toContain('уточнени');
    await tale.press(kedrova, 'Отправить вопросы');
    expect(last(anna)).toContain('Анна Викторовна, по анкете 2026-ОРГ-1 нужны 3 уточнения.');
    expect(last(anna)).toContain(
      'Вопрос 1: «Указано 40 планов на неделю. Верно ли число?» (Кедрова\u00A0О.Н.)',
    );
    expect(labels(anna)).toEqual(['Вопрос 1', 'Вопрос 3', 'Вопрос 4']);
    await tale.advance(3 * MINUTE);
    await tale.settled();
    expect(heard(anna).match(/нужны 3 уточнения/g)).toHaveLength(1);
    await tale.say(anna, '/start');
    expect(heard(anna)).not.toContain('ничего не требуется');
    expect(last(anna)).toContain(
      'Ассоциация просит уточнить вопрос 4. Просим ответить не позднее пятницы, 22 января.',
    );
    expect(labels(anna)).toEqual(['Вопрос 1', 'Вопрос 3', 'Вопрос 4']);
  });

  it('the first is explained, and the text stays', async () => {
    const { kedrova, anna } = tale.people;
    await tale.press(anna, 'Вопрос 1', 'Показать место в тексте');
    expect(last(anna)).toContain('40 планов на неделю');
    await tale.press(anna, 'Пояснить');
    expect(last(anna)).toBe('Напишите пояснение одним сообщением. Текст анкеты не изменится.');
    await tale.say(anna, 'Верно, 40. В праздничные недели план не составлялся.');
    expect(last(anna)).toContain('Пояснение отправлено координатору Ассоциации (Кедрова\u00A0О.Н.).');
    expect(labels(anna)).toEqual(['Внести в текст', 'Не нужно']);
    expect(last(kedrova)).toBe(
      'Благовещенск, вопрос 1, пояснение: «Верно, 40. В праздничные недели план не составлялся». Текст не изменён.',
    );
    await tale.press(kedrova, 'Принять');
    expect(last(kedrova)).toBe('Благовещенск: ответ на уточнение принят. Осталось 2 уточнения.');
    expect(await state()).toBe('to_clarify');
  });

  it('the second is corrected: a new edition, its receipt, and what has changed', async () => {
    const { kedrova, anna } = tale.people;
    await tale.press(anna, 'Не нужно');
    expect(last(anna)).toContain('О каких районах речь?');
    await tale.press(anna, 'Исправить текст');
    expect(labels(anna)).toContain('Отправить исправление');
    await tale.press(anna, 'Отправить исправление');
    expect(last(anna)).toContain('Текст такой же, как в сданной анкете');
    await tale.say(anna, 'Речь о Центральном и Северном районах.');
    await anna.waitFor(/Сохранено: 2 части[^]*Отправить исправление/u, { timeoutMs: 15_000 });
    await tale.press(anna, 'Отправить исправление');
    expect(heard(anna)).toContain('Исправление отправлено: анкета 2026-ОРГ-1, редакция 2.');
    const paper = await readWord(lastPaper(anna).buffer);
    expect(paper).toMatch(/Редакция\s*2/u);
    expect(paper).toContain('представлено в срок');
    expect(paper).toContain('Центральном и Северном');
    expect(last(kedrova)).toContain('Благовещенск, вопрос 3: текст исправлен, редакция 2. Что изменилось:');
    expect(last(kedrova)).toContain('Речь о Центральном и Северном районах.');
    const marks = kedrova.lastMessage()?.entities ?? [];
    expect(marks.map(({ type }) => type)).toEqual(['underline']);
    await tale.press(kedrova, 'Принять');
    expect(await state()).toBe('to_clarify');
  });

  it('the unchanged answers of the new edition are the same', async () => {
    const editions = await tale.database.prisma.submission.findMany({
      where: { assignmentId },
      orderBy: { edition: 'asc' },
    });
    const [first = [], second = []] = editions.map(({ content }) => content as unknown as SubmittedAnswer[]);
    const others = (content: SubmittedAnswer[]) => content.filter(({ code }) => code !== 'PROBLEMS');
    expect(editions.map(({ edition, withdrawnAt }) => [edition, withdrawnAt])).toEqual([
      [1, null],
      [2, null],
    ]);
    expect(others(second)).toEqual(others(first));
  });

  it('on its day, at ten, the third is recalled once', async () => {
    const { anna } = tale.people;
    await tale.advance(4 * DAY - 8 * 60 * MINUTE);
    await expect
      .poll(() => last(anna), { timeout: 10_000 })
      .toContain('Напоминаем: сегодня ждём ответа на вопрос по анкете 2026-ОРГ-1.');
    await tale.advance(60 * MINUTE);
    await tale.settled();
    expect(heard(anna).match(/Напоминаем: сегодня/g)).toHaveLength(1);
  });

  it('the third came by telephone; the head objects, explains herself, and is thanked', async () => {
    const { kedrova, anna } = tale.people;
    await tale.say(kedrova, 'сбор');
    await tale.press(kedrova, 'Кто сдал', 'Ждут принятия', 'Благовещенск', 'Открытое уточнение');
    await tale.press(kedrova, 'Внести пояснение города', 'По телефону');
    await tale.say(kedrova, 'Выездных будет 5.');
    expect(heard(kedrova)).toContain('Пояснение записано, руководителю сообщили.');
    expect(last(anna)).toBe(
      'Анкета 2026-ОРГ-1, вопрос 4. За вас записано пояснение: «Выездных будет 5». Текст анкеты не изменён.\n' +
        'Внесено координатором по телефону (Кедрова\u00A0О.Н.).',
    );
    await tale.press(anna, 'Это не моё пояснение');
    expect(heard(anna)).toContain('Пояснение снято, координатору сообщили.');
    expect(last(kedrova)).toContain('отвечающий не согласен с пояснением');
    expect(await state()).toBe('to_clarify');
    await tale.press(kedrova, 'К анкете', 'Открытое уточнение', 'Внести пояснение города', 'По телефону');
    await tale.say(kedrova, 'Выездных будет 7, уточнили.');
    await tale.press(kedrova, 'Принять');
    expect(last(kedrova)).toContain(
      'Открытых вопросов по анкете 2026-ОРГ-1 больше нет. Принять её полностью?',
    );
    await tale.press(kedrova, 'Принять анкету');
    expect(await state()).toBe('accepted');
    expect(heard(anna)).not.toContain('принята полностью');
    await tale.advance(3 * MINUTE);
    await tale.settled();
    expect(last(anna)).toBe(
      'Анкета 2026-ОРГ-1 принята полностью. Ответы войдут в сборник Ассоциации. Спасибо, Анна Викторовна.',
    );
  });

  it('an accepted questionnaire is neither changed nor withdrawn, until it is returned to consideration', async () => {
    const { kedrova, anna } = tale.people;
    await tale.say(anna, 'анкета');
    expect(last(anna)).toContain('принята Ассоциацией');
    expect(labels(anna)).not.toContain('Отозвать');
    await tale.press(kedrova, 'Вернуть в рассмотрение');
    expect(await state()).toBe('submitted');
    expect(last(anna)).toContain('Ассоциация отменила её принятие');
    await tale.say(anna, 'анкета');
    expect(labels(anna)).toContain('Отозвать');
  });

  it('the next summaries announce nothing again, nor anything of a campaign that was closed before', async () => {
    const { kedrova } = tale.people;
    const { prisma } = tale.database;
    const { branchId, formId } = await prisma.campaign.findFirstOrThrow();
    const long = new Date(tale.simulator.now().getTime() - 300 * DAY);
    const old = await prisma.campaign.create({
      data: {
        ...{ branchId, formId, year: 2025, dueOn: long, openedAt: long, closedAt: long },
        assignments: { create: { cityId: tale.cities.west, state: 'submitted', submittedAt: long } },
      },
    });
    const association = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
    const job = clarificationJobs(prisma, association).find(({ name }) => name === 'submitted-summary');
    for (const hours of [2, 6]) {
      await tale.advance(hours * 60 * MINUTE);
      await job?.run({
        now: tale.simulator.now(),
        slot: String(hours),
        signal: new AbortController().signal,
      });
      await tale.settled();
    }
    expect(job).toBeDefined();
    expect(await prisma.notice.count({ where: { subject: `campaign:${old.id}` } })).toBe(0);
    expect(await prisma.journal.count({ where: { verb: 'tell_submitted' } })).toBe(1);
    expect(heard(kedrova).match(/Сданы анкеты/g)).toHaveLength(1);
    await prisma.assignment.deleteMany({ where: { campaignId: old.id } });
    await prisma.campaign.delete({ where: { id: old.id } });
  });

  let deputy: Person;
  /** The deputy acts in the post of Хабаровск's respondent from today. */
  async function lend(): Promise<void> {
    const { prisma } = tale.database;
    const seatOf = (telegramId: number) =>
      prisma.seat.findFirstOrThrow({ where: { holdings: { some: { person: { telegramId } } } } });
    const today = dayIn(tale.simulator.now(), 'Asia/Vladivostok');
    await prisma.acting.create({
      data: {
        seatId: (await seatOf(tale.people.pine.id)).id,
        actingSeatId: (await seatOf(deputy.id)).id,
        fromOn: new Date(today),
        untilOn: new Date(addDays(today, 3)),
        setAt: tale.simulator.now(),
      },
    });
  }

  it('a question goes to whoever acts in the post by the time it is sent', async () => {
    const { kedrova, pine } = tale.people;
    deputy = await tale.official('executor', tale.cities.far, 'заместитель', 'Вязова Лидия Сергеевна');
    await tale.press(kedrova, 'Ждут принятия', 'Хабаровск', 'Нужно уточнение', 'Вопрос 1');
    await tale.say(kedrova, 'Сколько планов на год?');
    await lend();
    await tale.advance(3 * MINUTE);
    await expect.poll(() => heard(deputy), { timeout: 10_000 }).toContain('нужно одно уточнение');
    await tale.press(deputy, 'Пояснить');
    await tale.say(deputy, 'Двенадцать.');
    await tale.say(deputy, 'анкета');
    expect(last(deputy)).toContain('Пояснение отправлено, ждём решения Ассоциации.');
    expect(last(deputy)).not.toContain('просит уточнить');
    await tale.press(kedrova, 'Принять');
    await tale.settled();
    expect(heard(pine)).not.toContain('уточнение');
    await tale.database.prisma.acting.updateMany({ data: { endedAt: tale.simulator.now() } });
    await tale.press(kedrova, 'К анкете');
  });

  it('all without remarks are accepted at once, after a look at the list', async () => {
    const { kedrova, pine, anna } = tale.people;
    await tale.press(kedrova, 'Ждут принятия', 'Принять все без замечаний: 2');
    expect(last(kedrova)).toContain('Примем: Благовещенск, Хабаровск.');
    await tale.press(anna, 'Отозвать', 'Отозвать');
    await tale.press(kedrova, 'Принять 2');
    expect(last(kedrova)).toContain('Пока вы читали, список изменился.');
    await tale.press(kedrova, 'Принять 1');
    expect(heard(kedrova)).toContain('Принята 1 анкета.');
    await lend();
    await tale.advance(3 * MINUTE);
    await tale.settled();
    expect(last(pine)).toContain('принята полностью');
    await expect.poll(() => heard(deputy), { timeout: 10_000 }).toContain('принята полностью');
    expect(heard(deputy).match(/принята полностью/g)).toHaveLength(1);
    expect(await state()).toBe('in_work');
  });
});
