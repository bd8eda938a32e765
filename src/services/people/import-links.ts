import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import { expiryOf, hashCode, hashToken, newSecret } from './invitation.ts';
import type { Secret } from './invitation.ts';
import type { Invitee } from './invitations.ts';

/** PostgreSQL takes 65 535 values in a statement. */
const ROWS_PER_STATEMENT = 1000;

/** A link that was just written; `token` and `code` are shown once and kept nowhere. */
export type ImportedLink = Secret & { invitationId: number };

/** Secrets whose codes are not in use: among so many, two of eight digits may fall together. */
async function freshSecrets(db: Db, count: number, codeKey: Buffer): Promise<Secret[]> {
  const secrets = new Map<string, Secret>();
  while (secrets.size < count) {
    const fresh = new Map<string, Secret>();
    while (secrets.size + fresh.size < count) {
      const secret = newSecret();
      const hash = hashCode(secret.code, codeKey);
      if (!secrets.has(hash)) fresh.set(hash, secret);
    }
    for (const part of inParts([...fresh.keys()])) {
      const taken = await db.invitation.findMany({
        where: { codeHash: { in: part } },
        select: { codeHash: true },
      });
      for (const { codeHash } of taken) fresh.delete(codeHash);
    }
    for (const [hash, secret] of fresh) secrets.set(hash, secret);
  }
  return [...secrets.values()];
}

/** Writes an invitation for each of these posts; the open ones of theirs have been revoked. */
export async function writeLinks(
  tx: Prisma.TransactionClient,
  invited: readonly { seatId: number; bySeatId: number; invitee: Invitee }[],
  { now, codeKey }: { now: Date; codeKey: Buffer },
): Promise<ImportedLink[]> {
  const secrets = await freshSecrets(tx, invited.length, codeKey);
  const ids = await newIds(tx, 'Invitation', invited.length);
  const links = secrets.map((secret, index) => ({ ...secret, invitationId: ids[index] ?? 0 }));
  const rows = invited.map(({ seatId, bySeatId, invitee }, index) => {
    const { token = '', code = '', invitationId: id = 0 } = links[index] ?? {};
    const { surname, name, patronymic, phone, email = null } = invitee;
    const hashes = { tokenHash: hashToken(token), codeHash: hashCode(code, codeKey) };
    const person = { surname, name, patronymic, phone, email };
    return {
      id,
      seatId,
      ...person,
      ...hashes,
      createdById: bySeatId,
      createdAt: now,
      expiresAt: expiryOf(now),
    };
  });
  for (const data of inParts(rows)) await tx.invitation.createMany({ data });
  return links;
}

/** The answer of a verb was lost: what nobody used yet gets new secrets, for the old ones cannot be shown again. */
export async function renewSecrets(
  db: Db,
  invitationIds: readonly number[],
  { now, codeKey }: { now: Date; codeKey: Buffer },
): Promise<ImportedLink[]> {
  const unused: { id: number }[] = [];
  for (const part of inParts(invitationIds)) {
    const where = { id: { in: part }, usedAt: null, expiresAt: { gt: now } };
    unused.push(...(await db.invitation.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })));
  }
  const secrets = await freshSecrets(db, unused.length, codeKey);
  const links: ImportedLink[] = [];
  for (const [index, secret] of secrets.entries()) {
    const invitationId = unused[index]?.id ?? 0;
    const hashes = { tokenHash: hashToken(secret.token), codeHash: hashCode(secret.code, codeKey) };
    const { count } = await db.invitation.updateMany({
      where: { id: invitationId, usedAt: null },
      data: hashes,
    });
    if (count > 0) links.push({ invitationId, ...secret });
  }
  return links;
}

/** Open links stop working. */
export async function revokeLinks(
  tx: Prisma.TransactionClient,
  invitationIds: readonly number[],
  now: Date,
): Promise<void> {
  for (const part of inParts(invitationIds)) {
    await tx.invitation.updateMany({
      where: { id: { in: part }, usedAt: null, expiresAt: { gt: now } },
      data: { expiresAt: now },
    });
  }
}

/** Identifiers for rows that are written together, so that what belongs to them is known before. */
export async function newIds(
  tx: Prisma.TransactionClient,
  table: 'City' | 'Department' | 'Seat' | 'Invitation',
  count: number,
): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select nextval(pg_get_serial_sequence(${`"${table}"`}, 'id')) as id from generate_series(1, ${count}::int)`;
  return rows.map(({ id }) => Number(id));
}

export function inParts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / ROWS_PER_STATEMENT) }, (_, part) =>
    all.slice(part * ROWS_PER_STATEMENT, (part + 1) * ROWS_PER_STATEMENT),
  );
}
