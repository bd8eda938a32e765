import type { Prisma } from '../../platform/database/generated/client.ts';
import { enqueue } from '../delivery/outbox.ts';
import type { NewNotice } from '../delivery/index.ts';
import type { HeldSeat } from './actor.ts';
import { fieldsNaming } from './city-card.ts';
import { helpersFor, placesOfHelp } from './helper.ts';
import { cityOf } from './store.ts';
import type { By, PeopleDependencies } from './verb.ts';

/** What the act of erasure says; it names nobody. */
export interface Erased {
  kind: 'done';
  /** Number of the act in the journal. */
  act: string;
  posts: number;
  invitations: number;
  requests: number;
  notices: number;
  /** Texts written in office that stay under the post, without an author. */
  kept: number;
}

export function createErasure({ prisma }: PeopleDependencies) {
  return {
    /**
     * Takes away everything that tells who this account is, at once. A citizen's row goes; an official's stays as a row
     * without name and account, so that what was done in office stays under the post. Not to be taken back.
     * @param updateId the update that asks for it; with it goes the lane under which it would be marked done
     * @param left what the chat's lane must still remember; with nothing the lane goes
     */
    async erase(by: By, updateId: number, left: { codeTries?: number[] } = {}): Promise<Erased> {
      const { actor, now } = by;
      const { telegramId, personId } = actor;
      const erased = await prisma.$transaction(async (tx) => {
        const counts =
          personId === null
            ? { posts: 0, invitations: 0, requests: 0, notices: 0, kept: 0 }
            : await erasePerson(tx, by, personId);
        await eraseChat(tx, telegramId, updateId, left);
        const act = await tx.journal.create({
          data: { verb: 'erase', subject: 'act', outcome: counts, at: now },
        });
        return { kind: 'done' as const, act: String(act.id), ...counts };
      });
      // A message that came in during the erasure must not wait for a lane that is gone.
      await prisma.$executeRaw`
        insert into "Lane" ("chatId") select distinct "chatId" from "Update"
        where "doneAt" is null and "chatId" = ${telegramId} on conflict do nothing`;
      return erased;
    },

    /** What an erasure had left of the chat goes as well. */
    async forgetChat(chatId: number): Promise<void> {
      await prisma.$transaction((tx) => eraseChat(tx, chatId, null, {}));
    },
  };
}

async function erasePerson(tx: Prisma.TransactionClient, by: By, personId: number) {
  const { actor, now } = by;
  const held = await tx.holding.findMany({ where: { personId }, select: { seatId: true, until: true } });
  const { count: requests } = await tx.accessRequest.deleteMany({ where: { personId } });
  const { count: notices } = await tx.notice.deleteMany({ where: { personId } });
  const { count: pieces } = await tx.piece.updateMany({
    where: { authorId: personId },
    data: { authorId: null },
  });
  const { count: submissions } = await tx.submission.updateMany({
    where: { personId },
    data: { personId: null },
  });
  const { count: invitations } = await tx.invitation.updateMany({
    where: {
      OR: [
        { usedById: personId },
        // Older links for the same person, which were never used.
        {
          seatId: { in: held.map(({ seatId }) => seatId) },
          surname: actor.surname ?? '',
          name: actor.name ?? '',
        },
      ],
    },
    data: { surname: '', name: '', patronymic: null, phone: null, email: null, usedById: null },
  });
  await tx.invitation.updateMany({
    where: { surname: '', expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
  await tx.journal.updateMany({ where: { personId }, data: { personId: null, requestKey: null } });
  const { count: posts } = await tx.holding.updateMany({
    where: { personId, until: null },
    data: { until: now },
  });
  if (held.length === 0) await tx.person.delete({ where: { id: personId } });
  else {
    const nothing = {
      telegramId: null,
      surname: null,
      name: null,
      patronymic: null,
      phone: null,
      email: null,
    };
    await tx.person.update({
      where: { id: personId },
      data: { ...nothing, language: null, consent: {}, erasedAt: now },
    });
    await tellVacant(tx, by);
  }
  return { posts, invitations, requests, notices, kept: pieces + submissions };
}

/** The chat itself: the inbox keeps tombstones without a chat, keys made of the chat's number lose it. */
async function eraseChat(
  tx: Prisma.TransactionClient,
  chatId: number,
  updateId: number | null,
  left: { codeTries?: number[] },
): Promise<void> {
  const key = `m:${chatId}:%`;
  await tx.stray.deleteMany({ where: { chatId } });
  await tx.notice.deleteMany({ where: { chatId } });
  // A document that was read here goes with its file at the next sweep; what was written of it is an answer.
  await tx.wordIn.updateMany({
    where: { chatId },
    data: { chatId: 0, personId: null, parts: {}, createdAt: new Date(0) },
  });
  await tx.volumeBuild.updateMany({ where: { chatId }, data: { chatId: 0, messageId: null } });
  await tx.$executeRaw`update "Piece" set "sourceKey" = 'x:' || id where "sourceKey" like ${key}`;
  await tx.$executeRaw`update "Journal" set "requestKey" = null where "requestKey" like ${key}`;
  await tx.$executeRaw`
    update "Update" set payload = null, "chatId" = null, "doneAt" = coalesce("doneAt", now()),
      outcome = coalesce(outcome, 'done')
    where "chatId" = ${chatId} and ("doneAt" is not null or id = ${updateId})`;
  // What was written after it is a new beginning, and needs its lane.
  const { count } = await tx.lane.updateMany({
    where: { chatId },
    data: { state: left, lastMessageId: 0, wakeAt: null },
  });
  const open = await tx.update.count({ where: { chatId } });
  if (count > 0 && open === 0 && left.codeTries === undefined) await tx.lane.delete({ where: { chatId } });
}

/** The post is named, the person is not. */
async function tellVacant(tx: Prisma.TransactionClient, { actor, now, requestKey }: By): Promise<void> {
  for (const seat of actor.seats.filter(({ actingUntil }) => actingUntil === null)) {
    const places = placesOfHelp({ seats: [seat] });
    const helpers = await helpersFor(tx, { personId: actor.personId, places }, now);
    const notices = helpers.map(({ personId }): NewNotice => ({
      dedupeKey: `vacant:${seat.seatId}:${requestKey}:${personId}`,
      personId,
      kind: 'office_seat_vacant',
      args: { seatId: seat.seatId },
    }));
    await enqueue(tx, [...notices, ...(await cardNotices(tx, seat, helpers))], now);
  }

  /** The city's card is the administration's; that the name may be out of date is told to who keeps it. */
  async function cardNotices(
    db: Prisma.TransactionClient,
    { cityId }: HeldSeat,
    helpers: readonly { personId: number }[],
  ): Promise<NewNotice[]> {
    const city = cityId === null ? null : await cityOf(db, cityId);
    const fields = city ? fieldsNaming(city.card, actor) : [];
    if (fields.length === 0) return [];
    return helpers.map(({ personId }) => ({
      dedupeKey: `card_names:${cityId}:${requestKey}:${personId}`,
      personId,
      kind: 'office_card_names',
      args: { cityId, fields },
    }));
  }
}
