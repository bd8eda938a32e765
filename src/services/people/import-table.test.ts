import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../platform/package-root.ts';
import { russianZones } from '../calendar/index.ts';
import { LANGUAGES, createI18n } from '../i18n/i18n.ts';
import { CARD_FIELDS } from './city-card.ts';
import {
  IMPORTED_KINDS,
  STAFF_COLUMNS,
  cardColumn,
  kindNamed,
  kindOfPost,
  staffColumn,
} from './import-columns.ts';
import { readTable } from './import-table.ts';
import { isMeant, readZone } from './import-zones.ts';

const i18n = createI18n(path.join(packageRoot(), 'locales'));

describe.each(LANGUAGES)('what the template says is understood when it comes back: %s', (language) => {
  const { t } = i18n(language);
  it('titles and kinds of posts', () => {
    for (const column of STAFF_COLUMNS) expect(staffColumn(t(`import:columns.${column}`))).toBe(column);
    for (const field of ['name', 'timeZone', ...CARD_FIELDS] as const)
      expect(cardColumn(t(`office:city.field.${field}`)), field).toBe(field);
    for (const kind of IMPORTED_KINDS) {
      expect(kindNamed(t(`import:kind.${kind as 'head'}`))).toBe(kind);
      expect(kindNamed(t(`office:kind.${kind}`))).toBe(kind);
    }
  });

  it('time zones', () => {
    for (const zone of russianZones) expect(readZone(t(`calendar:zone.${zone}`))?.zone, zone).toBe(zone);
  });
});

describe('time zones', () => {
  it.each([
    ['Asia/Yakutsk', 'Asia/Yakutsk'],
    ['asia/yakutsk', 'Asia/Yakutsk'],
    ['Europe/Riga', 'Europe/Riga'],
    ['г. Чита', 'Asia/Chita'],
    ['Комсомольск-на-Амуре', 'Asia/Vladivostok'],
    ['UTC+9', 'Asia/Yakutsk'],
    ['GMT +10:00', 'Asia/Vladivostok'],
    ['МСК+6', 'Asia/Yakutsk'],
    ['мск − 1', 'Europe/Kaliningrad'],
    ['МСК', 'Europe/Moscow'],
    ['+7', 'Asia/Novosibirsk'],
    ['+5 часов', 'Asia/Yekaterinburg'],
  ])('%s', (text, zone) => expect(readZone(text)?.zone).toBe(zone));

  it.each(['Амур', 'UTC+25', 'Asia/Amursk', '9', 'МСК+6+1', ''])('%s is none', (text) =>
    expect(readZone(text)).toBeNull(),
  );

  it('of hours, any zone that keeps them is meant', () => {
    const now = new Date('2027-02-01T00:00:00Z');
    const hours = readZone('МСК+6');
    expect(hours && isMeant(hours, 'Asia/Chita', now)).toBe(true);
    expect(hours && isMeant(hours, 'Asia/Omsk', now)).toBe(false);
    const named = readZone('Якутск');
    expect(named && isMeant(named, 'Asia/Chita', now)).toBe(false);
  });
});

describe('readTable', () => {
  const sheet = (...cells: string[][]) => [
    { name: 'Лист1', rows: cells.map((row, index) => ({ number: index + 3, cells: row })) },
  ];

  it('finds the header below a title, in any order and case, beside other columns', () => {
    const table = readTable(
      sheet(
        ['Список руководителей', 'Список руководителей', 'Список руководителей', ''],
        [
          '№ п/п',
          'ФАМИЛИЯ, ИМЯ, ОТЧЕСТВО',
          'моб. телефон',
          'Структурное подразделение',
          'Муниципальное образование',
          'должность:',
        ],
        ['1', 'Берёзкина Анна', '8 900', 'отдел', 'Приреченск', 'начальник'],
        ['', '', '', '', '', ''],
        ['Город', 'ФИО', 'Телефон', '', '', 'Должность'],
        ['2', 'Пример Имя', '', 'отдел', 'Пример: Лесной', 'начальник'],
      ),
    );
    expect(table?.staff).toEqual([
      {
        sheet: 'Лист1',
        row: 5,
        cells: {
          fullName: 'Берёзкина Анна',
          phone: '8 900',
          department: 'отдел',
          city: 'Приреченск',
          post: 'начальник',
        },
      },
    ]);
  });

  it('takes titles in two lines, whether their cells are merged or not, with numbers below them', () => {
    const table = (...lines: string[][]) =>
      readTable([{ name: 'А', rows: lines.map((cells, index) => ({ number: index + 1, cells })) }])?.staff;
    const person = ['Липкин', 'Олег', 'Ильич'];
    const row = ['1', 'Приреченск', 'отдел', 'начальник', ...person, '11-11-11'];
    const wanted = { city: 'Приреченск', surname: 'Липкин', patronymic: 'Ильич', phone: '11-11-11' };
    const fio = ['ФИО', 'ФИО', 'ФИО'];
    const upper = ['№', 'Город', 'Отдел', 'Должность', ...fio, 'Связь'];
    const parts = ['Фамилия', 'Имя', 'Отчество', 'Телефон'];
    const merged = table(
      Array<string>(8).fill('Список отдела кадров'),
      upper,
      ['№', 'Город', 'Отдел', 'Должность', ...parts],
      ['1', '2', '3', '4', '5', '6', '7', '8'],
      row,
    );
    expect(merged).toMatchObject([{ row: 5, cells: wanted }]);
    const plain = ['№', 'Город', 'Отдел', 'Должность', 'ФИО', '', '', 'Связь'];
    expect(table(plain, ['', '', '', '', ...parts], row)).toMatchObject([{ row: 3, cells: wanted }]);
    const vacant = table(
      ['Город', 'Отдел', 'Должность', 'ФИО'],
      ['Городец', 'отдел кадров', 'начальник', ''],
    );
    expect(vacant).toMatchObject([{ row: 2, cells: { city: 'Городец' } }]);
  });

  it('does not take another table for a list of employees', () => {
    expect(readTable(sheet(['Месяц', 'Встреч', 'Город'], ['март', '3', 'Приреченск']))).toBeNull();
    expect(readTable(sheet(['Вопрос', 'Ответ', 'Телефон'], ['1', 'да', '']))).toBeNull();
    expect(readTable([])).toBeNull();
  });

  it('tells kinds by the words of a post', () => {
    expect(kindOfPost('Главный специалист')).toBe('executor');
    expect(kindOfPost('заместитель мэра города')).toBe('approver');
    expect(kindOfPost('начальник управления')).toBeNull();
    expect(kindOfPost('Пресс-секретарь мэра')).toBe('press_secretary');
  });
});
