import type { ReadBlock } from '../../../services/documents/index.ts';
import { named } from './headings.ts';
import type { Head } from './headings.ts';
import { COLUMNS } from './key-phrases.ts';
import { CELL_BREAK, cellLines, linesOf, rowLine } from './lines.ts';
import type { Line } from './lines.ts';
import type { Matcher } from './matching.ts';
import { wordsOf } from './words.ts';

/** The lines of a document, tables of questions opened: what their cells said of headings, and their column titles. */
export interface Opened {
  lines: Line[];
  heads: Head[];
  /** Lines that are neither an answer nor the heading of one. */
  aside: Set<Line>;
}

export function openTables(blocks: readonly ReadBlock[], match: Matcher): Opened {
  const opened: Opened = { lines: [], heads: [], aside: new Set() };
  for (const block of blocks) {
    if (block.kind === 'paragraph') {
      add(opened, linesOf([block]));
    } else {
      openTable(block.rows, match, opened);
      // Two tables that follow each other stay two.
      add(opened, cellLines(''));
    }
  }
  return opened;
}

function openTable(rows: readonly string[][], match: Matcher, opened: Opened): void {
  if (rows.every((row) => row.filter(speaks).length <= 1)) {
    for (const row of rows) add(opened, cellLines(row.find(speaks) ?? ''));
    return;
  }
  const asked = rows.map((row) => askedIn(row, match));
  const codes = new Set(asked.map((question) => question?.code));
  codes.delete(undefined);
  const single =
    codes.size === 1 && (rows.length === 1 || (rows.length <= 3 && asked.some((one) => one?.sure === 2)));
  if (codes.size < 2 && !single) {
    for (const row of rows) add(opened, [rowLine(row.map((cell) => cell.replaceAll('\t', ' ')))]);
    return;
  }
  let begun = false;
  for (const [index, row] of rows.entries()) {
    const question = asked[index];
    const cells = row.filter(speaks);
    if (question) {
      begun = true;
      const { code, also, sure, column } = question;
      opened.heads.push({ at: opened.lines.length, lines: 1, cut: null, code, also, sure, asks: true });
      const heading = row.slice(0, column + 1).filter(speaks);
      add(opened, cellLines(heading.join(' ').replaceAll(CELL_BREAK, ' ')));
      for (const cell of row.slice(column + 1).filter(speaks)) add(opened, cellLines(cell));
    } else {
      const titles = !begun && cells.every(isColumnTitle);
      const lines = cells.length > 1 && !titles ? [rowLine(cells)] : cells.flatMap(cellLines);
      add(opened, lines);
      if (titles) for (const line of lines) opened.aside.add(line);
    }
  }
}

/** One by one: a document may have more of them than a call takes arguments. */
function add(opened: Opened, lines: readonly Line[]): void {
  for (const line of lines) opened.lines.push(line);
}

/** The question in the first cell of a row that has words; a number may stand before it. */
function askedIn(
  row: readonly string[],
  match: Matcher,
): (Pick<Head, 'code' | 'also' | 'sure'> & { column: number }) | null {
  const column = row.findIndex((cell) => /\p{L}/u.test(cell));
  const cell = row[column];
  if (cell === undefined || cell.length > 600) return null;
  const found = named(cell.replaceAll(CELL_BREAK, ' '), match);
  if (!found) return null;
  return { code: found.code, also: found.also, sure: found.by === 'wording' ? 2 : 1, column };
}

function isColumnTitle(cell: string): boolean {
  return wordsOf(cell).every((word) => COLUMNS.has(word));
}

function speaks(cell: string): boolean {
  return /\S/.test(cell);
}
