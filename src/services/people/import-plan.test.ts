import { describe, expect, it } from 'vitest';
import type { Actor, HeldSeat } from './actor.ts';
import type { Known, KnownSeat } from './import-known.ts';
import { planImport } from './import-plan.ts';
import type { Choices, Plan } from './import-plan.ts';
import { readTable } from './import-table.ts';
import { countPlan } from './import-write.ts';
const NOW = new Date('2027-02-01T03:00:00Z');
const HEADER = ['Город', 'Часовой пояс', 'Подразделение', 'Вид должности', 'Должность', 'ФИО', 'Телефон'];

function actor(kind: HeldSeat['kind'], cityId: number | null = null, cityName: string | null = null): Actor {
  const seat = { seatId: 1, kind, post: kind, cityId, cityName, timeZone: null, departmentId: null };
  return {
    ...{ telegramId: 1, personId: 1, surname: 'Кедрова', name: 'Ольга', patronymic: null, phone: null },
    ...{ chosenLanguage: null, cityLanguage: null, reach: 'ok', cutOffAt: null, speaksForId: null },
    seats: [{ ...seat, departmentName: null, actingUntil: null, lent: null }],
  };
}

const OVER_ALL = actor('association_coordinator');
const nothing: Known = { cities: [], departments: [], seats: [] };

const person = (full: string) => {
  const [surname = '', name = '', patronymic = null] = full.split(' ');
  return { surname, name, patronymic, email: null };
};

function seat(id: number, given: Partial<KnownSeat> & { holds?: string; invited?: string }): KnownSeat {
  const { holds, invited, ...rest } = given;
  return {
    ...{ id, kind: 'head', cityId: 1, departmentId: 10, post: 'начальник отдела' },
    holder: holds === undefined ? null : { ...person(holds), personId: id, phone: null, posts: [] },
    invitation: invited === undefined ? null : { ...person(invited), id: id * 100, phone: '11-11-11' },
    ...rest,
  };
}

/** Приреченск (Якутск) with one department. */
const known = (...seats: KnownSeat[]): Known => ({
  cities: [{ id: 1, name: 'Приреченск', timeZone: 'Asia/Yakutsk', card: {} }],
  departments: [{ id: 10, cityId: 1, name: 'Отдел приёмов' }],
  seats,
});

function plan(
  rows: readonly string[][],
  stored: Known = nothing,
  choices: Partial<Choices> = {},
  who = OVER_ALL,
  header = HEADER,
): Plan {
  const cells = [header, ...rows];
  const table = readTable([
    { name: 'Лист1', rows: cells.map((row, index) => ({ number: index + 1, cells: row })) },
  ]);
  if (!table) throw new Error('no table');
  return planImport(table, stored, { actor: who, now: NOW }, { chosen: [], successors: [], ...choices });
}

const told = ({ problems }: Plan): unknown[] =>
  problems.map(({ row, kind, values: { value } }) => [row, kind, ...(value === undefined ? [] : [value])]);
const row = (name: string, post = 'начальник отдела', kind = 'руководитель') => [
  ...['Приреченск', '', 'отдел приёмов', kind, post],
  name,
  '',
];

describe('an empty installation', () => {
  it('gets cities, departments, posts and links', () => {
    const found = plan([
      [
        'г. Приреченск',
        'МСК+6',
        'Отдел приёмов',
        'Руководитель',
        'начальник отдела',
        'БЕРЁЗКИНА АННА ВИКТОРОВНА',
        '',
      ],
      ['', '', '', 'исполнитель', 'главный специалист', 'Рябинин Павел', '(4162) 00-00-00, доб. 12'],
      ['Верхнелесск', 'Asia/Novosibirsk', 'отдел', '', 'начальник', 'вакансия', ''],
    ]);
    expect(told(found)).toEqual([]);
    expect(found.cities.map(({ name, timeZone, state }) => [name, timeZone, state])).toEqual([
      ['Приреченск', 'Asia/Yakutsk', 'new'],
      ['Верхнелесск', 'Asia/Novosibirsk', 'new'],
    ]);
    expect(found.departments.map(({ name }) => name)).toEqual(['Отдел приёмов', 'отдел']);
    expect(
      found.seats.map(({ row: { kind, person: who, phone }, link }) => [kind, who?.surname, phone, link]),
    ).toEqual([
      ['head', 'Берёзкина', null, 'write'],
      ['executor', 'Рябинин', '(4162) 00-00-00, доб. 12', 'write'],
      ['head', undefined, null, 'none'],
    ]);
    expect(countPlan(found)).toEqual({
      cities: { new: 2, changed: 0, same: 0 },
      departments: { new: 2, changed: 0, same: 0 },
      seats: { new: 3, changed: 0, same: 0 },
      waiting: 0,
    });
  });

  it('tells what must be mended row by row, and keeps the good rows', () => {
    const found = plan([
      ['Приреченск', 'Якутск', 'отдел', 'руководитель', 'начальник', 'Берёзкина А.В.', ''],
      ['Приреченск', '', '', 'руководитель', 'начальник', 'Берёзкина Анна', ''],
      ['Приреченск', '', 'отдел', 'мэр', 'мэр', 'Соснин Пётр', ''],
      ['Приреченск', '', 'отдел', 'руководитель', '', 'Соснин Пётр', ''],
      ['Приреченск', '', 'отдел', 'руководитель', 'начальник', 'Соснин Пётр', 'позвонить Маше'],
      ['Новый <b>', 'МСК', 'отдел', 'руководитель', 'начальник', 'Соснин Пётр', ''],
      ['Амурск', 'Амур', 'отдел', 'руководитель', 'начальник', 'Соснин Пётр', ''],
      ['Лесной', '', 'отдел', 'руководитель', 'начальник', 'Соснин Пётр', ''],
    ]);
    expect(told(found)).toEqual([
      [2, 'bad_name', 'Берёзкина А.В.'],
      [3, 'no_department'],
      [4, 'bad_kind', 'мэр'],
      [5, 'no_post'],
      [7, 'bad_city', 'Новый <b>'],
      [8, 'no_zone', 'Амур'],
      [9, 'no_zone', ''],
      [6, 'bad_phone', 'позвонить Маше'],
    ]);
    expect(found.seats.map(({ row: { row: number } }) => number)).toEqual([6]);
  });

  it('asks which of two heads of one post it is', () => {
    const rows = [row('Берёзкина Анна'), row('Рябинин Павел'), row('Липкин Олег', 'заместитель начальника')];
    rows[0]?.splice(1, 1, 'Якутск');
    const asked = plan(rows);
    expect(told(asked)).toEqual([
      [2, 'conflict'],
      [3, 'conflict'],
    ]);
    expect(asked.conflicts.map((each) => each.rows.map(({ row: number }) => number))).toEqual([[2, 3]]);
    expect(asked.seats.map(({ row: { person: who } }) => who?.surname)).toEqual(['Липкин']);
    const settled = plan(rows, nothing, { chosen: [1] });
    expect(settled.conflicts).toEqual([]);
    expect(told(settled)).toEqual([[2, 'other_chosen']]);
    expect(settled.seats.map(({ row: { person: who } }) => who?.surname)).toEqual(['Рябинин', 'Липкин']);
  });

  it('takes two executors of one post for two, and the same one twice for one', () => {
    const names = ['Рябинин Павел', 'Липкин Олег', 'РЯБИНИН ПАВЕЛ'];
    const found = plan(names.map((name) => ['Лесной', 'МСК', 'отдел', '', 'специалист', name, '']));
    expect(found.seats).toHaveLength(2);
    expect(told(found)).toContainEqual([4, 'duplicate']);
  });
});

describe('a table that is sent again', () => {
  it('changes nothing', () => {
    const stored = known(
      seat(5, { holds: 'Берёзкина Анна' }),
      seat(6, { post: 'секретарь', invited: 'Липкин Олег' }),
    );
    const found = plan([row('Берёзкина Анна Викторовна'), row('Липкин Олег', 'секретарь')], stored);
    expect(found.seats.map(({ id, state, link }) => [id, state, link])).toEqual([
      [5, 'same', 'none'],
      [6, 'same', 'none'],
    ]);
    expect(countPlan(found)).toMatchObject({ seats: { new: 0, changed: 0, same: 2 }, waiting: 1 });
  });

  it('finds a department with or without its administration, and the only head whatever the post is called', () => {
    const stored = known(seat(5, { holds: 'Берёзкина Анна' }));
    const line = row('Берёзкина Анна', 'начальник отдела приёмов граждан');
    line[2] = '«Отдел  приемов» администрации города Приреченска';
    const found = plan([line], stored);
    expect(found.departments).toMatchObject([{ id: 10, name: 'Отдел приёмов' }]);
    expect(found.seats).toMatchObject([{ id: 5, moved: true, state: 'changed', link: 'none' }]);
  });

  it('mends the pending invitation of the same person, and replaces that of another', () => {
    const stored = known(
      seat(5, { invited: 'Берёзкина Анна' }),
      seat(6, { post: 'секретарь', invited: 'Липкин Олег' }),
    );
    const first = row('Берёзкина Анна Викторовна');
    first[6] = '22-22-22';
    const found = plan([first, row('Рябинин Павел', 'секретарь')], stored);
    expect(found.seats.map(({ id, link, invitationId }) => [id, link, invitationId])).toEqual([
      [5, 'mend', 500],
      [6, 'replace', 600],
    ]);
    expect(told(found)).toEqual([[3, 'replaced']]);
  });

  it('leaves a post with its holder until the successor is confirmed', () => {
    const stored = known(seat(5, { holds: 'Берёзкина Анна' }));
    const asked = plan([row('Рябинин Павел')], stored);
    expect(asked.seats).toEqual([]);
    expect(asked.successions).toMatchObject([{ holder: 'Берёзкина Анна', confirmed: false }]);
    expect(told(asked)).toEqual([[2, 'held']]);
    const confirmed = plan([row('Рябинин Павел')], stored, { successors: [0] });
    expect(confirmed.seats).toMatchObject([{ id: 5, link: 'write' }]);
    expect(told(confirmed)).toEqual([]);
    const invited = known(seat(5, { holds: 'Берёзкина Анна', invited: 'Рябинин Павел' }));
    expect(plan([row('Рябинин Павел')], invited).seats).toMatchObject([
      { id: 5, link: 'none', state: 'same' },
    ]);
  });

  it('takes a new colleague beside one who is in the table for another post, and a vacant post first', () => {
    const stored = known(
      seat(5, { kind: 'executor', post: 'специалист', holds: 'Липкин Олег' }),
      seat(6, { kind: 'executor', post: 'специалист' }),
    );
    const rows = ['Рябинин Павел', 'Липкин Олег', 'Соснин Пётр'];
    const found = plan(
      rows.map((name) => row(name, 'специалист', 'исполнитель')),
      stored,
    );
    expect(found.seats.map(({ id, row: { person: who } }) => [who?.surname, id])).toEqual([
      ['Рябинин', 6],
      ['Липкин', 5],
      ['Соснин', null],
    ]);
  });
});

describe('time zones and reach', () => {
  it('keeps the stored zone where the written one is unknown or means the same hours', () => {
    const zone = (text: string) => {
      const line = row('Берёзкина Анна');
      line[1] = text;
      const found = plan([line], known());
      return [found.cities[0]?.timeZone, ...told(found).map((each) => (each as unknown[])[1])];
    };
    expect(zone('Амур')).toEqual(['Asia/Yakutsk', 'zone_taken']);
    expect(zone('UTC+9')).toEqual(['Asia/Yakutsk']);
    expect(zone('МСК +7')).toEqual(['Asia/Vladivostok', 'zone_changed']);
    expect(zone('Asia/Chita')).toEqual(['Asia/Chita', 'zone_changed']);
  });

  it('refuses rows of another city, and a new city, to a coordinator; his own he need not name', () => {
    const coordinator = actor('city_coordinator', 1, 'Приреченск');
    const elsewhere = row('Соснин Пётр');
    elsewhere[0] = 'Верхнелесск';
    const stored = known();
    stored.cities.push({ id: 2, name: 'Верхнелесск', timeZone: 'Asia/Omsk', card: {} });
    const brandNew = ['Новоозёрск', ...elsewhere.slice(1)];
    const found = plan([row('Берёзкина Анна'), elsewhere, brandNew], stored, {}, coordinator);
    expect(told(found)).toEqual([
      [3, 'foreign_city'],
      [4, 'foreign_city'],
    ]);
    expect(found.cities.map(({ id }) => id)).toEqual([1]);
    const own = HEADER.slice(2);
    const line = row('Берёзкина Анна').slice(2);
    expect(plan([line], stored, {}, coordinator, own).seats).toMatchObject([{ city: 'приреченск' }]);
    expect(told(plan([line], stored, {}, OVER_ALL, own))).toEqual([[2, 'no_city']]);
  });
});

describe('the card of a city', () => {
  const header = [
    'Город',
    'Администрация',
    'Утверждает, инициалы и фамилия',
    'Рабочая неделя',
    'Местные выходные дни',
  ];
  it('is filled from the table; an empty or unreadable cell changes nothing', () => {
    const stored = known();
    stored.cities[0] = { id: 1, name: 'Приреченск', timeZone: 'Asia/Yakutsk', card: { site: 'example.org' } };
    const found = plan(
      [
        [
          'Приреченск',
          'Администрация Приреченска',
          'Соснин П.И.',
          'шестидневка',
          '25.10.2027, 1 июня 2027 г.',
        ],
      ],
      stored,
      {},
      OVER_ALL,
      header,
    );
    expect(found.cities[0]).toMatchObject({
      state: 'changed',
      card: {
        site: 'example.org',
        officialName: 'Администрация Приреченска',
        approverName: 'П.И. Соснин',
        daysOff: 'six_days',
        localDaysOff: ['2027-06-01', '2027-10-25'],
      },
    });
    const bad = plan([['Приреченск', '', 'Соснин', '', '30.02.2027']], stored, {}, OVER_ALL, header);
    expect(bad.cities[0]?.state).toBe('same');
    expect(told(bad)).toEqual([
      [2, 'bad_field', 'Соснин'],
      [2, 'bad_field', '30.02.2027'],
    ]);
  });
});
