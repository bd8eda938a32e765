import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawCall } from '../src/simulator/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { readWord } from './support/paper.ts';
import { lastPaper, settled } from './support/respondent.ts';

/** A head, those who write for her, and what each of them sees: told through the whole app. */

let tale: CampaignStory;
let pavel: Person;
let assignmentId: number;
const nb = (text: string): string => text.replaceAll('\u00A0', ' ');

beforeAll(async () => {
  tale = await startCampaignStory();
  const { prisma } = tale.database;
  const department = await prisma.department.create({
    data: { cityId: tale.cities.east, name: 'управление организационной работы' },
  });
  await prisma.seat.updateMany({
    where: { kind: 'head', cityId: tale.cities.east },
    data: { departmentId: department.id },
  });
  await tale.opened();
  const found = await prisma.assignment.findFirstOrThrow({ where: { cityId: tale.cities.east } });
  assignmentId = found.id;
}, 60_000);
afterAll(async () => {
  tale.write('executor');
  await tale.close();
});

const NAMES = [
  'give',
  'page',
  'to',
  'new',
  'd',
  'term',
  'day',
  'recall',
  'all',
  'ready',
  'no',
  'take',
  'back',
  'diff',
];

/** The text and the buttons that stand before somebody. */
const screen = (one: Person): string => `${nb(last(one))}\n${labels(one).join(' | ')}`;

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

/** Writes, and waits for the status two seconds later. */
async function write(one: Person, text: string): Promise<void> {
  one.paste(text);
  await settled(tale);
  await tale.acted(one, text);
}

describe('one question to a new employee', () => {
  it('is given to somebody who is invited, and waits for him', { timeout: 60_000 }, async () => {
    const { anna } = tale.people;
    await tale.press(anna, 'Начать', '3');
    expect(labels(anna)).toContain('Поручить');
    await tale.press(anna, 'Поручить');
    expect(last(anna)).toContain('Кому поручить вопрос 3?\n«Какие наиболее трудные проблемы');
    await tale.press(anna, 'Другой сотрудник');
    await tale.press(anna, 'Назад');
    expect(last(anna)).toContain('Кому поручить вопрос 3');
    await tale.press(anna, 'Другой сотрудник');
    await tale.say(anna, 'главный специалист', 'Рябинин Павел Андреевич');
    await tale.press(anna, 'Без телефона', 'Выписать ссылку');
    expect(screen(anna)).toContain('Поручено.');
    expect(screen(anna)).toContain('Исполнитель: Рябинин П.А.');
    expect(screen(anna)).toContain('Исполнитель ещё не подключился');
    expect(screen(anna)).toContain('среда, 10 февраля');
    expect(screen(anna)).toContain('сдать анкету сможете только вы');
    await tale.press(anna, 'Изменить срок');
    await tale.say(anna, '20 февраля');
    expect(last(anna)).toContain('не позже срока анкеты');
    await tale.say(anna, '9 февраля');
    expect(screen(anna)).toContain('вторник, 9 февраля');
    await tale.press(anna, 'К списку');
    expect(screen(anna)).toMatch(/3\. Какие .*поручено: Рябинин П\.А\., по ссылке ещё не входили/);

    pavel = tale.person('Павел');
    const link = /https:\S+\?start=\S+/.exec(heard(anna))?.[0] ?? '';
    await tale.follow(pavel, link);
    await tale.press(pavel, 'Да, это я');
    expect(nb(heard(pavel))).toContain('Вам поручено: вопрос 3');
    expect(nb(heard(pavel))).toContain('Срок для вас — вторник, 9 февраля');
  });

  it('he sees this question, and no other one', { timeout: 60_000 }, async () => {
    const { prisma } = tale.database;
    const { anna } = tale.people;
    await tale.say(anna, 'анкета');
    await tale.press(anna, '1');
    await write(anna, 'Тайна первого ответа: проведено 40 сходов граждан.');
    await tale.say(pavel, 'анкета');
    expect(screen(pavel)).toContain('3. Какие наиболее трудные проблемы');
    expect(screen(pavel)).not.toContain('1. Что');
    expect(screen(pavel)).toContain('Вам видно только порученное');
    expect(labels(pavel)).not.toContain('Просмотр и сдача');

    const rows = async () => ({
      pieces: await prisma.piece.findMany({ orderBy: { id: 'asc' } }),
      answers: await prisma.answer.findMany({ orderBy: { id: 'asc' } }),
      delegations: await prisma.delegation.findMany({ orderBy: { id: 'asc' } }),
      assignment: await prisma.assignment.findUnique({ where: { id: assignmentId } }),
      submissions: await prisma.submission.count(),
    });
    const before = await rows();
    const piece = await prisma.piece.findFirstOrThrow();
    const delegation = await prisma.delegation.findFirstOrThrow();
    const other = `${assignmentId}:ACHIEVED`;
    for (const data of [
      ...NAMES.flatMap((name) => [
        `e.${name}`,
        `e.${name}:x:y:z`,
        `e.${name}:-1`,
        `e.${name}:2147483647:*:9`,
      ]),
      ...['go', 'text', 'parts', 'done', 'none', 'seams', 'last', 'take', 'skip', 'write'].map(
        (name) => `q.${name}:${other}`,
      ),
      `q.remove:${other}:${piece.id}`,
      `q.undo:${other}:1`,
      `q.put:${other}`,
      `q.submit:${assignmentId}`,
      `q.withdraw:${assignmentId}:yes`,
      `q.confirm:${assignmentId}`,
      `q.word:${assignmentId}`,
      `e.give:${other}`,
      `e.give:${assignmentId}:*`,
      `e.to:${other}:${delegation.seatId}`,
      `e.new:${other}`,
      `e.diff:${other}`,
      `e.all:${assignmentId}`,
      `e.d:${delegation.id}`,
      `e.term:${delegation.id}`,
      `e.day:${delegation.id}:2027-02-11`,
      `e.recall:${delegation.id}:yes`,
      `e.take:${delegation.id}`,
      `e.back:${delegation.id}`,
    ])
      await forge(pavel, data);
    expect(await rows()).toEqual(before);
    expect(heard(pavel)).not.toContain('Тайна');
    await tale.say(pavel, 'анкета');
    await tale.press(pavel, 'Проект в Word');
    const draft = await readWord(lastPaper(pavel).buffer);
    expect(draft).toContain('трудные проблемы');
    expect(draft).not.toContain('Тайна');
  });

  it(
    'he writes, hands over; the head returns it with a remark, then takes it',
    { timeout: 90_000 },
    async () => {
      const { anna } = tale.people;
      await tale.say(pavel, 'анкета');
      await tale.press(pavel, 'Начать');
      expect(screen(pavel)).toContain('Вопрос 3 из 7');
      expect(labels(pavel)).toContain('Не могу ответить');
      await write(pavel, 'В связи с переносом очных мероприятий часть сходов не состоялась.');
      expect(labels(pavel)).toContain('Готово, передать руководителю');
      await tale.press(pavel, 'Готово, передать руководителю');
      expect(nb(heard(pavel))).toContain('Передано руководителю: вопрос 3');
      expect(nb(last(anna))).toContain(
        'Ответ на вопрос 3 готов, его прислал исполнитель Рябинин П.А.: «В связи с переносом очных мероприятий',
      );
      expect(labels(anna)).toEqual(['Прочитать', 'Принять', 'Вернуть с замечанием']);
      await tale.say(anna, 'анкета');
      expect(screen(anna)).toMatch(/65 знаков; ждёт вашего решения: Рябинин П\.А\.; есть новое/);
      expect(screen(anna)).toContain('Готово 1 из 7. Ждут вашего решения: 1.');

      await tale.press(anna, 'Исполнители');
      await tale.press(anna, '3. Рябинин\u00A0П.А.', 'Прочитать');
      expect(nb(last(anna))).toContain('Новое. Рябинин П.А.');
      await tale.press(anna, 'Назад', 'К списку');
      expect(screen(anna)).not.toContain('новое');

      await tale.press(anna, '3', 'Показать текст');
      expect(labels(anna)).toEqual(['Принять', 'Вернуть с замечанием', 'Назад']);
      await tale.press(anna, 'Вернуть с замечанием');
      await tale.say(anna, 'Добавьте причины по каждому сходу.');
      expect(nb(heard(anna))).toContain('Возвращено с замечанием: вопрос 3');
      expect(last(pavel)).toContain('Добавьте причины по каждому сходу');
      await tale.press(pavel, 'Исправить');
      expect(screen(pavel)).toContain('Возвращено с замечанием: «Добавьте причины по каждому сходу». Срок');
      await write(pavel, 'Причины: ледоход и карантин.');
      await tale.press(pavel, 'Готово, передать руководителю');
      await tale.press(anna, 'Прочитать');
      expect(nb(last(anna))).toMatch(
        /Рябинин П\.А\., .*\nВ связи с переносом[^]*Новое\. Рябинин П\.А\.[^]*ледоход/,
      );
      await tale.say(anna, 'анкета');
      await tale.press(anna, 'Исполнители', '3. Рябинин\u00A0П.А.', 'Принять');
      expect(nb(heard(anna))).toContain('Принято: вопрос 3');
      expect(nb(last(pavel))).toContain('Принято: вопрос 3');
      await tale.say(pavel, 'анкета');
      expect(last(pavel)).toBe('Сейчас вам ничего не поручено.');
    },
  );
});

describe('an executor who cannot, and one who is gone', () => {
  it('declines with a remark; the question is free again', { timeout: 60_000 }, async () => {
    const { anna } = tale.people;
    await tale.say(anna, 'анкета');
    await tale.press(anna, '4', 'Поручить', 'Рябинин\u00A0П.А.');
    expect(screen(anna)).toContain('Срок для исполнителя — среда, 10 февраля');
    expect(nb(last(pavel))).toContain('Берёзкина А.В. поручает вам вопрос анкеты');
    await tale.press(pavel, 'Не могу ответить');
    await tale.say(pavel, 'Ухожу в отпуск. '.repeat(20));
    expect(labels(pavel)).toEqual(['Это причина', 'Это ответ, записать', 'Назад']);
    await tale.press(pavel, 'Это причина');
    expect(nb(last(anna))).toContain('Рябинин П.А. не сможет ответить: вопрос 4');
    expect(last(anna)).toContain('«Ухожу в отпуск. Ухожу');
    expect(labels(anna)).toEqual(['Поручить другому', 'Открыть вопрос']);
  });

  it('is cut off: the head is told, what he wrote stays', { timeout: 60_000 }, async () => {
    const { prisma } = tale.database;
    const { anna } = tale.people;
    await tale.press(anna, 'Поручить другому', 'Рябинин\u00A0П.А.');
    await tale.press(pavel, 'Ответить');
    await write(pavel, 'Задачи: продолжить сходы.');
    await prisma.person.update({
      where: { telegramId: pavel.id },
      data: { cutOffAt: tale.simulator.now() },
    });
    await tale.advance(60_000);
    await anna.waitFor(/больше нет доступа/, { timeoutMs: 15_000 });
    expect(nb(last(anna))).toContain(
      'У исполнителя (Рябинин П.А.) больше нет доступа. Снова свободно: вопрос 4',
    );
    await tale.press(anna, 'Открыть вопрос');
    await expect.poll(() => screen(anna)).toContain('25 знаков');
    expect(labels(anna)).toContain('Поручить');
    await prisma.person.update({ where: { telegramId: pavel.id }, data: { cutOffAt: null } });
  });
});

describe('two people in one answer', () => {
  it('nothing is lost, and each is told', { timeout: 60_000 }, async () => {
    const { prisma } = tale.database;
    const { anna } = tale.people;
    await tale.press(anna, 'К списку', '5', 'Поручить', 'Рябинин\u00A0П.А.');
    await tale.press(pavel, 'Ответить');
    await tale.say(anna, 'анкета');
    await tale.press(anna, '5');
    pavel.paste('Нужна помощь с методикой.');
    anna.paste('И помощь с обучением.');
    await settled(tale);
    await tale.acted(anna, '…');
    await tale.acted(pavel, '…');
    const rows = await prisma.piece.findMany({ where: { answer: { assignmentId, code: 'HELP' } } });
    expect(rows.map(({ text }) => text).sort()).toEqual([
      'И помощь с обучением.',
      'Нужна помощь с методикой.',
    ]);
    expect(nb(heard(anna))).toMatch(/Пока вы писали, в .*ответ.* добавлено: Рябинин П\.А\., 25 знаков/);
    expect(nb(heard(pavel))).toMatch(/Пока вы писали, в .*ответ.* добавлено: Берёзкина А\.В\., 21 знак/);
  });

  it('the whole questionnaire, and a campaign closed while he writes', { timeout: 60_000 }, async () => {
    const { prisma } = tale.database;
    const { anna } = tale.people;
    await tale.say(anna, 'анкета');
    await tale.press(anna, 'Исполнители', 'Поручить всю анкету', 'Рябинин\u00A0П.А.');
    expect(screen(anna)).toContain('Исполнителю видна вся анкета');
    await tale.press(pavel, 'Открыть анкету');
    expect(screen(pavel)).toContain('1. Что');
    expect(labels(pavel)).toContain('2');
    await tale.press(pavel, '2');
    await prisma.campaign.updateMany({ data: { closedAt: tale.simulator.now() } });
    pavel.paste('Опыт соседей.');
    await pavel.waitFor(/Сбор закрыт/, { timeoutMs: 15_000 });
    await tale.acted(pavel, 'Опыт соседей.');
    expect(last(pavel)).toContain('скажите руководителю');
    await prisma.campaign.updateMany({ data: { closedAt: null } });
  });
});
