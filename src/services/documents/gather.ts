import { printable } from './runs.ts';
import {
  cellName,
  type ReadRow,
  type ReadSheet,
  type SpreadsheetLimits,
  type SpreadsheetReading,
} from './spreadsheet.ts';

/** An area of cells, its last row and column included; rows are numbered as shown, columns from 0. */
export interface Area {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

/** A sheet as the file has it. */
export interface RawSheet {
  name: string;
  rows: Iterable<{ number: number; cells: readonly (string | undefined)[] }>;
  merged: readonly Area[];
}

/** Tidies what is in the cells, leaves empty rows out, fills merged areas, and refuses what is over the limits. */
export function gather(raw: Iterable<RawSheet>, limits: SpreadsheetLimits): SpreadsheetReading {
  const sheets: ReadSheet[] = [];
  let count = 0;
  let characters = 0;
  for (const { name, rows, merged } of raw) {
    const kept: ReadRow[] = [];
    let width = 0;
    for (const { number, cells: untidy } of rows) {
      if (count >= limits.rows) {
        if (untidy.some((cell) => cell !== undefined && /\S/.test(cell))) count += 1;
        continue;
      }
      const cells = withoutTail(Array.from(untidy, (cell) => tidy(cell ?? '')));
      if (cells.length === 0) continue;
      count += 1;
      if (cells.length > limits.columns) {
        return { kind: 'too-many-columns', sheet: name, columns: cells.length, limit: limits.columns };
      }
      const long = cells.findIndex((cell) => cell.length > limits.cellCharacters);
      if (long >= 0) {
        const [cell, length] = [cellName(number, long), cells[long]?.length ?? 0];
        return { kind: 'cell-too-long', sheet: name, cell, characters: length, limit: limits.cellCharacters };
      }
      characters += cells.reduce((sum, cell) => sum + cell.length, 0);
      if (characters > limits.inflatedBytes) {
        return { kind: 'inflates-too-large', limit: limits.inflatedBytes };
      }
      width = Math.max(width, cells.length);
      kept.push({ number, cells });
    }
    if (kept.length === 0) continue;
    for (const { cells } of kept) while (cells.length < width) cells.push('');
    sheets.push({ name, rows: kept, merged: fill(kept, width, merged) });
  }
  if (count > limits.rows) return { kind: 'too-many-rows', rows: count, limit: limits.rows };
  return sheets.length === 0 ? { kind: 'empty' } : { kind: 'read', sheets };
}

/** Invisible signs that come with pasted text: zero-width spaces, byte order marks, soft hyphens. */
const INVISIBLE = /[\u200B\uFEFF\u00AD]/g;

/** Signs that are no text are left out as well: a database takes no zero among letters. */
function tidy(cell: string): string {
  return printable(cell.normalize('NFC').replace(/\r\n?/g, '\n'))
    .replace(INVISIBLE, '')
    .replace(/[^\S\n]/g, ' ')
    .trim();
}

function withoutTail(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

/** Gives each cell of a merged area its value, in rows that have something of their own, and names the areas. */
function fill(rows: readonly ReadRow[], width: number, merged: readonly Area[]): string[] {
  const names: string[] = [];
  for (const { firstRow, lastRow, firstColumn, lastColumn } of merged) {
    const value = rows.find(({ number }) => number === firstRow)?.cells[firstColumn] ?? '';
    if (value === '' || (firstRow === lastRow && firstColumn === lastColumn)) continue;
    for (const { number, cells } of rows) {
      if (number < firstRow || number > lastRow) continue;
      cells.fill(value, firstColumn, Math.min(lastColumn + 1, width));
    }
    names.push(`${cellName(firstRow, firstColumn)}:${cellName(lastRow, lastColumn)}`);
  }
  return names;
}
