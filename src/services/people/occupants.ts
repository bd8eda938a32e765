import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { dayIn, storedDay } from '../calendar/index.ts';
import { ASSOCIATION_ZONE } from './actor.ts';
import type { SeatKind } from './actor.ts';
import type { Named } from './store.ts';

/** Who answers for a post at this moment. */
export interface Occupant extends Named {
  personId: number;
  phone: string | null;
  reach: string;
  /** The day, in the city, until which he acts for the holder; null: he holds the post himself. */
  actingUntil: string | null;
}

const reachable = { cutOffAt: null, erasedAt: null, telegramId: { not: null } };
const holder = {
  where: { until: null, person: reachable },
  include: { person: true },
} satisfies Prisma.Seat$holdingsArgs;

/**
 * The connected person who answers for each of these posts now: who acts in it, else who holds it. A post without one is
 * left out. Somebody acts only while he is connected: until then the holder is asked.
 */
export async function occupantsOf(
  db: Db,
  seatIds: readonly number[],
  now: Date,
): Promise<Map<number, Occupant>> {
  const seats = await db.seat.findMany({
    where: { id: { in: [...seatIds] }, closedAt: null },
    include: {
      city: { select: { timeZone: true } },
      holdings: holder,
      lent: {
        where: { endedAt: null, actingSeat: { closedAt: null } },
        orderBy: { id: 'asc' },
        include: { actingSeat: { select: { holdings: holder } } },
      },
    },
  });
  const found = seats.map((seat): [number, Occupant | undefined] => {
    const today = dayIn(now, seat.city?.timeZone ?? ASSOCIATION_ZONE);
    const acting = seat.lent.flatMap(({ fromOn, untilOn, actingSeat: { holdings } }) => {
      const person = holdings[0]?.person;
      const until = storedDay(untilOn);
      return person && storedDay(fromOn) <= today && today <= until ? [occupant(person, until)] : [];
    });
    const own = seat.holdings[0]?.person;
    return [seat.id, acting[0] ?? (own && occupant(own, null))];
  });
  return new Map(found.filter((each): each is [number, Occupant] => each[1] !== undefined));
}

/** Somebody who can be asked: connected, with telephone and hours of the post that he answers for. */
export interface Contact extends Occupant {
  seatId: number;
  post: string;
  hours: string | null;
  cityName: string | null;
}

/** Who answers now for the posts looked for, longest kept post first; nobody twice. */
export async function contactsOf(
  db: Db,
  posts: { id: number } | { kind: SeatKind; cityId: number | null },
  now: Date,
): Promise<Contact[]> {
  const seats = await db.seat.findMany({
    where: { ...posts, closedAt: null },
    select: { id: true, post: true, hours: true, city: { select: { name: true } }, holdings: heldSince },
  });
  const since = (seat: (typeof seats)[number]): number => seat.holdings[0]?.id ?? Infinity;
  const ids = seats.map(({ id }) => id);
  const occupants = await occupantsOf(db, ids, now);
  const met = new Set<number>();
  return seats
    .sort((a, b) => since(a) - since(b))
    .flatMap(({ id: seatId, post, hours, city }) => {
      const found = occupants.get(seatId);
      if (!found || met.has(found.personId)) return [];
      met.add(found.personId);
      return [{ ...found, seatId, post, hours, cityName: city?.name ?? null }];
    });
}

const heldSince = { where: { until: null }, select: { id: true } } satisfies Prisma.Seat$holdingsArgs;

function occupant(person: Omit<Occupant, 'personId' | 'actingUntil'> & { id: number }, until: string | null) {
  const { id: personId, surname, name, patronymic, phone, reach } = person;
  return { personId, surname, name, patronymic, phone, reach, actingUntil: until };
}
