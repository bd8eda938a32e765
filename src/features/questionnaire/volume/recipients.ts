import type { Db } from '../../../platform/database/client.ts';
import { readCard } from '../../../services/people/city-card.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import { peopleOn } from '../reminders/notices.ts';
import { sendingAt } from '../reminders/plan.ts';
import { byRussianAlphabet } from './alphabet.ts';

/** Whom a closed volume goes to: whoever answers for the posts of the cities in it, and their coordinators. */
export interface VolumeRecipients {
  people: {
    personId: number;
    assignmentId: number;
    /** In his city's working hours. */
    at: Date;
    /** There are none there now. */
    waits: boolean;
  }[];
  /** In which there is somebody. */
  cities: string[];
  /** In which nobody can be told. */
  silent: string[];
}

export async function recipientsOf(
  db: Db,
  campaignId: number,
  closedAt: Date,
  now: Date,
): Promise<VolumeRecipients> {
  const rows = await db.assignment.findMany({
    where: { campaignId, submissions: { some: { withdrawnAt: null, at: { lte: closedAt } } } },
    select: {
      id: true,
      respondentSeatId: true,
      city: {
        select: {
          name: true,
          timeZone: true,
          card: true,
          seats: { where: { kind: 'city_coordinator', closedAt: null }, select: { id: true } },
        },
      },
    },
    orderBy: { id: 'asc' },
  });
  const seatsOf = ({ respondentSeatId, city }: (typeof rows)[number]): number[] => [
    ...(respondentSeatId === null ? [] : [respondentSeatId]),
    ...city.seats.map(({ id }) => id),
  ];
  const occupants = await occupantsOf(db, rows.flatMap(seatsOf), now);
  const people = new Map<number, VolumeRecipients['people'][number]>();
  const [cities, silent]: [string[], string[]] = [[], []];
  for (const row of rows) {
    const there = peopleOn(seatsOf(row), occupants);
    (there.length === 0 ? silent : cities).push(row.city.name);
    const { at, waits } = sendingAt(now, { timeZone: row.city.timeZone, rule: readCard(row.city.card) });
    for (const { personId } of there)
      if (!people.has(personId)) people.set(personId, { personId, assignmentId: row.id, at, waits });
  }
  return {
    people: [...people.values()],
    cities: cities.sort(byRussianAlphabet),
    silent: silent.sort(byRussianAlphabet),
  };
}
