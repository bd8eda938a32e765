import { read, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { zipSync } from 'fflate';
import { cellText } from './cell-text.ts';
import { csvRows } from './csv.ts';
import { decodeText } from './decode-text.ts';
import { gather, type RawSheet } from './gather.ts';
import type { SpreadsheetLimits, SpreadsheetReading } from './spreadsheet.ts';
import { openZip } from './zip-parts.ts';

export interface ChildOptions {
  /** What the sheet of a text file is called. */
  name: string;
  limits: SpreadsheetLimits;
}

/** Reads a spreadsheet within its limits. Is run by guarded-child.ts only: a hostile file may exhaust the process. */
export function readInChild(content: Buffer, { name, limits }: ChildOptions): Promise<SpreadsheetReading> {
  if (content.subarray(0, ZIP.length).equals(ZIP)) return readZip(content, limits);
  const isCompound = content.subarray(0, COMPOUND.length).equals(COMPOUND);
  return Promise.resolve(isCompound ? compound(content) : readText(content, name, limits));
}

const ZIP = Buffer.from('504B0304', 'hex');
/** How a compound file begins: programs up to 2003 wrote such, and all that encrypt still do. */
const COMPOUND = Buffer.from('D0CF11E0A1B11AE1', 'hex');

function compound(content: Buffer): SpreadsheetReading {
  const has = (stream: string) => content.includes(stream, 0, 'utf16le');
  if (has('EncryptedPackage')) return { kind: 'encrypted' };
  return has('Workbook') || has('Book')
    ? { kind: 'other-format', format: 'xls' }
    : { kind: 'not-a-spreadsheet' };
}

function readText(content: Buffer, name: string, limits: SpreadsheetLimits): SpreadsheetReading {
  const text = decodeText(content);
  // What begins so is a page, a document or data of another kind.
  if (text === undefined || /^\s*(<|\{|%PDF)/.test(text)) return { kind: 'not-a-spreadsheet' };
  return gather([{ name, rows: numbered(csvRows(text)), merged: [] }], limits);
}

function* numbered(rows: Iterable<string[]>): RawSheet['rows'] {
  let number = 0;
  for (const cells of rows) yield { number: (number += 1), cells };
}

async function readZip(content: Buffer, limits: SpreadsheetLimits): Promise<SpreadsheetReading> {
  const zip = await openZip(content, limits, (part) => !/^xl\/(media|embeddings)\//i.test(part));
  if (zip.kind !== 'opened') return zip;
  const has = (pattern: RegExp) => zip.names.some((part) => pattern.test(part));
  if (zip.parts.get('mimetype')?.includes('opendocument.spreadsheet'))
    return { kind: 'other-format', format: 'ods' };
  if (has(/^xl\/workbook\.bin$/i)) return { kind: 'other-format', format: 'xlsb' };
  if (!has(/^xl\/workbook\d*\.xml$/i)) return { kind: 'not-a-spreadsheet' };
  if (has(/(^|\/)vbaProject\.bin$/i)) return { kind: 'macros' };
  // The library takes seconds for a sheet of many rows; to count them takes none.
  let rows = 0;
  for (const [part, xml] of zip.parts)
    if (/^xl\/worksheets\//i.test(part)) rows += filledRows(xml.toString('latin1'));
  if (rows > limits.rows) return { kind: 'too-many-rows', rows, limit: limits.rows };
  // The library is given exactly the parts that were counted, whatever else the file may hold for it to find.
  const counted = Buffer.from(zipSync(Object.fromEntries(zip.parts), { level: 0 }));
  const workbook = read(counted, {
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellNF: true,
    nodim: true,
  });
  const sheets = sheetsOf(workbook);
  return sheets === undefined ? { kind: 'broken' } : gather(sheets, limits);
}

/** Rows of a sheet's XML with a value in them. */
function filledRows(xml: string): number {
  let count = 0;
  let open = false;
  for (const [, element] of xml.matchAll(/<(?:\w+:)?(row|v|is)[\s>]/g)) {
    if (element !== 'row' && open) count += 1;
    open = element === 'row';
  }
  return count;
}

/** The sheets that a person sees; `undefined` where the library could not read one. */
function sheetsOf({ SheetNames, Sheets, Workbook }: WorkBook): RawSheet[] | undefined {
  const date1904 = Workbook?.WBProps?.date1904 ?? false;
  const seen: RawSheet[] = [];
  for (const [index, name] of SheetNames.entries()) {
    if (Workbook?.Sheets?.[index]?.Hidden) continue;
    const sheet = Sheets[name];
    if (sheet === undefined) return undefined;
    const merged = (sheet['!merges'] ?? []).map(({ s, e }) => ({
      firstRow: s.r + 1,
      lastRow: e.r + 1,
      firstColumn: s.c,
      lastColumn: e.c,
    }));
    seen.push({ name, rows: rowsOf(sheet, date1904), merged });
  }
  return seen;
}

function* rowsOf(sheet: WorkSheet, date1904: boolean): RawSheet['rows'] {
  const rows = sheet['!data'] ?? [];
  // By its keys, for a file may number its second row a thousand millions.
  for (const key of Object.keys(rows)) {
    const cells = rows[Number(key)] ?? [];
    yield { number: Number(key) + 1, cells: Array.from(cells, (cell) => cell && cellText(cell, date1904)) };
  }
}
