import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { once } from '../../../services/journal/once.ts';
import { seatFor } from '../../../services/people/rights.ts';
import { NO_RIGHT } from '../../../services/people/verb.ts';
import type { By, NoRight } from '../../../services/people/verb.ts';
import { formVersions } from './branches.ts';
import { changeForm } from '../form-change.ts';
import type { Changed, FormChange } from '../form-change.ts';

export type Edited = { kind: 'done'; version: number } | Exclude<Changed, { kind: 'changed' }> | NoRight;

/**
 * Changes the questions of a branch's campaigns to come: a new version of its form, or the first one. A version never
 * changes, so an open campaign keeps the questions with which it was opened.
 */
export async function editForm(
  prisma: PrismaClient,
  by: By,
  branchCode: string,
  change: FormChange,
): Promise<Edited> {
  const { actor, requestKey, now } = by;
  const seat = seatFor(actor, 'edit_form');
  const entry = {
    requestKey,
    verb: 'edit_form',
    subject: `form:${branchCode}:${change.code}`,
    personId: actor.personId,
    seatId: seat?.seatId ?? null,
    at: now,
  };
  return once<Edited>(prisma, entry, async (tx) => {
    if (!seat) return NO_RIGHT;
    // Two coordinators at once: each change is made to the version that the other has left.
    const branches = await tx.$queryRaw<
      unknown[]
    >`select id from "Branch" where code = ${branchCode} for no key update`;
    if (branches.length === 0) return { kind: 'not_found' };
    const versions = await formVersions(tx, branchCode);
    const newest = versions.at(-1);
    const past = versions.slice(0, -1).map(({ questions }) => questions);
    const changed = changeForm(newest?.questions ?? [], past, change);
    if (changed.kind !== 'changed') return changed;
    const version = (newest?.version ?? 0) + 1;
    await tx.form.create({
      data: { code: branchCode, version, questions: changed.questions, createdAt: now },
    });
    return { kind: 'done', version };
  });
}
