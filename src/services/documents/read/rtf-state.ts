import type { ReadBlock } from '../read-block.ts';
import { type Draft, draft, type Look, tableBlocks } from './paragraph.ts';

/** Where what is being read goes. */
export type Target = 'text' | 'nowhere' | 'marker' | 'fonts' | 'style' | 'instruction' | 'bookmark';

/** Blocks of one place: of the document, of a footnote, of a text box. */
export interface Place {
  text: Draft;
  marker: string;
  blocks: ReadBlock[];
  cell: ReadBlock[];
  cells: ReadBlock[][];
  rows: ReadBlock[][][];
  isNote: boolean;
}

/** What holds until the end of a group. */
export interface State {
  target: Target;
  place: Place;
  font: number;
  look: Look;
  hidden: boolean;
  /** How many signs stand behind a sign in Unicode, for programs that do not know it. */
  spare: number;
  inTable: boolean;
  style: number;
  outline: number | undefined;
  level: number;
  field: { instruction: string };
}

export function firstState(place: Place): State {
  return {
    target: 'text',
    place,
    font: -1,
    look: {},
    hidden: false,
    spare: 1,
    inTable: false,
    style: -1,
    outline: undefined,
    level: 0,
    field: { instruction: '' },
  };
}

type Change = (state: State, number: number | undefined) => void;

const looks =
  (change: (on: boolean, look: Look) => Look): Change =>
  (state, number) => {
    state.look = { ...state.look, ...change(number !== 0, state.look) };
  };
const underlines = looks((on, { link }) => ({ underline: on && link === undefined }));
const strikes = looks((on) => ({ strikethrough: on }));
const hides: Change = (state, number) => {
  state.hidden = number !== 0;
};

/** Control words that only change what holds until the end of a group. */
export const PROPERTIES = new Map<string, Change>(
  Object.entries<Change>({
    b: looks((on) => ({ bold: on })),
    i: looks((on) => ({ italic: on })),
    ul: underlines,
    uld: underlines,
    uldb: underlines,
    ulw: underlines,
    ulnone: looks(() => ({ underline: false })),
    strike: strikes,
    striked: strikes,
    v: hides,
    deleted: hides,
    plain(state) {
      Object.assign(state, { look: { link: state.look.link }, hidden: false });
    },
    pard(state) {
      Object.assign(state, { inTable: false, style: -1, outline: undefined, level: 0 });
    },
    f(state, number = -1) {
      state.font = number;
    },
    uc(state, number = 1) {
      state.spare = Math.min(Math.max(number, 0), 100);
    },
    intbl(state) {
      state.inTable = true;
    },
    s(state, number = -1) {
      state.style = number;
    },
    outlinelevel(state, number) {
      state.outline = number;
    },
    ilvl(state, number = 0) {
      state.level = Math.min(Math.max(number, 0), 8);
    },
  }),
);

export function newPlace(isNote: boolean): Place {
  return { text: draft(), marker: '', blocks: [], cell: [], cells: [], rows: [], isNote };
}

export function endRow(place: Place): void {
  if (place.cell.length > 0) place.cells.push(place.cell);
  if (place.cells.length > 0) place.rows.push(place.cells);
  [place.cell, place.cells] = [[], []];
}

export function endTable(place: Place): void {
  endRow(place);
  for (const block of tableBlocks(place.rows)) place.blocks.push(block);
  place.rows = [];
}

/** All blocks of a place whose end has come; its last paragraph need not have one of its own. */
export function closed(place: Place): ReadBlock[] {
  endTable(place);
  const last = place.text.finish();
  return [
    ...place.blocks,
    ...last.filter((block) => block.kind === 'table' || block.text !== '' || block.mark !== null),
  ];
}

export function headingOf(outline: number): number | null {
  return outline >= 0 && outline <= 8 ? Math.min(outline + 1, 6) : null;
}
