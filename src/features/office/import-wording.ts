import { isTimeZone, russianZones } from '../../services/calendar/index.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import type { Key } from '../../services/i18n/keys.ts';
import type { Plan } from '../../services/people/import-plan.ts';
import type { Problem } from '../../services/people/import-wanted.ts';
import type { ImportCounts, Tally } from '../../services/people/import-write.ts';

const MOST_PROBLEMS = 5;
const MOST_REMARKS = 3;
const MOST_ROWS = 10;

/** «Якутск, Благовещенск (МСК+6)»; a zone beyond Russia by its name. */
export function zoneName({ t }: Texts, zone: string): string {
  const known = russianZones.find((each) => each === zone);
  return known ? t(`calendar:zone.${known}`) : zone;
}

/** What is wrong with a row, without saying which. */
export function problemText(texts: Texts, { kind, values }: Problem): string {
  const { t } = texts;
  const said = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (name === 'zone' || name === 'from')
        return [name, isTimeZone(value) ? zoneName(texts, value) : value];
      if (name === 'kind') return [name, t(`import:kind.${value}` as Key)];
      if (name === 'field') return [name, t(`office:city.field.${value}` as Key)];
      return [name, value];
    }),
  );
  if (kind === 'bad_name') return t(`import:problem.bad_name.${values['why'] ?? 'letters'}` as Key, said);
  if (kind === 'no_zone' && values['value']) return t('import:problem.no_zone_value', said);
  return t(`import:problem.${kind}`, said);
}

function problemLine(texts: Texts, problem: Problem, severalSheets: boolean): string {
  const values = { row: problem.row, sheet: problem.sheet, problem: problemText(texts, problem) };
  return texts.t(severalSheets ? 'import:at_sheet' : 'import:at', values);
}

/** «Города: 3 — новых 2, без изменений 1», a line each. */
export function tallyLines({ t }: Texts, counts: ImportCounts): string {
  const line = (what: 'cities' | 'departments' | 'seats'): string | null => {
    const tally: Tally = counts[what];
    const total = tally.new + tally.changed + tally.same;
    const parts = (['new', 'changed', 'same'] as const)
      .filter((state) => tally[state] > 0)
      .map((state) => t(`import:tally.${state}`, { count: tally[state] }));
    return total === 0 ? null : `${t(`import:tally.${what}`, { total })} — ${parts.join(', ')}`;
  };
  return [line('cities'), line('departments'), line('seats')].filter(Boolean).join('\n');
}

/** How many people get an invitation by it, and which rows name a post but nobody who holds it. */
export function peopleLines({ t }: Texts, { seats }: Pick<Plan, 'seats'>, severalSheets: boolean): string[] {
  const invited = seats.filter(
    ({ row, link }) => row.person && (link === 'write' || link === 'replace'),
  ).length;
  const nameless = seats.filter(({ row, state }) => row.person === null && state === 'new');
  const rows = nameless
    .slice(0, MOST_ROWS)
    .map(({ row }) => (severalSheets ? `${row.sheet}, ${row.row}` : row.row));
  const more = nameless.length > MOST_ROWS ? '…' : '';
  return [
    ...(invited > 0 ? [t('import:invited', { count: invited })] : []),
    ...(nameless.length > 0
      ? [t('import:nameless', { count: nameless.length, rows: `${rows.join('; ')}${more}` })]
      : []),
  ];
}

/** Rows that cannot be stored, then what was understood in another way than it was written; the first of each. */
export function problemLines(texts: Texts, { problems }: Plan, severalSheets: boolean): string[] {
  const part = (head: string, all: readonly Problem[], most: number): string | null => {
    const lines = all.slice(0, most).map((problem) => problemLine(texts, problem, severalSheets));
    const more = all.length > most ? [texts.t('import:more', { count: all.length - most })] : [];
    return all.length === 0 ? null : [head, ...lines, ...more].join('\n');
  };
  const stops = problems.filter(({ stops }) => stops);
  const remarks = problems.filter(({ stops }) => !stops);
  const rows = new Set(stops.map(({ sheet, row }) => `${sheet}|${row}`)).size;
  return [
    part(texts.t('import:stopped', { count: rows }), stops, MOST_PROBLEMS),
    part(texts.t('import:remarks'), remarks, MOST_REMARKS),
  ].filter((each) => each !== null);
}
