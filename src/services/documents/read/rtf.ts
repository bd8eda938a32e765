import type { ReadBlock } from '../read-block.ts';
import { isContents, linkOf } from './docx-fields.ts';
import { draft, numberedNote } from './paragraph.ts';
import { codePage, DEFAULT_PAGE, fontPage } from './rtf-code-pages.ts';
import {
  closed,
  endRow,
  endTable,
  firstState,
  headingOf,
  newPlace,
  PROPERTIES,
  type State,
  type Target,
} from './rtf-state.ts';
import { bullet } from './signs.ts';
import { Unreadable } from './unreadable.ts';

const TOKEN =
  /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/gy;
/** Word itself goes to some dozens. */
const DEPTH = 1000;

const TARGETS = new Map<string, Target>(
  Object.entries({
    fonttbl: 'fonts',
    stylesheet: 'style',
    listtext: 'marker',
    pntext: 'marker',
    fldinst: 'instruction',
    bkmkstart: 'bookmark',
  }),
);
const NOWHERE = new RegExp(
  '^(colortbl|info|pict|header[lrf]?|footer[lrf]?|a?ftn(sep|sepc|cn)|annotation|atnid|atnauthor|shprslt|sp|' +
    'nonesttables|objdata|xe|tc|rxe|txe|filetbl|template|bkmkend|fldtype|pntxta|pntxtb|private|falt)$',
);
/** Destinations which only newer programs know, and in which there is text for us. */
const KNOWN = /^(shpinst|do|fldinst|bkmkstart|footnote)$/;
const SIGNS = new Map(
  Object.entries({
    tab: '\t',
    line: '\n',
    lbr: '\n',
    emdash: '—',
    endash: '–',
    bullet: '•',
    lquote: '‘',
    rquote: '’',
    ldblquote: '“',
    rdblquote: '”',
    emspace: ' ',
    enspace: ' ',
    qmspace: ' ',
    '~': '\u00A0',
    _: '-',
  }),
);

/** The blocks of a document in the Rich Text Format (1.9.1), each byte a character of `source`. Throws `Unreadable`. */
export function readRtf(source: string): ReadBlock[] {
  const root = newPlace(false);
  let state = firstState(root);
  const outer: State[] = [];
  const fonts = new Map<number, string>();
  const headings = new Map<number, number>();
  let page = DEFAULT_PAGE;
  let defaultFont = -1;
  let starred = false;
  /** Signs still to be left out behind one in Unicode. */
  let left = 0;
  let noteCount = 0;
  let bookmark = '';
  let styleName = '';

  const write = (text: string): void => {
    const { target, place, field } = state;
    if (target === 'text' && !state.hidden) place.text.add(text, state.look);
    else if (target === 'marker') place.marker += text;
    else if (target === 'instruction') field.instruction += text;
    else if (target === 'bookmark') bookmark += text;
    else if (target === 'style') styleName += text;
  };
  const bytes = (text: string): void => {
    const skipped = Math.min(left, text.length);
    left -= skipped;
    if (skipped < text.length) write(codePage(fonts.get(state.font) ?? page, text.slice(skipped)));
  };

  const endParagraph = (): void => {
    const { place } = state;
    const marker = bullet(place.marker).slice(0, 40);
    const blocks = place.text.finish({
      heading: state.outline === undefined ? (headings.get(state.style) ?? null) : headingOf(state.outline),
      item: marker === '' ? null : { marker, level: state.level + 1 },
    });
    place.text = draft();
    place.marker = '';
    if (state.inTable) place.cell.push(...blocks);
    else {
      endTable(place);
      place.blocks.push(...blocks);
    }
  };

  const control = (word: string, number: number | undefined): void => {
    const { place, target } = state;
    if (target === 'fonts') {
      if (word === 'f') state.font = number ?? 0;
      if (word === 'fcharset') fonts.set(state.font, fontPage(number ?? 0, page));
      return;
    }
    if (target === 'style') {
      if (word === 's') state.style = number ?? 0;
      if (word === 'outlinelevel') headings.set(state.style, headingOf(number ?? 9) ?? 0);
      return;
    }
    write(SIGNS.get(word) ?? '');
    PROPERTIES.get(word)?.(state, number);
    if (word === 'ansicpg') page = fontPage(-(number ?? 0), DEFAULT_PAGE);
    else if (word === 'mac') page = 'x-mac-cyrillic';
    else if (word === 'pc') page = 'ibm866';
    else if (word === 'deff') defaultFont = state.font = number ?? -1;
    else if (word === 'plain') state.font = defaultFont;
    else if (word === 'u') {
      write(String.fromCharCode((number ?? 0) & 0xffff));
      left = state.spare;
    }
    if (target !== 'text') return;
    if (word === 'par' || word === 'sect' || word === 'nestcell') endParagraph();
    else if (word === 'page') place.text.breakPage();
    else if (word === 'cell') {
      state.inTable = true;
      endParagraph();
      place.cells.push(place.cell);
      place.cell = [];
    } else if (word === 'row') endRow(place);
  };

  /** What a group is for, told by its first word. */
  const begin = (word: string): boolean => {
    if (state.target === 'nowhere') return true;
    if (NOWHERE.test(word) || (starred && !KNOWN.test(word))) state.target = 'nowhere';
    else if (TARGETS.has(word)) state.target = TARGETS.get(word) ?? 'nowhere';
    else if (word === 'field') state.field = { instruction: '' };
    else if (word === 'fldrslt') {
      if (isContents(state.field.instruction)) state.target = 'nowhere';
      else state.look = { ...state.look, link: linkOf(state.field.instruction) ?? state.look.link };
    } else if (word === 'shpinst' || word === 'do') state.hidden = true;
    else if (word === 'footnote' || word === 'shptxt' || word === 'dptxbxtext') {
      state.place = newPlace(word === 'footnote');
      Object.assign(state, {
        hidden: false,
        look: {},
        inTable: false,
        level: 0,
        style: -1,
        outline: undefined,
      });
    } else return false;
    return true;
  };

  const endGroup = (inner: State): void => {
    if (inner.target === 'bookmark' && state.target !== 'bookmark') {
      state.place.text.mark(bookmark.trim());
      bookmark = '';
    }
    if (inner.target === 'style') {
      const level = /^heading (\d)/i.exec(styleName.trim())?.[1];
      if (level !== undefined && !headings.has(inner.style))
        headings.set(inner.style, Math.min(Number(level), 6));
      styleName = '';
    }
    if (inner.place === state.place) return;
    const blocks = closed(inner.place);
    if (!inner.place.isNote) state.place.text.follow(blocks);
    else if (blocks.length > 0) {
      noteCount += 1;
      const note = numberedNote(noteCount, blocks);
      state.place.text.add(note.sign);
      state.place.text.follow(note.blocks);
    }
  };

  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(source); token !== null; token = TOKEN.exec(source)) {
    const [, word, digits, hex, sign, brace, text] = token;
    if (brace === '{') {
      if (outer.length > DEPTH) throw new Unreadable('too-complex', 'groups without end');
      outer.push(state);
      state = { ...state };
      [starred, left] = [false, 0];
    } else if (brace === '}') {
      const inner = state;
      state = outer.pop() ?? state;
      endGroup(inner);
      left = 0;
      if (outer.length === 0) break;
    } else if (word !== undefined) {
      const number = digits === undefined ? undefined : Number(digits);
      if (word === 'bin') TOKEN.lastIndex += Math.max(number ?? 0, 0);
      else if (left > 0 && word !== 'u') left -= 1;
      else if (!begin(word) && state.target !== 'nowhere') control(word, number);
      starred = false;
    } else if (sign === '*') starred = true;
    else if (hex !== undefined) bytes(String.fromCharCode(parseInt(hex, 16)));
    else if (sign === '\n' || sign === '\r') control('par', undefined);
    else if (sign === '\\' || sign === '{' || sign === '}') bytes(sign);
    else if (sign !== undefined) control(sign, undefined);
    else if (text !== undefined) bytes(text);
  }
  if (outer.length > 0) throw new Unreadable('broken', 'a file that was cut off');
  return closed(root);
}
