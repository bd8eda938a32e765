import { describe, expect, it } from 'vitest';
import { citiesOf, themesOf, titled } from './themes.ts';
import type { Line, Pinned } from './themes.ts';

/** Here a stem is the beginning of a word. */
const stemsOf = (text: string): string[] =>
  (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 6));
const line = (city: string, index: number, text: string): Line => ({
  assignmentId: city.charCodeAt(0),
  city,
  index,
  text,
  stems: stemsOf(text),
});
const common = new Set(
  ['работа', 'работы', 'работе', 'органи', 'опыт', 'обмен'].map((word) => word.slice(0, 6)),
);
const told = (lines: readonly Line[], pinned: readonly Pinned[] = []) =>
  themesOf(lines, pinned, common).map((theme) => `${theme.title}: ${citiesOf(theme).join(', ')}`);

const LINES = [
  line('Абакан', 0, 'Работа с обращениями граждан'),
  line('Бийск', 0, 'организация работы с обращениями граждан;'),
  line('Вологда', 0, 'обращения граждан в социальных сетях'),
  line('Абакан', 1, 'Организация работы с молодёжью'),
  line('Бийск', 1, 'молодёжь'),
  line('Вологда', 1, 'Протокольные мероприятия'),
];

describe('themesOf', () => {
  it('puts together what speaks of the same, the most asked for first', () => {
    expect(told(LINES)).toEqual([
      'Работа с обращениями граждан: Абакан, Бийск, Вологда',
      'Молодёжь: Абакан, Бийск',
      'Протокольные мероприятия: Вологда',
    ]);
  });

  it('is the same in whatever order the lines come', () => {
    expect(told([...LINES].reverse())).toEqual(told(LINES));
  });

  it('does not join lines that share only what is said of anything', () => {
    expect(
      told([line('А', 0, 'Опыт работы с ветеранами'), line('Б', 0, 'Опыт организации ярмарок')]),
    ).toHaveLength(2);
  });

  it('counts a city once, whatever it wrote twice', () => {
    const twice = [line('А', 0, 'Работа с обращениями'), line('А', 1, 'обращения')];
    expect(told(twice)).toEqual(['Обращения: А']);
  });

  it('keeps what was grouped by hand, under its name, and finds more of the same for it', () => {
    const pinned = [
      { id: 7, title: 'Люди', lines: [LINES[3], LINES[5]].flatMap((each) => each ?? []) },
      { id: 8, title: 'Прежняя', lines: [{ assignmentId: 1, text: 'больше не написано' }] },
    ];
    expect(told(LINES, pinned)).toEqual([
      'Люди: Абакан, Бийск, Вологда',
      'Работа с обращениями граждан: Абакан, Бийск, Вологда',
    ]);
  });

  it('keeps lines without a word of their own apart, but for equal ones', () => {
    const bare = [line('А', 0, '1С'), line('Б', 0, '1С.'), line('В', 0, 'ИИ')].map((each) => ({
      ...each,
      stems: [],
    }));
    expect(told(bare)).toEqual(['1С: А, Б', 'ИИ: В']);
  });
});

it('a title begins with a capital and ends without a stop', () => {
  expect(titled(' работа с кадрами; ')).toBe('Работа с кадрами');
  const start = performance.now();
  expect(titled(`а${' .'.repeat(100_000)}б`)).toHaveLength(200_002);
  expect(performance.now() - start).toBeLessThan(1000);
});
