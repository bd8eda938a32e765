import type { Prisma } from '../../platform/database/generated/client.ts';
import type { NewNotice } from '../delivery/index.ts';
import { actingsOf } from './acting-store.ts';
import type { ActingSide } from './acting-store.ts';
import type { SeatKind } from './actor.ts';
import { helpersFor } from './helper.ts';
import type { By } from './verb.ts';

/**
 * Somebody who acts, or is to, has just been cut off: the holder answers for his post himself again. He is told, and so are
 * the coordinators who can name another; not the one who did it.
 */
export async function stoppedNotices(
  tx: Prisma.TransactionClient,
  personId: number,
  { actor, now }: By,
  journalId: bigint,
): Promise<NewNotice[]> {
  const held = await tx.holding.findMany({ where: { personId, until: null } });
  const views = await actingsOf(tx, { actingSeatIds: held.map(({ seatId }) => seatId) }, now);
  const notices = await Promise.all(
    views.map(async ({ id, lent }) => {
      const helpers = await helpersFor(tx, { personId: null, places: placesOf(lent) }, now);
      const told = new Set([lent.personId, ...helpers.map((helper) => helper.personId)]);
      told.delete(actor.personId);
      return [...told]
        .filter((to) => to !== null)
        .map((to): NewNotice => ({
          dedupeKey: `acting_stopped:${id}:${to}:${journalId}`,
          personId: to,
          kind: 'acting_stopped',
          args: { actingId: id },
          againIfUnknown: true,
        }));
    }),
  );
  return notices.flat();
}

/** Who may name another there, nearest first; a coordinator's post is seen to from above. */
function placesOf({ kind, cityId }: ActingSide): [SeatKind, number | null][] {
  const above: [SeatKind, number | null] = ['association_coordinator', null];
  return cityId === null || kind === 'city_coordinator' ? [above] : [['city_coordinator', cityId], above];
}
