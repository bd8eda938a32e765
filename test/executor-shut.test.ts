import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createExecutorRenderers } from '../src/features/questionnaire/executors/notices.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';

/** An executor when the question is taken from him, or the campaign is closed. */

let tale: CampaignStory;
let ilya: Person;
let assignmentId: number;
let seatId: number;

const PROBLEMS = 'PROBLEMS';

beforeAll(async () => {
  tale = await startCampaignStory();
  const { prisma } = tale.database;
  ilya = await tale.official('executor', tale.cities.east, 'специалист', 'Клёнов Илья Сергеевич');
  seatId = (await prisma.seat.findFirstOrThrow({ where: { kind: 'executor' } })).id;
  await tale.opened();
  assignmentId = (await prisma.assignment.findFirstOrThrow({ where: { cityId: tale.cities.east } })).id;
}, 60_000);
afterAll(async () => {
  tale.write('executor-shut');
  await tale.close();
});

/** Of what the bot itself sent, the last message; what was forged stands in between. */
const screen = (one: Person) =>
  one.chat.filter(({ sender, text }) => sender.isBot && !/^[a-z]\.[a-z.]+:/.test(text)).at(-1);
const last = (one: Person): string => screen(one)?.text ?? '';
const labels = (one: Person): string[] => (screen(one)?.inlineKeyboard ?? []).flat().map(({ text }) => text);

const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

const question = (code = PROBLEMS): string => `${assignmentId}:${code}`;

async function given(code = PROBLEMS): Promise<number> {
  await tale.forge(tale.people.anna, `e.to:${question(code)}:${seatId}`);
  const row = await tale.database.prisma.delegation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(row).toMatchObject({ code, state: 'given' });
  return row.id;
}

async function write(one: Person, text: string): Promise<void> {
  one.paste(text);
  const open = async (): Promise<number> =>
    (await tale.database.prisma.update.count({ where: { doneAt: null } })) +
    (await tale.database.prisma.lane.count({ where: { wakeAt: { not: null } } }));
  const quiet = async () => tale.simulator.pendingUpdates === 0 && (await open()) === 0;
  await vi.waitUntil(quiet, { interval: 20, timeout: 15_000 });
  await tale.acted(one, text);
}

async function close(closed: boolean): Promise<void> {
  const closedAt = closed ? tale.simulator.now() : null;
  await tale.database.prisma.campaign.updateMany({ data: { closedAt } });
}

const state = async (id: number): Promise<string> =>
  (await tale.database.prisma.delegation.findUniqueOrThrow({ where: { id } })).state;

describe('a question that was recalled while he wrote', () => {
  it('is not said to be with another, and he hears nothing more of it', { timeout: 60_000 }, async () => {
    const { prisma } = tale.database;
    const { anna } = tale.people;
    await tale.forge(anna, `q.go:${question()}`);
    const id = await given();
    await write(anna, 'Посмотрите, пожалуйста, прошлогодний протокол.'); // the question is not her place any more
    expect(last(anna)).toContain('Это ответ на анкету?');
    await tale.press(anna, 'Нет');
    await tale.forge(ilya, `q.go:${question()}`);
    await write(ilya, 'Первая часть исполнителя.');
    const author = await prisma.person.findFirstOrThrow({ where: { telegramId: anna.id } });
    const executor = await prisma.person.findFirstOrThrow({ where: { telegramId: ilya.id } });
    await tale.forge(anna, `q.go:${question()}`);
    await write(anna, 'Часть руководителя.');
    const render = createExecutorRenderers({ prisma, i18n: createI18n('locales') })['executor.beside'];
    const args = { assignmentId, code: PROBLEMS, authorId: author.id, since: '2027-01-01T00:00:00Z' };
    const recipient = { personId: executor.id, chatId: ilya.id, language: 'ru', reach: 'ok' } as const;
    const told = () => render(args, recipient, tale.simulator.now());
    expect(await told()).toMatchObject({ text: expect.stringContaining('Пока вы писали') as string });

    await tale.forge(anna, `e.recall:${id}:yes`);
    expect(await told()).toBeNull();
    await write(ilya, 'Часть после отзыва, которую терять нельзя.');
    expect(heard(ilya)).toContain('больше не поручено');
    expect(heard(ilya)).toContain('храним его сутки');
    expect(heard(ilya)).not.toContain('поручена другому');
    await tale.press(ilya, 'Что сохранено');
    expect(heard(ilya).split('Часть после отзыва, которую терять нельзя.').length).toBeGreaterThan(2);
    expect(labels(ilya)).toEqual(['Удалить присланное']);
  });
});

describe('a campaign closed when the answer is handed over', () => {
  it('offers no decision, and asks for no remark', { timeout: 60_000 }, async () => {
    const { anna } = tale.people;
    const id = await given();
    await tale.forge(ilya, `q.go:${question()}`);
    await write(ilya, 'готово');
    expect(heard(ilya)).toContain('Передано руководителю: вопрос 3');
    await tale.forge(anna, `e.d:${id}`);
    expect(labels(anna)).toEqual(expect.arrayContaining(['Принять', 'Вернуть с замечанием']));
    await close(true);
    await tale.forge(anna, `e.d:${id}`);
    expect(last(anna)).toContain('Сбор закрыт');
    expect(labels(anna)).toEqual(['Прочитать', 'К списку']);
    await tale.forge(anna, `e.back:${id}`);
    expect(heard(anna)).not.toContain('Что исправить?');
    await close(false);
    await tale.forge(anna, `e.take:${id}`);
    expect(await state(id)).toBe('accepted');
  });
});

describe('what was seen', () => {
  it(
    'is not said to have come while he wrote; one look at the review takes its mark away',
    { timeout: 60_000 },
    async () => {
      const { anna } = tale.people;
      const id = await given('HELP');
      await tale.forge(ilya, `q.go:${question('HELP')}`);
      await write(ilya, 'Нужны методики.');
      await tale.say(anna, 'анкета');
      expect(plain(last(anna))).toMatch(/5\. .*15 знаков; пишет Клёнов И\.С\.; есть новое/);
      expect(last(anna)).toContain('Готово 1 из 7. Пишут исполнители: 1.');
      await tale.press(anna, 'Просмотр и сдача');
      await tale.say(anna, 'анкета');
      expect(plain(last(anna))).toMatch(/5\. .*15 знаков; пишет Клёнов И\.С\.\n/);
      const told = () => heard(anna).split('Пока вы писали').length;
      const before = told();
      await tale.forge(anna, `q.go:${question('HELP')}`);
      await write(anna, 'И семинар.');
      expect(last(anna)).toContain('Сохранено: 2 части');
      expect(told()).toBe(before);

      await tale.press(anna, 'К списку', 'Просмотр и сдача');
      while (labels(anna).includes('Дальше →')) await tale.press(anna, 'Дальше →');
      expect(plain(last(anna))).toContain(
        'Ответы исполнителей, которые вы ещё не приняли:\n• вопрос 5 — пишет Клёнов И.С.',
      );
      expect(labels(anna)).not.toContain('Сдать'); // the first question, which is required, has no answer
      await tale.forge(anna, `e.recall:${id}:yes`);
    },
  );
});

describe('a clarified question in a closed campaign', () => {
  const ANSWER = 'Проведено 40 сходов.';

  /** The association asks about the first answer once more; returns the clarification. */
  async function asked(remark: string, head = tale.people.anna): Promise<number> {
    const { kedrova } = tale.people;
    await tale.forge(kedrova, `c.q:${question('ACHIEVED')}`);
    await tale.say(kedrova, remark);
    await tale.press(kedrova, 'Отправить вопросы');
    await head.waitFor(new RegExp(remark));
    return (await tale.database.prisma.clarification.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
  }

  it('is given, written, taken, sent and accepted', { timeout: 90_000 }, async () => {
    const { anna, kedrova } = tale.people;
    await tale.forge(anna, `q.go:${question('ACHIEVED')}`);
    await write(anna, ANSWER);
    await tale.forge(anna, `q.submit:${assignmentId}`);
    await close(true);
    await asked('Верно ли число сходов?');
    await tale.press(anna, 'Исправить текст', 'Поручить', 'Клёнов\u00A0И.С.');
    expect(last(anna)).toContain('Срок для исполнителя — среда, 20 января');
    expect(labels(anna)).not.toContain('Поручить всю анкету');
    const { id } = await tale.database.prisma.delegation.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await tale.press(ilya, 'Ответить');
    const told = () => heard(ilya).split('Пока вы писали').length;
    const before = told();
    await write(ilya, 'Из них 12 выездных.');
    expect(told()).toBe(before); // the head’s part was there when he opened it
    await tale.press(ilya, 'Готово, передать руководителю');
    expect(labels(anna)).toEqual(['Прочитать', 'Принять', 'Вернуть с замечанием']);
    await tale.press(anna, 'Принять');
    expect(await state(id)).toBe('accepted');
    await tale.press(anna, 'Вопрос 1', 'Исправить текст', 'Отправить исправление');
    expect(heard(anna)).toContain('редакция 2');
    expect(plain(last(kedrova))).toContain('Из них 12 выездных.');
    await tale.press(kedrova, 'Принять', 'Принять анкету');
    await tale.advance(3 * 60_000);
    await anna.waitFor(/Ответы войдут в сборник Ассоциации/);
  });

  it('that the executor cannot answer is the head’s again, who explains', { timeout: 90_000 }, async () => {
    const { anna, kedrova } = tale.people;
    await tale.press(kedrova, 'Вернуть в рассмотрение');
    expect(last(anna)).toContain('Ассоциация отменила её принятие');
    await asked('Сколько было участников?');
    await tale.press(anna, 'Исправить текст', 'Поручить', 'Клёнов\u00A0И.С.');
    const { id } = await tale.database.prisma.delegation.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await tale.press(ilya, 'Не могу ответить');
    await tale.say(ilya, 'Не веду этот учёт');
    expect(await state(id)).toBe('declined');
    expect(last(anna)).toContain('«Не веду этот учёт»');
    expect(labels(anna)).toEqual(['Поручить другому', 'Открыть вопрос']);
    await tale.press(anna, 'Открыть вопрос');
    expect(labels(anna)).toContain('Отправить исправление');
    await tale.press(anna, 'К списку', 'Вопрос 1', 'Пояснить');
    await tale.say(anna, 'Участников не считали.');
    await tale.press(kedrova, 'Принять', 'Принять анкету');
    const { prisma } = tale.database;
    expect(await prisma.assignment.findUniqueOrThrow({ where: { id: assignmentId } })).toMatchObject({
      state: 'accepted',
      edition: 2,
    });
    await close(false);
  });

  it(
    'is the acting head’s while she is away; an assistant prepares, others learn nothing',
    { timeout: 90_000 },
    async () => {
      const { prisma } = tale.database;
      const { anna, kedrova } = tale.people;
      const { id: departmentId } = await prisma.department.create({
        data: { cityId: tale.cities.east, name: 'управление организационной работы' },
      });
      const seatOf = async ({ id }: Person) =>
        (await prisma.holding.findFirstOrThrow({ where: { person: { telegramId: id } } })).seatId;
      const head = await seatOf(anna);
      await prisma.seat.update({ where: { id: head }, data: { departmentId } });
      const east = tale.cities.east;
      const deputy = await tale.official(
        'executor',
        east,
        'заместитель начальника',
        'Вязова Лидия Сергеевна',
      );
      const assistant = await tale.official(
        'assistant',
        east,
        'помощник',
        'Лозина Ирина Петровна',
        departmentId,
      );
      const press = await tale.official('press_secretary', east, 'пресс-секретарь', 'Осокин Лев Ильич');
      const acting = { seatId: head, actingSeatId: await seatOf(deputy), setAt: tale.simulator.now() };
      await prisma.acting.create({
        data: { ...acting, fromOn: new Date('2027-01-18'), untilOn: new Date('2027-01-31') },
      });
      await tale.press(kedrova, 'Вернуть в рассмотрение');
      const id = await asked('Где прошли сходы?', deputy);
      await tale.say(deputy, 'анкета');
      await tale.press(deputy, 'Вопрос 1', 'Исправить текст', 'Поручить', 'Клёнов\u00A0И.С.');
      expect(last(deputy)).toContain('сдать анкету сможете только вы');
      await tale.press(ilya, 'Ответить');
      expect(last(ilya)).toContain('Ассоциация просит уточнить: «Где прошли сходы?»');

      await tale.say(anna, '/start');
      expect(last(anna)).not.toContain('просит уточнить');
      const code = question('ACHIEVED');
      for (const data of [`c.see:${id}`, `c.say:${id}`, `e.give:${code}`, `c.send:${code}`]) {
        await tale.forge(anna, data);
        expect(plain(last(anna))).toContain(
          'Сейчас вас замещает Вязова Л.С., последний день — воскресенье, 31',
        );
        await tale.forge(press, data);
        expect(last(press)).toContain('Этого вам не поручено');
      }

      await tale.say(assistant, 'анкета');
      await tale.press(assistant, 'Вопрос 1');
      expect(last(assistant)).toContain('Где прошли сходы?');
      expect(labels(assistant)).toEqual(['Исправить текст', 'Показать место в тексте', 'К списку']);
      await tale.press(assistant, 'Исправить текст');
      expect(last(assistant)).toContain('Исправление отправит тот, кто отвечает за анкету.');
      expect(labels(assistant)).not.toContain('Отправить исправление');
      await write(assistant, 'Во всех округах города.');
      await tale.press(deputy, 'К списку', 'Вопрос 1', 'Исправить текст', 'Отправить исправление');
      expect(heard(deputy)).toContain('редакция 3');
    },
  );
});

describe('buttons that the bot never sent', () => {
  it('are answered like old ones', { timeout: 60_000 }, async () => {
    const { kedrova } = tale.people;
    const answered = () => heard(kedrova).split('Эта кнопка от прежнего сообщения').length - 1;
    await tale.forge(kedrova, `o.city.edit:${tale.cities.east}:1`);
    for (const data of ['o.city.set:99', `o.city.edit:${tale.cities.east}:99`, `k.named:${assignmentId}:`]) {
      const before = answered();
      await tale.forge(kedrova, data);
      expect(answered(), data).toBe(before + 1);
    }
  });
});
