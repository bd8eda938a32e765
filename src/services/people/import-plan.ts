import type { Actor } from './actor.ts';
import { planCities } from './import-cities.ts';
import type { PlannedCity } from './import-cities.ts';
import type { Known } from './import-known.ts';
import { planContacts } from './import-contacts.ts';
import type { PlannedContact } from './import-contacts.ts';
import { planSeats } from './import-seats.ts';
import type { PlannedSeat } from './import-seats.ts';
import type { StaffTable } from './import-table.ts';
import { departmentKey, readRows, reporter } from './import-wanted.ts';
import type { Problem, Wanted } from './import-wanted.ts';
import { seatFor } from './rights.ts';

/** What a person decided about rows, by their places in the table. */
export interface Choices {
  /** Of those named for one post. */
  chosen: readonly number[];
  /** Whoever holds the post gets a successor. */
  successors: readonly number[];
}

export interface PlannedDepartment {
  city: string;
  key: string;
  /** null: it is new. */
  id: number | null;
  name: string;
}

/** Several people whom the table names for one post; the person says which of them. */
export interface Conflict {
  rows: Wanted[];
}

/** The post of this row is held by somebody else. */
export interface Succession {
  row: Wanted;
  /** «Рябинин Павел Андреевич» */
  holder: string;
  confirmed: boolean;
}

export interface Plan {
  cities: PlannedCity[];
  departments: PlannedDepartment[];
  seats: PlannedSeat[];
  /** Of people who are there already. */
  contacts: PlannedContact[];
  conflicts: Conflict[];
  successions: Succession[];
  /** By the rows of the file. */
  problems: Problem[];
}

/**
 * What an import would do: pure, so that it is shown before and decided once more when it is written. `known` is
 * everything that is stored; what the actor may not reach is refused row by row.
 */
export function planImport(
  table: StaffTable,
  known: Known,
  by: { actor: Actor; now: Date },
  { chosen, successors }: Choices,
): Plan {
  const problems: Problem[] = [];
  const read = readRows(table.staff, onlyCityOf(by.actor), problems);
  const cities = planCities(table, read, known, by, problems);
  const wanted = read.flatMap(({ wanted: row }): Wanted[] => {
    const city = row && cities.get(row.keys.city);
    if (!city) return [];
    if (seatFor(by.actor, `invite_${row.kind}`, { cityId: city.id })) return [row];
    reporter(problems, row)('foreign_city', { city: city.name });
    return [];
  });
  const departments = planDepartments(wanted, cities, known);
  const planned = planSeats(
    { wanted, cities, departments, known, actor: by.actor },
    { chosen: new Set(chosen), successors: new Set(successors) },
    problems,
  );
  const { seats, contacts } = planContacts({ seats: planned.seats, known, actor: by.actor }, problems);
  const used = new Set(seats.map(({ department }) => department));
  return {
    cities: [...cities.values()],
    departments: [...departments].filter(([key]) => used.has(key)).map(([, department]) => department),
    seats,
    contacts,
    conflicts: planned.conflicts,
    successions: planned.successions,
    problems: problems.sort((a, b) => Number(b.stops) - Number(a.stops) || a.row - b.row),
  };
}

/** The city that a coordinator of one city alone need not name. */
function onlyCityOf(actor: Actor): string | null {
  if (seatFor(actor, 'import_staff', { cityId: null })) return null;
  const names = new Set(
    actor.seats.flatMap(({ cityId, cityName }) =>
      cityName !== null && seatFor(actor, 'import_staff', { cityId }) ? [cityName] : [],
    ),
  );
  const [only] = names;
  return names.size === 1 ? (only ?? null) : null;
}

/** The departments that rows name, by city and name; one that is stored keeps its name. */
function planDepartments(
  wanted: readonly Wanted[],
  cities: ReadonlyMap<string, PlannedCity>,
  known: Known,
): Map<string, PlannedDepartment> {
  const stored = new Map<string, { id: number; name: string }>();
  for (const { id, cityId, name } of known.departments) {
    const key = `${cityId}|${departmentKey(name)}`;
    if (!stored.has(key)) stored.set(key, { id, name });
  }
  const planned = new Map<string, PlannedDepartment>();
  for (const row of wanted) {
    const { place, city } = row.keys;
    if (row.department === null || place === null || planned.has(place)) continue;
    const old = stored.get(`${cities.get(city)?.id ?? ''}|${departmentKey(row.department)}`);
    planned.set(place, { city, key: place, id: old?.id ?? null, name: old?.name ?? row.department });
  }
  return planned;
}
