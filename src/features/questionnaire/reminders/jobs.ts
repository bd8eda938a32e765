import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import { dayIn, formatInstant } from '../../../services/calendar/index.ts';
import type { Delivery, NewNotice } from '../../../services/delivery/index.ts';
import { readCard } from '../../../services/people/city-card.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { Job } from '../../../services/scheduler/index.ts';
import type { Association } from '../paper.ts';
import { dueNow } from './due.ts';
import { peopleOn, reminderNotices } from './notices.ts';
import type { Item } from './notices.ts';
import { isReminderTime, sendingAt } from './plan.ts';
import { isOverIn } from './rendering.ts';
import { loadStanding } from './store.ts';

/** Cities read at once. */
const PAGE = 100;
/** By this hour of the association every city has had its ten o'clock, Kaliningrad too. */
const ALL_REMINDED = '16:00';
/** Milliseconds for which notices that were refused are looked after. */
const LOOKED_AFTER = 3 * 24 * 3600 * 1000;

/** Reminders by themselves, and what coordinators are told of them. It asks what is due now. */
export function createReminderJob(deps: {
  prisma: PrismaClient;
  delivery: Pick<Delivery, 'enqueue' | 'wake'>;
  association: Association;
}): Job {
  const { prisma, delivery, association } = deps;
  const office = { timeZone: association.timeZone, rule: {} };

  /** Found without a lock, then judged again under it: of two copies the second finds that nothing is due. */
  async function remind(now: Date): Promise<void> {
    const cities = await prisma.city.findMany({
      where: { assignments: { some: { campaign: { openedAt: { not: null }, closedAt: null } } } },
      select: { id: true, timeZone: true, card: true },
      orderBy: { id: 'asc' },
    });
    const awake = cities
      .filter(({ timeZone, card }) => isReminderTime(now, { timeZone, rule: readCard(card) }))
      .map(({ id }) => id);
    const assignmentIds = new Set<number>();
    const campaignIds = new Set<number>();
    for (let first = 0; first < awake.length; first += PAGE) {
      const page = { cityId: { in: awake.slice(first, first + PAGE) } };
      const standing = await loadStanding(prisma, page, now);
      const { tellings } = dueNow(standing, now);
      for (const { item } of tellings) assignmentIds.add(item.assignmentId);
      for (const { assignmentId, campaignId } of standing.rows)
        if (assignmentIds.has(assignmentId)) campaignIds.add(campaignId);
    }
    if (assignmentIds.size === 0) return;
    await prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "Campaign" where id = any(${[...campaignIds]}::int[]) order by id for no key update`;
      const standing = await loadStanding(tx, { id: { in: [...assignmentIds] } }, now);
      const { reminders, tellings } = dueNow(standing, now);
      await tx.reminder.createMany({
        data: reminders.map((reminder) => ({ ...reminder, on: new Date(reminder.on), at: now })),
        skipDuplicates: true,
      });
      await delivery.enqueue(tx, reminderNotices(tellings, null));
    });
  }

  /** Once for each campaign and term: nothing more comes by itself, and these have not submitted. */
  async function tellOver(now: Date): Promise<void> {
    if (!isReminderTime(now, office)) return;
    const past = { lt: new Date(dayIn(now, association.timeZone)) };
    const standing = await loadStanding(
      prisma,
      { OR: [{ dueOn: past }, { dueOn: null, campaign: { dueOn: past } }] },
      now,
    );
    const { rows } = standing;
    for (const { campaignId, dueOn } of distinct(rows)) {
      const subject = `over:${campaignId}:${dueOn}`;
      const some = rows.filter((row) => row.campaignId === campaignId && row.dueOn === dueOn);
      if (!some.every((row) => isOverIn(row, now))) continue;
      if ((await prisma.notice.count({ where: { subject } })) > 0) continue;
      const seatIds = await associationSeats(prisma);
      const occupants = await occupantsOf(prisma, seatIds, now);
      const told = [
        ...peopleOn(seatIds, occupants).map(({ personId }) => ({ personId, place: office })),
        ...some.flatMap(({ coordinatorSeatIds, city }) =>
          peopleOn(coordinatorSeatIds, standing.occupants).map(({ personId }) => ({ personId, place: city })),
        ),
      ];
      const notices = told.map(({ personId, place }) => ({
        dedupeKey: `reminder.over:${campaignId}:${dueOn}:${personId}`,
        personId,
        kind: 'reminder.over',
        args: { campaignId, dueOn },
        subject,
        notBefore: sendingAt(now, place).at,
      }));
      await prisma.$transaction((tx) => delivery.enqueue(tx, notices));
    }
  }

  /** Whoever blocked the bot was not reminded: a coordinator of his city is told, else the association's. */
  async function tellUndelivered(now: Date): Promise<void> {
    const refused = await prisma.notice.findMany({
      where: {
        kind: 'reminder',
        state: 'refused',
        createdAt: { gte: new Date(now.getTime() - LOOKED_AFTER) },
      },
    });
    if (refused.length === 0) return;
    const lost = refused.flatMap(({ personId, args }) => {
      const { items, roundId } = args as unknown as { items: Item[]; roundId: number | null };
      return items
        .filter(({ as }) => as === 'respondent')
        .map(({ assignmentId, on }) => ({ assignmentId, on, personId, roundId }));
    });
    const ids = lost.map(({ assignmentId }) => assignmentId);
    const { rows, occupants } = await loadStanding(prisma, { id: { in: ids } }, now);
    const rounds = await roundsOf(lost, now);
    const notices: NewNotice[] = [];
    const alone: { campaignId: number; on: string; assignmentId: number }[] = [];
    for (const { assignmentId, on, personId, roundId } of lost) {
      const row = rows.find((each) => each.assignmentId === assignmentId);
      if (!row) continue;
      const { campaignId, coordinatorSeatIds } = row;
      const known = [personId, rounds.find(({ id }) => id === roundId)?.authorId];
      const told = peopleOn(coordinatorSeatIds, occupants).filter((each) => !known.includes(each.personId));
      const args = { campaignId, assignmentIds: [assignmentId] };
      for (const person of told) notices.push(undelivered(person.personId, `${assignmentId}:${on}`, args));
      if (told.length === 0 && roundId === null) alone.push({ campaignId, on, assignmentId });
    }
    for (const { id, campaignId, authorId, isOut } of rounds) {
      const assignmentIds = lost.filter(({ roundId }) => roundId === id).map((each) => each.assignmentId);
      if (isOut && authorId !== null)
        notices.push(undelivered(authorId, `round:${id}`, { campaignId, assignmentIds }));
    }
    notices.push(...(await toAssociation(alone, now)));
    await prisma.$transaction((tx) => delivery.enqueue(tx, notices));
  }

  /** One message a day for all cities that have no coordinator, when every city has had its hour. */
  async function toAssociation(
    alone: readonly { campaignId: number; on: string; assignmentId: number }[],
    now: Date,
  ): Promise<NewNotice[]> {
    const today = dayIn(now, association.timeZone);
    if (alone.length === 0 || formatInstant(now, association.timeZone, 'en', 'time') < ALL_REMINDED)
      return [];
    const seatIds = await associationSeats(prisma);
    const people = peopleOn(seatIds, await occupantsOf(prisma, seatIds, now));
    const campaignIds = [...new Set(alone.map(({ campaignId }) => campaignId))];
    return campaignIds.flatMap((campaignId) => {
      const assignmentIds = alone
        .filter((each) => each.campaignId === campaignId && each.on === today)
        .map(({ assignmentId }) => assignmentId);
      if (assignmentIds.length === 0) return [];
      return people.map(({ personId }) =>
        undelivered(personId, `all:${campaignId}:${today}`, { campaignId, assignmentIds }),
      );
    });
  }

  /** Whoever sent a round is told once of all that was not delivered of it, when all of it is out. */
  async function roundsOf(lost: readonly { roundId: number | null }[], now: Date) {
    const ids = [...new Set(lost.flatMap(({ roundId }) => roundId ?? []))];
    const rounds = await prisma.reminderRound.findMany({ where: { id: { in: ids } } });
    const seatIds = rounds.flatMap(({ bySeatId }) => bySeatId ?? []);
    const authors = await occupantsOf(prisma, seatIds, now);
    const open = await prisma.notice.findMany({
      where: { subject: { in: ids.map((id) => `round:${id}`) }, state: { in: ['queued', 'sending'] } },
      select: { subject: true },
    });
    return rounds.map(({ id, campaignId, bySeatId }) => ({
      id,
      campaignId,
      authorId: authors.get(bySeatId ?? 0)?.personId ?? null,
      isOut: open.every(({ subject }) => subject !== `round:${id}`),
    }));
  }

  return {
    name: 'reminders',
    every: 'tick',
    expireInSeconds: 60,
    async run({ now }) {
      await remind(now);
      await tellOver(now);
      await tellUndelivered(now);
      delivery.wake();
    },
  };
}

function undelivered(
  personId: number,
  what: string,
  args: { campaignId: number; assignmentIds: number[] },
): NewNotice {
  return {
    dedupeKey: `reminder.undelivered:${what}:${personId}`,
    personId,
    kind: 'reminder.undelivered',
    args,
    againIfUnknown: true,
  };
}

async function associationSeats(db: Prisma.TransactionClient): Promise<number[]> {
  const where = { kind: 'association_coordinator', closedAt: null };
  return (await db.seat.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** The campaigns and terms that occur. */
function distinct(rows: readonly { campaignId: number; dueOn: string }[]) {
  return [...new Map(rows.map((row) => [`${row.campaignId}:${row.dueOn}`, row])).values()];
}
