import type { Prisma } from '../../platform/database/generated/client.ts';
import { once } from '../journal/once.ts';
import type { HeldSeat } from './actor.ts';
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
type StaffOutcome = Done | NoRight | NotFound | { kind: 'oneself' };

export function createStaff({ prisma }: PeopleDependencies) {
  /** A verb about a person; it takes the right over each of his posts. */
  function aboutPerson(
    by: By,
    journalVerb: string,
    verb: 'cut_off' | 'edit_staff',
    personId: number,
    work: (tx: Prisma.TransactionClient, bySeat: HeldSeat) => Promise<StaffOutcome>,
  ): Promise<StaffOutcome> {
    const subject = `person:${personId}`;
    const entry = {
      requestKey: by.requestKey,
      verb: journalVerb,
      subject,
      personId: by.actor.personId,
      at: by.now,
    };
    return once<StaffOutcome>(prisma, entry, async (tx, journalId) => {
      const posts = await seatsOf(tx, personId);
      if (posts.length === 0) return NOT_FOUND;
      const bySeat = seatForStaff(by.actor, verb, posts);
      if (!bySeat) return NO_RIGHT;
      const outcome = await work(tx, bySeat);
      if (outcome.kind === 'done')
        await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
      return outcome;
    });
  }

  return {
    /** The account can do nothing any more, at once; the posts stay his until they are given to another. */
    cutOff(by: By, personId: number): Promise<StaffOutcome> {
      return aboutPerson(by, 'cut_off', 'cut_off', personId, async (tx) => {
        if (personId === by.actor.personId) return { kind: 'oneself' };
        await tx.person.updateMany({ where: { id: personId, cutOffAt: null }, data: { cutOffAt: by.now } });
        return { kind: 'done' };
      });
    },

    restore(by: By, personId: number): Promise<StaffOutcome> {
      return aboutPerson(by, 'restore', 'cut_off', personId, async (tx) => {
        await tx.person.update({ where: { id: personId }, data: { cutOffAt: null } });
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
