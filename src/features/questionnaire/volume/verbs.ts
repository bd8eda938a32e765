import type { Prisma } from '../../../platform/database/generated/client.ts';
import { NOT_FOUND } from '../../../services/people/verb.ts';
import type { By, NoRight, NotFound } from '../../../services/people/verb.ts';
import type { Verb } from '../../../services/people/rights.ts';
import { findCampaign } from '../campaign/store.ts';
import { createVerb } from '../campaign/verb.ts';
import type { CampaignDependencies } from '../campaign/verb.ts';
import { sentNotice } from './notices.ts';
import { recipientsOf } from './recipients.ts';
import { lastBuild, materialOf, openBuild, staleness, volumeOf } from './store.ts';
import type { VolumeOptions } from './store.ts';

type Tx = Prisma.TransactionClient;
type Refusal = NoRight | NotFound;
/** It is on its way to the cities, or there: it stays as it is. */
type Sent = { kind: 'sent' };

type OptionSet = { kind: 'done' } | Sent | Refusal;
type Building =
  | { kind: 'done'; buildId: number }
  /** One is being made: it will do. */
  | { kind: 'running' }
  /** No city has submitted anything. */
  | { kind: 'empty' }
  | Sent
  | Refusal;
type Closing =
  | { kind: 'done' }
  | { kind: 'already' }
  | { kind: 'empty' }
  /** Others are not accepted than were shown. */
  | { kind: 'changed' }
  | Refusal;
type Reopening = { kind: 'done' } | { kind: 'already' } | Sent | Refusal;
type Sending =
  | { kind: 'done'; people: number }
  | { kind: 'already' }
  | { kind: 'not_closed' }
  /** What was built last is not what stands now. */
  | { kind: 'stale' }
  | { kind: 'nobody' }
  /** Others would get it than were shown. */
  | { kind: 'changed' }
  | Refusal;
type Undoing = { kind: 'done' } | { kind: 'late' } | { kind: 'already' } | Refusal;

/** What the association's coordinator does with the volume. Each is one transaction with its journal row. */
export function createVolumeVerbs(deps: CampaignDependencies) {
  const { delivery } = deps;
  const verb = createVerb(deps);

  /** The verbs about one volume wait for each other; the work gets its row, which the first of them makes. */
  async function about<T extends { kind: string }>(
    by: By,
    name: Verb,
    campaignId: number,
    work: (tx: Tx, volumeId: number, journalId: bigint) => Promise<T>,
  ): Promise<T | Refusal> {
    return verb<T | Refusal>(by, name, { subject: `campaign:${campaignId}` }, async (tx, journalId) => {
      await tx.$queryRaw`select id from "Campaign" where id = ${campaignId} for no key update`;
      if (!(await findCampaign(tx, campaignId))) return NOT_FOUND;
      const { id } = await tx.volume.upsert({ where: { campaignId }, create: { campaignId }, update: {} });
      return work(tx, id, journalId);
    });
  }

  return {
    /** What is listed beside the answers, and the name on the title page. */
    async option(
      by: By,
      campaignId: number,
      change: Partial<Omit<VolumeOptions, 'changedAt' | 'withheld'>>,
    ): Promise<OptionSet> {
      return about<OptionSet>(by, 'build_volume', campaignId, async (tx, id) => {
        const { options, sendAt } = await volumeOf(tx, campaignId);
        if (sendAt) return { kind: 'sent' };
        await tx.volume.update({
          where: { id },
          data: { options: { ...options, ...change, changedAt: by.now.toISOString() } },
        });
        return { kind: 'done' };
      });
    },

    /** *Собрать*: the job makes the files and shows in this chat how it goes. */
    async build(by: By, { campaignId, chatId }: { campaignId: number; chatId: number }): Promise<Building> {
      return about<Building>(by, 'build_volume', campaignId, async (tx, volumeId, journalId) => {
        const { closedAt, sendAt } = await volumeOf(tx, campaignId);
        if (sendAt) return { kind: 'sent' };
        if (await openBuild(tx, campaignId)) return { kind: 'running' };
        const { total, missing } = await materialOf(tx, campaignId, closedAt);
        if (total === missing.length) return { kind: 'empty' };
        const { seatId } = await tx.journal.findUniqueOrThrow({ where: { id: journalId } });
        const { id: buildId } = await tx.volumeBuild.create({
          data: { volumeId, chatId, seatId, createdAt: by.now },
        });
        return { kind: 'done', buildId };
      });
    },

    /** @param unaccepted how many that are in it, and not accepted, were shown */
    async close(
      by: By,
      { campaignId, unaccepted }: { campaignId: number; unaccepted: number },
    ): Promise<Closing> {
      return about<Closing>(by, 'close_volume', campaignId, async (tx, id, journalId) => {
        // Whoever withdraws or corrects holds his questionnaire: he comes before, or finds it closed.
        await tx.$queryRaw`select id from "Assignment" where "campaignId" = ${campaignId} order by id for update`;
        const { closedAt } = await volumeOf(tx, campaignId);
        if (closedAt) return { kind: 'already' };
        const material = await materialOf(tx, campaignId, null);
        if (material.total === material.missing.length) return { kind: 'empty' };
        if (material.unaccepted.length !== unaccepted) return { kind: 'changed' };
        const { seatId } = await tx.journal.findUniqueOrThrow({ where: { id: journalId } });
        await tx.volume.update({ where: { id }, data: { closedAt: by.now, closedBySeatId: seatId } });
        return { kind: 'done' };
      });
    },

    /** *Открыть снова*, until it is sent. */
    async reopen(by: By, campaignId: number): Promise<Reopening> {
      return about<Reopening>(by, 'close_volume', campaignId, async (tx, id) => {
        const { closedAt, sendAt } = await volumeOf(tx, campaignId);
        if (sendAt) return { kind: 'sent' };
        if (!closedAt) return { kind: 'already' };
        await tx.volume.update({ where: { id }, data: { closedAt: null, closedBySeatId: null } });
        return { kind: 'done' };
      });
    },

    /** *Разослать*: in a minute, to each in the working hours of his city. @param people how many were shown */
    async send(by: By, { campaignId, people }: { campaignId: number; people: number }): Promise<Sending> {
      return about<Sending>(by, 'send_volume', campaignId, async (tx, id, journalId) => {
        // Whoever hides an answer holds his questionnaire: he comes before, or is told that it goes.
        await tx.$queryRaw`select id from "Assignment" where "campaignId" = ${campaignId} order by id for update`;
        const volume = await volumeOf(tx, campaignId);
        const { closedAt, sendAt } = volume;
        if (sendAt) return { kind: 'already' };
        if (!closedAt) return { kind: 'not_closed' };
        const build = await lastBuild(tx, campaignId);
        if (!build || (await staleness(tx, campaignId, build, volume))) return { kind: 'stale' };
        const told = (await recipientsOf(tx, campaignId, closedAt, by.now)).people;
        if (told.length === 0) return { kind: 'nobody' };
        if (told.length !== people) return { kind: 'changed' };
        const first = new Date(Math.min(...told.map(({ at }) => at.getTime())));
        await tx.volume.update({ where: { id }, data: { sendAt: first } });
        await delivery.enqueue(
          tx,
          told.map((each) => sentNotice(each, { campaignId, volumeId: id, cause: String(journalId) })),
        );
        return { kind: 'done', people: told.length };
      });
    },

    /** Takes the sending back before the first of it goes out. */
    async undo(by: By, campaignId: number): Promise<Undoing> {
      return about<Undoing>(by, 'send_volume', campaignId, async (tx, id) => {
        const { sendAt } = await volumeOf(tx, campaignId);
        if (!sendAt) return { kind: 'already' };
        if (by.now >= sendAt) return { kind: 'late' };
        await tx.notice.updateMany({
          where: { subject: `volume:${id}`, state: 'queued' },
          data: { state: 'withdrawn' },
        });
        await tx.volume.update({ where: { id }, data: { sendAt: null } });
        return { kind: 'done' };
      });
    },
  };
}

export type VolumeVerbs = ReturnType<typeof createVolumeVerbs>;
