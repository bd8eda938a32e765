import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOrder } from '../src/features/questionnaire/board/order.ts';
import { boardWorkbook, callsWorkbook } from '../src/features/questionnaire/board/sheets.ts';
import { boardEntries } from '../src/features/questionnaire/board/store.ts';
import { boardSentence } from '../src/features/questionnaire/board/words.ts';
import { citiesInCampaign, findCampaign } from '../src/features/questionnaire/campaign/store.ts';
import { readSpreadsheet } from '../src/services/documents/index.ts';
import { createI18n } from '../src/services/i18n/i18n.ts';
import { packageRoot } from '../src/platform/package-root.ts';
import { openForBoard, seedCityIn } from './support/board-stage.ts';
import type { BoardCampaign } from './support/board-stage.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

/** *Excel*, *Список для обзвона* and *Текстом* of a campaign with a city in each state, read back. */

const NOW = new Date('2027-02-13T04:00:00Z');
const ASSOCIATION = { name: 'Новосибирск', timeZone: 'Asia/Novosibirsk' };
const texts = createI18n(path.join(packageRoot(), 'locales'))('ru');

let db: TestDatabase;
let campaign: BoardCampaign;

beforeAll(async () => {
  db = await createTestDatabase();
  campaign = await openForBoard(db.database.prisma, { year: 2026, dueOn: '2027-02-12', now: NOW });
  await seedEach();
});
afterAll(() => db.drop());

/** A city in each state, and what stands beside it. */
async function seedEach(): Promise<void> {
  const { prisma } = db.database;
  const at = (day: number, hour: number) => new Date(Date.UTC(2027, 1, day, hour));
  const city = (name: string, timeZone: string, more: object) =>
    seedCityIn(prisma, campaign, { name, timeZone, ...more });
  await city('Абакан', 'Asia/Krasnoyarsk', {
    ...{
      state: 'accepted',
      number: '2026-ОРГ-1',
      submittedAt: at(11, 5),
      acceptedAt: at(12, 5),
      answered: 8,
    },
  });
  await city('Бийск', 'Asia/Barnaul', {
    ...{
      state: 'accepted',
      number: '2026-ОРГ-2',
      submittedAt: at(12, 17),
      acceptedAt: at(13, 1),
      answered: 8,
    },
  });
  await city('Владивосток', 'Asia/Vladivostok', {
    ...{ state: 'to_clarify', number: '2026-ОРГ-3', submittedAt: at(11, 5), answered: 8 },
  });
  await city('Горно-Алтайск', 'Asia/Barnaul', {
    ...{ state: 'submitted', number: '2026-ОРГ-4', submittedAt: at(12, 17), answered: 8 },
  });
  const inWork = await city('Дудинка', 'Asia/Krasnoyarsk', { state: 'in_work', answered: 5 });
  const notOpened = await city('Енисейск', 'Asia/Krasnoyarsk', { writtenAt: null });
  await city('Жигулёвск', 'Europe/Samara', { respondent: 'acting' });
  const notConnected = await city('Зея', 'Asia/Yakutsk', { respondent: 'vacant' });
  const unnamed = await city('Иркутск', 'Asia/Irkutsk', { respondent: 'none' });

  const holder = async (seatId: number, data: { surname: string; telegramId: number; phone?: string }) => {
    const person = await prisma.person.create({
      data: { name: 'Павел', patronymic: 'Андреевич', createdAt: NOW, ...data },
    });
    await prisma.holding.create({ data: { seatId, personId: person.id, from: NOW } });
  };
  const executor = await prisma.seat.create({
    data: { kind: 'executor', post: 'главный специалист', cityId: inWork.cityId },
  });
  await holder(executor.id, { surname: 'Рябинин', telegramId: 77 });
  await prisma.delegation.create({
    data: {
      ...{ assignmentId: inWork.assignmentId, code: campaign.codes[3] ?? null, seatId: executor.id },
      ...{ state: 'ready', dueOn: new Date('2027-02-10'), givenAt: NOW, changedAt: NOW },
    },
  });
  const coordinator = await prisma.seat.create({
    data: { kind: 'city_coordinator', post: 'координатор города', cityId: unnamed.cityId },
  });
  await holder(coordinator.id, { surname: 'Ангарский', telegramId: 78, phone: '+7 (3952) 00-00-00' });
  await prisma.invitation.create({
    data: {
      ...{ seatId: notConnected.seatId ?? 0, surname: 'Зейский', name: 'Олег', phone: '+7 (41658) 0-00-00' },
      ...{ tokenHash: 'a', codeHash: 'b', createdAt: NOW, expiresAt: new Date('2027-03-01') },
    },
  });
  for (const on of ['2027-02-08', '2027-02-10'])
    await prisma.reminder.create({
      data: { assignmentId: notOpened.assignmentId, step: -3, on: new Date(on), at: NOW },
    });
}

const read = async ({ name, content }: { name: string; content: Buffer }) => {
  const reading = await readSpreadsheet({ name, content });
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading.sheets.map((sheet) => ({ name: sheet.name, rows: sheet.rows.map(({ cells }) => cells) }));
};

async function sheetView(calls = false) {
  const { prisma } = db.database;
  const view = await findCampaign(prisma, campaign.id);
  if (!view) throw new Error('the campaign is gone');
  const rows = await citiesInCampaign(prisma, campaign.id, NOW);
  const all = await boardEntries(prisma, rows, NOW);
  const entries = calls ? callOrder(all) : all;
  return { campaign: view, rows, entries, now: NOW, association: ASSOCIATION, author: 'Ассоциация' };
}

describe('the tables', () => {
  it('*Excel*, read back: a row a city, then city by question, then who writes', async () => {
    const view = await sheetView();
    const file = boardWorkbook(texts, view);
    expect(file.name).toBe('Кто-сдал-2026-2027-02-13.xlsx');
    const [cities, questions, executors] = await read(file);
    const [asOf, title, figures, others, header, ...rows] = cities?.rows ?? [];
    expect(asOf?.[0]).toBe('По состоянию на 13.02.2027, 11:00 (Новосибирск)');
    expect(title?.[0]).toContain('Кто сдал, сбор за');
    expect(figures?.[0]).toBe('Сдали 4 из 9, из них приняты 2, на уточнении 1, с опозданием 2');
    expect(others?.[0]).toBe('В работе 1 · не открывали 2 · не подключён 1 · без отвечающего 1');
    const column = (name: string) => (header ?? []).indexOf(name);
    const cell = (city: string, name: string) => rows.find(([first]) => first === city)?.[column(name)];
    expect(rows.map(([city]) => city)).toEqual(view.rows.map(({ city }) => city.name));
    expect(rows.map((row) => row[column('Состояние')])).toEqual([
      'принята',
      'принята, сдана с опозданием',
      'на уточнении',
      'сдана с опозданием',
      'в работе',
      'не открывали',
      'не открывали',
      'не подключён',
      'отвечающий не назван',
    ]);
    expect(cell('Бийск', 'Сдана (время города)')).toBe('13.02.2027 00:00');
    expect(cell('Владивосток', 'Сдана (время города)')).toBe('11.02.2027 15:00');
    expect(cell('Владивосток', 'Сдана (Новосибирск)')).toBe('11.02.2027 12:00');
    expect(cell('Бийск', 'Опоздание')).toBe('с опозданием на 1 минуту');
    expect(cell('Абакан', 'Опоздание')).toBe('');
    expect(cell('Абакан', 'Принята (Новосибирск)')).toBe('12.02.2027 12:00');
    expect(cell('Абакан', 'Знаков')).toBe('3600');
    // Five are written, of which one is general information and one waits for the head.
    expect(cell('Дудинка', 'Готово вопросов')).toBe('3');
    expect(cell('Дудинка', 'Исполнители')).toContain('Рябинин П.А.');
    expect(cell('Дудинка', 'Исполнители')).toContain('вопрос 3: готово, ждёт просмотра');
    expect(cell('Жигулёвск', 'Отвечает')).toBe('Заместитель Иван Петрович (и.о.)');
    expect(cell('Жигулёвск', 'Телефон')).toBe('+7 (000) 111-11-11');
    expect(cell('Иркутск', 'Отвечает')).toBe('');
    expect(cell('Абакан', 'Срок')).toBe('12.02.2027');
    expect(questions?.rows.flat().filter((each) => /^\d\. .*…$/u.test(each ?? ''))).not.toEqual([]);
    const dudinka = questions?.rows.find(([first]) => first === 'Дудинка');
    expect(dudinka?.slice(2)).toEqual(['100', '200', '300', '400', '500', ...Array<string>(3).fill('—')]);
    expect(executors?.rows.at(-1)).toEqual([
      ...[
        'Дудинка',
        'Рябинин П.А., главный специалист',
        '',
        'вопрос 3',
        'готово, ждёт просмотра',
        '10.02.2027',
      ],
    ]);
  });

  it('*Список для обзвона*: who has not submitted, the hardest to reach first, with whom to ask for', async () => {
    const file = callsWorkbook(texts, await sheetView(true));
    const [sheet] = await read(file);
    const [, , header, ...rows] = sheet?.rows ?? [];
    expect(header).toEqual([
      ...['Город', 'Отвечает', 'Должность', 'Телефон', 'Состояние', 'Последняя активность (время города)'],
      ...['Напоминали, раз', 'Срок'],
    ]);
    const term = '12.02.2027';
    const post = 'начальник управления организационной работы';
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      [
        'Иркутск',
        'Ангарский Павел Андреевич',
        'координатор города',
        '+7 (3952) 00-00-00',
        'отвечающий не назван',
      ],
      ['Зея', 'Зейский Олег', `${post} (приглашение не использовано)`, '+7 (41658) 0-00-00', 'не подключён'],
      [
        'Енисейск',
        'Вымышленный Иван Петрович',
        post,
        expect.stringContaining('+7') as string,
        'не открывали',
      ],
      ['Жигулёвск', 'Заместитель Иван Петрович (и.о.)', post, '+7 (000) 111-11-11', 'не открывали'],
      ['Дудинка', 'Вымышленный Иван Петрович', post, expect.stringContaining('+7') as string, 'в работе'],
    ]);
    expect(rows.map((row) => row.slice(5))).toEqual([
      ['', '0', term],
      ['', '0', term],
      ['', '2', term],
      ['', '0', term],
      ['13.02.2027 11:00', '0', term],
    ]);
  });
});

describe('*Текстом*', () => {
  it('is whole sentences with the right forms', async () => {
    const view = await sheetView();
    expect(boardSentence(texts, view)).toBe(
      `По состоянию на 13.02.2027, 11:00 (Новосибирск), анкету за 2026 год (организационная работа) ` +
        'представили 4 города из 9 (44\u00A0%). Из них принято 2, уточняется 1, с опозданием представлено 2. ' +
        'Готовит ответы 1 город, не приступали 2, не подключён к системе 1, не назвал отвечающего 1. ' +
        'Срок истёк: пятница, 12 февраля.',
    );
    const none = {
      ...view,
      rows: view.rows.filter(({ submitted }) => !submitted),
      now: new Date('2027-02-08T03:14:00Z'),
    };
    expect(boardSentence(texts, none)).toBe(
      `По состоянию на 08.02.2027, 10:14 (Новосибирск), анкету за 2026 год (организационная работа) ` +
        'пока не представил ни один город из 5. Готовит ответы 1 город, не приступали 2, ' +
        'не подключён к системе 1, не назвал отвечающего 1. Срок — пятница, 12 февраля.',
    );
  });
});
