import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSpreadsheet } from '../src/services/documents/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { openForBoard, seedCityIn } from './support/board-stage.ts';
import { DAY, heard, labels, last, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { dumpRows } from './support/dump.ts';
import { seedOfficial } from './support/people.ts';

/** *Кто сдал* and *История* in the chat: the association's coordinator, a city's, the head, and a stranger's presses. */

let tale: CampaignStory;
let campaignId: number;

beforeAll(async () => {
  tale = await startCampaignStory();
  campaignId = await tale.opened();
  await seedOthers();
}, 60_000);
afterAll(async () => {
  tale.write('board');
  await tale.close();
});

/** Eight cities more, in the states that the three of the story are not in. */
async function seedOthers(): Promise<void> {
  const { prisma } = tale.database;
  const now = tale.simulator.now();
  const other = await openForBoard(prisma, { year: 1999, dueOn: '2000-02-12', now });
  await prisma.campaign.update({ where: { id: other.id }, data: { closedAt: now } });
  const campaign = { id: campaignId, codes: other.codes, now };
  const before = (days: number): Date => new Date(now.getTime() - days * DAY);
  const city = (name: string, timeZone: string, more: object) =>
    seedCityIn(prisma, campaign, { name, timeZone, ...more });
  const number = (n: number): string => `2026-ОРГ-${n}`;
  await city('Абакан', 'Asia/Krasnoyarsk', {
    ...{ state: 'accepted', answered: 8, number: number(1), submittedAt: before(3), acceptedAt: before(1) },
  });
  await city('Бийск', 'Asia/Barnaul', {
    ...{ state: 'accepted', answered: 8, number: number(2), submittedAt: before(2), acceptedAt: before(1) },
    dueOn: '2027-01-11',
  });
  await city('Владивосток', 'Asia/Vladivostok', {
    ...{ state: 'to_clarify', answered: 8, number: number(3), submittedAt: before(2) },
  });
  await city('Горно-Алтайск', 'Asia/Barnaul', {
    ...{ state: 'submitted', answered: 8, number: number(4), submittedAt: before(1) },
  });
  await city('Дудинка', 'Asia/Krasnoyarsk', { state: 'in_work', answered: 5, writtenAt: before(1) });
  await city('Енисейск', 'Asia/Krasnoyarsk', { respondent: 'acting' });
  await city('Зея', 'Asia/Yakutsk', { respondent: 'vacant' });
  await city('Игарка', 'Asia/Krasnoyarsk', { state: 'in_work', answered: 8, writtenAt: before(4) });
}

async function sheetsOf(person: Person) {
  const message = person.lastMessage();
  if (!message) throw new Error('nothing was sent');
  const { name, buffer } = person.downloadDocument(message);
  const reading = await readSpreadsheet({ name, content: buffer });
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return { name, sheets: reading.sheets.map(({ rows }) => rows.map(({ cells }) => cells)) };
}

describe('the association’s coordinator', () => {
  it(
    'asks who has submitted, goes through the lists, and takes the text and the tables away',
    { timeout: 60_000 },
    async () => {
      const { kedrova } = tale.people;
      await tale.say(kedrova, 'Кто сдал?');
      expect(last(kedrova)).toBe(
        [
          'Кто сдал, сбор за 2026 год, организационная работа',
          'По состоянию на 10:00, понедельник, 18 января (Новосибирск)',
          'Сдали 4 из 11, из них приняты 2, на уточнении 1, с опозданием 1',
          'В работе 2 · не открывали 2 · не подключены 2 · без отвечающего 1',
          'Срок — пятница, 12 февраля, до конца дня в каждом городе. Осталось 25 дней.',
        ].join('\n'),
      );
      expect(labels(kedrova)).toEqual([
        ...['Не сдали', 'Напомнить', 'Ждут принятия', 'Текстом', 'Excel', 'Список для обзвона', 'Назад'],
      ]);

      await tale.press(kedrova, 'Не сдали');
      expect(last(kedrova)).toContain('Не сдали: 7 из 11');
      expect(last(kedrova)).toMatch(/Хабаровск — отвечающий не назван\nЗея — отвечающий не подключён/);
      expect(last(kedrova)).not.toContain('Абакан');
      await tale.press(kedrova, 'По названию');
      expect(last(kedrova)).toMatch(/Благовещенск[^]*Дудинка[^]*Хабаровск/);
      await tale.press(kedrova, 'По времени');
      expect(last(kedrova)).toMatch(/Дудинка — в работе, готово 4 из 7, вчера в 1\d:\d\d\nИгарка/);

      await tale.press(kedrova, 'Состояния');
      expect(labels(kedrova)).toContain('Приняты: 2');
      await tale.press(kedrova, 'С опозданием: 1');
      expect(last(kedrova)).toContain('Бийск — принята, сдана с опозданием, 2026-ОРГ-2, срок 11.01.2027');
      await tale.press(kedrova, 'Состояния', 'Все города: 11');
      expect(last(kedrova)).toContain('Страница 1 из 2');
      await tale.press(kedrova, 'Дальше →', 'Хабаровск');
      expect(last(kedrova)).toContain('Отвечающий пока не назван');
      await tale.press(kedrova, 'История', 'Назад');
      expect(last(kedrova)).toContain('Отвечающий пока не назван');
      await tale.press(kedrova, 'Назад', 'Текстом');
      expect(last(kedrova)).toBe(
        'По состоянию на 18.01.2027, 10:00 (Новосибирск), анкету за 2026 год (организационная работа) представили ' +
          '4 города из 11 (36\u00A0%). Из них принято 2, уточняется 1, с опозданием представлено 1. ' +
          'Готовят ответы 2 города, не приступали 2, не подключены к системе 2, не назвал отвечающего 1. ' +
          'Срок — пятница, 12 февраля.',
      );

      await tale.press(kedrova, 'Кто сдал', 'Excel');
      const board = await sheetsOf(kedrova);
      expect(board.name).toBe('Кто-сдал-2026-2027-01-18.xlsx');
      expect(board.sheets[0]?.[0]?.[0]).toBe('По состоянию на 18.01.2027, 10:00 (Новосибирск)');
      expect(board.sheets[0]?.slice(5).map(([city]) => city)).toHaveLength(11);
      await tale.press(kedrova, 'Кто сдал', 'Список для обзвона');
      expect(last(kedrova)).toContain('Список для обзвона: 7 из 11');
      expect(last(kedrova)).toContain('1. Хабаровск — отвечающий не назван');
      expect(last(kedrova)).toContain(
        'Хабаровск — отвечающий не назван\nКалинина\u00A0М.П., координатор города, +7 000',
      );
      await tale.press(kedrova, 'Excel');
      const calls = await sheetsOf(kedrova);
      expect(calls.sheets[0]?.slice(3).map(([city]) => city)).toEqual([
        ...['Хабаровск', 'Зея', 'Калининград', 'Благовещенск', 'Енисейск', 'Игарка', 'Дудинка'],
      ]);
    },
  );
});

describe('a city’s coordinator', () => {
  it(
    'sees her city by department, with what is with executors, and takes only that away',
    { timeout: 60_000 },
    async () => {
      const { far } = tale.people;
      const { prisma } = tale.database;
      const now = tale.simulator.now();
      await tale.press(far, 'Назвать, кто отвечает', 'Рябинин\u00A0П.А.');
      const { id: assignmentId } = await prisma.assignment.findFirstOrThrow({
        where: { campaignId, city: { name: 'Хабаровск' } },
      });
      const executor = await seedOfficial(prisma, {
        ...{ telegramId: 830_000_001, kind: 'executor' as const, cityId: tale.cities.far, now },
        ...{ post: 'главный специалист', name: 'Лиственный Егор Ильич' },
      });
      const given = { assignmentId, seatId: executor.seatId, givenAt: now, changedAt: now };
      await prisma.delegation.createMany({
        data: [
          { ...given, code: 'PROBLEMS', state: 'given', dueOn: new Date('2027-02-03') },
          { ...given, code: 'ACHIEVED', state: 'ready' },
          { ...given, code: 'HELP', state: 'accepted' },
        ],
      });

      await tale.say(far, 'кто сдал');
      expect(last(far)).toBe(
        [
          'Кто сдал: Хабаровск',
          'По состоянию на 13:00, понедельник, 18 января (Хабаровск)',
          '',
          'Организационная работа: итоги 2026 года',
          'отдел по связям с общественностью — Рябинин\u00A0П.А., начальник отдела',
          'Состояние: не открывали.',
          'Срок — пятница, 12 февраля, до конца дня (Хабаровск). Осталось 25 дней.',
          'У исполнителей:',
          '• Лиственный\u00A0Е.И., главный специалист — вопрос 3: пишет, срок 03.02.2027',
          '• Лиственный\u00A0Е.И., главный специалист — вопрос 1: готово, ждёт просмотра',
        ].join('\n'),
      );
      expect(labels(far)).toEqual(['К городу', 'Напомнить', 'Текстом', 'Excel', 'Меню']);
      await tale.press(far, 'Текстом');
      expect(last(far)).toBe(
        'По состоянию на 18.01.2027, 13:00 (Хабаровск), анкета «Организационная работа: итоги 2026 года», Хабаровск: ' +
          'не открывали. Срок — пятница, 12 февраля.',
      );
      await tale.press(far, 'Кто сдал', 'Excel');
      const { sheets } = await sheetsOf(far);
      expect(sheets[0]?.slice(5).map(([city]) => city)).toEqual(['Хабаровск']);
      expect(sheets.flat(2).join(' ')).not.toContain('Абакан');
    },
  );

  it('of another city sees nothing of it, whatever she presses', { timeout: 60_000 }, async () => {
    const { west, rowan, kedrova } = tale.people;
    const { prisma } = tale.database;
    const there = await prisma.assignment.findFirstOrThrow({
      where: { campaignId, city: { name: 'Хабаровск' } },
    });
    const ofCampaign = [
      ...['b.board', 'b.text', 'b.excel', 'b.callx'].map((name) => `${name}:${campaignId}`),
      ...[`b.list:${campaignId}:all:name:0`, `b.states:${campaignId}:name`, `b.calls:${campaignId}:0`],
    ];
    const ofCity = ['b.city', 'b.ctext', 'b.cexcel'].map((name) => `${name}:${tale.cities.far}`);
    const before = await written();
    for (const data of [...ofCampaign, ...ofCity, `b.hist:${there.id}:0`]) {
      await tale.forge(west, data);
      expect(last(west), data).toContain('Этого вам не поручено');
    }
    // A head sees the history of his own questionnaire, and no board.
    for (const data of [...ofCampaign, ...ofCity]) {
      await tale.forge(rowan, data);
      expect(last(rowan), data).toContain('Этого вам не поручено');
    }
    for (const data of [
      'b.board:2147483647',
      'b.board:x',
      'b.list',
      'b.hist:2147483647:0',
      'b.hist:x',
      'b.city:x',
    ]) {
      await tale.forge(kedrova, data);
      expect(last(kedrova), data).toMatch(/этого здесь уже нет|нет|не идёт/iu);
    }
    // An executor sees the part that is given to him, not who did what to the rest.
    const executor = tale.simulator.person({ id: 830_000_001, firstName: 'Егор', started: true });
    await tale.forge(executor, `b.hist:${there.id}:0`);
    expect(last(executor)).toContain('Этого вам не поручено');
    expect(heard(west)).not.toContain('Хабаровск');
    expect(await written()).toEqual(before);
  });
});

describe('the history', () => {
  it(
    'tells who did what, a paste in one line; of somebody who was erased the post is left',
    { timeout: 90_000 },
    async () => {
      const { anna, kedrova } = tale.people;
      const { prisma } = tale.database;
      await tale.press(anna, 'Начать', 'Начать');
      await tale.say(
        anna,
        ...[1, 2, 3, 4].map((n) => `Проведено ${n}20 сходов граждан во всех районах города.`),
      );
      await tale.advance(60_000);
      await tale.press(anna, 'Готово');
      const { id } = await prisma.assignment.findFirstOrThrow({
        where: { campaignId, city: { name: 'Благовещенск' } },
      });
      const { actions, by } = await tale.verbs();
      const extended = await actions.extend(by('test:extend'), {
        campaignId,
        assignmentId: id,
        dueOn: '2027-02-19',
      });
      expect(extended.kind).toBe('done');
      await prisma.reminder.create({
        data: { assignmentId: id, step: -14, on: new Date('2027-01-18'), at: tale.simulator.now() },
      });

      await tale.say(anna, 'анкета');
      await tale.press(anna, 'История');
      const lines = last(anna).split('\n').slice(2).join('\n');
      expect(last(anna)).toMatch(/^История анкеты\nБлаговещенск, «Организационная работа: итоги 2026 года»/);
      expect(lines).toMatch(/бот: напоминание за 14 рабочих дней до срока/);
      expect(lines).toMatch(/Кедрова\sО\.Н\., координатор Ассоциации: срок продлён, новый — 19\.02\.2027/u);
      expect(lines).toMatch(/Берёзкина\sА\.В\.: вопрос 1, отмечено готовым/);
      expect(lines).toMatch(/Берёзкина\sА\.В\.: вопрос 1, добавлено 4 части текста/);
      expect(lines).toMatch(/Кедрова\sО\.Н\., координатор Ассоциации: сбор открыт/u);

      await tale.say(kedrova, 'кто сдал');
      await tale.press(kedrova, 'Не сдали', 'Благовещенск', 'История');
      expect(last(kedrova)).toMatch(/Берёзкина\sА\.В\.: вопрос 1, добавлено 4 части текста/);

      await tale.say(anna, '/forget');
      await tale.press(anna, 'Удалить');
      await anna.waitFor(/Сведения о вас удалены/);
      await tale.say(kedrova, 'кто сдал');
      await tale.press(kedrova, 'Не сдали', 'Благовещенск', 'История');
      expect(last(kedrova)).not.toContain('Берёзкина');
      expect(last(kedrova)).toContain(
        'начальник управления организационной работы: вопрос 1, добавлено 4 части текста',
      );
      expect(last(kedrova)).toContain(
        'начальник управления организационной работы: вопрос 1, отмечено готовым',
      );
    },
  );
});

/** All that a press might change. What the jobs of a tick do meanwhile is theirs. */
async function written() {
  const { Campaign, Assignment, Answer, Piece, Delegation, Reminder, Journal } = await dumpRows(
    tale.database.pool,
  );
  const pressed = Journal?.filter((row) => !/^\(\d+,j:/.test(row));
  return { Campaign, Assignment, Answer, Piece, Delegation, Reminder, pressed };
}
