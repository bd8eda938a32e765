import type { Prisma } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import type { Actor, HeldSeat } from '../../../services/people/actor.ts';
import type { Occupant } from '../../../services/people/occupants.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { NO_RIGHT, NOT_FOUND } from '../../../services/people/verb.ts';
import type { By, NoRight, NotFound } from '../../../services/people/verb.ts';
import { findCampaign } from '../campaign/store.ts';
import type { CampaignView } from '../campaign/store.ts';
import { createVerb } from '../campaign/verb.ts';
import type { CampaignDependencies, Refusal } from '../campaign/verb.ts';
import { planRound } from './due.ts';
import type { RoundPlan } from './due.ts';
import { reminderNotices } from './notices.ts';
import { lastRound, loadStanding } from './store.ts';

type Tx = Prisma.TransactionClient;

/** How long a coordinator's own words may be, in characters. */
export const MOST_TEXT = 500;

type Reminded =
  | { kind: 'done'; roundId: number; cities: number }
  /** Somebody, or an earlier press, was first. */
  | { kind: 'already'; roundId: number }
  /** All have submitted, were reminded lately, or cannot be told. */
  | { kind: 'nobody' }
  | { kind: 'too_long' }
  | Refusal;
type Undone = { kind: 'done' } | { kind: 'late' } | { kind: 'undone_already' } | NoRight | NotFound;

/** Whom this person would remind now in a campaign; null: not one city of it is his. */
export async function roundFor(
  db: Tx,
  actor: Actor,
  campaignId: number,
  now: Date,
): Promise<{ plan: RoundPlan; people: ReadonlyMap<number, Occupant> } | null> {
  const all = await db.assignment.findMany({ where: { campaignId }, select: { id: true, cityId: true } });
  const mine = all.filter(({ cityId }) => seatFor(actor, 'remind', { cityId }));
  if (mine.length === 0) return null;
  const standing = await loadStanding(db, { id: { in: mine.map(({ id }) => id) } }, now);
  const plan = planRound(standing, now, {
    personId: actor.personId,
    // The association asks a city; who writes in it is the city's own matter.
    withExecutors: ({ city }) => seatFor(actor, 'remind', { cityId: city.id })?.cityId === city.id,
  });
  const people = [...standing.occupants.values()].map((each) => [each.personId, each] as const);
  return { plan, people: new Map(people) };
}

/** The post by which this person may take a round back. */
export function undoingSeat(actor: Actor, { bySeatId }: { bySeatId: number | null }): HeldSeat | null {
  const own = actor.seats.find((held) => held.seatId === bySeatId && seatFor(actor, 'remind', held));
  return seatFor(actor, 'remind', { cityId: null }) ?? own ?? null;
}

/** *Напомнить* and *Отменить отправку*. Each is one transaction with its journal rows and its notices. */
export function createReminding(deps: CampaignDependencies) {
  const { prisma, delivery } = deps;
  const verb = createVerb(deps);

  return {
    /**
     * One round for all cities that are silent and within reach. Those who do it at once wait for each other, and for the
     * reminders that come by themselves: whoever was reminded by the first is left out by the second.
     */
    async remind(by: By, wish: { campaignId: number; text: string | null }): Promise<Reminded> {
      const { campaignId, text } = wish;
      return verb<Reminded>(by, 'remind', { subject: `campaign:${campaignId}` }, async (tx, journalId) => {
        const campaign = await held(tx, campaignId);
        if (!campaign) return NOT_FOUND;
        const round = await roundFor(tx, by.actor, campaignId, by.now);
        if (!round) return NO_RIGHT;
        if (campaign.closedAt) return { kind: 'closed' };
        if (text !== null && [...text].length > MOST_TEXT) return { kind: 'too_long' };
        const { entries } = round.plan;
        const [first] = entries;
        if (!first) {
          const roundId = await lastRound(
            tx,
            [...round.plan.planned, ...round.plan.recent].map(({ assignmentId }) => assignmentId),
          );
          return roundId === null ? { kind: 'nobody' } : { kind: 'already', roundId };
        }
        const { seatId } = await tx.journal.findUniqueOrThrow({ where: { id: journalId } });
        const instants = entries.map(({ sending }) => sending.at.getTime());
        const sendAt = new Date(Math.min(...instants));
        const { id: roundId } = await tx.reminderRound.create({
          data: { campaignId, text, bySeatId: seatId, at: by.now, sendAt },
        });
        await tx.reminder.createMany({
          data: entries.map(({ row, sending }) => ({
            assignmentId: row.assignmentId,
            roundId,
            on: new Date(sending.on),
            at: by.now,
          })),
        });
        const tellings = entries.flatMap((entry) => entry.tellings);
        await delivery.enqueue(tx, reminderNotices(tellings, roundId));
        return { kind: 'done', roundId, cities: entries.length };
      });
    },

    /** Takes a round back before the first of it goes out: whoever made it, or the association's coordinator. */
    async undo(by: By, { roundId }: { roundId: number }): Promise<Undone> {
      const { actor, requestKey, now } = by;
      const found = await prisma.reminderRound.findUnique({ where: { id: roundId } });
      if (!found) return NOT_FOUND;
      const seat = undoingSeat(actor, found);
      const entry = {
        requestKey,
        verb: 'undo_remind',
        subject: `campaign:${found.campaignId}`,
        personId: actor.personId,
        seatId: seat?.seatId ?? null,
        at: now,
      };
      return once<Undone>(prisma, entry, async (tx) => {
        if (!seat) return NO_RIGHT;
        await held(tx, found.campaignId);
        const round = await tx.reminderRound.findUniqueOrThrow({ where: { id: roundId } });
        if (round.undoneAt) return { kind: 'undone_already' };
        if (now >= round.sendAt) return { kind: 'late' };
        await tx.notice.updateMany({
          where: { subject: `round:${roundId}`, state: 'queued' },
          data: { state: 'withdrawn' },
        });
        const undone = { data: { undoneAt: now } };
        await tx.reminderRound.update({ where: { id: roundId }, ...undone });
        await tx.reminder.updateMany({ where: { roundId }, ...undone });
        return { kind: 'done' };
      });
    },
  };
}

/** Holds the campaign: rounds, reminders by themselves and the other verbs about it wait for each other. */
async function held(tx: Tx, campaignId: number): Promise<CampaignView | null> {
  await tx.$queryRaw`select id from "Campaign" where id = ${campaignId} for no key update`;
  return findCampaign(tx, campaignId);
}
