import type { FormattedText } from './formatted-text.ts';
import { runsBetween, type Run } from './runs.ts';

/**
 * A line of what a person wrote. An `item` belongs to a list: with the `label` that its author typed («1.», «а)»),
 * or without where the author used a mark («-», «•»), which the document's own mark replaces.
 */
export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'heading'; runs: Run[] }
  | { kind: 'item'; level: 1 | 2; label?: string; runs: Run[] };

/**
 * Tells the lines of a text apart: paragraphs, list items, headings in capitals. Blank lines are left out. Apart from
 * white space at the ends of lines and from list marks, every character of the text is in the blocks.
 */
export function toBlocks(content: FormattedText): Block[] {
  const blocks: Block[] = [];
  // An indented item is a nested one only below an item that is not indented itself.
  let list: { outerSeen: boolean } | null = null;
  for (const { start, end } of lines(content.text)) {
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
