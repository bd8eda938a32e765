import type { ReadBlock, TextEntity } from '../../../services/documents/index.ts';

/** A line of a document, its list mark typed out. */
export interface Line {
  text: string;
  entities: TextEntity[];
  /** The author gave it the style of a heading, or all of it is bold. */
  styled: boolean;
  /** Begins with a mark or a number of a list, typed or real. */
  item: boolean;
  /** The name of a bookmark of a blank form. */
  mark: string | null;
  /** Of a row of a table; the text holds the cells parted by tabs. */
  cells: readonly string[] | null;
}

/** U+2028 parts the paragraphs within a cell. */
export const CELL_BREAK = '\u2028';

const LONGEST_HEADING = 400;

/** «4.», «4)», «(4)», «Вопрос 4:», «IV.», «4 Какие…»; not «15.07.2022», not «12 планов». */
const NUMBER =
  /^\s*(?:(?:вопрос|Вопрос|ВОПРОС)\s+)?(?:№\s*)?\(?(\d{1,2}(?:\s*[-–—,и]\s*\d{1,2})?|[IVXІХ]{1,4})(?:\s*[.):]+(?!\d)\s*|\s+[-–—]\s+|\s+(?=[«"]?[А-ЯЁ]))/u;
/** A dash, a bullet, «а)»; a dash also without a space before a letter. */
const BULLET = /^\s*(?:[-–—−‒](?:\s+|(?=\p{L}))|[•·●▪■◆♦‣⁃➢➤*\uF0B7\uF0A7\uF0D8]\s*|[а-я]\)\s*)/u;

/** The number that a line begins with and the place where its words begin; null where it has none. */
export function numberOf(text: string): { number: number; end: number } | null {
  const found = NUMBER.exec(text);
  return found ? { number: Number.parseInt(found[1] ?? '', 10), end: found[0].length } : null;
}

export function isBulleted(text: string): boolean {
  return BULLET.test(text);
}

export function isItem(text: string): boolean {
  return isBulleted(text) || numberOf(text) !== null;
}

/** The lines of a document in reading order; empty lines are kept as such. */
export function linesOf(blocks: readonly ReadBlock[]): Line[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'table') return block.rows.map(rowLine);
    const { heading, item, mark } = block;
    const label = item ? `${'  '.repeat(Math.max(0, item.level - 1))}${item.marker} ` : '';
    const whole = { text: label + block.text, entities: shift(block.entities, label.length) };
    return piecesOf(whole).map((piece, index): Line => ({
      ...piece,
      styled: heading !== null || isBold(piece, index === 0 ? label.length : 0),
      item: (item !== null && index === 0) || isItem(piece.text),
      mark: index === 0 ? mark : null,
      cells: null,
    }));
  });
}

/** A row as a line of text. */
export function rowLine(cells: readonly string[]): Line {
  return { text: cells.join('\t'), entities: [], styled: false, item: false, mark: null, cells };
}

/** What stands in a cell, as lines of its own. */
export function cellLines(cell: string): Line[] {
  return cell
    .split(CELL_BREAK)
    .map((text) => ({ text, entities: [], styled: false, item: isItem(text), mark: null, cells: null }));
}

/** The end of a line from `from` on; white space at the cut is left out. */
export function restOf(line: Line, from: number): Line {
  const start = from + (/^\s*/.exec(line.text.slice(from))?.[0].length ?? 0);
  const text = line.text.slice(start);
  return { ...line, ...sliced(line, start, line.text.length), styled: false, item: isItem(text), mark: null };
}

interface Formatted {
  text: string;
  entities: TextEntity[];
}

export function shift(entities: readonly TextEntity[], by: number): TextEntity[] {
  return entities.map((entity) => ({ ...entity, offset: entity.offset + by }));
}

/** A stretch of a formatted text with what falls into it of its formatting. */
export function sliced({ text, entities }: Formatted, start: number, end: number): Formatted {
  return {
    text: text.slice(start, end),
    entities: entities
      .map((entity) => {
        const from = Math.max(entity.offset, start);
        const to = Math.min(entity.offset + entity.length, end);
        return { ...entity, offset: from - start, length: to - from };
      })
      .filter(({ length }) => length > 0),
  };
}

function piecesOf(whole: Formatted): Formatted[] {
  const pieces: Formatted[] = [];
  let start = 0;
  for (const { index } of [...whole.text.matchAll(/[\n\v\u2028\u2029]/g), { index: whole.text.length }]) {
    pieces.push(sliced(whole, start, index));
    start = index + 1;
  }
  return pieces;
}

/** Bold from its first letter to its last, a list mark left out of account. */
function isBold({ text, entities }: Formatted, from: number): boolean {
  if (text.length > LONGEST_HEADING) return false;
  const letters = [...text.slice(from).matchAll(/\p{L}/gu)].map(({ index }) => index + from);
  const bold = entities.filter(({ type }) => type === 'bold');
  return (
    letters.length > 0 &&
    letters.every((at) => bold.some(({ offset, length }) => at >= offset && at < offset + length))
  );
}
