import type { Db } from '../../../platform/database/client.ts';
import { onlyRespondent } from './recipients.ts';
import type { CityPeople } from './recipients.ts';
import { peopleOfCities } from './people.ts';

/** A city that comes into a campaign, and who answers there unless somebody else is named. */
export interface Entering {
  city: CityPeople;
  respondentSeatId: number | null;
}

/**
 * Who will answer in these cities: the post that answered in the branch's campaign before, else the only head; null: the
 * city's coordinator names him.
 * @param year of the campaign into which they come
 */
export async function enteringOf(
  db: Db,
  now: Date,
  campaign: { branchId: number; year: number },
  cityIds: readonly number[],
): Promise<Entering[]> {
  const { branchId, year } = campaign;
  const cities = await peopleOfCities(db, now, [...cityIds]);
  const before = await db.assignment.findMany({
    where: {
      cityId: { in: [...cityIds] },
      respondentSeatId: { not: null },
      campaign: { branchId, year: { lt: year }, openedAt: { not: null } },
    },
    select: { cityId: true, respondentSeatId: true },
    orderBy: { campaign: { year: 'desc' } },
  });
  return cities.map((city) => {
    const former = before.find(({ cityId }) => cityId === city.cityId)?.respondentSeatId;
    const still = city.heads.find(({ seatId }) => seatId === former);
    return { city, respondentSeatId: still?.seatId ?? onlyRespondent(city) };
  });
}
