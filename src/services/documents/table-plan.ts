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

export function planTable(rows: readonly Run[][][]): TablePlan {
  const headed = hasHead(rows);
  const cells = rows.map((row, index) =>
    row.map((cell) => paragraphs(index === 0 && headed ? cell.map((run) => ({ ...run, bold: true })) : cell)),
  );
  const columns = rows[0]?.length ?? 0;
  const padding = cellPadding.left + cellPadding.right + 20;
  const measured = SIZES.map(({ size, pitch }) => {
    const needs = Array.from({ length: columns }, (_, column) => {
      const lines = cells.flatMap((row) => row[column] ?? []);
      return {
        least: padding + Math.max(200, ...lines.flatMap((line) => wordWidths(line, size))),
        wish:
          padding +
          Math.max(200, ...lines.map((line) => sum(line.map((run) => widthOf(run.text, size, run))))),
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
  const spare = textWidth - least;
  const wishes = needs.map((need) => Math.min(need.wish, textWidth) - need.least);
  const all = sum(wishes);
  const widths = needs.map((need, column) => {
    if (spare < 0) return Math.floor((need.least / least) * textWidth);
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

/** The first row is a head where it says what is counted below it, or begins with «№». */
function hasHead(rows: readonly Run[][][]): boolean {
  const [first, ...others] = rows.map((row) => row.map((cell) => textOf(cell)));
  if (first === undefined || others.length === 0 || first.some((cell) => cell === '' || NUMBER.test(cell)))
    return false;
  if (/^№|^п\/п/iu.test(first[0] ?? '')) return true;
  return first.some((_, column) => {
    const below = others.map((row) => row[column] ?? '').filter((cell) => cell !== '');
    return below.length > 0 && below.every((cell) => NUMBER.test(cell));
  });
}

/** A number, a share, a span, a day: digits and signs alone. */
const NUMBER = /^[\d\s.,:%+–—\-/()№]*\d[\d\s.,:%+–—\-/()]*$/u;

/** Whether a cell holds a number, which stands in the middle of its column. */
export function isNumber(cell: readonly Run[][]): boolean {
  return cell.length === 1 && NUMBER.test(textOf(cell[0] ?? []));
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

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
