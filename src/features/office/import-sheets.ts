import { formatDay } from '../../services/calendar/index.ts';
import { buildSpreadsheet, fileName } from '../../services/documents/index.ts';
import type { OutCell, OutSheet } from '../../services/documents/index.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { CARD_FIELDS } from '../../services/people/city-card.ts';
import type { CardField, CityCard } from '../../services/people/city-card.ts';
import type { CityField } from '../../services/people/cities.ts';
import { IMPORTED_KINDS, STAFF_COLUMNS, kindNamed } from '../../services/people/import-columns.ts';
import type { Known } from '../../services/people/import-known.ts';
import type { StaffTable } from '../../services/people/import-table.ts';
import { WITHIN } from '../../services/people/import-wanted.ts';
import type { Problem } from '../../services/people/import-wanted.ts';
import { problemText, zoneName } from './import-wording.ts';

export interface SheetFile {
  name: string;
  content: Buffer;
}

const WIDTHS: Record<(typeof STAFF_COLUMNS)[number], number> = {
  city: 18,
  timeZone: 20,
  department: 36,
  kind: 18,
  post: 36,
  surname: 18,
  name: 14,
  patronymic: 18,
  phone: 18,
  email: 24,
};
const CARD_WIDTH = 26;
const CARD_COLUMNS: readonly CityField[] = ['name', 'timeZone', ...CARD_FIELDS];

const staffColumns = ({ t }: Texts) =>
  STAFF_COLUMNS.map((column) => ({ title: t(`import:columns.${column}`), width: WIDTHS[column] }));
const cardColumns = ({ t }: Texts) =>
  CARD_COLUMNS.map((field) => ({ title: t(`office:city.field.${field}`), width: CARD_WIDTH }));

/** A value of a city's card as it is shown, and as it is understood when a table brings it back. */
export function cardValue({ t, language }: Texts, card: CityCard, field: CardField): string {
  if (field === 'daysOff') return card.daysOff === undefined ? '' : t(`office:city.days_off.${card.daysOff}`);
  const value = card[field];
  if (!Array.isArray(value)) return value ?? '';
  const ofDays = field === 'localDaysOff' || field === 'localWorkDays';
  return (ofDays ? value.map((day) => formatDay(day, language, 'table')) : value).join(', ');
}

/** The table to fill in, with what is known; its example row is told by its first word when it comes back. */
export function templateFile(texts: Texts, known: Known, now: Date): SheetFile {
  const { t } = texts;
  const cities = new Map(known.cities.map((city) => [city.id, city]));
  const departments = new Map(known.departments.map(({ id, name }) => [id, name]));
  const example = STAFF_COLUMNS.map((column) =>
    column === 'kind' ? t('import:kind.head') : t(`import:example.${column}`),
  );
  const staff = known.seats.map(({ cityId, departmentId, kind, post, holder, invitation }): OutCell[] => {
    const city = cities.get(cityId);
    const person = holder ?? invitation;
    return [
      city?.name ?? '',
      city ? zoneName(texts, city.timeZone) : '',
      departments.get(departmentId ?? 0) ?? (WITHIN.includes(kind) ? t('office:invite.no_department') : ''),
      t(`import:kind.${kind as 'head'}`),
      post,
      person?.surname ?? '',
      person?.name ?? '',
      person?.patronymic ?? '',
      person?.phone ?? '',
      person?.email ?? '',
    ];
  });
  const cards = known.cities.map(({ name, timeZone, card }): OutCell[] => [
    name,
    zoneName(texts, timeZone),
    ...CARD_FIELDS.map((field) => cardValue(texts, card, field)),
  ]);
  const cardExample = [
    t('import:example.city'),
    t('import:example.timeZone'),
    ...CARD_FIELDS.map((field) =>
      field === 'daysOff' ? t('office:city.days_off.five_days') : t(`import:example.${field}`),
    ),
  ];
  const kinds = IMPORTED_KINDS.map((kind) => t(`import:kind.${kind as 'head'}`)).join(', ');
  return file(texts, 'import:template.file', now, [
    {
      name: t('import:template.staff'),
      above: [
        t('import:template.staff_title'),
        t('import:template.staff_how'),
        t('import:template.staff_kinds', { kinds }),
      ],
      columns: staffColumns(texts),
      rows: [example, ...sorted(staff)],
    },
    {
      name: t('import:template.card'),
      above: [t('import:template.card_title'), t('import:template.card_how')],
      columns: cardColumns(texts),
      rows: [cardExample, ...sorted(cards)],
    },
  ]);
}

/** The rows of a table with what is wrong with them, those that cannot be stored first; `left`: only those. */
export function remarksFile(
  texts: Texts,
  source: { table: StaffTable; problems: readonly Problem[]; name: string; left: boolean },
  now: Date,
): SheetFile {
  const { t } = texts;
  const { table, problems, left } = source;
  const said = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.sheet}|${problem.row}`;
    said.set(key, [...(said.get(key) ?? []), problem]);
  }
  type Row = StaffTable['staff'][number] | StaffTable['cards'][number];
  const rows = (lines: readonly Row[], columns: readonly string[]): OutCell[][] =>
    lines
      .map((line) => ({ line, of: said.get(`${line.sheet}|${line.row}`) ?? [] }))
      .map(({ line, of }) => ({ line, of, rank: of.some(({ stops }) => stops) ? 0 : of.length > 0 ? 1 : 2 }))
      .filter(({ rank }) => !left || rank === 0)
      .sort((a, b) => a.rank - b.rank)
      .map(({ line, of }) => [
        String(line.row),
        ...columns.map((column) => (line.cells as Partial<Record<string, string>>)[column] ?? ''),
        of.map((problem) => problemText(texts, problem)).join('; '),
      ]);
  const sheet = (name: string, columns: OutSheet['columns'], cells: OutCell[][]): OutSheet[] =>
    cells.length === 0
      ? []
      : [
          {
            name,
            above: [t('import:remark.title', { file: source.name }), t('import:remark.how')],
            columns: [
              { title: t('import:remark.row'), width: 8 },
              ...columns,
              { title: t('import:remark.column'), width: 50 },
            ],
            rows: cells,
          },
        ];
  const whole = carried(table.staff);
  return file(texts, 'import:remark.file', now, [
    ...sheet(t('import:template.staff'), fullColumns(texts, whole), rows(whole, fullNames(whole))),
    ...sheet(t('import:template.card'), cardColumns(texts), rows(table.cards, CARD_COLUMNS)),
  ]);
}

/** The rows come in another order, so what stood above them is written into each. */
function carried(staff: StaffTable['staff']): StaffTable['staff'] {
  let city: string | undefined;
  let department: string | undefined;
  return staff.map((line) => {
    const { cells } = line;
    const kind = kindNamed(cells.kind ?? '');
    if (cells.city !== undefined && cells.city !== city) department = undefined;
    city = cells.city ?? city;
    const within = kind === 'assistant' || kind === 'executor';
    const own = cells.department ?? (within ? department : undefined);
    department = own ?? department;
    const filled = {
      ...(city === undefined ? {} : { city }),
      ...(own === undefined ? {} : { department: own }),
    };
    return { ...line, cells: { ...cells, ...filled } };
  });
}

const hasFullName = (staff: StaffTable['staff']): boolean =>
  staff.some(({ cells }) => cells.fullName !== undefined);
const fullNames = (staff: StaffTable['staff']): string[] =>
  hasFullName(staff) ? [...STAFF_COLUMNS, 'fullName'] : [...STAFF_COLUMNS];
const fullColumns = (texts: Texts, staff: StaffTable['staff']): OutSheet['columns'] =>
  hasFullName(staff)
    ? [...staffColumns(texts), { title: texts.t('import:links.person'), width: 36 }]
    : staffColumns(texts);

/** A link with its code, and whose it is. */
export interface LinkRow {
  city: { name: string; timeZone: string };
  department: string;
  post: string;
  person: string;
  phone: string;
  email: string;
  link: string;
  code: string;
  expiresAt: Date;
}

/** The sheet of links: each to be handed to the one whose name stands beside it. */
export function linksFile(texts: Texts, links: readonly LinkRow[], bot: string, now: Date): SheetFile {
  const { t } = texts;
  const columns = [
    { title: t('import:columns.city'), width: 18 },
    { title: t('import:columns.department'), width: 32 },
    { title: t('import:columns.post'), width: 32 },
    { title: t('import:links.person'), width: 30 },
    { title: t('import:columns.phone'), width: 18 },
    { title: t('import:columns.email'), width: 24 },
    { title: t('import:links.link'), width: 66 },
    { title: t('import:links.code'), width: 12 },
    { title: t('import:links.until'), width: 18 },
  ];
  const rows = links.map((each): OutCell[] => [
    each.city.name,
    each.department,
    each.post,
    each.person,
    each.phone,
    each.email,
    each.link,
    each.code,
    { at: each.expiresAt, timeZone: each.city.timeZone },
  ]);
  const above = [t('import:links.title'), t('import:links.how'), t('import:links.how_code', { bot })];
  return file(texts, 'import:links.file', now, [
    { name: t('import:links.sheet'), above, columns, rows: sorted(rows) },
  ]);
}

function sorted(rows: readonly OutCell[][]): OutCell[][] {
  const text = (row: OutCell[], at: number): string => (typeof row[at] === 'string' ? row[at] : '');
  return [...rows].sort((a, b) =>
    [0, 1, 2].reduce((found, at) => found || text(a, at).localeCompare(text(b, at), 'ru'), 0),
  );
}

function file(
  { t }: Texts,
  name: 'import:template.file' | 'import:remark.file' | 'import:links.file',
  now: Date,
  sheets: readonly OutSheet[],
): SheetFile {
  const readable = fileName([t(name)], 'xlsx');
  const author = t('import:author');
  return {
    name: readable,
    content: buildSpreadsheet(sheets, { title: readable.slice(0, -5), author, createdAt: now }),
  };
}
