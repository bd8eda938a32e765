import type { Prisma } from '../../platform/database/generated/client.ts';
import { dayIn, isDay } from '../../services/calendar/index.ts';
import { NOT_FOUND } from '../../services/people/verb.ts';
import type { By } from '../../services/people/verb.ts';
import { isCampaignYear } from './campaign-days.ts';
import { createNaming } from './campaign-naming.ts';
import { campaignNotices } from './campaign-notices.ts';
import { audienceOf, onlyRespondent } from './campaign-recipients.ts';
import type { CityPeople } from './campaign-recipients.ts';
import {
  BRANCH,
  citiesInCampaign,
  concernedBy,
  findCampaign,
  formVersions,
  peopleOfCities,
} from './campaign-store.ts';
import type { CampaignView } from './campaign-store.ts';
import { createVerb } from './campaign-verb.ts';
import type { CampaignDependencies, Refusal } from './campaign-verb.ts';

/** `people` get a notice, in `cities`; `silent`: cities where nobody can be told yet. */
export type Told = { kind: 'done'; campaignId: number; people: number; cities: number; silent: number };
type Opened =
  Told | Refusal | { kind: 'exists'; campaignId: number } | { kind: 'no_cities' } | { kind: 'bad_year' };
type Added = Told | Refusal | { kind: 'already' };
type Extended = Told | Refusal | { kind: 'not_later'; dueOn: string };
/** `changed`: others are writing than the list showed; it is to be shown again. */
type Closed = Told | Refusal | { kind: 'changed' };
type Reopened = Told | Refusal | { kind: 'open' };

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

  /** Cities come into a campaign: their assignments, and the notices to those who are to answer or to name who does. */
  async function enter(
    tx: Tx,
    campaignId: number,
    cities: readonly CityPeople[],
    journalId: bigint,
  ): Promise<Told> {
    const data = cities.map((city) => ({
      campaignId,
      cityId: city.cityId,
      respondentSeatId: onlyRespondent(city),
    }));
    const made = await tx.assignment.createManyAndReturn({ data });
    const entered = cities.flatMap((city) => {
      const assignment = made.find(({ cityId }) => cityId === city.cityId);
      return assignment
        ? [{ assignmentId: assignment.id, city, respondentSeatId: assignment.respondentSeatId }]
        : [];
    });
    const kinds = { respondent: 'campaign.asked', coordinator: 'campaign.name' } as const;
    await delivery.enqueue(
      tx,
      entered.flatMap((one) => campaignNotices(one, kinds, journalId)),
    );
    return told(campaignId, entered);
  }

  return {
    nameRespondent: createNaming(deps),

    /** Opens the campaign of a year with its cities. The newest version of the form stays with it. */
    async open(by: By, plan: { year: number; dueOn: string; cityIds: readonly number[] }): Promise<Opened> {
      const { year, dueOn, cityIds } = plan;
      return verb<Opened>(by, 'open_campaign', { subject: `branch:${BRANCH}` }, async (tx, journalId) => {
        if (!isCampaignYear(year, today(by))) return { kind: 'bad_year' };
        if (!isDay(dueOn) || dueOn < today(by)) return { kind: 'past' };
        const cities = await peopleOfCities(tx, [...cityIds]);
        if (cities.length === 0) return { kind: 'no_cities' };
        const branch = await tx.branch.findUniqueOrThrow({ where: { code: BRANCH } });
        const form = (await formVersions(tx)).at(-1);
        if (!form) throw new Error('the built-in form is missing');
        const data = { branchId: branch.id, formId: form.id, year, dueOn: new Date(dueOn), openedAt: by.now };
        // Two coordinators, or two copies of the app: the second finds the campaign of the first.
        const { count } = await tx.campaign.createMany({ data, skipDuplicates: true });
        const key = { branchId_year: { branchId: branch.id, year } };
        const { id } = await tx.campaign.findUniqueOrThrow({ where: key, select: { id: true } });
        if (count === 0) return { kind: 'exists', campaignId: id };
        await tx.journal.update({ where: { id: journalId }, data: { subject: `campaign:${id}` } });
        return enter(tx, id, cities, journalId);
      });
    },

    async addCity(by: By, { campaignId, cityId }: { campaignId: number; cityId: number }): Promise<Added> {
      return verb<Added>(
        by,
        'add_to_campaign',
        { subject: `campaign:${campaignId}` },
        async (tx, journalId) => {
          const campaign = await locked(tx, campaignId);
          const cities = await peopleOfCities(tx, [cityId]);
          if (!campaign || cities.length === 0) return NOT_FOUND;
          if (campaign.closedAt) return { kind: 'closed' };
          const there = await tx.assignment.count({ where: { campaignId, cityId } });
          return there > 0 ? { kind: 'already' } : enter(tx, campaignId, cities, journalId);
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
        const all = await citiesInCampaign(tx, campaignId);
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
        return told(campaignId, concerned);
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
          const rows = await citiesInCampaign(tx, campaignId);
          if (rows.filter(({ state }) => state === 'in_work').length !== writing) return { kind: 'changed' };
          await tx.campaign.update({ where: { id: campaignId }, data: { closedAt: by.now } });
          return tellWaiting(tx, campaignId, 'campaign.closed', journalId);
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
          await tx.campaign.update({ where: { id: campaignId }, data: { closedAt: null } });
          return tellWaiting(tx, campaignId, 'campaign.reopened', journalId);
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
  ): Promise<Told> {
    const rows = await citiesInCampaign(tx, campaignId);
    const concerned = await concernedBy(
      tx,
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
