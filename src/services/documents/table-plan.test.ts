import { describe, expect, it } from 'vitest';
import { textWidth } from './layout.ts';
import { widthOf } from './measure.ts';
import type { Run } from './runs.ts';
import { cellPadding, isNumber, mostColumns, planTable } from './table-plan.ts';

/** A row a line, a cell between two bars. */
const rowsOf = (...lines: string[]): Run[][][] =>
  lines.map((line) => line.split('|').map((cell) => (cell === '' ? [] : [{ text: cell }])));
const shown = (...lines: string[]) =>
  planTable(rowsOf(...lines)).cells.map((row) =>
    row.map((cell) => cell.map((runs) => runs.map(({ text }) => text).join('')).join('/')).join('|'),
  );

describe('the first row', () => {
  it.each([
    ['years', ['Показатель работы|2025|2026|2026 к 2025, %', 'Встречи|12|15|125']],
    ['years as people write them', ['|2025 г.|2024–2026|01.01.2027', 'Встречи|12|—|15']],
    ['years above words', ['Дело|2025|2026', 'Субботник|проведён|намечен']],
    ['years above years and more', ['Дело|2025|2026', 'Начат|2025|да', 'Сдан|нет|2026']],
    ['«№» and numbers', ['№|1|2', 'а|б|в']],
    ['quarters by their numbers', ['Квартал|1|2|3|4', 'Встречи|12|15|9|20']],
    ['what is counted', ['Мероприятие|Участников', 'Субботник|240']],
  ])('is a head, bold: %s', (_, lines) => {
    const { headed, cells } = planTable(rowsOf(...lines));
    expect(headed).toBe(true);
    expect(cells[0]?.flat(2).every(({ bold }) => bold === true)).toBe(true);
    expect(cells[1]?.flat(2).some(({ bold }) => bold === true)).toBe(false);
  });

  it.each([
    ['a year is what is told', ['Мост|2025|построен', 'Парк|2026|строится']],
    ['a year in words is what is told', ['Мост|2025 г.', 'Парк|2026 г.']],
    ['numbers that are no years', ['Встречи|12|15', 'Приёмы|3|4']],
    ['a year and a number', ['Сквер|2025|300', 'Парк|строится|240']],
    ['numbers from the beginning', ['1|Мост|2025', '2|Парк|строится']],
    ['nothing in a column', ['Дело||2025', 'Мост|да|нет']],
    ['alone', ['Дело|2025|2026']],
  ])('is no head: %s', (_, lines) => {
    expect(planTable(rowsOf(...lines)).headed).toBe(false);
  });
});

it('gives no column less than it needs because another holds an address, nor less than a letter', () => {
  const address = `https://disk.example.ru/d/${'%D0%BF'.repeat(40)}`;
  const { widths, size } = planTable(rowsOf('№|Мероприятие|Ссылка', `1|Субботник|${address}`));
  expect(size).toBe(8);
  expect(widths.reduce((sum, width) => sum + width, 0)).toBe(textWidth);
  const word = widthOf('Мероприятие', 8, { bold: true });
  expect(widths[1]).toBeGreaterThan(word + cellPadding.left + cellPadding.right);
  const many = planTable(rowsOf(...Array<string>(2).fill(Array(mostColumns).fill(address).join('|'))));
  const letter = cellPadding.left + cellPadding.right + 160;
  expect(many.widths.every((width) => width >= letter)).toBe(true);
});

describe('an empty cell', () => {
  it('is a dash, in the middle as numbers are', () => {
    expect(shown('№|Дело|Срок|Число', '1|Встреча|апрель|', '2|Приём||15')).toEqual([
      '№|Дело|Срок|Число',
      '1|Встреча|апрель|—',
      '2|Приём|—|15',
    ]);
    expect(isNumber([[{ text: '—' }]])).toBe(true);
    expect(isNumber([[{ text: 'Встреча' }]])).toBe(false);
  });

  it('stays empty in a head, in a row that goes on, and beside what heads the rows below', () => {
    const lines = ['|2025|2026', 'I. Встречи||', 'Дворы|12|15', '|13|16', '||', 'а||в'];
    expect(shown(...lines)).toEqual([...lines.slice(0, 5), 'а|—|в']);
  });
});
