import type { Prisma } from '../../platform/database/generated/client.ts';
import type { NewNotice } from '../delivery/index.ts';
import { enqueue } from '../delivery/outbox.ts';
import { once } from '../journal/once.ts';
import { invitationState } from './invitation.ts';
import type { InvitationState } from './invitation.ts';
import { occupantsOf } from './occupants.ts';
import { seatForStaff } from './rights.ts';
import { seatsOf, staffSeat } from './store.ts';
import { NOT_FOUND } from './verb.ts';
import type { By, NotFound, PeopleDependencies } from './verb.ts';

/** The text about what is stored that *Да, это я* agrees to; grows when the text changes. */
export const CONSENT_VERSION = 2;

export type Connected = {
  kind: 'done';
  personId: number;
  seatId: number;
  /** He came back with another account; the old one has nothing any more. */
  moved: boolean;
};

export type ConnectOutcome = Connected | { kind: Exclude<InvitationState, 'open'> } | NotFound;

export function createConnecting({ prisma }: PeopleDependencies) {
  return {
    /**
     * *Да, это я*: uses the invitation up for exactly one account. The caller has seen its token or code. A former holder
     * of the post leaves it at the same moment.
     */
    connect(by: By, invitationId: number): Promise<ConnectOutcome> {
      const { actor, now, requestKey } = by;
      const entry = {
        requestKey,
        verb: 'connect',
        subject: `invitation:${invitationId}`,
        personId: actor.personId,
        at: now,
      };
      return once<ConnectOutcome>(prisma, entry, async (tx, journalId) => {
        const invitation = await tx.invitation.findUnique({
          where: { id: invitationId },
          include: { seat: true },
        });
        if (!invitation || actor.cutOffAt !== null) return NOT_FOUND;
        const move = await movedPerson(tx, invitation);
        const movedId = move?.personId ?? null;
        if (move && !(await mayStillMove(tx, invitation.createdById, move, now))) {
          await tx.invitation.update({ where: { id: invitationId }, data: { expiresAt: now } });
          return { kind: 'revoked' };
        }
        // Two accounts may press at the same moment: the row lock of this update lets one of them through.
        const { count } = await tx.invitation.updateMany({
          where: { id: invitationId, usedAt: null, expiresAt: { gt: now }, seat: { closedAt: null } },
          data: { usedAt: now },
        });
        if (count === 0) {
          const { usedAt } = await tx.invitation.findUniqueOrThrow({ where: { id: invitationId } });
          const state = invitationState({ ...invitation, usedAt }, now);
          return { kind: state === 'open' ? 'revoked' : state };
        }
        const personId = movedId ?? (await personOf(tx, actor.telegramId, now));
        if (movedId !== null) await giveAccount(tx, movedId, actor.telegramId);
        await tx.person.update({
          where: { id: personId },
          data: {
            surname: invitation.surname,
            // A surname alone does not take away a name that is known.
            ...(invitation.name === '' ? {} : { name: invitation.name, patronymic: invitation.patronymic }),
            ...(invitation.phone === null ? {} : { phone: invitation.phone }),
            ...(invitation.email === null ? {} : { email: invitation.email }),
            reach: 'ok',
            consent: { version: CONSENT_VERSION, at: now.toISOString() },
          },
        });
        await tx.invitation.update({ where: { id: invitationId }, data: { usedById: personId } });
        const formerId = await take(tx, invitation.seatId, personId, now);
        await tx.accessRequest.updateMany({
          where: { personId, answeredAt: null },
          data: { answeredAt: now, text: '' },
        });
        await tx.journal.update({ where: { id: journalId }, data: { personId, seatId: invitation.seatId } });
        await tellOthers(tx, invitation, { personId, formerId }, now);
        return { kind: 'done', personId, seatId: invitation.seatId, moved: movedId !== null };
      });
    },
  };
}

interface Move {
  personId: number;
  /** Whose word it was. */
  byId: number | null;
}

/** The person whom the invitation is to bring back with another account; null for an ordinary invitation. */
async function movedPerson(
  tx: Prisma.TransactionClient,
  invitation: { id: number; seatId: number },
): Promise<Move | null> {
  const word = await tx.journal.findFirst({
    where: { verb: 'move_account', subject: `invitation:${invitation.id}` },
  });
  const { personId } = (word?.outcome ?? {}) as { personId?: number };
  if (personId === undefined) return null;
  const held = await tx.holding.findFirst({ where: { personId, seatId: invitation.seatId, until: null } });
  return held && { personId, byId: word?.personId ?? null };
}

/** Posts that came to the person since the coordinator's word may be above him, and would go with the account. */
async function mayStillMove(
  tx: Prisma.TransactionClient,
  bySeatId: number | null,
  { personId, byId }: Move,
  now: Date,
): Promise<boolean> {
  const by = bySeatId === null ? null : await staffSeat(tx, bySeatId, now);
  if (!by) return false;
  const posts = await seatsOf(tx, personId);
  // The post of the word itself came to him since, unless the word was his own.
  if (byId !== personId && posts.some(({ seatId }) => seatId === by.seatId)) return false;
  const seat = { ...by, actingUntil: null, lent: null };
  return seatForStaff({ seats: [seat], cutOffAt: null }, 'move_account', posts) !== null;
}

async function personOf(tx: Prisma.TransactionClient, telegramId: number, now: Date): Promise<number> {
  const { id } = await tx.person.upsert({
    where: { telegramId },
    create: { telegramId, createdAt: now },
    update: {},
  });
  return id;
}

/** The account now belongs to this person; what it was before becomes part of him. */
async function giveAccount(
  tx: Prisma.TransactionClient,
  personId: number,
  telegramId: number,
): Promise<void> {
  const before = await tx.person.findUnique({ where: { telegramId } });
  if (before && before.id !== personId) await merge(tx, before.id, personId);
  await tx.person.update({ where: { id: personId }, data: { telegramId, cutOffAt: null } });
}

async function merge(tx: Prisma.TransactionClient, from: number, into: number): Promise<void> {
  const [where, data] = [{ personId: from }, { personId: into }];
  await tx.holding.updateMany({ where, data });
  await tx.journal.updateMany({ where, data });
  await tx.submission.updateMany({ where, data });
  await tx.notice.updateMany({ where, data });
  await tx.piece.updateMany({ where: { authorId: from }, data: { authorId: into } });
  await tx.invitation.updateMany({ where: { usedById: from }, data: { usedById: into } });
  await tx.accessRequest.deleteMany({ where });
  await tx.person.delete({ where: { id: from } });
}

/** The post goes over to this person: whoever held it holds it until now, and is returned. */
async function take(
  tx: Prisma.TransactionClient,
  seatId: number,
  personId: number,
  now: Date,
): Promise<number | null> {
  const held = await tx.holding.findFirst({ where: { seatId, until: null } });
  if (held?.personId === personId) return null;
  if (held) await tx.holding.update({ where: { id: held.id }, data: { until: now } });
  await tx.holding.create({ data: { seatId, personId, from: now } });
  return held?.personId ?? null;
}

/** The one who wrote the invitation learns that it was used; the former holder, that the post is no longer his. */
async function tellOthers(
  tx: Prisma.TransactionClient,
  invitation: { id: number; seatId: number; createdById: number | null },
  { personId, formerId }: { personId: number; formerId: number | null },
  now: Date,
): Promise<void> {
  const { id, seatId, createdById } = invitation;
  const issuer =
    createdById === null ? undefined : (await occupantsOf(tx, [createdById], now)).get(createdById);
  const notices: NewNotice[] = [];
  if (issuer && issuer.personId !== personId) {
    notices.push({
      dedupeKey: `connected:${id}`,
      personId: issuer.personId,
      kind: 'office_connected',
      args: { seatId },
    });
  }
  if (formerId !== null) {
    notices.push({
      dedupeKey: `succeeded:${id}`,
      personId: formerId,
      kind: 'office_succeeded',
      args: { seatId },
    });
  }
  await enqueue(tx, notices, now);
}
