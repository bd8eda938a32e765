import type { Prisma, PrismaClient } from '../../platform/database/generated/client.ts';

/** The line of the journal that a verb writes: who did what to what, when. */
export interface Entry {
  /** Makes a repetition harmless: 'm:<chat>:<message>', 'e:<update>', 'c:<callback>', 'j:<job>:<slot>'. */
  requestKey: string;
  verb: string;
  /** 'assignment:42' */
  subject: string;
  personId: number | null;
  /** The seat by which it was done; what is done in office stays under the post. */
  seatId?: number | null;
  /** Civil time. */
  at: Date;
}

/** `done` is what happened; every other kind says why nothing did. Plain data: a repetition reads it from the journal. */
export type Outcome = { kind: string };

/**
 * Runs a verb as one transaction with its journal row. A repetition, also one that runs at the same time on another copy
 * of the app, does nothing and returns the first outcome. An outcome other than `done` leaves no row.
 */
export async function once<T extends Outcome>(
  prisma: PrismaClient,
  entry: Entry,
  work: (tx: Prisma.TransactionClient, journalId: bigint) => Promise<T>,
  /** `timeout`: milliseconds, where the work is large. */
  limits: { timeout?: number } = {},
): Promise<T> {
  return prisma.$transaction(async (tx) => {
    const { requestKey, verb, subject, personId, seatId = null, at } = entry;
    // Not `create` with a catch: a conflict would spoil the transaction.
    const [row] = await tx.$queryRaw<{ id: bigint }[]>`
      insert into "Journal" ("requestKey", verb, subject, "personId", "seatId", at)
      values (${requestKey}, ${verb}, ${subject}, ${personId}, ${seatId}, ${at})
      on conflict ("requestKey") do nothing returning id`;
    if (!row) {
      const first = await tx.journal.findUniqueOrThrow({ where: { requestKey } });
      return first.outcome as unknown as T;
    }
    const outcome = await work(tx, row.id);
    if (outcome.kind === 'done') {
      await tx.journal.update({ where: { id: row.id }, data: { outcome } });
    } else {
      await tx.journal.delete({ where: { id: row.id } });
    }
    return outcome;
  }, limits);
}
