import type { SeatKind } from './actor.ts';
import { readCityField } from './cities.ts';
import { kindNamed, kindOfPost, plainCell, saysNoDepartment } from './import-columns.ts';
import type { StaffColumn } from './import-columns.ts';
import type { Line } from './import-table.ts';
import { readEmail, readFullName, readLine, readPhone } from './names.ts';
import type { FullName } from './names.ts';

/** What is wrong with a row, or was understood in another way than it was written. */
export interface Problem {
  sheet: string;
  row: number;
  /** See `import:problem.<kind>`; `values` stand in the text. */
  kind: ProblemKind;
  values: Readonly<Record<string, string>>;
  /** The row is not stored. */
  stops: boolean;
}

/** Because of these a row is not stored. */
const STOPPING = [
  'no_city',
  'bad_city',
  'foreign_city',
  'no_zone',
  'no_department',
  'long',
  'bad_kind',
  'no_post',
  'bad_name',
  'conflict',
  'held',
  'own_acting',
] as const;
export type ProblemKind =
  | (typeof STOPPING)[number]
  | 'other_chosen'
  | 'zone_taken'
  | 'zone_differs'
  | 'zone_changed'
  | 'kind_guessed'
  | 'bad_phone'
  | 'bad_email'
  | 'duplicate'
  | 'replaced'
  | 'patronymic_changed'
  | 'phone_changed'
  | 'email_changed'
  | 'contact_differs'
  | 'contact_kept'
  | 'bad_field';

/** A row of the list of employees, understood by itself. */
export interface Wanted {
  /** Its place in the table: names it in buttons. */
  index: number;
  sheet: string;
  row: number;
  city: string;
  department: string | null;
  kind: SeatKind;
  post: string;
  /** By which it is compared: city, department in it (null: none is named), words of the post, surname and name. */
  keys: { city: string; place: string | null; words: string; person: string | null };
  /** null: the post is vacant. */
  person: FullName | null;
  phone: string | null;
  email: string | null;
}

type Report = (kind: ProblemKind, values?: Problem['values']) => void;

/** Collects what is told of a row. */
export function reporter(problems: Problem[], { sheet, row }: Pick<Problem, 'sheet' | 'row'>): Report {
  return (kind, values = {}) => {
    problems.push({ sheet, row, kind, values, stops: (STOPPING as readonly string[]).includes(kind) });
  };
}

/** A department without the administration that it belongs to, as it is compared. */
export function departmentKey(name: string): string {
  return plainCell(name).replace(/ администрации(?: .*)?$/u, '');
}

/** A city without «г.», as it is compared. */
export function cityKey(name: string): string {
  return plainCell(name)
    .replace(/^(?:г|город) /, '')
    .replace(/[- ]+/g, '-');
}

/** «г. Приреченск» is Приреченск. */
export function cityName(text: string): string {
  return text.replace(/^(?:г\.|г |город )\s*/iu, '').trim();
}

export function personKey({ surname, name }: { surname: string | null; name: string | null }): string {
  return plainCell(`${surname ?? ''} ${name ?? ''}`);
}

/** Kinds of posts that stand in a department, or are said not to. */
export const WITHIN: readonly SeatKind[] = ['head', 'assistant', 'executor'];

/** A row by itself: its city, and the rest where it can be stored. */
export interface ReadRow {
  city: string;
  wanted: Wanted | null;
}

/**
 * Each row by itself. A city that stands in the first row of its group only is carried down. `onlyCity`: where the table
 * may leave the city out.
 */
export function readRows(
  lines: readonly Line<StaffColumn>[],
  onlyCity: string | null,
  problems: Problem[],
): ReadRow[] {
  let city = '';
  let department = '';
  return lines.map((line, index): ReadRow => {
    const { cells } = line;
    if (cells.city !== undefined && cityKey(cells.city) !== cityKey(city))
      [city, department] = [cells.city, ''];
    const report = reporter(problems, line);
    const kind = readKind(cells, report);
    const inherits = kind === 'assistant' || kind === 'executor';
    const own = cells.department ?? (inherits ? department : '');
    if (kind !== null && WITHIN.includes(kind)) department = own;
    const known = { index, city: cityName(city || (onlyCity ?? '')), department: own };
    return { city: known.city, wanted: kind && readOne(line, { ...known, kind }, report) };
  });
}

function readKind(cells: Line<StaffColumn>['cells'], report: Report): SeatKind | null {
  if (cells.kind !== undefined) {
    const named = kindNamed(cells.kind);
    if (named === null) report('bad_kind', { value: shortened(cells.kind) });
    return named;
  }
  const guessed = kindOfPost(cells.post ?? '');
  if (guessed !== null) report('kind_guessed', { kind: guessed });
  return guessed ?? 'head';
}

function readOne(
  { sheet, row, cells }: Line<StaffColumn>,
  known: { index: number; city: string; kind: SeatKind; department: string },
  report: Report,
): Wanted | null {
  const { index, kind } = known;
  const city = readCityField('name', known.city);
  if (known.city === '') report('no_city');
  else if (city.kind === 'bad') report('bad_city', { value: shortened(known.city) });
  const none = saysNoDepartment(known.department);
  const department = none ? null : readLine(known.department, 200);
  const post = readLine(cells.post ?? '', 200);
  const lacks = department === null && !none && WITHIN.includes(kind);
  if (known.department.length > 200 || (cells.post ?? '').length > 200) report('long');
  else if (lacks) report('no_department');
  else if (post === null) report('no_post');
  const person = readPerson(cells);
  if (person?.kind === 'bad') report('bad_name', { value: shortened(person.value), why: person.why });
  if (
    city.kind === 'bad' ||
    lacks ||
    post === null ||
    known.department.length > 200 ||
    person?.kind === 'bad'
  )
    return null;
  const key = cityKey(String(city.value));
  return {
    index,
    sheet,
    row,
    city: String(city.value),
    department,
    kind,
    post,
    keys: {
      city: key,
      place: department === null ? null : `${key}|${departmentKey(department)}`,
      words: plainCell(post),
      person: person && personKey(person.name),
    },
    person: person && person.name,
    phone: readOr(cells.phone, readPhone, () => report('bad_phone', { value: shortened(cells.phone ?? '') })),
    email: readOr(cells.email, readEmail, () => report('bad_email', { value: shortened(cells.email ?? '') })),
  };
}

type ReadPerson = { kind: 'ok'; name: FullName } | { kind: 'bad'; value: string; why: string };

/** From three columns, or from one that holds the whole name; null: nobody is named, «вакансия». */
function readPerson({ fullName, surname, name, patronymic }: Line<StaffColumn>['cells']): ReadPerson | null {
  const value = [surname, name, patronymic].filter(Boolean).join(' ') || (fullName ?? '');
  if (value === '' || /^(?:вакан|свободн|vacan|[-—–]+$)/iu.test(value)) return null;
  const read = readFullName(value);
  if (read.kind !== 'ok') return { kind: 'bad', value, why: read.kind };
  const { kind: _, ...person } = read;
  return { kind: 'ok', name: person };
}

function readOr(text: string | undefined, read: (text: string) => string | null, bad: () => void) {
  if (text === undefined || /^[-—–]+$/.test(text)) return null;
  const value = read(text);
  if (value === null) bad();
  return value;
}

/** What is quoted from a table in a message. */
export function shortened(value: string): string {
  return value.length <= 60 ? value : `${value.slice(0, 59).trimEnd()}…`;
}
