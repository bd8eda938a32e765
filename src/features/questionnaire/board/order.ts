import { CITY_STATES } from '../campaign/state.ts';
import type { CityState } from '../campaign/state.ts';

/** Which cities a list of *Кто сдал* shows: all, those that have not submitted, what came late, or by state. */
export const BOARD_FILTERS = [
  ...(['all', 'waiting', 'late', 'unnamed', 'not_connected', 'not_opened', 'in_work'] as const),
  /** Submitted, in time or late. */
  'to_accept',
  ...(['to_clarify', 'accepted'] as const),
] as const;
export type BoardFilter = (typeof BOARD_FILTERS)[number];

/** In what order: by the alphabet, by the latest activity, by the state. */
export const BOARD_ORDERS = ['name', 'last', 'state'] as const;
export type BoardOrder = (typeof BOARD_ORDERS)[number];

interface Row {
  city: { name: string };
  state: CityState;
  submitted: boolean;
  late: boolean;
  lastWrittenAt: Date | null;
  submittedAt: Date | null;
  acceptedAt: Date | null;
}

export function filtered<R extends Row>(rows: readonly R[], filter: BoardFilter): R[] {
  return rows.filter((row) => {
    if (filter === 'all') return true;
    if (filter === 'waiting') return !row.submitted;
    if (filter === 'late') return row.submitted && row.late;
    if (filter === 'to_accept') return row.state === 'submitted' || row.state === 'submitted_late';
    return row.state === filter;
  });
}

/** When anything last happened to a questionnaire; null: never. */
export function lastChange(row: Pick<Row, 'lastWrittenAt' | 'submittedAt' | 'acceptedAt'>): Date | null {
  return latest(row.lastWrittenAt, row.submittedAt, row.acceptedAt);
}

/** The latest of some instants. */
export function latest(...instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, at) => (at && (!last || at > last) ? at : last), null);
}

const alphabet = new Intl.Collator('ru');

/** By activity the newest stands first; within one rank the alphabet decides. */
export function ordered<R extends Row>(rows: readonly R[], order: BoardOrder): R[] {
  const rank = (row: R): number =>
    order === 'last'
      ? -(lastChange(row)?.getTime() ?? 0)
      : order === 'state'
        ? CITY_STATES.indexOf(row.state)
        : 0;
  return [...rows].sort((a, b) => rank(a) - rank(b) || alphabet.compare(a.city.name, b.city.name));
}

/** How hard it is to reach somebody by telephone about a questionnaire that is not submitted. */
interface Reachable {
  row: Row;
  /** Somebody is named, and his number is known. */
  phone: string | null;
  lastActivityAt: Date | null;
  reminders: number;
}

/**
 * Those who have not submitted, whoever is hardest to reach first: nobody named, no access, not opened, in work; then
 * without a telephone, the longest silent, the most often reminded, the alphabet.
 */
export function callOrder<R extends Reachable>(entries: readonly R[]): R[] {
  const keys = ({ row, phone, lastActivityAt, reminders }: R): number[] => [
    CITY_STATES.indexOf(row.state),
    phone === null ? 0 : 1,
    lastActivityAt?.getTime() ?? 0,
    -reminders,
  ];
  return entries
    .filter(({ row }) => !row.submitted)
    .map((entry) => ({ entry, keys: keys(entry) }))
    .sort((a, b) => {
      const [difference] = a.keys.map((key, index) => key - (b.keys[index] ?? 0)).filter(Boolean);
      return difference ?? alphabet.compare(a.entry.row.city.name, b.entry.row.city.name);
    })
    .map(({ entry }) => entry);
}
