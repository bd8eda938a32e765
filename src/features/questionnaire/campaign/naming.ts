import { NOT_FOUND } from '../../../services/people/verb.ts';
import type { By } from '../../../services/people/verb.ts';
import { tellNamed } from '../clarification/telling.ts';
import { loadAssignment } from '../store.ts';
import { campaignNotices, noticeTo } from './notices.ts';
import { peopleOfCities } from './people.ts';
import { findCityRow } from './store.ts';
import { createVerb } from './verb.ts';
import type { CampaignDependencies, Refusal } from './verb.ts';

type Named =
  /** `told`: whether the one who is named is told; the others concerned are not counted. */
  { kind: 'done'; told: number; seatId: number } | Refusal | { kind: 'same' };

/**
 * Names who answers for a city; the new one and the former one are told. What was written stays. Of what was submitted the
 * new one is told only what the association asks.
 */
export function createNaming(deps: CampaignDependencies) {
  const { prisma, delivery } = deps;
  const verb = createVerb(deps);

  return async (by: By, wish: { assignmentId: number; seatId: number }): Promise<Named> => {
    const { assignmentId, seatId } = wish;
    const found = await findCityRow(prisma, assignmentId, by.now);
    if (!found) return NOT_FOUND;
    const about = { subject: `assignment:${assignmentId}`, cityId: found.city.id };
    return verb<Named>(by, 'name_respondent', about, async (tx, journalId) => {
      // A part of an answer that is being stored holds this row `for share`.
      await tx.$queryRaw`select id from "Assignment" where id = ${assignmentId} for no key update`;
      const row = await findCityRow(tx, assignmentId, by.now);
      const [city] = await peopleOfCities(tx, by.now, [found.city.id]);
      if (!row || !city?.heads.some((head) => head.seatId === seatId)) return NOT_FOUND;
      if (row.campaign.closedAt) return { kind: 'closed' };
      if (row.respondent?.seatId === seatId) return { kind: 'same' };
      await tx.assignment.update({ where: { id: assignmentId }, data: { respondentSeatId: seatId } });
      const { personId: doer } = by.actor;
      const kinds = { respondent: 'campaign.asked', coordinator: 'campaign.name' } as const;
      const asked = row.submitted
        ? []
        : campaignNotices({ assignmentId, city, respondentSeatId: seatId }, kinds, journalId);
      const former = row.respondent?.connected ? row.respondent.holder?.personId : undefined;
      const released =
        former === undefined ? [] : [noticeTo(former, 'campaign.released', assignmentId, journalId)];
      const notices = [...asked, ...released].filter(({ personId }) => personId !== doer);
      await delivery.enqueue(tx, notices);
      const view = row.state === 'to_clarify' ? await loadAssignment(tx, assignmentId) : null;
      const clarified = view ? await tellNamed(tx, view, journalId, by.now) : 0;
      const named = city.heads.find((head) => head.seatId === seatId)?.personId ?? null;
      const isTold =
        named !== null &&
        (clarified > 0 ||
          notices.some(({ kind, personId }) => kind === kinds.respondent && personId === named));
      return { kind: 'done', told: isTold ? 1 : 0, seatId };
    });
  };
}
