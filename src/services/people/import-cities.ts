import type { Actor } from './actor.ts';
import { DAYS_OFF, readField } from './city-card.ts';
import type { CardField, CityCard } from './city-card.ts';
import { readCityField } from './cities.ts';
import type { CityField } from './cities.ts';
import { plainCell } from './import-columns.ts';
import type { Known, KnownCity } from './import-known.ts';
import type { Line, StaffTable } from './import-table.ts';
import { cityKey, cityName, reporter, shortened } from './import-wanted.ts';
import type { Problem, ReadRow } from './import-wanted.ts';
import { isMeant, readZone, zoneOfCity } from './import-zones.ts';
import { seatFor } from './rights.ts';

export type State = 'new' | 'changed' | 'same';

/** A city as it is to be after the import. */
export interface PlannedCity {
  key: string;
  /** null: it is new. */
  id: number | null;
  name: string;
  timeZone: string;
  /** Its whole card. */
  card: CityCard;
  state: State;
}

/** What the rows say of one city, in their order. */
interface Said {
  name: string;
  lines: { at: Pick<Problem, 'sheet' | 'row'>; zone: string | undefined; card: Line<CityField> | null }[];
}

/**
 * The cities of a table by their keys: those within the actor's reach, and known by their zone. A row of any other is
 * told as a problem.
 */
export function planCities(
  { staff, cards }: StaffTable,
  rows: readonly ReadRow[],
  known: Known,
  { actor, now }: { actor: Actor; now: Date },
  problems: Problem[],
): Map<string, PlannedCity> {
  const said = new Map<string, Said>();
  const add = (key: string, name: string, line: Said['lines'][number]): void => {
    const city = said.get(key) ?? { name, lines: [] };
    city.lines.push(line);
    said.set(key, city);
  };
  for (const card of cards) {
    const name = cityName(card.cells.name ?? '');
    const read = readCityField('name', name);
    if (read.kind === 'ok') add(cityKey(name), name, { at: card, zone: card.cells.timeZone, card });
    else reporter(problems, card)(name === '' ? 'no_city' : 'bad_city', { value: shortened(name) });
  }
  for (const { wanted } of rows)
    if (wanted)
      add(wanted.keys.city, wanted.city, {
        at: wanted,
        zone: staff[wanted.index]?.cells.timeZone,
        card: null,
      });
  // A row that cannot be stored may still be the one that names the zone of its city.
  for (const [index, { city, wanted }] of rows.entries()) {
    const line = staff[index];
    if (!wanted && line?.cells.timeZone !== undefined)
      said.get(cityKey(city))?.lines.push({ at: line, zone: line.cells.timeZone, card: null });
  }

  const stored = new Map(known.cities.map((city) => [cityKey(city.name), city]));
  const planned = [...said].map(([key, city]): PlannedCity | null => {
    const old = stored.get(key) ?? null;
    const reached = old
      ? seatFor(actor, 'import_staff', { cityId: old.id })
      : seatFor(actor, 'import_staff', { cityId: null }) && seatFor(actor, 'add_city');
    if (!reached) {
      for (const { at } of city.lines) reporter(problems, at)('foreign_city', { city: city.name });
      return null;
    }
    const timeZone = planZone(city, old, now, problems);
    if (timeZone === null) return null;
    const card = planCard(city, old?.card ?? {}, problems);
    const changed = timeZone !== old?.timeZone || JSON.stringify(card) !== JSON.stringify(old.card);
    const state = old === null ? 'new' : changed ? 'changed' : 'same';
    return { key, id: old?.id ?? null, name: old?.name ?? city.name, timeZone, card, state };
  });
  return new Map(planned.filter((city) => city !== null).map((city) => [city.key, city]));
}

/** null: the city is new and its zone is not known. */
function planZone(
  { name, lines }: Said,
  old: KnownCity | null,
  now: Date,
  problems: Problem[],
): string | null {
  const read = lines.map(({ at, zone }) => ({ at, zone, meant: zone === undefined ? null : readZone(zone) }));
  const first = read.find(({ meant }) => meant !== null)?.meant ?? null;
  const kept = old && (first === null || isMeant(first, old.timeZone, now)) ? old.timeZone : null;
  const taken = kept ?? bySameHours(first, zoneOfCity(name), now) ?? old?.timeZone ?? null;
  const told = new Set<string>();
  for (const { at, zone, meant } of read) {
    const report = reporter(problems, at);
    if (taken === null) report('no_zone', { city: name, value: shortened(zone ?? '') });
    else if (zone === undefined || told.has(zone)) continue;
    else if (meant === null) report('zone_taken', { value: shortened(zone), city: name, zone: taken });
    else if (!isMeant(meant, taken, now))
      report('zone_differs', { value: shortened(zone), city: name, zone: taken });
    if (zone !== undefined) told.add(zone);
  }
  const [at] = read;
  if (old && at && taken !== null && taken !== old.timeZone)
    reporter(problems, at.at)('zone_changed', { city: name, from: old.timeZone, zone: taken });
  return taken;
}

/** The city's own zone where it keeps the hours that were told, or where nothing was told; else the zone that was told. */
function bySameHours(read: ReturnType<typeof readZone>, own: string | null, now: Date): string | null {
  if (read === null) return own;
  return own !== null && isMeant(read, own, now) ? own : read.zone;
}

/** The card with what the rows fill in; an empty cell changes nothing. */
function planCard({ name, lines }: Said, old: CityCard, problems: Problem[]): CityCard {
  const filled: Partial<Record<CardField, string | string[]>> = {};
  for (const { card } of lines) {
    for (const [field, text] of Object.entries(card?.cells ?? {}) as [CityField, string][]) {
      if (field === 'name' || field === 'timeZone' || !card) continue;
      const read = readField(
        field,
        field === 'daysOff' ? week(text) : field === 'digestAt' ? hour(text) : text,
      );
      if (read.kind === 'ok') filled[field] = read.value;
      else
        reporter(problems, card)('bad_field', { city: name, field, value: shortened(text), why: read.why });
    }
  }
  return { ...old, ...(filled as CityCard) };
}

/** «5», «пятидневная», «шестидневка» */
function week(text: string): string {
  const plain = plainCell(text);
  if (/^(?:5|пят|five)/u.test(plain)) return DAYS_OFF[0];
  return /^(?:6|шест|six)/u.test(plain) ? DAYS_OFF[1] : text;
}

/** A spreadsheet program may show seconds. */
function hour(text: string): string {
  return text.replace(/^(\d{1,2}:\d{2}):\d{2}$/, '$1');
}
