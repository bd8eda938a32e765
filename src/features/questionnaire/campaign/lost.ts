import type { Prisma, PrismaClient } from '../../../platform/database/generated/client.ts';
import type { Job } from '../../../services/scheduler/index.ts';
import type { NewNotice } from '../../../services/delivery/index.ts';
import { occupantsOf } from '../../../services/people/occupants.ts';
import type { CampaignDependencies } from './verb.ts';
import { peopleOfCities } from './people.ts';
import { findCityRow } from './store.ts';
import type { CityRow, Respondent } from './store.ts';
import type { Loss } from './loss.ts';

/** A questionnaire that waits, and whose respondent is lost. */
export type LostRow = CityRow & { respondent: Respondent & { lost: Loss } };

export function isLost(row: CityRow): row is LostRow {
  return !row.campaign.closedAt && !row.submitted && Boolean(row.respondent?.lost);
}

/** Whom the loss concerns: the city's coordinators who can be reached, else the association's. */
export async function concernedByLoss(db: PrismaClient, now: Date, cityId: number): Promise<number[]> {
  const [city] = await peopleOfCities(db, now, [cityId]);
  if (city && city.coordinators.length > 0) return [...new Set(city.coordinators)];
  const seats = await db.seat.findMany({ where: { kind: 'association_coordinator', closedAt: null } });
  const ids = seats.map(({ id }) => id);
  const occupants = [...(await occupantsOf(db, ids, now)).values()];
  return [...new Set(occupants.filter(({ reach }) => reach === 'ok').map(({ personId }) => personId))];
}

/**
 * Tells the coordinators that nobody answers any more: once for each respondent lost. Asks what is so now; run twice, it
 * tells nobody twice.
 */
export function createLossJob({ prisma, delivery }: Pick<CampaignDependencies, 'prisma' | 'delivery'>): Job {
  async function run(now: Date): Promise<void> {
    const open = await prisma.assignment.findMany({
      where: {
        state: { in: ['not_opened', 'in_work'] },
        respondentSeatId: { not: null },
        campaign: { openedAt: { not: null }, closedAt: null },
      },
      select: { id: true, respondentSeatId: true },
    });
    const seatIds = open.flatMap(({ respondentSeatId }) => respondentSeatId ?? []);
    const occupants = await occupantsOf(prisma, seatIds, now);
    const silent = open.filter(({ respondentSeatId: id }) => occupants.get(id ?? 0)?.reach !== 'ok');
    for (const { id } of silent) {
      const row = await findCityRow(prisma, id, now);
      if (row && isLost(row) && !(await isKnown(row))) await tell(row, now);
    }
  }

  /** The coordinator has been told, or has seen, that nobody is connected there: when it was opened, or he was named. */
  async function isKnown({ assignmentId, campaign, respondent }: LostRow): Promise<boolean> {
    const subject = `assignment:${assignmentId}`;
    const kinds = ['campaign.asked', 'campaign.name'];
    const newest = { orderBy: { id: 'desc' } } as const satisfies Prisma.NoticeFindFirstArgs;
    const last = await prisma.notice.findFirst({ where: { subject, kind: { in: kinds } }, ...newest });
    const { at } = respondent.lost;
    if (at === null) return last?.kind === 'campaign.name';
    const named = await prisma.journal.findFirst({
      where: { subject, verb: 'name_respondent' },
      orderBy: { id: 'desc' },
    });
    return at <= (named?.at ?? campaign.openedAt);
  }

  /** Who has been told that the post is vacant since its holder erased himself; what is open with it stands there. */
  async function toldOfVacancy({ seatId, lost }: LostRow['respondent']): Promise<(number | null)[]> {
    if (lost.kind !== 'vacant' || lost.at === null) return [];
    const args = { path: ['seatId'], equals: seatId };
    const kind = 'office_seat_vacant';
    const rows = await prisma.notice.findMany({ where: { kind, args, createdAt: { gte: lost.at } } });
    return rows.map(({ personId }) => personId);
  }

  async function tell({ assignmentId, city, respondent }: LostRow, now: Date): Promise<void> {
    const { seatId } = respondent;
    const last = await prisma.holding.findFirst({ where: { seatId }, orderBy: { id: 'desc' } });
    const told = await toldOfVacancy(respondent);
    const people = await concernedByLoss(prisma, now, city.id);
    const notices = people
      .filter((id) => !told.includes(id))
      .map((personId): NewNotice => ({
        dedupeKey: `campaign.lost:${assignmentId}:${seatId}:${last?.id ?? 0}:${personId}`,
        personId,
        kind: 'campaign.lost',
        args: { assignmentId, seatId },
        subject: `assignment:${assignmentId}`,
        againIfUnknown: true,
      }));
    await delivery.enqueue(prisma, notices);
    delivery.wake();
  }

  return { name: 'respondents-lost', every: 'tick', expireInSeconds: 60, run: ({ now }) => run(now) };
}
