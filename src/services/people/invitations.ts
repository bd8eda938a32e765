import type { Prisma } from '../../platform/database/generated/client.ts';
import { literally } from '../../platform/database/like.ts';
import { once } from '../journal/once.ts';
import type { SeatKind } from './actor.ts';
import { expiryOf, hashCode, hashToken, newSecret } from './invitation.ts';
import type { Secret } from './invitation.ts';
import type { FullName } from './names.ts';
import { seatFor, seatForInvitation, seatForStaff } from './rights.ts';
import { seatsOf, staffSeat } from './store.ts';
import { NO_RIGHT, NOT_FOUND } from './verb.ts';
import type { By, NoRight, NotFound, PeopleDependencies } from './verb.ts';

/** Kinds of posts that belong to a city; the others are the association's. */
export function ofCity(kind: SeatKind): boolean {
  return kind !== 'administrator' && kind !== 'association_coordinator';
}

/** The post that an invitation is for: one that exists, or one to be found by its words, or made. */
export type Post =
  | { seatId: number }
  | {
      kind: SeatKind;
      cityId: number | null;
      departmentName: string | null;
      post: string;
      /** Beside a post of the same words that is taken; without it the answer is `taken`. */
      another?: boolean;
    };

export interface Invitee extends FullName {
  phone: string | null;
  email?: string | null;
}

type Written = {
  kind: 'done';
  invitationId: number;
  seatId: number;
  expiresAt: string;
  /** Of a new telephone: who comes back. */
  personId?: number;
};
/** `secret` is shown once and kept nowhere. */
export type Issued = Written & Secret;
type Taken = { kind: 'taken'; seatId: number };

export function createInvitations({ prisma, codeKey }: PeopleDependencies) {
  /**
   * Runs a verb that writes an invitation and gives its secret to the caller. The journal does not hold secrets, so a
   * repetition (the answer may or may not have been seen) puts a new secret into the same invitation.
   */
  async function issuing<T extends { kind: string }>(
    by: By,
    verb: string,
    work: (
      tx: Prisma.TransactionClient,
      journalId: bigint,
      write: typeof writeInvitation,
    ) => Promise<Written | T>,
  ): Promise<Issued | T | NoRight> {
    const secret = await freshSecret();
    const hashes = { tokenHash: hashToken(secret.token), codeHash: hashCode(secret.code, codeKey) };
    let fresh = false;
    const { requestKey, now, actor } = by;
    const entry = { requestKey, verb, subject: 'invitation', personId: actor.personId, at: now };
    const outcome = await once<Written | T | NoRight>(prisma, entry, async (tx, journalId) => {
      fresh = true;
      if (await isCutOff(tx, actor.personId)) return NO_RIGHT;
      return work(tx, journalId, writeInvitation);
    });
    if (!isWritten(outcome)) return outcome;
    if (!fresh)
      await prisma.invitation.updateMany({ where: { id: outcome.invitationId, usedAt: null }, data: hashes });
    return { ...outcome, ...secret };

    async function writeInvitation(
      tx: Prisma.TransactionClient,
      journalId: bigint,
      given: { seatId: number; bySeatId: number; invitee: Invitee },
    ): Promise<Written> {
      await revokeOpen(tx, given.seatId, now);
      const { surname, name, patronymic, phone, email = null } = given.invitee;
      const invitation = await tx.invitation.create({
        data: {
          seatId: given.seatId,
          surname,
          name,
          patronymic,
          phone,
          email,
          ...hashes,
          createdById: given.bySeatId,
          createdAt: now,
          expiresAt: expiryOf(now),
        },
      });
      await tx.journal.update({
        where: { id: journalId },
        data: { subject: `invitation:${invitation.id}`, seatId: given.bySeatId },
      });
      return {
        kind: 'done',
        invitationId: invitation.id,
        seatId: given.seatId,
        expiresAt: invitation.expiresAt.toISOString(),
      };
    }
  }

  async function freshSecret(): Promise<Secret> {
    const secret = newSecret();
    const taken = await prisma.invitation.findUnique({ where: { codeHash: hashCode(secret.code, codeKey) } });
    return taken ? freshSecret() : secret;
  }

  return {
    /** Writes a named invitation; an older open one for the post is revoked. */
    invite(by: By, post: Post, invitee: Invitee): Promise<Issued | Taken | NoRight | NotFound> {
      return issuing<Taken | NoRight | NotFound>(by, 'invite', async (tx, journalId, write) => {
        const place =
          'seatId' in post ? await tx.seat.findFirst({ where: { id: post.seatId, closedAt: null } }) : post;
        if (!place) return NOT_FOUND;
        const kind = place.kind as SeatKind;
        if (ofCity(kind) !== (place.cityId !== null)) return NOT_FOUND;
        const { cityId } = place;
        const departmentId =
          'departmentId' in place
            ? place.departmentId
            : await findDepartment(tx, place.cityId, place.departmentName);
        const where = { kind, cityId, departmentId: departmentId ?? null };
        const isNew = departmentId === undefined;
        if (!seatFor(by.actor, `invite_${kind}`, where)) return NO_RIGHT;
        if (isNew && !seatFor(by.actor, 'add_department', { cityId })) return NO_RIGHT;
        const found =
          'seatId' in post ? { seatId: post.seatId } : await findOrMakeSeat(tx, post, departmentId);
        if ('kind' in found) return found;
        const bySeat = seatForInvitation(by.actor, { ...where, seatId: found.seatId });
        if (!bySeat) return NO_RIGHT;
        return write(tx, journalId, { seatId: found.seatId, bySeatId: bySeat.seatId, invitee });
      });
    },

    /** A new link and code for the person of the last one, which stops working. */
    reissue(by: By, seatId: number): Promise<Issued | NoRight | NotFound> {
      return issuing<NoRight | NotFound>(by, 'reissue', async (tx, journalId, write) => {
        const seat = await staffSeat(tx, seatId, by.now);
        if (!seat?.invitation?.surname || seat.invitation.state === 'used') return NOT_FOUND;
        const bySeat = seatForInvitation(by.actor, seat);
        if (!bySeat) return NO_RIGHT;
        const { surname, name, patronymic, phone, email } = seat.invitation;
        const invitee = { surname: surname ?? '', name: name ?? '', patronymic, phone, email };
        return write(tx, journalId, { seatId, bySeatId: bySeat.seatId, invitee });
      });
    },

    /**
     * The same person comes back with another account. The coordinator's word is the journal row of this verb: *Да, это
     * я* on its link moves the whole person, so it takes the right over each of his posts.
     */
    newPhone(by: By, personId: number): Promise<Issued | NoRight | NotFound> {
      return issuing<NoRight | NotFound>(by, 'move_account', async (tx, journalId, write) => {
        const person = await tx.person.findUnique({ where: { id: personId } });
        const posts = await seatsOf(tx, personId);
        const [first] = posts;
        if (!person?.surname || !person.name || !first) return NOT_FOUND;
        const bySeat = seatForStaff(by.actor, 'move_account', posts);
        if (!bySeat) return NO_RIGHT;
        const invitee = {
          surname: person.surname,
          name: person.name,
          patronymic: person.patronymic,
          phone: person.phone,
          email: person.email,
        };
        return {
          ...(await write(tx, journalId, { seatId: first.seatId, bySeatId: bySeat.seatId, invitee })),
          personId,
        };
      });
    },

    /** The open link of a post stops working. */
    revoke(by: By, seatId: number): Promise<{ kind: 'done' } | NoRight | NotFound> {
      const entry = {
        requestKey: by.requestKey,
        verb: 'revoke',
        subject: `seat:${seatId}`,
        personId: by.actor.personId,
      };
      return once<{ kind: 'done' } | NoRight | NotFound>(
        prisma,
        { ...entry, at: by.now },
        async (tx, journalId) => {
          const seat = await staffSeat(tx, seatId, by.now);
          if (!seat) return NOT_FOUND;
          const bySeat = seatForInvitation(by.actor, seat);
          if (!bySeat) return NO_RIGHT;
          if ((await revokeOpen(tx, seatId, by.now)) === 0) return NOT_FOUND;
          await tx.journal.update({ where: { id: journalId }, data: { seatId: bySeat.seatId } });
          return { kind: 'done' };
        },
      );
    },
  };
}

function isWritten(outcome: { kind: string }): outcome is Written {
  return outcome.kind === 'done';
}

/** Held until the end of the transaction: to cut him off waits for it, and finds the link that is being written. */
export async function isCutOff(tx: Prisma.TransactionClient, personId: number | null): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ cutOffAt: Date | null }[]>`
    select "cutOffAt" from "Person" where id = ${personId} for share`;
  return row !== undefined && row.cutOffAt !== null;
}

/** The open links that a person wrote, in whichever post, stop working; how many they were. */
export async function revokeWrittenBy(
  tx: Prisma.TransactionClient,
  personId: number,
  now: Date,
): Promise<number> {
  const written = await tx.journal.findMany({
    where: {
      personId,
      verb: { in: ['invite', 'reissue', 'move_account', 'import_staff', 'renew_links'] },
    },
    select: { subject: true, outcome: true },
  });
  const ids = written.flatMap(({ subject, outcome }) => {
    const { invitationIds } = outcome as { invitationIds?: number[] };
    return invitationIds ?? [Number(subject.replace('invitation:', ''))];
  });
  const { count } = await tx.invitation.updateMany({
    where: { id: { in: ids }, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
  return count;
}

async function revokeOpen(tx: Prisma.TransactionClient, seatId: number, now: Date): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { seatId, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
  return count;
}

async function findOrMakeSeat(
  tx: Prisma.TransactionClient,
  { kind, cityId, departmentName, post, another }: Exclude<Post, { seatId: number }>,
  knownDepartmentId: number | null | undefined,
): Promise<{ seatId: number } | Taken | NotFound> {
  if (cityId !== null && !(await tx.city.findUnique({ where: { id: cityId } }))) return NOT_FOUND;
  const departmentId =
    knownDepartmentId === undefined && cityId !== null && departmentName !== null
      ? (await tx.department.create({ data: { cityId, name: departmentName } })).id
      : (knownDepartmentId ?? null);
  const same = await tx.seat.findMany({
    where: {
      kind,
      cityId,
      departmentId,
      closedAt: null,
      post: { equals: literally(post), mode: 'insensitive' },
    },
    include: { holdings: { where: { until: null } } },
    orderBy: { id: 'asc' },
  });
  const vacant = same.find((seat) => seat.holdings.length === 0);
  if (vacant) return { seatId: vacant.id };
  const [taken] = same;
  if (taken && !another) return { kind: 'taken', seatId: taken.id };
  const made = await tx.seat.create({ data: { kind, cityId, departmentId, post } });
  return { seatId: made.id };
}

/** The department of this name; null: none is meant; undefined: the city has no such department yet. */
async function findDepartment(
  tx: Prisma.TransactionClient,
  cityId: number | null,
  name: string | null,
): Promise<number | null | undefined> {
  if (cityId === null || name === null) return null;
  const found = await tx.department.findFirst({
    where: { cityId, name: { equals: literally(name), mode: 'insensitive' } },
  });
  return found?.id;
}
