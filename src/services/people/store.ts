import type { Db } from '../../platform/database/client.ts';
import { literally } from '../../platform/database/like.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { ACTOR_SQL, SEAT_KINDS, readActor } from './actor.ts';
import type { Actor, SeatKind } from './actor.ts';
import { readCard } from './city-card.ts';
import type { CityCard } from './city-card.ts';
import { invitationState } from './invitation.ts';
import type { InvitationState } from './invitation.ts';

/** Who is behind an account at this moment; `ACTOR_SQL` by itself, for a turn that changed it. */
export async function loadActor(db: Db, telegramId: number, now: Date): Promise<Actor> {
  const [row] = await db.$queryRawUnsafe<{ companion: unknown }[]>(
    `select ${ACTOR_SQL} as companion from (select $1::bigint as "chatId") lane`,
    BigInt(telegramId),
  );
  return readActor(telegramId, row?.companion ?? null, now);
}

export interface Named {
  surname: string | null;
  name: string | null;
  patronymic: string | null;
}

/** Who holds a post. */
export interface Holder extends Named {
  personId: number;
  phone: string | null;
  email: string | null;
  since: Date;
  cutOffAt: Date | null;
  reach: string;
}

export interface InvitationView extends Named {
  id: number;
  phone: string | null;
  email: string | null;
  createdAt: Date;
  expiresAt: Date;
  state: InvitationState;
}

/** A post as the list of staff shows it. */
export interface StaffSeat {
  seatId: number;
  kind: SeatKind;
  post: string;
  hours: string | null;
  cityId: number | null;
  cityName: string | null;
  timeZone: string | null;
  departmentId: number | null;
  departmentName: string | null;
  holder: Holder | null;
  /** The last one written for this post. */
  invitation: InvitationView | null;
}

const seatParts = {
  city: true,
  department: true,
  holdings: { where: { until: null }, include: { person: true } },
  invitations: { orderBy: { id: 'desc' }, take: 1 },
} satisfies Prisma.SeatInclude;

type SeatRow = Prisma.SeatGetPayload<{ include: typeof seatParts }>;

function toStaffSeat(row: SeatRow, now: Date): StaffSeat {
  const [holding] = row.holdings;
  const [invitation] = row.invitations;
  return {
    seatId: row.id,
    kind: row.kind as SeatKind,
    post: row.post,
    hours: row.hours,
    cityId: row.cityId,
    cityName: row.city?.name ?? null,
    timeZone: row.city?.timeZone ?? null,
    departmentId: row.departmentId,
    departmentName: row.department?.name ?? null,
    holder: holding ? { ...holding.person, personId: holding.personId, since: holding.from } : null,
    invitation: invitation ? { ...invitation, state: invitationState(invitation, now) } : null,
  };
}

/** The posts of a city, of the association (null), or of all: coordinators first, then by department and name of the post. */
export async function staffOf(db: Db, cityId: number | null, now: Date): Promise<StaffSeat[]> {
  const rows = await db.seat.findMany({ where: { cityId, closedAt: null }, include: seatParts });
  return rows
    .map((row) => toStaffSeat(row, now))
    .sort(
      (a, b) =>
        SEAT_KINDS.indexOf(a.kind) - SEAT_KINDS.indexOf(b.kind) ||
        (a.departmentName ?? '').localeCompare(b.departmentName ?? '', 'ru') ||
        a.post.localeCompare(b.post, 'ru') ||
        a.seatId - b.seatId,
    );
}

export async function staffSeat(db: Db, seatId: number, now: Date): Promise<StaffSeat | null> {
  const row = await db.seat.findFirst({ where: { id: seatId, closedAt: null }, include: seatParts });
  return row && toStaffSeat(row, now);
}

/** The posts that a person holds now, with their cities. */
export async function seatsOf(
  db: Db,
  personId: number,
): Promise<{ seatId: number; kind: SeatKind; cityId: number | null }[]> {
  const rows = await db.holding.findMany({
    where: { personId, until: null, seat: { closedAt: null } },
    include: { seat: true },
  });
  return rows.map(({ seat }) => ({ seatId: seat.id, kind: seat.kind as SeatKind, cityId: seat.cityId }));
}

export interface CityView {
  id: number;
  name: string;
  timeZone: string;
  language: string;
  card: CityCard;
}

export async function cityOf(db: Db, cityId: number): Promise<CityView | null> {
  const row = await db.city.findUnique({ where: { id: cityId } });
  return row && { ...row, card: readCard(row.card) };
}

/** Cities by the Russian alphabet; `search` finds part of the name. */
export async function citiesOf(
  db: Db,
  search?: string,
): Promise<{ id: number; name: string; timeZone: string }[]> {
  const rows = await db.city.findMany({
    where: search ? { name: { contains: literally(search), mode: 'insensitive' } } : {},
    select: { id: true, name: true, timeZone: true },
  });
  return rows.sort((a, b) => a.name.localeCompare(b.name, 'ru'));
}

export async function departmentsOf(db: Db, cityId: number): Promise<{ id: number; name: string }[]> {
  const rows = await db.department.findMany({ where: { cityId }, select: { id: true, name: true } });
  return rows.sort((a, b) => a.name.localeCompare(b.name, 'ru'));
}

/** An invitation as the one who opened it sees it. */
export async function invitationBy(
  db: Db,
  where: { tokenHash: string } | { codeHash: string } | { id: number },
  now: Date,
) {
  const row = await db.invitation.findUnique({
    where,
    include: { seat: { include: { city: true, department: true } } },
  });
  return row && { ...row, state: invitationState(row, now) };
}

export type OpenedInvitation = NonNullable<Awaited<ReturnType<typeof invitationBy>>>;

/** What is kept of a person in the tables of people: the columns that an Actor does not carry, and counts. */
export async function keptOf(db: Db, personId: number) {
  const person = await db.person.findUniqueOrThrow({ where: { id: personId } });
  const holdings = await db.holding.findMany({
    where: { personId },
    include: { seat: { include: { city: true, department: true } } },
    orderBy: { id: 'asc' },
  });
  const consent = person.consent as { version?: number; at?: string } | null;
  return {
    phone: person.phone,
    email: person.email,
    consentVersion: consent?.version ?? 0,
    consentAt: consent?.at === undefined ? null : new Date(consent.at),
    posts: holdings.map(({ seat, from, until }) => ({
      post: seat.post,
      departmentName: seat.department?.name ?? null,
      cityName: seat.city?.name ?? null,
      from,
      until,
    })),
    invitations: await db.invitation.count({ where: { usedById: personId } }),
    request: await db.accessRequest.findUnique({ where: { personId } }),
    entries: await db.journal.count({ where: { personId } }),
  };
}
