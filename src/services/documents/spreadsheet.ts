import type { ZipOpening } from './zip-parts.ts';

/** How much of a spreadsheet is taken; of all sheets together where nothing else is said. */
export interface SpreadsheetLimits {
  fileBytes: number;
  /** Of a .xlsx file, pictures aside; also the most characters that its cells may come to. */
  inflatedBytes: number;
  /** Parts of a .xlsx file. */
  entries: number;
  /** Rows with anything in them. */
  rows: number;
  /** Of each sheet. */
  columns: number;
  cellCharacters: number;
}

export interface ReadRow {
  /** As a spreadsheet program shows it on the left: the first is 1. */
  number: number;
  /** As many as the sheet has columns, `''` where nothing is. */
  cells: string[];
}

export interface ReadSheet {
  /** Of a text file, its name without the extension. */
  name: string;
  /** Those with anything in them. */
  rows: ReadRow[];
  /** Areas (`A2:A5`) of merged cells: each cell of theirs was given their value. */
  merged: string[];
}

/** What came of a file. Numbers are what the file has; where they were not counted to the end, only the limit is told. */
export type SpreadsheetReading =
  /** The sheets that are shown and have anything in them: at least one. */
  | { kind: 'read'; sheets: ReadSheet[] }
  | { kind: 'empty' }
  | { kind: 'not-a-spreadsheet' }
  /** A spreadsheet that must be saved as .xlsx first. */
  | { kind: 'other-format'; format: 'xls' | 'xlsb' | 'ods' }
  | { kind: 'macros' }
  | { kind: 'file-too-large'; bytes: number; limit: number }
  | { kind: 'too-many-rows'; rows: number; limit: number }
  | { kind: 'too-many-columns'; sheet: string; columns: number; limit: number }
  | { kind: 'cell-too-long'; sheet: string; cell: string; characters: number; limit: number }
  /** Reading it would have taken more time or memory than is given. */
  | { kind: 'too-complex' }
  | Exclude<ZipOpening, { kind: 'opened' }>;

/** The name of a cell: `B7` of row 7 and the column of index 1. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row}`;
}

function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}
