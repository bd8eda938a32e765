import type { Prisma } from '../../../platform/database/generated/client.ts';
import { dayIn, isDay } from '../../../services/calendar/index.ts';
import { NOT_FOUND } from '../../../services/people/verb.ts';
import type { By } from '../../../services/people/verb.ts';
import { BRANCH, formVersions } from './branches.ts';
import { createArchiving, NOBODY_TOLD } from './archiving.ts';
import { isCampaignYear } from './days.ts';
import { enteringOf } from './entering.ts';
import type { Entering } from './entering.ts';
import { createNaming } from './naming.ts';
import { campaignNotices } from './notices.ts';
import { audienceOf } from './recipients.ts';
import { concernedBy } from './people.ts';
import { citiesInCampaign, findCampaign } from './store.ts';
import type { CampaignView } from './store.ts';
import { createVerb } from './verb.ts';
import type { CampaignDependencies, Refusal } from './verb.ts';

/**
 * `people` get a notice, in `cities`; `silent`: cities where nobody can be told yet. The rest is for the history, where
 * the verb knows it: days are 'YYYY-MM-DD'.
 */
export type Told = {
  kind: 'done';
  campaignId: number;
  people: number;
  cities: number;
  silent: number;
  /** Cities that came in. */
  entered?: number;
  /** The one city that it was about. */
  city?: string;
  dueOn?: string;
  was?: string;
  /** Cities in which a questionnaire was begun and not submitted. */
  writing?: number;
};
type Opened =
  | Told
  | Refusal
  | { kind: 'exists'; campaignId: number }
  | { kind: 'no_cities' }
  | { kind: 'bad_year' }
  | { kind: 'no_questions' };
type Added = Told | Refusal | { kind: 'already' };
type Extended = Told | Refusal | { kind: 'not_later'; dueOn: string };
/** `changed`: others are writing than the list showed; it is to be shown again. */
type Closed = Told | Refusal | { kind: 'changed' };
type Reopened = Told | Refusal | { kind: 'open' };

/** What is opened; the branch is the built-in one where none is named. */
export interface Plan {
  branchId?: number;
  year: number;
  /** 'YYYY-MM-DD' */
  dueOn: string;
  cityIds: readonly number[];
}

type Tx = Prisma.TransactionClient;

/** The verbs of the coordinators. Each is one transaction with its journal row and its notices. */
export function createCampaignActions(deps: CampaignDependencies) {
  const { delivery, association } = deps;
  const verb = createVerb(deps);

  /** The verbs about one campaign wait for each other. */
  async function locked(tx: Tx, campaignId: number): Promise<CampaignView | null> {
    await tx.$queryRaw`select id from "Campaign" where id = ${campaignId} for no key update`;
    return findCampaign(tx, campaignId);
  }

  const today = (by: By): string => dayIn(by.now, association.timeZone);

  /**
   * Cities come into a campaign: their assignments, and the notices to those who are to answer or to name who does.
   * @param journalId null: a past year, of which nobody is told
   */
  async function enter(
    tx: Tx,
    campaignId: number,
    cities: readonly Entering[],
    journalId: bigint | null,
  ): Promise<Told> {
    const data = cities.map(({ city, respondentSeatId }) => ({
      campaignId,
      cityId: city.cityId,
      respondentSeatId,
    }));
    const made = await tx.assignment.createManyAndReturn({ data });
    const entered = cities.flatMap((each) => {
      const assignment = made.find(({ cityId }) => cityId === each.city.cityId);
      return assignment ? [{ ...each, assignmentId: assignment.id }] : [];
    });
    if (journalId === null) return { ...NOBODY_TOLD, campaignId };
    const kinds = { respondent: 'campaign.asked', coordinator: 'campaign.name' } as const;
    await delivery.enqueue(
      tx,
      entered.flatMap((one) => campaignNotices(one, kinds, journalId)),
    );
    return told(campaignId, entered);
  }

  return {
    nameRespondent: createNaming(deps),

    archive: createArchiving(deps),

    /**
     * Opens the campaign of a year with its cities. A draft of it becomes the campaign, as the plan says, whatever another
     * coordinator has changed since. The newest version of the form stays with it.
     */
    async open(by: By, { branchId, year, dueOn, cityIds }: Plan): Promise<Opened> {
      const subject = `branch:${branchId ?? BRANCH}`;
      return verb<Opened>(by, 'open_campaign', { subject }, async (tx, journalId) => {
        if (!isCampaignYear(year, today(by))) return { kind: 'bad_year' };
        if (!isDay(dueOn) || dueOn < today(by)) return { kind: 'past' };
        const branch = await tx.branch.findUnique({
          where: branchId === undefined ? { code: BRANCH } : { id: branchId },
        });
        if (!branch) return NOT_FOUND;
        const cities = await enteringOf(tx, by.now, { branchId: branch.id, year }, cityIds);
        if (cities.length === 0) return { kind: 'no_cities' };
        const form = (await formVersions(tx, branch.code)).at(-1);
        if (!form) return { kind: 'no_questions' };
        const data = { formId: form.id, dueOn: new Date(dueOn) };
        const key = { branchId: branch.id, year };
        await tx.campaign.createMany({ data: { ...key, ...data }, skipDuplicates: true });
        // Two coordinators, or two copies of the app: the second waits here, and finds the campaign of the first.
        await tx.$queryRaw`select id from "Campaign" where "branchId" = ${branch.id} and year = ${year} for no key update`;
        const found = await tx.campaign.findUnique({ where: { branchId_year: key } });
        if (!found) return NOT_FOUND;
        if (found.openedAt) return { kind: 'exists', campaignId: found.id };
        await tx.campaign.update({ where: { id: found.id }, data: { ...data, openedAt: by.now } });
        await tx.assignment.deleteMany({ where: { campaignId: found.id } });
        await tx.journal.update({ where: { id: journalId }, data: { subject: `campaign:${found.id}` } });
        const outcome = await enter(tx, found.id, cities, journalId);
        return { ...outcome, entered: cities.length, dueOn };
      });
    },

    async addCity(by: By, { campaignId, cityId }: { campaignId: number; cityId: number }): Promise<Added> {
      return verb<Added>(
        by,
        'add_to_campaign',
        { subject: `campaign:${campaignId}` },
        async (tx, journalId) => {
          const campaign = await locked(tx, campaignId);
          if (!campaign) return NOT_FOUND;
          const [entering] = await enteringOf(tx, by.now, campaign, [cityId]);
          if (!entering) return NOT_FOUND;
          if (campaign.closedAt && !campaign.archived) return { kind: 'closed' };
          if ((await tx.assignment.count({ where: { campaignId, cityId } })) > 0) return { kind: 'already' };
          const outcome = await enter(tx, campaignId, [entering], campaign.archived ? null : journalId);
          return { ...outcome, city: entering.city.cityName };
        },
      );
    },

    /**
     * A later term, for one city or for all. For all, a city keeps its own term only if that is later still; those who
     * have submitted are not told.
     */
    async extend(
      by: By,
      wish: { campaignId: number; assignmentId: number | null; dueOn: string },
    ): Promise<Extended> {
      const { campaignId, assignmentId, dueOn } = wish;
      const subject = assignmentId === null ? `campaign:${campaignId}` : `assignment:${assignmentId}`;
      return verb<Extended>(by, 'extend_campaign', { subject }, async (tx, journalId) => {
        const campaign = await locked(tx, campaignId);
        if (!campaign) return NOT_FOUND;
        if (campaign.closedAt) return { kind: 'closed' };
        const all = await citiesInCampaign(tx, campaignId, by.now);
        const rows = all.filter((row) => assignmentId === null || row.assignmentId === assignmentId);
        const [first] = rows;
        if (!first) return NOT_FOUND;
        const former = assignmentId === null ? campaign.dueOn : first.dueOn;
        if (!isDay(dueOn) || dueOn < today(by)) return { kind: 'past' };
        if (dueOn <= former) return { kind: 'not_later', dueOn: former };
        const day = new Date(dueOn);
        if (assignmentId === null) {
          await tx.campaign.update({ where: { id: campaignId }, data: { dueOn: day } });
          await tx.assignment.updateMany({
            where: { campaignId, dueOn: { lte: day } },
            data: { dueOn: null },
          });
        } else {
          await tx.assignment.update({ where: { id: assignmentId }, data: { dueOn: day } });
        }
        const concerned = await concernedBy(
          tx,
          by.now,
          rows.filter((row) => !row.submitted && row.dueOn < dueOn),
        );
        const kinds = { respondent: 'campaign.extended', coordinator: 'campaign.extended' } as const;
        const notices = concerned.flatMap(({ row, ...people }) =>
          campaignNotices({ ...people, assignmentId: row.assignmentId }, kinds, journalId, {
            was: row.dueOn,
            to: dueOn,
          }),
        );
        await delivery.enqueue(tx, notices);
        const about = assignmentId === null ? {} : { city: first.city.name };
        return { ...told(campaignId, concerned), ...about, was: former, dueOn };
      });
    },

    /** `writing`: how many were in the middle of it on the list that the coordinator has seen. */
    async close(by: By, { campaignId, writing }: { campaignId: number; writing: number }): Promise<Closed> {
      return verb<Closed>(
        by,
        'close_campaign',
        { subject: `campaign:${campaignId}` },
        async (tx, journalId) => {
          const campaign = await locked(tx, campaignId);
          if (!campaign) return NOT_FOUND;
          if (campaign.closedAt) return { kind: 'closed' };
          const rows = await citiesInCampaign(tx, campaignId, by.now);
          if (rows.filter(({ state }) => state === 'in_work').length !== writing) return { kind: 'changed' };
          await tx.campaign.update({ where: { id: campaignId }, data: { closedAt: by.now } });
          const outcome = await tellWaiting(tx, campaignId, 'campaign.closed', journalId, by.now);
          return { ...outcome, writing };
        },
      );
    },

    async reopen(by: By, { campaignId }: { campaignId: number }): Promise<Reopened> {
      return verb<Reopened>(
        by,
        'reopen_campaign',
        { subject: `campaign:${campaignId}` },
        async (tx, journalId) => {
          const campaign = await locked(tx, campaignId);
          if (!campaign) return NOT_FOUND;
          if (!campaign.closedAt) return { kind: 'open' };
          if (campaign.archived) return { kind: 'closed' };
          await tx.campaign.update({ where: { id: campaignId }, data: { closedAt: null } });
          return tellWaiting(tx, campaignId, 'campaign.reopened', journalId, by.now);
        },
      );
    },
  };

  /** Tells those who have not submitted. */
  async function tellWaiting(
    tx: Tx,
    campaignId: number,
    kind: 'campaign.closed' | 'campaign.reopened',
    journalId: bigint,
    now: Date,
  ): Promise<Told> {
    const rows = await citiesInCampaign(tx, campaignId, now);
    const concerned = await concernedBy(
      tx,
      now,
      rows.filter((row) => !row.submitted),
    );
    const kinds = { respondent: kind, coordinator: kind };
    const notices = concerned.flatMap(({ row, ...people }) =>
      campaignNotices({ ...people, assignmentId: row.assignmentId }, kinds, journalId),
    );
    await delivery.enqueue(tx, notices);
    return told(campaignId, concerned);
  }
}

export type CampaignActions = ReturnType<typeof createCampaignActions>;

function told(campaignId: number, cities: Parameters<typeof audienceOf>[0]): Told {
  const audience = audienceOf(cities);
  return {
    kind: 'done',
    campaignId,
    people: audience.people,
    cities: audience.cities,
    silent: audience.silent.length,
  };
}
