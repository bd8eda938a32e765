import type { FormattedText } from './formatted-text.ts';
import { runsBetween, type Run } from './runs.ts';
import { mostColumns } from './table-plan.ts';

/**
 * A line of what a person wrote. An `item` belongs to a list: with the `label` that its author typed («1.», «а)»),
 * or without where the author used a mark («-», «•»), which the document's own mark replaces.
 */
export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'heading'; runs: Run[] }
  | { kind: 'item'; level: 1 | 2; label?: string; runs: Run[] }
  /** Consecutive lines of as many cells, parted by tabs; a newline among the runs breaks the line within a cell. */
  | { kind: 'table'; rows: Run[][][] };

/**
 * Tells the lines of a text apart: paragraphs, list items, headings in capitals, tables. Blank lines are left out. Apart
 * from white space at the ends of lines, from list marks and from the tabs of tables, every character of the text is in
 * the blocks.
 */
export function toBlocks(content: FormattedText): Block[] {
  const blocks: Block[] = [];
  // An indented item is a nested one only below an item that is not indented itself.
  let list: { outerSeen: boolean } | null = null;
  const tables = tablesOf(content.text);
  for (const { start, end } of lines(content.text)) {
    const table = tables.find((each) => each.start <= start && start < each.end);
    if (table) {
      list = null;
      if (table.rows.length > 0)
        blocks.push({ kind: 'table', rows: readTable(content, table.rows.splice(0)) });
      continue;
    }
    const line = content.text.slice(start, end);
    const item = readItem(line);
    if (!item) {
      list = null;
      const runs = runsBetween(content, start + leadingSpace(line), end);
      if (runs.length > 0) blocks.push({ kind: inCapitals(line) ? 'heading' : 'paragraph', runs });
      continue;
    }
    list ??= { outerSeen: false };
    if (!item.indented) list.outerSeen = true;
    blocks.push({
      kind: 'item',
      level: item.indented && list.outerSeen ? 2 : 1,
      ...(item.label !== undefined && { label: item.label }),
      runs: runsBetween(content, start + item.textAt, end),
    });
  }
  return withoutLooseHeadings(blocks);
}

/** Whether a paragraph must not be parted from the list or table that it announces; a long one may. */
export function announces(block: Block, next: Block | undefined): boolean {
  if (block.kind !== 'paragraph' || (next?.kind !== 'item' && next?.kind !== 'table')) return false;
  const text = block.runs.map((run) => run.text).join('');
  return text.length < 300 && text.endsWith(':');
}

interface Span {
  start: number;
  end: number;
}

/** A stretch of text that is a table, with its rows. */
interface TableSpan extends Span {
  rows: Span[];
}

/**
 * Two or more consecutive lines with as many tabs, one or more. Not so where but one column holds anything, which is
 * text that was indented by tabs, not a list whose marks have tabs behind them, and not where a page is too narrow for
 * the columns.
 */
function tablesOf(text: string): TableSpan[] {
  const found: TableSpan[] = [];
  let group: Span[] = [];
  let tabs = 0;
  const close = (): void => {
    const [first, last] = [group[0], group.at(-1)];
    if (first && last && group.length > 1 && isTable(group.map(({ start, end }) => text.slice(start, end)))) {
      found.push({ start: first.start, end: last.end, rows: group });
    }
    group = [];
  };
  for (const { index, 0: line } of text.matchAll(/[^\n\r\v\f\u0085\u2029]+|\n\n|\r\n?\r\n?/g)) {
    const count = line.split('\t').length - 1;
    if (count !== tabs || count === 0) close();
    tabs = count;
    if (count > 0 && count < mostColumns) group.push({ start: index, end: index + line.length });
  }
  close();
  return found;
}

function isTable(rows: readonly string[]): boolean {
  const cells = rows.map((row) => row.split('\t').map((cell) => cell.trim()));
  const columns = (cells[0] ?? []).filter((_, column) => cells.some((row) => row[column] !== ''));
  const listed = cells.every((row) => row.length === 2) && rows.every((row) => markWithTab(row));
  return columns.length > 1 && !listed;
}

function markWithTab(line: string): boolean {
  const item = readItem(line);
  return item !== null && line.slice(0, item.textAt).includes('\t');
}

function readTable(content: FormattedText, rows: readonly Span[]): Run[][][] {
  return rows.map(({ start, end }) => {
    let from = start;
    return content.text
      .slice(start, end)
      .split('\t')
      .map((cell) => {
        const at = from + leadingSpace(cell);
        from += cell.length + 1;
        const runs = runsBetween(content, at, Math.max(at, from - 1 - (cell.length - cell.trimEnd().length)));
        return runs.map((run) => ({ ...run, text: run.text.replaceAll('\u2028', '\n') }));
      });
  });
}

/** The lines that say something, without white space at their ends. */
function lines(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/[^\n\r\v\f\u0085\u2028\u2029]+/g)]
    .map(({ index, 0: line }) => ({ start: index, end: index + line.trimEnd().length }))
    .filter(({ start, end }) => end > start);
}

/** Marks; a dash also without a space before a letter, as it is often typed, but not the minus of «-5 градусов». */
const marked = /^(\s*)(?:([•·●▪■◆♦‣⁃➢➤\uF0B7\uF0A7\uF0D8\uF0FC])\s*|[-–—−‒](?:\s+|(?=\p{L}))|\*\s+)(?=\S)/u;
/** The marks that Word gives to a second level. */
const markedInner = /^\s*(?:[◦○▫□]\s*|o\t\s*)(?=\S)/u;
/** «1.», «1.2.», «1)», «(1)», «а)», «IV.»; not «1.5 млн», not «15.07.2022», not «2022.», not «г. Омск». */
const numbered =
  /^(\s*)(\(?\d{1,2}\)|\d{1,3}\.(?:\d{1,2}\.){0,3}(?=\s|\p{L})|\p{L}\)|[IVX]{1,5}[.)](?=\s))\s*(?=\S)/u;

function readItem(line: string): { indented: boolean; textAt: number; label?: string } | null {
  const mark = marked.exec(line);
  if (mark) return { indented: mark[1] !== '', textAt: mark[0].length };
  const inner = markedInner.exec(line);
  if (inner) return { indented: true, textAt: inner[0].length };
  const number = numbered.exec(line);
  if (number) return { indented: number[1] !== '', textAt: number[0].length, label: number[2] ?? '' };
  return null;
}

/** A line in capitals of some length that is no part of a sentence. */
function inCapitals(line: string): boolean {
  const letters = line.replace(/[^\p{L}]/gu, '');
  const long = letters.length >= 6 && letters.length * 2 > line.trim().length && line.length <= 160;
  return long && !/\p{Ll}/u.test(letters) && !/[,;.]$/.test(line);
}

/** A heading heads something: a text that ends, or consists, of lines in capitals has no headings there. */
function withoutLooseHeadings(blocks: Block[]): Block[] {
  const last = blocks.findLastIndex((block) => block.kind !== 'heading');
  return blocks.map((block, index) =>
    block.kind === 'heading' && index > last ? { ...block, kind: 'paragraph' } : block,
  );
}

function leadingSpace(line: string): number {
  return line.length - line.trimStart().length;
}
