import { dayIn } from '../../../services/calendar/index.ts';
import { NOT_FOUND } from '../../../services/people/verb.ts';
import type { By } from '../../../services/people/verb.ts';
import { formVersions } from './branches.ts';
import { archiveYears } from './days.ts';
import { createVerb } from './verb.ts';
import type { CampaignDependencies, Refusal } from './verb.ts';

export const NOBODY_TOLD = { kind: 'done', people: 0, cities: 0, silent: 0 } as const;

export type Archived =
  | (typeof NOBODY_TOLD & { campaignId: number })
  | Refusal
  | { kind: 'exists'; campaignId: number }
  | { kind: 'bad_year' }
  | { kind: 'no_questions' };

/**
 * Makes the campaign of a past year, whose answers are loaded from papers: open to nobody in the cities, closed from the
 * first, and nobody is told.
 */
export function createArchiving(deps: CampaignDependencies) {
  const verb = createVerb(deps);
  return async (by: By, { branchId, year }: { branchId: number; year: number }): Promise<Archived> => {
    const subject = `branch:${branchId}`;
    return verb<Archived>(by, 'open_campaign', { subject }, async (tx, journalId) => {
      const today = dayIn(by.now, deps.association.timeZone);
      if (!archiveYears(today).includes(year)) return { kind: 'bad_year' };
      const branch = await tx.branch.findUnique({ where: { id: branchId } });
      if (!branch) return NOT_FOUND;
      const form = (await formVersions(tx, branch.code)).at(-1);
      if (!form) return { kind: 'no_questions' };
      const state = { openedAt: by.now, closedAt: by.now, archived: true };
      const data = { branchId, year, formId: form.id, dueOn: new Date(`${year}-12-31`), ...state };
      const { count } = await tx.campaign.createMany({ data, skipDuplicates: true });
      const found = await tx.campaign.findUnique({ where: { branchId_year: { branchId, year } } });
      if (!found) return NOT_FOUND;
      if (count === 0) return { kind: 'exists', campaignId: found.id };
      await tx.journal.update({ where: { id: journalId }, data: { subject: `campaign:${found.id}` } });
      return { ...NOBODY_TOLD, campaignId: found.id };
    });
  };
}
