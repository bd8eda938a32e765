import { letterWidths } from './letter-widths.ts';
import type { Run } from './runs.ts';

/*
 * How wide text is and into how many lines it falls, as Word and LibreOffice set Times New Roman without kerning and
 * hyphenation. Lengths are twips, a twentieth of a point.
 */

type Face = keyof typeof letterWidths;

const EM = 2048;
/** Between the stops of a tab where a paragraph has none of its own. */
const TAB = 720;

const tables = new Map<Face, Map<string, number>>(
  (Object.keys(letterWidths) as Face[]).map((face) => [
    face,
    new Map(
      letterWidths[face].flatMap(([first, widths]) =>
        widths.map((width, index) => [String.fromCodePoint(first + index), width] as const),
      ),
    ),
  ]),
);

/** The width of a text in points of `size`. */
export function widthOf(text: string, size: number, look: Pick<Run, 'bold' | 'italic'> = {}): number {
  const face: Face = look.bold ? (look.italic ? 'boldItalic' : 'bold') : look.italic ? 'italic' : 'regular';
  const table = tables.get(face);
  let units = 0;
  for (const letter of text) units += table?.get(letter) ?? unknownWidth(letter, table);
  return (units / EM) * size * 20;
}

/** The text, or as much of it as finds room in `width`, «…» behind it. */
export function cutToFit(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  const letters = Array.from(text);
  const cut = (count: number): string => `${letters.slice(0, count).join('').trimEnd()}…`;
  let count = letters.length - 1;
  while (count > 0 && widthOf(cut(count), size) > width) count -= 1;
  return cut(count);
}

/** A letter that is not in the table: as wide as its base, as nothing where it is a mark on another, or as an em. */
function unknownWidth(letter: string, table: ReadonlyMap<string, number> | undefined): number {
  if (/^[\p{M}\p{Cf}]$/u.test(letter)) return 0;
  const known = table?.get(letter.normalize('NFD').charAt(0));
  if (known !== undefined) return known;
  if (/^\p{No}$/u.test(letter)) return EM * 0.3;
  return /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u.test(
    letter,
  )
    ? EM
    : EM / 2;
}

/** Where a paragraph's text may stand. */
export interface Room {
  /** In points. */
  size: number;
  /** From the left edge to the right. */
  width: number;
  /** Where lines begin, and how much farther (or, below nought, nearer) the first one does. */
  left: number;
  firstLine: number;
  /** Stands before the text, a tab behind it. */
  mark?: string;
}

/** Into how many lines the runs fall; a newline among them breaks the line. */
export function countLines(runs: readonly Run[], room: Room): number {
  let lines = 1;
  let at = room.left + room.firstLine;
  if (room.mark !== undefined) at = nextStop(at + widthOf(room.mark, room.size), room);
  let start = at;
  // White space at the end of a line stands in the margin.
  let hanging = 0;
  const newLine = (): void => {
    lines += 1;
    at = start = room.left;
    hanging = 0;
  };
  for (const word of words(runs)) {
    if (word.kind === 'break') newLine();
    else if (word.kind === 'space') hanging += word.width(room.size);
    else if (word.kind === 'tab') {
      at = nextStop(at + hanging, room);
      hanging = 0;
    } else {
      const width = word.width(room.size);
      if (at + hanging + width > room.width + SLACK && at > start) newLine();
      at += hanging + width;
      hanging = 0;
      // A word that is longer than a line is broken anywhere; a line holds one letter at least.
      const line = Math.max(room.width - room.left, room.size * 20);
      const more = Math.ceil((at - room.left - line - SLACK) / line);
      if (more > 0) {
        lines += more;
        at -= more * line;
        start = room.left;
      }
    }
  }
  return lines;
}

/** Programs count in whole units of their own; what is over by less than this fits. */
const SLACK = 1;

function nextStop(at: number, { left }: Room): number {
  return at < left ? left : (Math.floor(at / TAB) + 1) * TAB;
}

type Word = { kind: 'break' } | { kind: 'tab' } | { kind: 'space' | 'word'; width: (size: number) => number };

const SPACE = '[ \\u2000-\\u2006\\u2008-\\u200A]';
/**
 * What is not parted at the end of a line. A hyphen within a word parts it, a dash before a letter;
 * neither a slash nor an unbreakable space does.
 */
const unparted = new RegExp(
  `\\n|\\t|${SPACE}+|(?:(?!\\n|\\t|${SPACE}).)+?` +
    `(?:(?<=[^\\s\\-–—][-‐])(?=[\\p{L}\\p{N}])|(?<=[^\\s\\-–—][–—])(?=\\p{L})|(?=\\n|\\t|${SPACE})|$)`,
  'gsu',
);

function* words(runs: readonly Run[]): Generator<Word> {
  const text = runs.map((run) => run.text).join('');
  // The run in which the word begins: words are met in their order.
  let [first, offset] = [0, 0];
  for (const { 0: piece, index } of text.matchAll(unparted)) {
    if (piece === '\n') yield { kind: 'break' };
    else if (piece === '\t') yield { kind: 'tab' };
    else {
      while (index >= offset + (runs[first]?.text.length ?? Infinity)) {
        offset += runs[first]?.text.length ?? 0;
        first += 1;
      }
      const place = { first, start: index - offset, end: index - offset + piece.length };
      const width = (size: number) => widthBetween(runs, place, size);
      yield { kind: /^\s/.test(piece) && !/^[\u00A0\u202F\u2007]/.test(piece) ? 'space' : 'word', width };
    }
  }
}

/** From `start` to before `end`, counted from the beginning of the first run. */
function widthBetween(
  runs: readonly Run[],
  { first, start, end }: { first: number; start: number; end: number },
  size: number,
): number {
  let offset = 0;
  let width = 0;
  for (let index = first; offset < end; index += 1) {
    const run = runs[index];
    if (!run) break;
    const stretch = run.text.slice(Math.max(0, start - offset), end - offset);
    if (stretch !== '') width += widthOf(stretch, size, run);
    offset += run.text.length;
  }
  return width;
}
