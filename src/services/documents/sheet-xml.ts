import { Temporal } from 'temporal-polyfill';
import { looks } from './sheet-styles.ts';
import { cellName } from './spreadsheet.ts';

export type OutCell =
  /** Always shown as it is, never a formula and never a number. */
  | string
  /** A whole number, to be summed and sorted. */
  | number
  /** A calendar day, 'YYYY-MM-DD'. */
  | { on: string }
  /** An instant, shown as the time of that zone. */
  | { at: Date; timeZone: string }
  | undefined;

export interface OutSheet {
  /** Shortened and made unique where need be. */
  name: string;
  /** Lines above the table, the first in bold: what it is, as of when. */
  above: readonly string[];
  /** `width` in characters. */
  columns: readonly { title: string; width: number }[];
  rows: readonly (readonly OutCell[])[];
}

/** The cells of the table with its header row: `A3:F12`. */
export function tableArea({ above, columns, rows }: OutSheet): string {
  const header = above.length + 1;
  return `${cellName(header, 0)}:${cellName(header + rows.length, columns.length - 1)}`;
}

/** What stands in the XML of a sheet; `share` gives the place of a text among the shared ones. */
export function sheetXml(sheet: OutSheet, share: (text: string) => number): string {
  const { above, columns, rows } = sheet;
  const header = above.length + 1;
  const written = (row: number, column: number, look: number, text: string) =>
    text === ''
      ? `<c r="${cellName(row, column)}" s="${look}"/>`
      : `<c r="${cellName(row, column)}" s="${look}" t="s"><v>${share(text)}</v></c>`;
  const counted = (row: number, column: number, look: number, value: number) =>
    `<c r="${cellName(row, column)}" s="${look}"><v>${value}</v></c>`;

  const cell = (row: number, column: number, value: OutCell = ''): string => {
    if (typeof value === 'number') return counted(row, column, looks.number, value);
    if (typeof value === 'string') {
      return written(row, column, value.length > 255 ? looks.longText : looks.text, value);
    }
    if ('on' in value) {
      return counted(row, column, looks.day, serial(Temporal.PlainDate.from(value.on).toPlainDateTime()));
    }
    const instant = Temporal.Instant.fromEpochMilliseconds(value.at.getTime());
    return counted(
      row,
      column,
      looks.moment,
      serial(instant.toZonedDateTimeISO(value.timeZone).toPlainDateTime()),
    );
  };
  const titles = columns.map(({ title }) => title);
  const line = (row: number, height: number, cells: readonly string[]) =>
    `<row r="${row}" ht="${height}" customHeight="1">${cells.join('')}</row>`;
  const lines = [
    ...above.map((text, index) => {
      const look = index === 0 ? looks.title : looks.note;
      return line(index + 1, 18, [written(index + 1, 0, look, text)]);
    }),
    line(
      header,
      height(titles, columns),
      titles.map((title, column) => written(header, column, looks.header, title)),
    ),
    ...rows.map((cells, index) => {
      const row = header + 1 + index;
      return line(
        row,
        height(cells, columns),
        columns.map((_, column) => cell(row, column, cells[column])),
      );
    }),
  ];
  const area = tableArea(sheet);
  const first = cellName(header + 1, 0);
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<dimension ref="${area.replace(/^A\d+/, 'A1')}"/>` +
    `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${header}" topLeftCell="${first}"` +
    ` activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="${first}" sqref="${first}"/>` +
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>' +
    `<cols>${widths.join('')}</cols><sheetData>${lines.join('')}</sheetData><autoFilter ref="${area}"/>` +
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
    '<headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter>' +
    // Without it each telephone number is marked with a green corner.
    `<ignoredErrors><ignoredError sqref="${area}" numberStoredAsText="1"/></ignoredErrors>`
  );
}

/** Days since 30 December 1899, by which a spreadsheet counts time. */
function serial(local: Temporal.PlainDateTime): number {
  return local.toZonedDateTime('UTC').epochMilliseconds / 86_400_000 + 25_569;
}

const LINE = 15;
/** A row cannot be higher, in points. */
const HIGHEST = 409;

/** The height, in points, in which all texts of a row are seen: not every program finds it by itself. */
function height(cells: readonly OutCell[], columns: OutSheet['columns']): number {
  const lines = columns.map(({ width }, column) => {
    const cell = cells[column];
    return typeof cell === 'string' ? linesOf(cell, width) : 1;
  });
  return Math.min(Math.max(...lines) * LINE, HIGHEST);
}

/** Into how many lines a text falls in a column, whose width is told in digits, about as wide as letters. */
function linesOf(text: string, width: number): number {
  const room = Math.max(1, width - 1);
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    let filled = 0;
    lines += 1;
    for (const { length } of paragraph.split(' ')) {
      const together = filled === 0 ? length : filled + 1 + length;
      if (together <= room) {
        filled = together;
        continue;
      }
      const broken = Math.ceil(length / room);
      lines += filled === 0 ? broken - 1 : broken;
      filled = length - (broken - 1) * room;
    }
  }
  return lines;
}
