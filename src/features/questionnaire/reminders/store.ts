import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import { dayIn, storedDay } from '../../../services/calendar/index.ts';
import { readCard } from '../../../services/people/city-card.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import type { Item } from './notices.ts';
import { isPlanned, rememberedSince } from './plan.ts';
import type { Place } from './plan.ts';

/** A part that is with an executor. */
export interface Given {
  seatId: number;
  /** null: the whole questionnaire. */
  code: string | null;
  /** 'YYYY-MM-DD': his own term, else the city's. */
  dueOn: string;
  /** The day on which he got it, or got it back. */
  since: string;
}

/** One city that has not submitted, in an open campaign. Days are of the city's calendar. */
export interface SilentRow {
  assignmentId: number;
  campaignId: number;
  city: { id: number; name: string } & Place;
  dueOn: string;
  state: 'not_opened' | 'in_work';
  respondent: { seatId: number; post: string; departmentName: string | null } | null;
  coordinatorSeatIds: number[];
  given: Given[];
  /** Days on which the city was asked, got another term, or another respondent. */
  told: string[];
  /** Days on which it was reminded, or will be. */
  reminded: string[];
  /** One of these is a coordinator's that has not gone out yet. */
  planned: boolean;
}

/** Silent cities with the people behind their posts. */
export interface Standing {
  rows: SilentRow[];
  /** By seat. */
  occupants: ReadonlyMap<number, Occupant>;
  /** Days on which an executor was reminded, by person. */
  executors: ReadonlyMap<number, readonly string[]>;
}

/** Notices by which a city learns of its questionnaire. */
const TELLING = [
  'campaign.asked',
  'campaign.name',
  'campaign.extended',
  'campaign.reopened',
  'campaign.released',
];
/** States of a notice that came through, or may have. */
export const THROUGH = ['queued', 'sending', 'sent', 'unknown'];

const include = {
  campaign: { select: { dueOn: true, openedAt: true } },
  city: {
    include: {
      seats: {
        where: { kind: 'city_coordinator', closedAt: null },
        orderBy: { id: 'asc' },
        select: { id: true },
      },
    },
  },
  respondentSeat: {
    include: { department: true, holdings: { where: { until: null }, select: { from: true } } },
  },
  reminders: { where: { undoneAt: null }, select: { roundId: true, on: true, at: true } },
  delegations: { where: { state: { in: ['given', 'returned'] } }, orderBy: { id: 'asc' } },
} satisfies Prisma.AssignmentInclude;

/** The silent among these questionnaires: not submitted, in a campaign that is open and no draft. */
export async function loadStanding(db: Db, where: Prisma.AssignmentWhereInput, now: Date): Promise<Standing> {
  const silent = {
    state: { in: ['not_opened', 'in_work'] },
    campaign: { openedAt: { not: null }, closedAt: null },
  };
  const found = await db.assignment.findMany({
    where: { AND: [silent, where] },
    include,
    orderBy: { id: 'asc' },
  });
  const telling = await db.notice.findMany({
    where: {
      subject: { in: found.map(({ id }) => `assignment:${id}`) },
      kind: { in: TELLING },
      state: { in: THROUGH },
    },
    select: { subject: true, createdAt: true },
  });
  const rows = found.map((row): SilentRow => {
    const { id: assignmentId, city, campaign, respondentSeat: seat } = row;
    const { timeZone } = city;
    const dueOn = storedDay(row.dueOn ?? campaign.dueOn);
    const instants = [
      campaign.openedAt,
      seat?.holdings[0]?.from,
      ...telling.flatMap(({ subject, createdAt }) =>
        subject === `assignment:${assignmentId}` ? [createdAt] : [],
      ),
    ];
    return {
      assignmentId,
      campaignId: row.campaignId,
      city: { id: city.id, name: city.name, timeZone, rule: readCard(city.card) },
      dueOn,
      state: row.state as SilentRow['state'],
      respondent: seat && {
        seatId: seat.id,
        post: seat.post,
        departmentName: seat.department?.name ?? null,
      },
      coordinatorSeatIds: city.seats.map(({ id }) => id),
      given: row.delegations.map((each) => ({
        seatId: each.seatId,
        code: each.code,
        dueOn: each.dueOn ? storedDay(each.dueOn) : dueOn,
        since: dayIn(each.changedAt, timeZone),
      })),
      told: instants.flatMap((at) => (at ? [dayIn(at, timeZone)] : [])),
      reminded: row.reminders.map(({ on }) => storedDay(on)),
      planned: row.reminders.some((reminder) => isPlanned(reminder, timeZone, now)),
    };
  });
  const seatIds = rows.flatMap(({ respondent, coordinatorSeatIds, given }) => [
    ...(respondent ? [respondent.seatId] : []),
    ...coordinatorSeatIds,
    ...given.map(({ seatId }) => seatId),
  ]);
  const occupants = await occupantsOf(db, [...new Set(seatIds)], now);
  return { rows, occupants, executors: await executorsReminded(db, rows, occupants, now) };
}

/**
 * That a city was reminded is a row; that an executor was, is his notice, which is kept as long as he is. What is older
 * than the rules look back is not read.
 */
async function executorsReminded(
  db: Db,
  rows: readonly SilentRow[],
  occupants: ReadonlyMap<number, Occupant>,
  now: Date,
): Promise<Standing['executors']> {
  const found = rows.flatMap(({ given }) => given.map(({ seatId }) => occupants.get(seatId)?.personId));
  const personIds = [...new Set(found.filter((id) => id !== undefined))];
  const reminded = new Map<number, string[]>(personIds.map((id) => [id, []]));
  if (personIds.length === 0) return reminded;
  const since = rows
    .map(({ city }) => rememberedSince(dayIn(now, city.timeZone), city.rule))
    .reduce((first, day) => (day < first ? day : first));
  const notices = await db.notice.findMany({
    where: {
      personId: { in: personIds },
      kind: 'reminder',
      state: { in: THROUGH },
      notBefore: { gte: new Date(since) },
    },
    select: { personId: true, args: true },
  });
  for (const { personId, args } of notices) {
    const { items } = args as unknown as { items: readonly Item[] };
    const days = items.filter((item) => item.as === 'executor').map(({ on }) => on);
    reminded.get(personId ?? 0)?.push(...days);
  }
  return reminded;
}

/** A coordinator's round with who made it; and how its notices stand. */
export interface RoundView {
  id: number;
  campaignId: number;
  year: number;
  text: string | null;
  bySeatId: number | null;
  at: Date;
  sendAt: Date;
  undoneAt: Date | null;
  /** The cities that it reminds. */
  cities: { assignmentId: number; name: string }[];
  /** Its notices by state. */
  sent: number;
  waiting: number;
  /** Cities whose respondent did not get it. */
  undelivered: string[];
}

/** @param mine the cities that this person may look at; of the others nothing is counted or named */
export async function findRound(
  db: Db,
  id: number,
  mine: (cityId: number) => boolean,
): Promise<RoundView | null> {
  const round = await db.reminderRound.findUnique({
    where: { id },
    include: {
      campaign: true,
      reminders: { include: { assignment: { include: { city: true } } }, orderBy: { id: 'asc' } },
    },
  });
  if (!round) return null;
  const cities = round.reminders
    .filter(({ assignment }) => mine(assignment.cityId))
    .map(({ assignment }) => ({
      assignmentId: assignment.id,
      name: assignment.city.name,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const stored = await db.notice.findMany({
    where: { subject: `round:${id}`, kind: 'reminder' },
    select: { state: true, args: true },
  });
  const ids = new Set(cities.map(({ assignmentId }) => assignmentId));
  const notices = stored.flatMap(({ state, args }) => {
    const { items } = args as unknown as { items: readonly Item[] };
    const about = items.map(({ assignmentId }) => assignmentId).filter((each) => ids.has(each));
    return about.length > 0 ? [{ state, about }] : [];
  });
  const inState = (...states: string[]) => notices.filter(({ state }) => states.includes(state));
  const refused = inState('refused').flatMap(({ about }) => about);
  return {
    id,
    campaignId: round.campaignId,
    year: round.campaign.year,
    text: round.text,
    bySeatId: round.bySeatId,
    at: round.at,
    sendAt: round.sendAt,
    undoneAt: round.undoneAt,
    cities,
    sent: inState('sent', 'unknown').length,
    waiting: inState('queued', 'sending').length,
    undelivered: cities.filter(({ assignmentId }) => refused.includes(assignmentId)).map(({ name }) => name),
  };
}

/** A coordinator's round that has not begun to go out, and to how many cities it will. */
export interface WaitingRound {
  sendAt: Date;
  cities: number;
}

/** The round of a campaign that goes out next; null: none waits. */
export async function waitingRound(db: Db, campaignId: number, now: Date): Promise<WaitingRound | null> {
  const round = await db.reminderRound.findFirst({
    where: { campaignId, undoneAt: null, sendAt: { gt: now } },
    orderBy: { sendAt: 'asc' },
    select: { sendAt: true, _count: { select: { reminders: true } } },
  });
  return round && { sendAt: round.sendAt, cities: round._count.reminders };
}

/** The newest round that stands and reminds one of these cities. */
export async function lastRound(db: Db, assignmentIds: readonly number[]): Promise<number | null> {
  const round = await db.reminderRound.findFirst({
    where: { undoneAt: null, reminders: { some: { assignmentId: { in: [...assignmentIds] } } } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return round?.id ?? null;
}
