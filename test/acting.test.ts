import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { rawCall } from '../src/simulator/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { DAY, heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { dumpRows } from './support/dump.ts';

/**
 * A head on leave, who acts for her, a successor, a coordinator on leave, one person with two posts: one winter of
 * Хабаровск, told through the whole app. Each part goes on from where the one before left off.
 */

let tale: CampaignStory;

beforeAll(async () => {
  tale = await startCampaignStory();
  const { prisma } = tale.database;
  const { pine } = tale.people;
  const department = await prisma.department.create({
    data: { cityId: tale.cities.far, name: 'управление организационной работы' },
  });
  const { seatId } = await holding(pine);
  await prisma.seat.update({ where: { id: seatId }, data: { departmentId: department.id } });
  await tale.opened();
  await prisma.assignment.updateMany({
    where: { cityId: tale.cities.far },
    data: { respondentSeatId: seatId },
  });
}, 60_000);
afterEach((context) => tale.write(`acting ${context.task.name}`));
afterAll(() => tale.close());

async function holding(one: Person) {
  return tale.database.prisma.holding.findFirstOrThrow({
    where: { person: { telegramId: one.id }, until: null },
  });
}

/** The jobs of one tick have run, and what they had to say is out. */
async function later(milliseconds: number, one: Person, said: RegExp): Promise<void> {
  await tale.advance(milliseconds);
  await one.waitFor(said, { timeoutMs: 20_000 });
  await tale.settled();
}

const inbox = (one: Person): string =>
  one.chat
    .slice(-3)
    .map(({ text }) => text)
    .join('\n');

/** A press with data that the bot never sent: they come from a stranger. */
async function forge(one: Person, data: string): Promise<void> {
  const markup = { inline_keyboard: [[{ text: data, callback_data: data }]] };
  await rawCall(tale.simulator, 'sendMessage', { chat_id: one.id, text: data, reply_markup: markup });
  one.tap(data);
  await tale.acted(one, `[${data}]`);
}

it(
  'a head names who acts for her; it begins at once, and who acts submits',
  { timeout: 60_000 },
  async () => {
    const { pine, rowan, kedrova } = tale.people;
    await tale.say(pine, 'анкета');
    await tale.press(pine, 'Начать');
    pine.send('Построен мост через Амур.');
    await pine.waitFor(/Сохранено: 1 часть/, { timeoutMs: 10_000 });
    await tale.say(pine, 'замещение');
    expect(last(pine)).toContain('Никто не назначен.');
    await tale.press(pine, 'Назначить замещение');
    expect(last(pine)).toContain('Кто будет замещать?');
    expect(labels(pine)).toEqual([
      'Калинина\u00A0М.П.',
      'Рябинин\u00A0П.А.',
      'Нет в списке: пригласить',
      'Назад',
    ]);
    await tale.say(pine, 'рябинин');
    expect(last(pine)).toContain('С какого дня?');
    await tale.say(pine, '15 января');
    expect(last(pine)).toContain('Этот день уже прошёл.');
    await tale.press(pine, 'Сегодня, понедельник, 18 января');
    expect(labels(pine)).toContain('14 дней, по 31.01');
    await tale.say(pine, '31 января');
    expect(last(pine)).toContain(
      'Замещает: Рябинин Павел Андреевич, начальник отдела, отдел по связям с общественностью, Хабаровск\n' +
        'Первый день: понедельник, 18 января\nПоследний день: воскресенье, 31 января',
    );
    await tale.press(pine, 'Назначить');
    expect(last(pine)).toContain(
      'Назначено: замещает Рябинин\u00A0П.А., понедельник, 18 января — воскресенье, 31 января.',
    );
    expect(last(pine)).toContain('Идёт сейчас.');
    expect(inbox(rowan)).toContain('Павел Андреевич, вы замещаете: Соснина Вера Павловна');
    expect(inbox(rowan)).toContain(
      '• Организационная работа: итоги 2026 года, Хабаровск: в работе, готово 1 из 7. Срок — пятница, 12 февраля',
    );
    expect(inbox(rowan)).toContain('• пятница, 12 февраля — срок анкеты «');
    expect(inbox(rowan)).toContain('действовать за неё можете только вы');

    // The holder sees, and is told why nothing more.
    await tale.say(pine, 'анкета');
    expect(last(pine)).toContain(
      'Сейчас вас замещает Рябинин\u00A0П.А., последний день — воскресенье, 31 января.',
    );
    expect(labels(pine)).toContain('Завершить замещение');
    expect(labels(pine)).not.toContain('Продолжить');
    expect(labels(pine)).not.toContain('Просмотр и сдача');
    pine.send('И дорога к нему, три километра.');
    await pine.waitFor(/сохранено на сутки отдельно, в ответ не попало/, { timeoutMs: 15_000 });
    const { id: assignmentId } = await tale.database.prisma.assignment.findFirstOrThrow({
      where: { cityId: tale.cities.far },
    });
    const before = await dumpRows(tale.database.pool);
    for (const data of [
      `q.submit:${assignmentId}`,
      `q.done:${assignmentId}:ACHIEVED`,
      `q.undo:${assignmentId}:ACHIEVED:1`,
    ]) {
      await forge(pine, data);
      expect(last(pine), data).toContain('менять и сдавать может только замещающий');
    }
    const { Assignment, Submission, Answer, Piece } = await dumpRows(tale.database.pool);
    expect({ Assignment, Submission, Answer, Piece }).toEqual({
      Assignment: before['Assignment'],
      Submission: before['Submission'],
      Answer: before['Answer'],
      Piece: before['Piece'],
    });

    // Who acts speaks for two posts, and the menu says for which.
    await tale.say(rowan, 'меню');
    expect(last(rowan)).toBe(
      'Меню. Вы — начальник отдела, Хабаровск. У вас 2 должности; сменить — кнопка или слово «должность».',
    );
    await tale.say(rowan, 'должность');
    await tale.press(rowan, '2');
    expect(last(rowan)).toContain(
      'Вы — начальник управления организационной работы, Хабаровск. Это замещение, последний день — воскресенье, 31 января.',
    );
    await tale.say(rowan, 'анкета');
    await tale.press(rowan, 'Просмотр и сдача');
    while (!labels(rowan).includes('Сдать')) await tale.press(rowan, 'Дальше →');
    await tale.press(rowan, 'Сдать', 'Сдать');
    expect(heard(rowan)).toContain('Анкета сдана в срок. Учётный номер 2026-ОРГ-1');
    const submission = await tale.database.prisma.submission.findFirstOrThrow();
    expect(submission).toMatchObject({
      personId: (await holding(rowan)).personId,
      seatId: (await holding(pine)).seatId,
    });
    expect(heard(kedrova)).not.toContain('Рябинин');
  },
);

it('she comes back early', { timeout: 60_000 }, async () => {
  const { pine, rowan } = tale.people;
  await tale.say(pine, 'анкета');
  await tale.press(pine, 'Завершить замещение');
  expect(last(pine)).toContain('Завершить замещение сейчас?');
  await tale.press(pine, 'Завершить замещение');
  expect(last(pine)).toContain('Замещение завершено. Вы снова отвечаете за должность');
  expect(last(rowan)).toContain('Замещение завершено: Соснина\u00A0В.П., начальник управления');
  await tale.say(rowan, 'меню');
  expect(last(rowan)).toBe('Меню. Вы — начальник отдела, Хабаровск.');
  await forge(rowan, `a.end.yes:${(await tale.database.prisma.acting.findFirstOrThrow()).id}`);
  expect(last(rowan)).toContain('Этого вам не поручено');
  await tale.say(pine, 'анкета');
  await tale.press(pine, 'Отозвать', 'Отозвать');
  expect(last(pine)).toContain('Готово 1 из 7');
});

it('somebody who is not there yet acts from the day he comes in', { timeout: 60_000 }, async () => {
  const { pine } = tale.people;
  await tale.say(pine, 'отпуск');
  await tale.press(pine, 'Назначить замещение', 'Нет в списке: пригласить');
  expect(last(pine)).toContain('управление организационной работы, Хабаровск');
  await tale.press(pine, 'Главный специалист');
  await tale.say(pine, 'Ёлкин Игорь Олегович');
  await tale.press(pine, 'Без телефона', 'Выписать ссылку');
  expect(last(pine)).toContain(
    'Замещает: Ёлкин Игорь Олегович, главный специалист, управление организационной работы',
  );
  await tale.press(pine, 'Сегодня, понедельник, 18 января', '7 дней, по 24.01');
  expect(last(pine)).toContain('в силу вступит, как только откроют ссылку');
  await tale.press(pine, 'Назначить');
  expect(last(pine)).toContain('Начнётся, когда замещающий подключится.');
  await tale.say(pine, 'анкета');
  expect(labels(pine)).toContain('Просмотр и сдача');

  const link = /https:\S+\?start=\S+/.exec(heard(pine))?.[0] ?? '';
  const igor = tale.person('Игорь');
  await tale.follow(igor, link);
  await tale.press(igor, 'Да, это я');
  await later(60_000, igor, /вы замещаете/);
  expect(inbox(igor)).toContain('Игорь Олегович, вы замещаете: Соснина Вера Павловна');
  await tale.say(pine, 'анкета');
  expect(last(pine)).toContain('Сейчас вас замещает Ёлкин');
  await later(8 * DAY, pine, /Замещение завершено: Ёлкин/);
  await tale.say(pine, 'замещение');
  expect(last(pine)).toContain('2. Ёлкин Игорь Олегович, главный специалист');
  await tale.press(pine, '2', 'Назад', 'Назад');
  expect(last(igor)).toContain('Замещение завершено: Соснина\u00A0В.П.');
});

it('the coordinator is on leave: help goes to who acts for her', { timeout: 60_000 }, async () => {
  const { pine, far, rowan } = tale.people;
  await tale.say(far, 'замещение');
  await tale.press(far, 'Назначить замещение', 'Рябинин\u00A0П.А.');
  await tale.say(far, 'сегодня');
  await tale.press(far, '14 дней, по 08.02', 'Назначить');
  await tale.say(pine, 'помощь');
  expect(last(pine)).toContain('Поможет: Рябинин Павел Андреевич, координатор города (замещение)');
  await tale.press(pine, 'Позвать координатора');
  expect(inbox(rowan)).toContain('Соснина Вера Павловна');
  expect(heard(far)).not.toContain('Просят помощи');
  await tale.press(far, 'Назад');
  await tale.say(far, 'сотрудники');
  expect(labels(far)).not.toContain('Пригласить');
  await forge(far, 'o.inv');
  expect(last(far)).toContain('Сейчас вас замещает Рябинин');
  await tale.say(rowan, 'должность');
  await tale.press(rowan, '2');
  await tale.say(rowan, 'сотрудники');
  expect(last(rowan)).toContain('координатор города — доступ с 18 января; сейчас замещает Рябинин\u00A0П.А.');
});

it(
  'a successor finds what is open and who worked on it; the former head does nothing more',
  { timeout: 60_000 },
  async () => {
    const { pine, rowan } = tale.people;
    const { seatId } = await holding(pine);
    await tale.say(pine, 'анкета');
    await forge(rowan, `o.inv.seat:${seatId}`);
    await tale.say(rowan, 'Кленова Дарья Ильинична');
    await tale.press(rowan, 'Без телефона', 'Выписать ссылку');
    const links = heard(rowan).match(/https:\S+\?start=\S+/g) ?? [];
    const daria = tale.person('Дарья');
    await tale.follow(daria, links.at(-1) ?? '');
    await tale.press(daria, 'Да, это я');
    expect(last(daria)).toContain('Дела по должности: начальник управления организационной работы');
    expect(last(daria)).toContain('в работе, готово 1 из 7');
    expect(last(daria)).toContain('пятница, 12 февраля — срок анкеты');
    expect(last(daria)).toContain('• Соснина Вера Павловна, прежде в этой должности, +7 000');
    expect(last(daria)).toContain('• Рябинин Павел Андреевич, замещающий, +7 000');
    expect(last(pine)).toContain('должност');
    const before = await dumpRows(tale.database.pool);
    await tale.press(pine, 'Просмотр и сдача');
    expect(last(pine)).toContain('Этого вам не поручено');
    const { Answer, Piece, Submission } = await dumpRows(tale.database.pool);
    expect({ Answer, Piece, Submission }).toEqual({
      Answer: before['Answer'],
      Piece: before['Piece'],
      Submission: before['Submission'],
    });
    await tale.press(daria, 'Открыть анкету');
    expect(last(daria)).toContain('Готово 1 из 7');
  },
);

it('whatever a stranger presses, nothing changes', { timeout: 60_000 }, async () => {
  const { west, pine } = tale.people;
  const { prisma, pool } = tale.database;
  const { id: actingId, seatId } = await prisma.acting.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const acting = async () => (await dumpRows(pool))['Acting'];
  const before = await acting();
  for (const data of [`a.seat:${seatId}`, `a.new:${seatId}`, `a.end:${actingId}`, `a.end.yes:${actingId}`]) {
    await forge(west, data);
    expect(last(west), data).toContain('Этого вам не поручено');
  }
  await forge(west, `a.speak:${seatId}`);
  for (const data of [
    'a.who:1',
    'a.from:2027-02-30',
    'a.until:x',
    'a.ok',
    'a.page:99',
    'a.back',
    'a.invite',
    'a.seat:x',
    'a.end',
  ]) {
    await forge(pine, data);
    expect(last(pine), data).not.toBe(data);
  }
  expect(heard(west)).not.toContain('Хабаровск');
  expect(await acting()).toEqual(before);
});
