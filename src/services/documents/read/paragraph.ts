import type { TextEntity } from '../formatted-text.ts';
import type { ReadBlock } from '../read-block.ts';
import { printable } from '../runs.ts';
import { signOf, superscript } from './signs.ts';
import { Unreadable } from './unreadable.ts';

export interface Look {
  bold?: boolean | undefined;
  italic?: boolean | undefined;
  underline?: boolean | undefined;
  strikethrough?: boolean | undefined;
  link?: string | undefined;
}

type Paragraph = Extract<ReadBlock, { kind: 'paragraph' }>;
export type Item = NonNullable<Paragraph['item']>;

export interface ParagraphLook {
  heading?: number | null;
  item?: Item | null;
}

/** A paragraph in the making. */
export interface Draft {
  add(text: string, look?: Look): void;
  /** Here a new page begins by the author's will. */
  breakPage(): void;
  mark(name: string): void;
  /** What hangs on the paragraph and is read after it: text boxes, footnotes. */
  follow(blocks: ReadBlock[]): void;
  /** Usually one block; more where a page begins within, or something hangs on it. */
  finish(look?: ParagraphLook): ReadBlock[];
}

/** What our own bookmarks begin with. */
const OURS = /^vestovoy_/;
/** Bytes that no document holds: XML forbids them, and the other readers leave them out. */
const PAGE = '\f';
const STYLES = ['bold', 'italic', 'underline', 'strikethrough'] as const;

export function draft(): Draft {
  const runs: { text: string; look: Look; isPage?: true }[] = [];
  const marks: string[] = [];
  const followers: ReadBlock[] = [];
  return {
    add(text, look = {}) {
      const last = runs.at(-1);
      // Together, for a letter and its accent, or the halves of an emoji, may come one by one.
      if (last !== undefined && last.isPage !== true && isSame(last.look, look)) last.text += text;
      else runs.push({ text, look });
    },
    breakPage: () => void runs.push({ text: PAGE, look: {}, isPage: true }),
    mark: (name) => void (OURS.test(name) && marks.push(name)),
    follow(blocks) {
      for (const block of blocks) followers.push(block);
    },
    finish({ heading = null, item = null } = {}) {
      for (const run of runs) if (run.isPage !== true) run.text = tidy(run.text);
      const whole = runs.map(({ text }) => text).join('');
      const spans = spansOf(runs);
      const pieces: Paragraph[] = [];
      let start = 0;
      for (const piece of whole.split(PAGE)) {
        const text = piece.trim();
        const from = start + piece.length - piece.trimStart().length;
        if (text !== '') {
          const all = within(spans, from, from + text.length, text);
          // That all of a heading is bold says nothing of its own.
          const entities = all.filter(
            ({ type, length }) => heading === null || type !== 'bold' || length < text.length,
          );
          pieces.push({
            kind: 'paragraph',
            text,
            entities,
            heading,
            item: pieces.length === 0 ? item : null,
            mark: null,
          });
        }
        start += piece.length + 1;
      }
      const [first = empty(null), ...others] = pieces;
      first.mark = marks.pop() ?? null;
      return [...marks.map(empty), first, ...others, ...followers];
    },
  };
}

function isSame(one: Look, other: Look): boolean {
  return (
    one.link === other.link && STYLES.every((style) => (one[style] ?? false) === (other[style] ?? false))
  );
}

function empty(mark: string | null): Paragraph {
  return { kind: 'paragraph', text: '', entities: [], heading: null, item: null, mark };
}

/** Without signs that are no text or are not seen. */
function tidy(text: string): string {
  const lines = text.normalize('NFC').replace(/\r\n?|[\v\u0085\u2028\u2029]/g, '\n');
  return printable(lines)
    .replace(/[\u200B\uFEFF\u00AD]/g, '')
    .replace(/[\uF000-\uF0FF]/g, signOf);
}

/** Stretches of one formatting over the whole text, neighbours joined. */
function spansOf(runs: readonly { text: string; look: Look }[]): TextEntity[] {
  const spans: TextEntity[] = [];
  for (const type of [...STYLES, 'link'] as const) {
    let at = 0;
    let last: TextEntity | undefined;
    for (const { text, look } of runs) {
      const value = type === 'link' ? address(look.link) : look[type] === true;
      if (value === false) last = undefined;
      else if (last !== undefined && (type !== 'link' || last.url === value)) last.length += text.length;
      else {
        last = { type: type === 'link' ? 'text_link' : type, offset: at, length: text.length };
        if (typeof value === 'string') last.url = value;
        spans.push(last);
      }
      at += text.length;
    }
  }
  return spans;
}

function address(url: string | undefined): string | false {
  return url !== undefined && /^(https?|mailto):/i.test(url) && URL.canParse(url) ? url : false;
}

/** The spans of a piece, counted from its start; none over white space alone. */
function within(spans: readonly TextEntity[], from: number, to: number, text: string): TextEntity[] {
  const cut = spans.map((span) => {
    const start = Math.max(span.offset, from);
    const end = Math.min(span.offset + span.length, to);
    return { ...span, offset: start - from, length: end - start };
  });
  return cut
    .filter(({ offset, length }) => length > 0 && /\S/.test(text.slice(offset, offset + length)))
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** A footnote: the number for the place that refers to it, and its blocks, which begin with the same number. */
export function numberedNote(
  number: number,
  read: readonly ReadBlock[],
): { sign: string; blocks: ReadBlock[] } {
  const sign = superscript(number);
  const [first, ...more] = read.filter((block) => block.kind === 'table' || block.text !== '');
  if (first?.kind !== 'paragraph') return { sign, blocks: first === undefined ? [] : [first, ...more] };
  const entities = first.entities.map((one) => ({ ...one, offset: one.offset + sign.length + 1 }));
  return { sign, blocks: [{ ...first, text: `${sign} ${first.text}`, entities }, ...more] };
}

/** A paragraph as it is, of readers that know no more of it. */
export function plain(text: string): ReadBlock[] {
  const paragraph = draft();
  for (const [index, piece] of text.split(PAGE).entries()) {
    if (index > 0) paragraph.breakPage();
    paragraph.add(piece);
  }
  return paragraph.finish();
}

/** As wide as a table may be; what spans more is taken for as many columns. */
export const COLUMNS = 64;
const CELLS = 100_000;

/**
 * A table of cells as they were read. One of a single column is a frame around paragraphs, which stay what they are.
 * Bookmarks from within stand before the table.
 */
export function tableBlocks(rows: readonly (readonly ReadBlock[])[][]): ReadBlock[] {
  const filled = rows.filter((cells) => cells.length > 0);
  const width = Math.min(
    filled.reduce((most, cells) => Math.max(most, cells.length), 0),
    COLUMNS,
  );
  if (width * filled.length > CELLS) throw new Unreadable('too-complex', 'too many cells');
  const inside = filled.flat(2);
  if (width < 2) return inside;
  const marks = inside.flatMap((block) =>
    block.kind === 'paragraph' && block.mark !== null ? block.mark : [],
  );
  const texts = filled
    .map((cells) => Array.from({ length: width }, (_, column) => cellText(cells[column] ?? [])))
    .filter((cells) => cells.some((cell) => cell !== ''));
  return [...marks.map(empty), ...(texts.length === 0 ? [] : [{ kind: 'table' as const, rows: texts }])];
}

const PARTING = '\u2028';

function cellText(blocks: readonly ReadBlock[]): string {
  const lines = blocks.flatMap((block) => {
    if (block.kind === 'table')
      return block.rows.map((cells) => cells.filter((cell) => cell !== '').join(' '));
    return block.item === null ? block.text : `${block.item.marker} ${block.text}`;
  });
  return lines
    .filter((line) => line !== '')
    .join(PARTING)
    .replaceAll('\n', PARTING)
    .replaceAll('\t', ' ');
}
