import { textWidth } from './layout.ts';
import { widthOf } from './measure.ts';
import type { Run } from './runs.ts';

/** How a table of a person's text is set. Lengths are twips. */
export interface TablePlan {
  /** Points of type. */
  size: number;
  pitch: number;
  /** Of the columns; together the width of the text. */
  widths: number[];
  /** Whether the first row heads the columns, and is repeated on each page. */
  headed: boolean;
  /** By row and cell, the paragraphs. */
  cells: Run[][][][];
}

/** Between the frame of a cell and its text. */
export const cellPadding = { top: 30, bottom: 30, left: 80, right: 80 };

/** From the size that is wanted to the one at which the widest word of each column still finds room. */
const SIZES = [
  { size: 12, pitch: 280 },
  { size: 10, pitch: 240 },
  { size: 8, pitch: 200 },
] as const;

/** Beside the text of a cell: its padding and frame. */
const padding = cellPadding.left + cellPadding.right + 20;

/** Of more columns a page has no room for one letter in each. */
export const mostColumns = Math.floor(textWidth / (padding + 8 * 20));

/** @param rows of one length, `mostColumns` at most */
export function planTable(rows: readonly Run[][][]): TablePlan {
  const headed = hasHead(rows);
  const cells = rows.map((row, index) =>
    (index === 0 && headed ? inBold(row) : withDashes(row)).map(paragraphs),
  );
  const columns = rows[0]?.length ?? 0;
  const measured = SIZES.map(({ size, pitch }) => {
    const needs = Array.from({ length: columns }, (_, column) => {
      const lines = cells.flatMap((row) => row[column] ?? []);
      return {
        least: padding + widest(lines.flatMap((line) => wordWidths(line, size))),
        wish: padding + widest(lines.map((line) => sum(line.map((run) => widthOf(run.text, size, run))))),
      };
    });
    return { size, pitch, needs, least: sum(needs.map((need) => need.least)) };
  });
  const chosen = measured.find(({ least }) => least <= textWidth) ?? measured.at(-1);
  const { size, pitch, needs } = chosen ?? { ...SIZES[0], needs: [] };
  return { size, pitch, widths: share(needs), headed, cells };
}

/** Gives each column what it needs, and shares out what is left by what each still wishes. */
function share(needs: readonly { least: number; wish: number }[]): number[] {
  const least = sum(needs.map((need) => need.least));
  if (least > textWidth) return shareLittle(needs.map((need) => need.least));
  const spare = textWidth - least;
  const wishes = needs.map((need) => Math.min(need.wish, textWidth) - need.least);
  const all = sum(wishes);
  const widths = needs.map((need, column) => {
    // Where all wishes are met, what remains makes every column wider alike.
    const more =
      all <= spare
        ? (wishes[column] ?? 0) + (spare - all) / needs.length
        : ((wishes[column] ?? 0) / all) * spare;
    return Math.floor(need.least + more);
  });
  const last = widths.pop();
  return last === undefined ? [] : [...widths, textWidth - sum(widths)];
}

/** Where not every word finds room: the narrow columns have what they need, the others break their words in equal room. */
function shareLittle(needs: readonly number[]): number[] {
  const order = [...needs.keys()].sort((a, b) => (needs[a] ?? 0) - (needs[b] ?? 0));
  const widths: number[] = [];
  let left = textWidth;
  for (const [index, column] of order.entries()) {
    const width = Math.floor(Math.min(needs[column] ?? 0, left / (order.length - index)));
    widths[column] = width;
    left -= width;
  }
  const last = order.at(-1) ?? 0;
  widths[last] = (widths[last] ?? 0) + left;
  return widths;
}

function inBold(row: readonly Run[][]): Run[][] {
  return row.map((cell) => cell.map((run) => ({ ...run, bold: true })));
}

const DASH = '—';

/**
 * Nothing is shown as a dash. Not where the row goes on from the one above, whose cell it shares, nor where one cell
 * heads the rows below it.
 */
function withDashes(row: readonly Run[][]): readonly Run[][] {
  const filled = row.map((cell) => textOf(cell) !== '');
  const first = filled.indexOf(true);
  if (first < 0 || (row.length > 2 && filled.lastIndexOf(true) === first)) return row;
  return row.map((cell, column) => (filled[column] || column < first ? cell : [{ text: DASH }]));
}

/** The first row is a head where it begins with «№» or a word of heads, counts years, or says what is counted below it. */
function hasHead(rows: readonly Run[][][]): boolean {
  const [first = [], ...others] = rows.map((row) => row.map((cell) => textOf(cell)));
  if (others.length === 0) return false;
  const [corner = '', ...heads] = first;
  if (HEAD.test(corner)) return true;
  const below = (column: number) => others.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  const all = (pattern: RegExp, column: number) =>
    below(column).length > 0 && below(column).every((cell) => pattern.test(cell));
  const years = heads.filter((cell, index) => YEAR.test(cell) && !all(YEAR, index + 1));
  const numbers = heads.filter((cell) => YEAR.test(cell) || NUMBER.test(cell));
  if (NUMBER.test(corner) || heads.includes('') || numbers.length > years.length) return false;
  return years.length > 0 || (corner !== '' && first.some((_, column) => all(NUMBER, column)));
}

/** What stands in the corner of heads. */
const HEAD = /^№|^п\/п|^(?:показател[ьи]|наименование|год|квартал|месяц)$/iu;
/** «2026», «2025–2026», «2026 г.», «01.01.2027» */
const YEAR = /^(?:\d{1,2}\.\d{1,2}\.)?(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?(?:\s?(?:гг?\.|год))?$/u;
/** A number, a share, a span, a day: digits and signs alone. */
const NUMBER = /^[\d\s.,:%+–—\-/()№]*\d[\d\s.,:%+–—\-/()]*$/u;

/** Whether a cell holds a number, or a dash in its stead, which stands in the middle of its column. */
export function isNumber(cell: readonly Run[][]): boolean {
  const text = textOf(cell[0] ?? []);
  return cell.length === 1 && (NUMBER.test(text) || text === DASH);
}

function paragraphs(cell: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of cell) {
    for (const [index, text] of run.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...run, text });
    }
  }
  return lines;
}

function wordWidths(line: readonly Run[], size: number): number[] {
  return line.flatMap((run) => run.text.split(/\s+|(?<=-)/).map((word) => widthOf(word, size, run)));
}

function textOf(runs: readonly Run[]): string {
  return runs
    .map((run) => run.text)
    .join('')
    .trim();
}

/** Of widths, ten points at least. */
function widest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 200);
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
