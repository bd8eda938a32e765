import type { Db } from '../../platform/database/client.ts';

/** Who did what the journal's row tells of; null: a job did, nobody is known any more, or there is no such row. */
export async function doerOf(db: Db, journalId: string): Promise<number | null> {
  if (!/^\d{1,18}$/u.test(journalId)) return null;
  const row = await db.journal.findUnique({ where: { id: BigInt(journalId) }, select: { personId: true } });
  return row?.personId ?? null;
}
