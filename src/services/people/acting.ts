import type { Prisma } from '../../platform/database/generated/client.ts';
import { addDays, dayIn, isDay } from '../calendar/index.ts';
import { enqueue } from '../delivery/outbox.ts';
import type { NewNotice } from '../delivery/index.ts';
import { once } from '../journal/once.ts';
import { beginsNotice } from './acting-round.ts';
import { actingOf } from './acting-store.ts';
import type { ActingView } from './acting-store.ts';
import { ASSOCIATION_ZONE } from './actor.ts';
import { seatForActing } from './rights.ts';
import { staffSeat } from './store.ts';
import type { StaffSeat } from './store.ts';
import { NO_RIGHT, NOT_FOUND } from './verb.ts';
import type { By, NoRight, NotFound, PeopleDependencies } from './verb.ts';

/** How far ahead somebody may act at the most, counted from today. */
export const FARTHEST_DAYS = 366;

export interface ActingWish {
  /** The post that is lent. */
  seatId: number;
  /** The post whose holder acts. */
  actingSeatId: number;
  /** 'YYYY-MM-DD' in the zone of the post, both included. */
  fromOn: string;
  untilOn: string;
}

export type DaysFault = 'past' | 'order' | 'far';

export type SetActingOutcome =
  | { kind: 'done'; actingId: number }
  | { kind: 'days'; fault: DaysFault }
  /** Somebody acts in the post on one of these days already. */
  | { kind: 'lent'; actingId: number }
  /** The post itself stands in for another on one of these days, which would be left without anybody. */
  | { kind: 'stands_in'; actingId: number }
  /** Whoever is to act is away himself on one of these days. */
  | { kind: 'away' }
  /** A post cannot stand in for itself, nor a person for himself. */
  | { kind: 'same' }
  | NoRight
  | NotFound;

/** What is wrong with the days, seen from today in the zone of the post; null: nothing. */
export function daysFault(fromOn: string, untilOn: string, today: string): DaysFault | null {
  if (!isDay(fromOn) || !isDay(untilOn) || fromOn < today) return 'past';
  if (untilOn < fromOn) return 'order';
  return untilOn > addDays(today, FARTHEST_DAYS) ? 'far' : null;
}

export function createActing({ prisma }: PeopleDependencies) {
  return {
    /**
     * From day to day the holder of one post acts in another: he has its rights and notices, its holder only sees. It is
     * between posts, so either may still be without a holder. Both are told.
     */
    setActing(by: By, wish: ActingWish): Promise<SetActingOutcome> {
      const { actor, now, requestKey } = by;
      const entry = {
        requestKey,
        verb: 'set_acting',
        subject: `seat:${wish.seatId}`,
        personId: actor.personId,
        at: now,
      };
      return once<SetActingOutcome>(prisma, entry, async (tx, journalId) => {
        // Two who choose at the same moment for the same post, or for each other, wait here.
        await tx.$queryRaw`select id from "Seat" where id in (${wish.seatId}, ${wish.actingSeatId}) order by id for update`;
        const post = await staffSeat(tx, wish.seatId, now);
        if (!post) return NOT_FOUND;
        const bySeat = seatForActing(actor, post);
        if (!bySeat) return NO_RIGHT;
        const substitute = await staffSeat(tx, wish.actingSeatId, now);
        if (!substitute || substitute.cityId !== post.cityId) return NOT_FOUND;
        if (isSame(post, substitute)) return { kind: 'same' };
        const fault = daysFault(wish.fromOn, wish.untilOn, dayIn(now, post.timeZone ?? ASSOCIATION_ZONE));
        if (fault) return { kind: 'days', fault };
        const lent = await actingWithin(tx, { seatId: wish.seatId }, wish);
        if (lent !== null) return { kind: 'lent', actingId: lent };
        const other = await actingWithin(tx, { actingSeatId: wish.seatId, seat: { closedAt: null } }, wish);
        if (other !== null) return { kind: 'stands_in', actingId: other };
        if ((await actingWithin(tx, { seatId: wish.actingSeatId }, wish)) !== null) return { kind: 'away' };
        const { id: actingId } = await tx.acting.create({
          data: {
            seatId: wish.seatId,
            actingSeatId: wish.actingSeatId,
            fromOn: new Date(wish.fromOn),
            untilOn: new Date(wish.untilOn),
            setBySeatId: bySeat.seatId,
            setAt: now,
          },
        });
        await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
        const view = await actingOf(tx, actingId);
        if (view) await enqueue(tx, setNotices(view, by), now);
        return { kind: 'done', actingId };
      });
    },

    /** It ends at once, or never begins. Both are told. */
    endActing(by: By, actingId: number): Promise<{ kind: 'done' } | NoRight | NotFound> {
      const { actor, now, requestKey } = by;
      const entry = { requestKey, verb: 'end_acting', personId: actor.personId, at: now };
      return once<{ kind: 'done' } | NoRight | NotFound>(
        prisma,
        { ...entry, subject: `acting:${actingId}` },
        async (tx, journalId) => {
          const view = await actingOf(tx, actingId);
          if (!view) return NOT_FOUND;
          const bySeat = seatForActing(actor, view.lent);
          if (!bySeat) return NO_RIGHT;
          if (view.untilOn < dayIn(now, view.timeZone)) return NOT_FOUND;
          const { count } = await tx.acting.updateMany({
            where: { id: actingId, endedAt: null },
            data: { endedAt: now },
          });
          if (count === 0) return NOT_FOUND;
          await tx.journal.update({
            where: { id: journalId },
            data: { seatId: bySeat.seatId, subject: `seat:${view.lent.seatId}` },
          });
          await enqueue(tx, endNotices(view, by), now);
          return { kind: 'done' };
        },
      );
    },
  };
}

function isSame(post: StaffSeat, substitute: StaffSeat): boolean {
  const holder = post.holder?.personId;
  return (
    post.seatId === substitute.seatId || (holder !== undefined && holder === substitute.holder?.personId)
  );
}

/** An acting that shares a day with these; the earliest. */
async function actingWithin(
  tx: Prisma.TransactionClient,
  which: Prisma.ActingWhereInput,
  { fromOn, untilOn }: Pick<ActingWish, 'fromOn' | 'untilOn'>,
): Promise<number | null> {
  const days = { fromOn: { lte: new Date(untilOn) }, untilOn: { gte: new Date(fromOn) } };
  const found = await tx.acting.findFirst({
    where: { ...which, endedAt: null, ...days },
    orderBy: { fromOn: 'asc' },
  });
  return found?.id ?? null;
}

/** Whoever decided sees it on his screen; the other is told. */
function others(view: ActingView, { actor }: By): number[] {
  const ids = [view.lent.personId, view.substitute.personId];
  return ids.filter((id): id is number => id !== null && id !== actor.personId);
}

function setNotices(view: ActingView, by: By): NewNotice[] {
  const begins = view.fromOn === dayIn(by.now, view.timeZone) ? beginsNotice(view) : null;
  const set = others(view, by)
    .filter((personId) => begins?.personId !== personId)
    .map((personId): NewNotice => ({
      dedupeKey: `acting_set:${view.id}:${personId}`,
      personId,
      kind: 'acting_set',
      args: { actingId: view.id },
      againIfUnknown: true,
    }));
  return begins ? [...set, begins] : set;
}

function endNotices(view: ActingView, by: By): NewNotice[] {
  return others(view, by).map((personId) => ({
    dedupeKey: `acting_over:${view.id}:${personId}`,
    personId,
    kind: 'acting_over',
    args: { actingId: view.id },
    againIfUnknown: true,
  }));
}
