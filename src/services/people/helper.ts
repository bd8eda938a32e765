import type { Db } from '../../platform/database/client.ts';
import type { Actor, SeatKind } from './actor.ts';
import { contactsOf } from './occupants.ts';
import type { Contact } from './occupants.ts';

type Place = [kind: SeatKind, cityId: number | null];

/**
 * Whom to ask, nearest first: the city's coordinator, then the association's, then an administrator; a coordinator asks
 * upwards. Never the person himself, and who acts for whoever is on leave. All of the first place that has anybody;
 * empty: nobody is connected yet.
 */
export async function helpersFor(
  db: Db,
  asks: { personId: number | null; places: readonly Place[] },
  now: Date,
): Promise<Contact[]> {
  for (const [kind, cityId] of asks.places) {
    const found = (await contactsOf(db, { kind, cityId }, now)).filter(
      (one) => one.personId !== asks.personId,
    );
    if (found.length > 0) return found;
  }
  return [];
}

const UP: readonly Place[] = [
  ['association_coordinator', null],
  ['administrator', null],
];

/** Where a person looks for help. */
export function placesOfHelp(actor: Pick<Actor, 'seats'>, invitationCityId: number | null = null): Place[] {
  const kinds = new Set(actor.seats.map((seat) => seat.kind));
  if (kinds.has('administrator')) return [['administrator', null]];
  if (kinds.has('association_coordinator'))
    return [
      ['administrator', null],
      ['association_coordinator', null],
    ];
  if (kinds.has('city_coordinator')) return [...UP];
  const cities = actor.seats.map((seat) => seat.cityId).concat(invitationCityId);
  const near = cities
    .filter((cityId) => cityId !== null)
    .map((cityId): Place => ['city_coordinator', cityId]);
  return [...near, ...UP];
}
