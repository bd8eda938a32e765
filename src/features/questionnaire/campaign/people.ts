import type { Db } from '../../../platform/database/client.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { CityPeople } from './recipients.ts';
import { byName, isReached } from './store.ts';
import type { CityRow } from './store.ts';

/** Who can be told in these cities (all where absent), by the Russian alphabet. */
export async function peopleOfCities(db: Db, now: Date, cityIds?: number[]): Promise<CityPeople[]> {
  const rows = await db.city.findMany({
    where: cityIds ? { id: { in: cityIds } } : {},
    include: {
      seats: {
        where: { kind: { in: ['head', 'city_coordinator'] }, closedAt: null },
        orderBy: { id: 'asc' },
      },
    },
  });
  const seatIds = rows.flatMap(({ seats }) => seats.map(({ id }) => id));
  const occupants = await occupantsOf(db, seatIds, now);
  const told = (seatId: number): number | null => {
    const occupant = occupants.get(seatId);
    return isReached(occupant) ? occupant.personId : null;
  };
  const people = rows.map(({ id, name, seats }) => ({
    cityId: id,
    cityName: name,
    heads: seats
      .filter(({ kind }) => kind === 'head')
      .map((seat) => ({ seatId: seat.id, personId: told(seat.id) })),
    coordinators: seats
      .filter(({ kind }) => kind === 'city_coordinator')
      .flatMap((seat) => told(seat.id) ?? []),
  }));
  return people.sort((a, b) => byName.compare(a.cityName, b.cityName));
}

/** A city of a campaign with those who can be told. */
interface Concerned {
  row: CityRow;
  city: CityPeople;
  respondentSeatId: number | null;
}

/** Who can be told in each of these cities of a campaign. */
export async function concernedBy(db: Db, now: Date, rows: readonly CityRow[]): Promise<Concerned[]> {
  const people = await peopleOfCities(
    db,
    now,
    rows.map(({ city }) => city.id),
  );
  return rows.flatMap((row) => {
    const city = people.find(({ cityId }) => cityId === row.city.id);
    return city ? [{ row, city, respondentSeatId: row.respondent?.seatId ?? null }] : [];
  });
}
