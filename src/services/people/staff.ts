import type { Prisma } from '../../platform/database/generated/client.ts';
import { enqueue } from '../delivery/outbox.ts';
import { once } from '../journal/once.ts';
import { stoppedNotices } from './acting-stopped.ts';
import { revokeWrittenBy } from './invitations.ts';
import { readEmail, readFullName, readLine, readPhone } from './names.ts';
import { seatForStaff } from './rights.ts';
import { seatsOf, staffSeat } from './store.ts';
import { NO_RIGHT, NOT_FOUND } from './verb.ts';
import type { By, NoRight, NotFound, PeopleDependencies } from './verb.ts';

/** What a coordinator may correct: of the person, and of the post. */
export const STAFF_FIELDS = ['name', 'phone', 'email', 'post', 'hours'] as const;
export type StaffField = (typeof STAFF_FIELDS)[number];

export type ReadStaffField = { kind: 'ok'; data: Record<string, string | null> } | { kind: 'bad' };

/** Understands what was typed for a field: the columns to write. */
function readStaffField(field: StaffField, text: string): ReadStaffField {
  if (field === 'name') {
    const { kind, ...name } = readFullName(text);
    return kind === 'ok' ? { kind, data: name } : { kind: 'bad' };
  }
  const read = { phone: readPhone, email: readEmail, post: readPost, hours: readHours }[field](text);
  return read === null ? { kind: 'bad' } : { kind: 'ok', data: { [field]: read } };
}

/** A post as it is written in lists: «начальник управления». */
export function readPost(text: string): string | null {
  return readLine(text, 200);
}

function readHours(text: string): string | null {
  return readLine(text, 60);
}

type Done = { kind: 'done' };
type StaffOutcome = Done | NoRight | NotFound;

export type CutOffOutcome =
  | {
      kind: 'done';
      /** Open links that the person had written; they stop working. */
      revoked: number;
    }
  | { kind: 'oneself' }
  /** ADMIN_IDS would let the account in again: the owner of the server decides. */
  | { kind: 'in_settings' }
  | NoRight
  | NotFound;

export function createStaff({ prisma, adminIds }: PeopleDependencies) {
  /** A verb about a person's access; it takes the right over each of his posts. */
  function aboutAccess<T extends { kind: string }>(
    by: By,
    verb: 'cut_off' | 'restore',
    personId: number,
    work: (tx: Prisma.TransactionClient, journalId: bigint) => Promise<T>,
  ): Promise<T | NoRight | NotFound> {
    const entry = {
      requestKey: by.requestKey,
      verb,
      subject: `person:${personId}`,
      personId: by.actor.personId,
      at: by.now,
    };
    return once<T | NoRight | NotFound>(prisma, entry, async (tx, journalId) => {
      const posts = await seatsOf(tx, personId);
      if (posts.length === 0) return NOT_FOUND;
      const bySeat = seatForStaff(by.actor, 'cut_off', posts);
      if (!bySeat) return NO_RIGHT;
      const outcome = await work(tx, journalId);
      if (outcome.kind === 'done')
        await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
      return outcome;
    });
  }

  return {
    /**
     * The account can do nothing any more, at once, and is told so; the posts stay his until they are given to another.
     * Open links that he wrote stop working.
     */
    cutOff(by: By, personId: number): Promise<CutOffOutcome> {
      return aboutAccess<CutOffOutcome>(by, 'cut_off', personId, async (tx, journalId) => {
        if (personId === by.actor.personId) return { kind: 'oneself' };
        const { telegramId } = await tx.person.findUniqueOrThrow({ where: { id: personId } });
        const account = telegramId === null ? null : Number(telegramId);
        if (account !== null && adminIds.includes(account)) return { kind: 'in_settings' };
        const { count } = await tx.person.updateMany({
          where: { id: personId, cutOffAt: null },
          data: { cutOffAt: by.now },
        });
        // After the person's row: a link that he is writing at this moment waits for it, see invitations.ts.
        const revoked = await revokeWrittenBy(tx, personId, by.now);
        if (count > 0 && account !== null) {
          const notice = {
            dedupeKey: `cut_off:${journalId}`,
            personId,
            chatId: account, // which may be written to although the person is cut off, see recipient.ts
            kind: 'office_cut_off',
            againIfUnknown: true,
          };
          await enqueue(tx, [notice], by.now);
        }
        if (count > 0) await enqueue(tx, await stoppedNotices(tx, personId, by, journalId), by.now);
        return { kind: 'done', revoked };
      });
    },

    /** Gives access back, and says so. */
    restore(by: By, personId: number): Promise<StaffOutcome> {
      return aboutAccess<Done>(by, 'restore', personId, async (tx, journalId) => {
        const { count } = await tx.person.updateMany({
          where: { id: personId, cutOffAt: { not: null } },
          data: { cutOffAt: null },
        });
        const notice = {
          dedupeKey: `restored:${journalId}`,
          personId,
          kind: 'office_restored',
          againIfUnknown: true,
        };
        if (count > 0) await enqueue(tx, [notice], by.now);
        return { kind: 'done' };
      });
    },

    /** Corrects a field of the post or of its holder; the text has been read by `readStaffField`. */
    editStaff(
      by: By,
      seatId: number,
      field: StaffField,
      text: string,
    ): Promise<StaffOutcome | { kind: 'bad' }> {
      const entry = {
        requestKey: by.requestKey,
        verb: 'edit_staff',
        subject: `seat:${seatId}`,
        personId: by.actor.personId,
      };
      return once<StaffOutcome | { kind: 'bad' }>(prisma, { ...entry, at: by.now }, async (tx, journalId) => {
        const seat = await staffSeat(tx, seatId, by.now);
        if (!seat) return NOT_FOUND;
        const ofPost = field === 'post' || field === 'hours';
        const posts = ofPost || !seat.holder ? [seat] : await seatsOf(tx, seat.holder.personId);
        const bySeat = seatForStaff(by.actor, 'edit_staff', posts);
        if (!bySeat) return NO_RIGHT;
        const read = readStaffField(field, text);
        if (read.kind === 'bad') return read;
        if (ofPost) await tx.seat.update({ where: { id: seatId }, data: read.data });
        else if (seat.holder)
          await tx.person.update({ where: { id: seat.holder.personId }, data: read.data });
        else return NOT_FOUND;
        await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
        return { kind: 'done' };
      });
    },
  };
}
