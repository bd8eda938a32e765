import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { addDays, dayIn, storedDay } from '../calendar/index.ts';
import { ASSOCIATION_ZONE } from './actor.ts';
import type { SeatKind } from './actor.ts';
import type { Named } from './store.ts';

/** One of the two posts of an acting, with whoever holds it now or is invited to it. */
export interface ActingSide extends Named {
  seatId: number;
  kind: SeatKind;
  post: string;
  cityId: number | null;
  cityName: string | null;
  departmentId: number | null;
  departmentName: string | null;
  /** Of the connected holder; null: nobody is connected (yet). */
  personId: number | null;
  /** The holder was cut off, and nobody has been invited in his place since. */
  cutOff: boolean;
}

/** И.о.: who acts for whom, from day to day in the zone of the post, both included. */
export interface ActingView {
  id: number;
  /** 'YYYY-MM-DD' */
  fromOn: string;
  untilOn: string;
  setAt: Date;
  /** Ended before its time. */
  endedAt: Date | null;
  timeZone: string;
  /** The post that is lent. */
  lent: ActingSide;
  substitute: ActingSide;
}

const sideParts = {
  city: true,
  department: true,
  holdings: { where: { until: null }, include: { person: true } },
  invitations: { where: { usedById: null }, orderBy: { id: 'desc' }, take: 1 },
} satisfies Prisma.SeatInclude;
const parts = {
  seat: { include: sideParts },
  actingSeat: { include: sideParts },
} satisfies Prisma.ActingInclude;

type Row = Prisma.ActingGetPayload<{ include: typeof parts }>;

function sideOf(seat: Row['seat']): ActingSide {
  const holder = seat.holdings[0]?.person;
  const [invitation] = seat.invitations;
  const cutOffAt = holder?.cutOffAt ?? null;
  const connected = holder !== undefined && !cutOffAt && !holder.erasedAt && holder.telegramId !== null;
  const cutOff = cutOffAt !== null && (!invitation || invitation.createdAt < cutOffAt);
  const named = connected || cutOff ? holder : invitation;
  const { surname = null, name = null, patronymic = null } = named ?? {};
  return {
    seatId: seat.id,
    kind: seat.kind as SeatKind,
    post: seat.post,
    cityId: seat.cityId,
    cityName: seat.city?.name ?? null,
    departmentId: seat.departmentId,
    departmentName: seat.department?.name ?? null,
    surname: surname || null, // an erased invitation keeps an empty name
    name: name || null,
    patronymic,
    personId: connected ? holder.id : null,
    cutOff,
  };
}

function viewOf(row: Row): ActingView {
  const { id, fromOn, untilOn, setAt, endedAt, seat, actingSeat } = row;
  return {
    id,
    fromOn: storedDay(fromOn),
    untilOn: storedDay(untilOn),
    setAt,
    endedAt,
    timeZone: seat.city?.timeZone ?? ASSOCIATION_ZONE,
    lent: sideOf(seat),
    substitute: sideOf(actingSeat),
  };
}

/** Whether it is in force at this moment: on its days, and once whoever acts is connected. */
export function isRunning(
  { fromOn, untilOn, endedAt, timeZone, substitute }: ActingView,
  now: Date,
): boolean {
  const today = dayIn(now, timeZone);
  return endedAt === null && substitute.personId !== null && fromOn <= today && today <= untilOn;
}

export async function actingOf(db: Db, id: number): Promise<ActingView | null> {
  const row = await db.acting.findUnique({ where: { id }, include: parts });
  return row && viewOf(row);
}

/** Those that run or are to come, for a post that is lent or for one that acts; the earliest first. */
export async function actingsOf(
  db: Db,
  where: { seatIds: readonly number[] } | { actingSeatIds: readonly number[] },
  now: Date,
): Promise<ActingView[]> {
  const which =
    'seatIds' in where
      ? { seatId: { in: [...where.seatIds] } }
      : { actingSeatId: { in: [...where.actingSeatIds] } };
  const views = await openSince(db, now, 1, which);
  return views.filter((view) => view.untilOn >= dayIn(now, view.timeZone));
}

/** Those that were not ended before their time, and whose last day is at most `days` before today in UTC. */
export async function openSince(
  db: Db,
  now: Date,
  days: number,
  which: Prisma.ActingWhereInput = {},
): Promise<ActingView[]> {
  const since = new Date(addDays(storedDay(now), -days));
  const rows = await db.acting.findMany({
    where: { ...which, endedAt: null, untilOn: { gte: since }, seat: { closedAt: null } },
    include: parts,
    orderBy: [{ fromOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(viewOf);
}
