import type { Db } from '../../platform/database/client.ts';
import type { SeatKind } from './actor.ts';
import { readCard } from './city-card.ts';
import type { CityCard } from './city-card.ts';
import { IMPORTED_KINDS } from './import-columns.ts';
import type { FullName } from './names.ts';
import type { Named } from './store.ts';

export interface KnownCity {
  id: number;
  name: string;
  timeZone: string;
  card: CityCard;
}

/** A post as an import finds it. */
export interface KnownSeat {
  id: number;
  kind: SeatKind;
  cityId: number;
  departmentId: number | null;
  post: string;
  /** `posts`: all that the person holds, there and elsewhere. */
  holder:
    | (Named & {
        personId: number;
        phone: string | null;
        email: string | null;
        posts: readonly { seatId: number; kind: SeatKind; cityId: number | null }[];
      })
    | null;
  /** The one whose link works now. */
  invitation: (FullName & { id: number; phone: string | null; email: string | null }) | null;
}

export interface Known {
  cities: KnownCity[];
  departments: { id: number; cityId: number; name: string }[];
  seats: KnownSeat[];
}

/** All that a table may be compared with: cities, departments, posts, who holds them, whose link is on its way. */
export async function knownOf(db: Db, now: Date): Promise<Known> {
  const cities = await db.city.findMany({ orderBy: { id: 'asc' } });
  const departments = await db.department.findMany({ orderBy: { id: 'asc' } });
  const ofCities = { cityId: { not: null }, closedAt: null, kind: { in: IMPORTED_KINDS } };
  const seats = await db.seat.findMany({ where: ofCities, orderBy: { id: 'asc' } });
  const holdings = await db.holding.findMany({
    where: { until: null },
    include: {
      seat: { select: { kind: true, cityId: true } },
      person: { select: { surname: true, name: true, patronymic: true, phone: true, email: true } },
    },
  });
  const invitations = await db.invitation.findMany({
    where: { usedAt: null, expiresAt: { gt: now }, seat: ofCities },
    select: { id: true, seatId: true, surname: true, name: true, patronymic: true, phone: true, email: true },
    orderBy: { id: 'asc' },
  });
  const posts = new Map<number, { seatId: number; kind: SeatKind; cityId: number | null }[]>();
  for (const { personId, seatId, seat } of holdings) {
    const post = { seatId, kind: seat.kind as SeatKind, cityId: seat.cityId };
    posts.set(personId, [...(posts.get(personId) ?? []), post]);
  }
  const holders = new Map(
    holdings.map(({ seatId, personId, person }) => [
      seatId,
      { personId, ...person, posts: posts.get(personId) ?? [] },
    ]),
  );
  const open = new Map(invitations.map(({ seatId, ...invitation }) => [seatId, invitation]));
  return {
    cities: cities.map(({ id, name, timeZone, card }) => ({ id, name, timeZone, card: readCard(card) })),
    departments,
    seats: seats.flatMap(({ id, kind, cityId, departmentId, post }) =>
      cityId === null
        ? []
        : [
            {
              id,
              kind: kind as SeatKind,
              cityId,
              departmentId,
              post,
              holder: holders.get(id) ?? null,
              invitation: open.get(id) ?? null,
            },
          ],
    ),
  };
}
