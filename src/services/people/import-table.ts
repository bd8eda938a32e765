import type { CityField } from './cities.ts';
import { cardColumn, staffColumn } from './import-columns.ts';
import type { StaffColumn } from './import-columns.ts';

/** A sheet as services/documents reads it: merged cells are filled, empty rows are left out. */
export interface SheetOfCells {
  name: string;
  rows: readonly { number: number; cells: readonly string[] }[];
}

/** A row of a table by the names of its columns. */
export interface Line<C extends string> {
  sheet: string;
  /** As the spreadsheet program numbers it. */
  row: number;
  cells: Partial<Record<C, string>>;
}

/** What was found in a file: who works where, and the cards of cities. */
export interface StaffTable {
  /** More than one sheet: a row's number alone does not tell where it is. */
  severalSheets: boolean;
  staff: Line<StaffColumn>[];
  cards: Line<CityField>[];
}

/** A header stands among the first rows: titles and notes come before it. */
const HEADER_WITHIN = 20;

/**
 * The rows of a list of employees and of the cards of cities, recognised by their headers, whatever the order of the
 * columns and whatever stands beside them; null where no sheet has such a header. Rows marked as an example are left out.
 */
export function readTable(sheets: readonly SheetOfCells[]): StaffTable | null {
  const staff: Line<StaffColumn>[] = [];
  const cards: Line<CityField>[] = [];
  let recognised = 0;
  for (const sheet of sheets) {
    // A card's columns name an approver and a signer, so it is looked for first.
    const card = headed(sheet, cardColumn, isCardHeader);
    const people = card ? null : headed(sheet, staffColumn, isStaffHeader);
    if (!card && !people) continue;
    recognised += 1;
    if (card) cards.push(...card);
    if (people) staff.push(...people);
  }
  return recognised === 0 ? null : { severalSheets: recognised > 1, staff, cards };
}

function isCardHeader(found: ReadonlySet<string>, titles: readonly string[]): boolean {
  const ofStaff = titles.some((title) => staffColumn(title) === 'department');
  return found.has('name') && found.size >= 4 && !ofStaff;
}

function isStaffHeader(found: ReadonlySet<string>): boolean {
  const who = found.has('surname') || found.has('fullName') || found.has('post');
  return found.size >= 3 && who && (found.has('department') || found.has('city'));
}

function headed<C extends string>(
  { name: sheet, rows }: SheetOfCells,
  columnOf: (title: string) => C | null,
  isHeader: (found: ReadonlySet<string>, titles: readonly string[]) => boolean,
): Line<C>[] | null {
  const header = rows
    .slice(0, HEADER_WITHIN)
    .map((_, at) => titlesAt(rows, at, columnOf))
    .find(({ titles }) => isHeader(new Set(places(titles, columnOf).keys()), titles));
  if (!header) return null;
  const columns = places(header.titles, columnOf);
  return rows.slice(header.below).flatMap(({ number, cells }): Line<C>[] => {
    const line = [...columns].map(([column, place]) => [column, (cells[place] ?? '').trim()] as const);
    const filled = line.filter(([, cell]) => cell !== '');
    const example = filled.some(([, cell]) => /^(?:пример|example)(?!\p{L})/iu.test(cell));
    const again = filled.every(([column, cell]) => columnOf(cell) === column); // a header that is repeated
    const numbers = filled.every(([, cell]) => /^\d{1,2}$/.test(cell)); // of the columns, below their titles
    if (filled.length === 0 || example || again || numbers) return [];
    return [{ sheet, row: number, cells: Object.fromEntries(filled) as Line<C>['cells'] }];
  });
}

/** The titles that begin in this row: a second line may divide them, as «Сотрудник» into surname, name and patronymic. */
function titlesAt<C extends string>(
  rows: SheetOfCells['rows'],
  at: number,
  columnOf: (title: string) => C | null,
): { titles: readonly string[]; below: number } {
  const upper = rows[at]?.cells ?? [];
  const lower = rows[at + 1]?.cells ?? [];
  const named = lower.map((title) => columnOf(title));
  const isTitles = lower.every(
    (cell, place) => cell === '' || named[place] !== null || cell === upper[place],
  );
  const others = named.some((column, place) => column !== null && column !== columnOf(upper[place] ?? ''));
  if (!isTitles || !others || places(upper, columnOf).size < 2) return { titles: upper, below: at + 1 };
  const titles = upper.map((title, place) => (named[place] ? (lower[place] ?? '') : title));
  return { titles, below: at + 2 };
}

/** Where each column stands; of two of one name the first. */
function places<C extends string>(
  titles: readonly string[],
  columnOf: (title: string) => C | null,
): Map<C, number> {
  const found = new Map<C, number>();
  titles.forEach((title, place) => {
    const column = columnOf(title);
    if (column !== null && !found.has(column)) found.set(column, place);
  });
  return found;
}
