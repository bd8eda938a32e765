import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { once } from '../../services/journal/once.ts';
import { seatFor } from '../../services/people/rights.ts';
import { NO_RIGHT } from '../../services/people/verb.ts';
import type { By, NoRight } from '../../services/people/verb.ts';
import { BRANCH, formVersions } from './campaign-store.ts';
import { changeForm } from './form-change.ts';
import type { Changed, FormChange } from './form-change.ts';

export type Edited = { kind: 'done'; version: number } | Exclude<Changed, { kind: 'changed' }> | NoRight;

/**
 * Changes the questions of the campaigns to come: a new version of the form. A version never changes, so an open campaign
 * keeps the questions with which it was opened.
 */
export async function editForm(prisma: PrismaClient, by: By, change: FormChange): Promise<Edited> {
  const { actor, requestKey, now } = by;
  const seat = seatFor(actor, 'edit_form');
  const entry = {
    requestKey,
    verb: 'edit_form',
    subject: `form:${BRANCH}:${change.code}`,
    personId: actor.personId,
    seatId: seat?.seatId ?? null,
    at: now,
  };
  return once<Edited>(prisma, entry, async (tx) => {
    if (!seat) return NO_RIGHT;
    // Two coordinators at once: each change is made to the version that the other has left.
    await tx.$queryRaw`select id from "Branch" where code = ${BRANCH} for no key update`;
    const versions = await formVersions(tx);
    const newest = versions.at(-1);
    if (!newest) throw new Error('the built-in form is missing');
    const past = versions.slice(0, -1).map(({ questions }) => questions);
    const changed = changeForm(newest.questions, past, change);
    if (changed.kind !== 'changed') return changed;
    const version = newest.version + 1;
    await tx.form.create({ data: { code: BRANCH, version, questions: changed.questions, createdAt: now } });
    return { kind: 'done', version };
  });
}
