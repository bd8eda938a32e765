import { inCells } from './pdf-cells.ts';

/** A stretch of text where it stands on a page; in points, from the lower left. */
export interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  text: string;
  left: number;
  right: number;
  y: number;
  /** Of its letters. */
  height: number;
  /** A row of a table, by the spaces in it: the cells are parted by tabs. */
  isRow: boolean;
}

/** The lines of a page, from its pieces in the order of the file. */
export function linesOf(pieces: readonly Piece[]): Line[] {
  const lines: Line[] = [];
  for (const { text, x, y, width, height } of pieces) {
    if (text === '') continue;
    const line = lines.at(-1);
    const size = Math.max(height, line?.height ?? 0);
    if (line === undefined || Math.abs(line.y - y) > size * 0.5) {
      if (/\S/.test(text)) lines.push({ text, left: x, right: x + width, y, height, isRow: false });
      continue;
    }
    const gap = x - line.right;
    if (!/\S/.test(text)) {
      line.text += ' ';
      continue;
    }
    const isWide = gap > size * 1.5 && !MARK.test(line.text);
    line.isRow ||= isWide;
    if (isWide) line.text = `${line.text.trim()}\t${text.trimStart()}`;
    else line.text += gap > size * 0.15 && !/\s$/.test(line.text) && !/^\s/.test(text) ? ` ${text}` : text;
    line.right = Math.max(line.right, x + width);
    line.left = Math.min(line.left, x);
    line.height = size;
  }
  return lines.map((line) => ({ ...line, text: line.text.trim() })).filter(({ text }) => text !== '');
}

const SIGN = String.raw`([-–—•▪◦*·➢✓]|(\d{1,2}\.)*\d{1,3}[.)]|\p{L}[.)])`;
/** Nothing but the sign of an item, behind which there may be any space. */
const MARK = new RegExp(String.raw`^\s*${SIGN}\s*$`, 'u');
/** Of a list that somebody typed, or a program drew. */
const MARKED = new RegExp(String.raw`^${SIGN}\s`, 'u');

/**
 * The paragraphs of a page as far as their places tell them: a line goes on in the next where the next's first word
 * had no room in it, up to the edge where lines end. Where they do not tell, a line is a paragraph. An empty one stands for a space between lines.
 */
export function paragraphsOf(onPage: readonly Line[], edge: number): string[] {
  const lines = inCells(onPage);
  const paragraphs: string[] = [];
  let start: Line | undefined;
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1];
    const pitch = last === undefined ? 0 : last.y - line.y;
    const size = Math.max(line.height, last?.height ?? 0);
    if (
      last !== undefined &&
      start !== undefined &&
      goesOn(start, last, line, line.edge ?? edge) &&
      pitch > 0 &&
      pitch < size * 2.4
    ) {
      paragraphs.push(joined(paragraphs.pop() ?? '', line.text));
      continue;
    }
    if (pitch > size * 3) paragraphs.push('');
    paragraphs.push(line.text);
    start = line;
  }
  return paragraphs;
}

function goesOn(start: Line, last: Line, line: Line, edge: number): boolean {
  if (line.isRow || last.isRow || MARKED.test(line.text) || Math.abs(last.height - line.height) > 1)
    return false;
  // A title in capitals stands above the text, however full its last line.
  if (isInCapitals(last.text) && /\p{Ll}/u.test(line.text)) return false;
  // A first line is set in, of an item too, or its sign is set out; any other line begins where the one before it did.
  const isAligned = Math.abs(last.left - line.left) < 2;
  const isSecond =
    last === start && (line.left < start.left || (MARKED.test(start.text) && line.left > start.left));
  if (!isAligned && !isSecond) return false;
  const isSet = start.left > line.left + 2 && !MARKED.test(start.text);
  if (!isSet && /[.!?:;]$/.test(last.text) && /^[^\p{L}]*\p{Lu}/u.test(line.text)) {
    return last.right > edge - line.height * 0.2;
  }
  const [word = ''] = line.text.split(/\s/);
  const width = ((line.right - line.left) * word.length) / line.text.length;
  // Letters differ in width: two of them more or less are no room.
  return last.right + width > edge - line.height * 2;
}

/** No small letters among its letters; one letter alone tells nothing. */
function isInCapitals(text: string): boolean {
  return /\p{L}.*\p{L}/u.test(text) && !/\p{Ll}/u.test(text);
}

/** A hyphen at the end of a line is part of a word («Санкт-Петербург»), unless it is a soft one. */
function joined(above: string, below: string): string {
  if (above.endsWith('\u00AD')) return above.slice(0, -1) + below;
  return /[\p{L}\p{N}][-\u2010]$/u.test(above) ? above + below : `${above} ${below}`;
}
