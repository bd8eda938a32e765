import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { CFB, utils } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import { buildSpreadsheet, createDocument, readSpreadsheet } from '../src/services/documents/index.ts';
import type { ReadSheet } from '../src/services/documents/index.ts';
import type { Person } from '../src/simulator/index.ts';
import { last, labels, startCampaignStory } from './support/campaign-story.ts';
import type { CampaignStory } from './support/campaign-story.ts';
import { xlsx } from './support/spreadsheets.ts';

/** The list of employees as a table, told through the whole app: the people are invented. */

let tale: CampaignStory;
beforeAll(async () => {
  tale = await startCampaignStory();
  // A table knows no head outside a department.
  const { prisma } = tale.database;
  for (const { id, cityId } of await prisma.seat.findMany({ where: { kind: 'head', departmentId: null } })) {
    const name = 'управление организационной работы';
    const department = await prisma.department.create({ data: { cityId: cityId ?? 0, name } });
    await prisma.seat.update({ where: { id }, data: { departmentId: department.id } });
  }
});
afterAll(async () => {
  tale.write('import');
  await tale.close();
});

const TITLES = [
  'Город',
  'Часовой пояс',
  'Подразделение',
  'Вид должности',
  'Должность',
  'ФИО',
  'Телефон',
  'Почта',
];

function list(rows: readonly string[][]): Buffer {
  const columns = TITLES.map((title) => ({ title, width: 20 }));
  const sheet = { name: 'Список', above: ['Сотрудники администраций'], columns, rows };
  return buildSpreadsheet([sheet], { title: 'Список', author: 'Проверка', createdAt: tale.simulator.now() });
}

async function send(one: Person, name: string, content: Buffer): Promise<void> {
  one.sendDocument(name, content);
  await tale.acted(one, `файл ${name}`);
}

/** The newest file of the chat whose name begins so, read as a table. */
async function sheetOf(one: Person, name: string, at = 0): Promise<ReadSheet> {
  const file = one.chat.findLast(({ attachment }) => attachment?.file.name.startsWith(name))?.attachment
    ?.file;
  if (!file) throw new Error(`no file ${name}`);
  const reading = await readSpreadsheet({ name: file.name, content: file.data });
  const sheet = reading.kind === 'read' ? reading.sheets[at] : undefined;
  if (!sheet) throw new Error(reading.kind);
  return sheet;
}

/** Letters of Windows-1251: А–я follow one another there as well. */
function windows1251(text: string): Buffer {
  const shifted = (code: number): number => (code >= 0x410 && code <= 0x44f ? code - 0x350 : code);
  return Buffer.from([...text].map((sign) => shifted(sign.charCodeAt(0))));
}

/** What holds an encrypted workbook. */
const compound = CFB as {
  utils: { cfb_new(): object; cfb_add(file: object, name: string, content: Buffer): void };
  write(file: object, options: { type: 'buffer' }): Buffer;
};

const cellsOf = (sheet: ReadSheet): string[][] => sheet.rows.map(({ cells }) => cells);
const line = (city: string, zone: string, department: string, name: string): string[] => [
  ...[city, zone, department, 'руководитель', 'начальник', name, '(4162) 11-11-11', 'kto@example.org'],
];

describe('a table of employees', { timeout: 60_000 }, () => {
  it('the template holds what is known, and comes back as nothing new', async () => {
    const { kedrova } = tale.people;
    const { seat } = tale.database.prisma;
    const { id } = await seat.create({
      data: { kind: 'head', cityId: tale.cities.far, post: 'управляющий делами' },
    });
    await tale.say(kedrova, 'сотрудники');
    await tale.press(kedrova, 'Шаблон таблицы');
    const staff = await sheetOf(kedrova, 'Шаблон');
    expect(cellsOf(staff).map(([first]) => first)).toEqual(
      expect.arrayContaining(['Город', 'Пример: Приреченск', 'Благовещенск', 'Хабаровск', 'Калининград']),
    );
    const card = await sheetOf(kedrova, 'Шаблон', 1);
    expect(cellsOf(card)[2]).toHaveLength(19);
    const file = kedrova.chat.findLast(({ attachment }) => attachment)?.attachment?.file;
    await send(kedrova, 'Шаблон.xlsx', Buffer.from(file?.data ?? ''));
    expect(last(kedrova).split(/\n+/).slice(1)).toEqual([
      'Города: 3 — без изменений 3',
      'Подразделения: 4 — без изменений 4',
      'Должности: 7 — без изменений 7',
      'Всё это уже записано, менять нечего.',
    ]);
    expect(labels(kedrova)).toEqual(['Назад']);
    await seat.delete({ where: { id } });
  });

  it('is stored after a look; the sheet of links lets a head in; sent again it makes no twin', async () => {
    const { kedrova } = tale.people;
    const { prisma } = tale.database;
    const rows = [
      line('Приреченск', 'МСК+6', 'отдел встреч', 'Липкин Олег Ильич'),
      line('', '', 'отдел писем', 'Дубова Ирина'),
      line('Лесной', 'Амур', 'отдел', 'Вязов Лев'),
      line('Хабаровск', 'Амур', 'отдел по связям с общественностью', 'Клёнов Илья'),
      line('Приреченск', '', 'архив', 'Первый Иван'),
      line('Приреченск', '', 'архив', 'Второй Иван'),
    ];
    await tale.press(kedrova, 'Назад');
    await send(kedrova, 'Список.xlsx', list(rows));
    expect(last(kedrova)).toContain('Города: 2 — новых 1, без изменений 1');
    expect(last(kedrova)).toContain('Строка 5: неизвестный часовой пояс «Амур», а город Лесной новый');
    expect(last(kedrova)).toContain('взят пояс города Хабаровск: Владивосток, Хабаровск');
    expect(await prisma.city.count({ where: { name: 'Приреченск' } })).toBe(0);

    await tale.press(kedrova, 'Двое на одну должность: 1', 'Второй\u00A0И.');
    await tale.press(kedrova, 'Преемники: 1', 'Оставить как есть');
    await tale.press(kedrova, 'Записать 3 строки');
    const links = await sheetOf(kedrova, 'Ссылки');
    const people = cellsOf(links).slice(4);
    expect(people.map(([city, , , name]) => `${city} ${name}`)).toEqual([
      'Приреченск Второй Иван',
      'Приреченск Липкин Олег Ильич',
      'Приреченск Дубова Ирина',
    ]);
    const [, , , , , email, link = '', code] = people[1] ?? [];
    expect([email, code]).toEqual(['kto@example.org', expect.stringMatching(/^\d{4} \d{4}$/)]);
    const left = await sheetOf(kedrova, 'Замечания');
    expect(cellsOf(left)).toHaveLength(4);
    expect(cellsOf(left).at(-1)?.at(-1)).toContain('неизвестный часовой пояс «Амур»');

    const head = tale.person('Липкин');
    await tale.follow(head, link);
    await tale.press(head, 'Да, это я');
    expect(head.chat.some(({ text }) => text?.includes('Здравствуйте, Олег Ильич.'))).toBe(true);

    const seats = await prisma.seat.count();
    rows[4] = line('Приреченск', '', 'архив', 'Второй Иван');
    rows.splice(5);
    await send(kedrova, 'Список.xlsx', list(rows));
    expect(last(kedrova)).toContain('Это список сотрудников?');
    await tale.press(kedrova, 'Да, прочитать');
    expect(last(kedrova)).toContain('Должности: 3 — без изменений 3');
    expect(await prisma.seat.count()).toBe(seats);
  });

  it('new links for those who have not come in make the old ones useless', async () => {
    const { kedrova } = tale.people;
    const before = cellsOf(await sheetOf(kedrova, 'Ссылки')).at(-1)?.[6] ?? '';
    await tale.say(kedrova, 'сотрудники');
    await tale.press(kedrova, 'Шаблон таблицы', 'Новые ссылки неподключённым', 'Выписать 2 ссылки');
    expect(cellsOf(await sheetOf(kedrova, 'Ссылки'))).toHaveLength(6);
    const late = tale.person('Дубова');
    await tale.follow(late, before);
    expect(last(late)).toContain('Ссылка отозвана');
  });

  it('a coordinator stores his own city only, from a text table of Windows as well', async () => {
    const { far } = tale.people;
    const rows = [
      line('', '', 'отдел кадров', 'Ольхов Егор'),
      line('Благовещенск', '', 'отдел', 'Соснин Пётр'),
    ];
    const text = [TITLES, ...rows].map((cells) => cells.join(';')).join('\r\n');
    await send(far, 'список.csv', windows1251(text));
    await tale.press(far, 'Да, прочитать');
    expect(last(far)).toContain('Строка 3: Благовещенск — не ваш город');
    await tale.press(far, 'Записать 1 строку');
    expect(cellsOf(await sheetOf(far, 'Ссылки')).at(-1)?.[3]).toBe('Ольхов Егор');
    const count = await tale.database.prisma.seat.count({ where: { cityId: tale.cities.east } });
    expect(count).toBe(1);
  });

  it('merged cells, titles in two lines, formulas and a picture; mended, sent again, and a successor called', async () => {
    const { kedrova, rowan } = tale.people;
    const links = 'отдел по связям с общественностью';
    const card = async (name: string) => {
      await tale.say(kedrova, 'сотрудники');
      await tale.press(kedrova, 'Хабаровск');
      await tale.press(kedrova, new RegExp(`(\\d+)\\. .*${name}`).exec(last(kedrova))?.[1] ?? name);
    };
    const formula = '=HYPERLINK("http://example.org";"тут")';
    const sheet = utils.aoa_to_sheet([
      ['Сотрудники по состоянию на 1 января'],
      ['Город', 'Подразделение', 'Должность', 'Сотрудник', null, null, 'Связь', null],
      [null, null, null, 'Фамилия', 'Имя', 'Отчество', 'Телефон', 'Почта'],
      ['Хабаровск', links, 'начальник отдела', 'Клёнов', 'Илья', 'Ильич', '11-11-12', 'klenov@example.org'],
      [null, null, formula, 'Осинова', 'Вера', '', '+7 900 000-00-00', '@SUM(1+1)'],
      [null, 'архив', 'начальник архива', '=cmd|calc', 'И.', '', '-1+1', ''],
    ]);
    const areas = ['A1:H1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:F2', 'G2:H2', 'A4:A6', 'B4:B5'];
    sheet['!merges'] = areas.map((area) => utils.decode_range(area));
    const files = { ...unzipSync(xlsx({ Список: sheet })), 'xl/media/coat.png': randomBytes(120_000) };
    await tale.say(kedrova, 'сотрудники');
    await tale.press(kedrova, 'Шаблон таблицы');
    await send(kedrova, 'Список.xlsx', Buffer.from(zipSync(files)));
    expect(tale.said.join()).toContain('Читаем «Список.xlsx». Файл большой, подождите до минуты.');
    expect(last(kedrova)).toContain('Строка 6: «=cmd|calc И.» — инициалов мало');
    expect(last(kedrova)).toContain(
      'Строка 4: должность «начальник отдела» занимает Рябинин Павел Андреевич',
    );

    await tale.press(kedrova, 'Исправить и прислать снова');
    const mended = cellsOf(await sheetOf(kedrova, 'Замечания')).map((cells) =>
      cells.map((cell) => ({ '=cmd|calc': 'Пихтова', 'И.': 'Инна' })[cell] ?? cell),
    );
    await send(kedrova, 'Список.xlsx', xlsx({ Список: utils.aoa_to_sheet(mended) }));
    await tale.press(kedrova, 'Преемники: 1', 'Пригласить преемника');
    expect(last(kedrova)).not.toContain('Не будет записана');
    expect(last(kedrova)).toContain('«-1+1» не похоже на телефон, запишем без него');
    await tale.press(kedrova, 'Записать 3 строки');
    const written = cellsOf(await sheetOf(kedrova, 'Ссылки')).slice(4);
    expect(written.map(([, , post, name, phone, email]) => [post, name, phone, email])).toEqual([
      ['начальник архива', 'Пихтова Инна', '', ''],
      [formula, 'Осинова Вера', '+7 900 000-00-00', ''],
      ['начальник отдела', 'Клёнов Илья Ильич', '11-11-12', 'klenov@example.org'],
    ]);
    const heir = tale.person('Клёнов');
    await tale.follow(heir, written[2]?.[6] ?? '');
    await tale.press(heir, 'Да, это я');
    await rowan.waitFor(/должност.*передан/i);
    await tale.say(heir, '/mydata');
    expect(last(heir)).toContain('klenov@example.org');
    await card('Осинова');
    expect(last(kedrova)).toContain('Телефон: +7 900 000-00-00');
    await card('Клёнов');
    expect(last(kedrova)).toContain('Почта: klenov@example.org');
  });

  it('bad files are told apart; a table for somebody else is left to the others', async () => {
    const { far, anna } = tale.people;
    await tale.say(far, 'сотрудники');
    await tale.press(far, 'Шаблон таблицы');
    await send(far, 'пусто.xlsx', Buffer.from(' '));
    expect(last(far)).toContain('Ничего не изменилось.');
    await send(far, 'план.csv', Buffer.from('Месяц;Встреч\nмарт;3\n'));
    expect(last(far)).toContain('Это не похоже на список сотрудников');
    await send(far, 'письмо.xlsx', Buffer.from('%PDF-1.7'));
    expect(last(far)).toContain('Это не таблица');
    const properties = { title: 'План', author: 'Проверка', createdAt: tale.simulator.now() };
    await send(far, 'план.xlsx', await createDocument([], properties));
    expect(last(far)).toContain('Это не таблица');
    const old = { bookType: 'biff8' } as const;
    await send(far, 'старый.xls', xlsx({ А: utils.aoa_to_sheet([TITLES]) }, {}, old));
    expect(last(far)).toContain('выберите «Сохранить как» и тип «Книга Excel (.xlsx)»');
    const sealed = compound.utils.cfb_new();
    compound.utils.cfb_add(sealed, '/EncryptionInfo', Buffer.alloc(64));
    compound.utils.cfb_add(sealed, '/EncryptedPackage', randomBytes(5000));
    await send(far, 'с паролем.xlsx', compound.write(sealed, { type: 'buffer' }));
    expect(last(far)).toContain('Таблица закрыта паролем');
    await send(anna, 'Список.xlsx', list([line('Благовещенск', '', 'отдел', 'Соснин Пётр')]));
    expect(last(anna)).not.toContain('список сотрудников');
    far.tap('Назад');
    await tale.acted(far, '[Назад]');
    expect(last(far)).toContain('Сотрудники: Хабаровск');
  });
});
