import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { addDays, dayIn, instantAt } from '../calendar/index.ts';
import type { NewNotice } from '../delivery/index.ts';
import { enqueue } from '../delivery/outbox.ts';
import { openSince } from './acting-store.ts';
import type { ActingView } from './acting-store.ts';

/** When in the morning of the city people are told. */
const MORNING = '09:00';
/** Days after the last one within which it is still worth saying that it is over. */
const LATELY = 3;

/** To who acts, what is open now; once a person, so whoever connects later gets it then. */
export function beginsNotice({ id, substitute }: ActingView): (NewNotice & { personId: number }) | null {
  const { personId } = substitute;
  if (personId === null) return null;
  return {
    dedupeKey: `acting_begins:${id}:${personId}`,
    personId,
    kind: 'acting_begins',
    args: { actingId: id },
    againIfUnknown: true,
  };
}

/** What is due to be said of an acting at this moment: on its first morning, and on the morning after its last day. */
export function actingNotices(view: ActingView, now: Date): NewNotice[] {
  const { id, fromOn, untilOn, setAt, timeZone, lent, substitute } = view;
  const setOnTheDay = dayIn(setAt, timeZone) >= fromOn;
  const begins = setOnTheDay ? setAt : instantAt(fromOn, MORNING, timeZone);
  const isOver = dayIn(now, timeZone) > untilOn;
  if (!isOver) {
    const notice = now >= begins ? beginsNotice(view) : null;
    return notice ? [notice] : [];
  }
  const over = instantAt(addDays(untilOn, 1), MORNING, timeZone);
  if (now < over || now >= instantAt(addDays(untilOn, 1 + LATELY), MORNING, timeZone)) return [];
  const told = [lent.personId, substitute.personId].filter((personId) => personId !== null);
  return told.map((personId) => ({
    dedupeKey: `acting_over:${id}:${personId}`,
    personId,
    kind: 'acting_over',
    args: { actingId: id },
  }));
}

/** Tells everybody concerned what is due; run again it tells nobody twice. */
export async function tellActing(prisma: PrismaClient, now: Date): Promise<void> {
  const open = await openSince(prisma, now, LATELY + 2);
  await enqueue(
    prisma,
    open.flatMap((view) => actingNotices(view, now)),
    now,
  );
}
