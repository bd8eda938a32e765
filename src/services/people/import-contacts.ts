import type { Actor } from './actor.ts';
import type { Known } from './import-known.ts';
import type { PlannedSeat } from './import-seats.ts';
import { personKey, reporter } from './import-wanted.ts';
import type { Problem, Wanted } from './import-wanted.ts';
import { fullName } from './names.ts';
import { seatForStaff } from './rights.ts';

/** What a table may mend of somebody who has come in already. */
const FIELDS = ['patronymic', 'phone', 'email'] as const;
type Contact = Partial<Record<(typeof FIELDS)[number], string>>;

export interface PlannedContact {
  personId: number;
  data: Contact;
}

/**
 * What changes of those who hold their posts already: an empty cell changes nothing. A person belongs to himself and not
 * to one post, so the right is asked over each of his posts, and of two rows about him the first one counts.
 */
export function planContacts(
  given: { seats: readonly PlannedSeat[]; known: Known; actor: Actor },
  problems: Problem[],
): { seats: PlannedSeat[]; contacts: PlannedContact[] } {
  const stored = new Map(given.known.seats.map((seat) => [seat.id, seat.holder]));
  const firsts = new Map<number, { row: number; said: Contact }>();
  const contacts: PlannedContact[] = [];
  const seats = given.seats.map((seat): PlannedSeat => {
    const holder = seat.id === null ? null : (stored.get(seat.id) ?? null);
    const { row } = seat;
    if (!holder || row.keys.person !== personKey(holder)) return seat;
    const report = reporter(problems, row);
    const name = fullName(holder) ?? '';
    const first = firsts.get(holder.personId) ?? { row: row.row, said: {} };
    firsts.set(holder.personId, first);
    const data: Contact = {};
    for (const field of FIELDS) {
      const value = saidOf(row)[field];
      const before = first.said[field];
      if (value === null) continue;
      if (before !== undefined && before !== value) report('contact_differs', { name, row: `${first.row}` });
      if (before !== undefined) continue;
      first.said[field] = value;
      if (value !== holder[field]) data[field] = value;
    }
    if (Object.keys(data).length === 0) return seat;
    if (!seatForStaff(given.actor, 'edit_staff', holder.posts)) {
      report('contact_kept', { name });
      return seat;
    }
    for (const field of FIELDS) {
      const [from, to] = [holder[field], data[field]];
      if (from !== null && to !== undefined) report(`${field}_changed`, { name, from, to });
    }
    contacts.push({ personId: holder.personId, data });
    return { ...seat, state: 'changed' };
  });
  return { seats, contacts };
}

function saidOf({ person, phone, email }: Wanted): Record<(typeof FIELDS)[number], string | null> {
  return { patronymic: person?.patronymic ?? null, phone, email };
}
