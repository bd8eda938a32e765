import { z } from 'zod';
import type { Db } from '../../../platform/database/client.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import { dayIn } from '../../../services/calendar/index.ts';
import { fullDepartment, readCard } from '../../../services/people/city-card.ts';
import { findCampaign } from '../campaign/store.ts';
import type { SubmittedAnswer } from '../store.ts';
import { shownNumber } from '../wording.ts';
import { byRussianAlphabet } from './alphabet.ts';
import type { VolumeAnswer, VolumeCity, VolumeInput } from './input.ts';
import { standingIn, withheldIn, withheldOf } from './withheld.ts';

const optionsSchema = z.object({
  listMissing: z.boolean().default(true),
  listFiles: z.boolean().default(false),
  /** On the title page; null: as in the volume before. */
  associationName: z.string().nullable().default(null),
  /** What was built before looks otherwise. An ISO instant. */
  changedAt: z.string().nullable().default(null),
  /** What the build left out because its cities keep it for themselves. */
  withheld: z
    .object({ buildId: z.number(), answers: z.array(z.string()) })
    .nullable()
    .default(null),
});
export type VolumeOptions = z.infer<typeof optionsSchema>;

/** The volume of a campaign as it stands; nothing is stored of one that nobody has touched yet. */
export interface VolumeState {
  id: number | null;
  options: VolumeOptions;
  closedAt: Date | null;
  /** When it goes, or went, to the cities. */
  sendAt: Date | null;
}

export async function volumeOf(db: Db, campaignId: number): Promise<VolumeState> {
  const row = await db.volume.findUnique({ where: { campaignId } });
  return {
    id: row?.id ?? null,
    options: optionsSchema.parse(row?.options ?? {}),
    closedAt: row?.closedAt ?? null,
    sendAt: row?.sendAt ?? null,
  };
}

/** What the association is called on the title page: in this volume, else in the last one that says it. */
export async function associationNameOf(db: Db, { options }: VolumeState): Promise<string | null> {
  if (options.associationName !== null) return options.associationName;
  const before = await db.volume.findFirst({
    where: { options: { path: ['associationName'], string_contains: '' } },
    orderBy: { id: 'desc' },
    select: { options: true },
  });
  return optionsSchema.parse(before?.options ?? {}).associationName;
}

/** The cities have it: the minute in which it can be taken back is over. */
export async function isSent(db: Db, campaignId: number, now: Date): Promise<boolean> {
  return (await db.volume.count({ where: { campaignId, sendAt: { lte: now } } })) > 0;
}

/** Cities of the campaign by what the volume has of them; names in the order of the alphabet. */
export interface Material {
  total: number;
  accepted: string[];
  /** Submitted, and not accepted. */
  unaccepted: string[];
  missing: string[];
  /** Of the missing: submitted after the volume was closed. */
  late: string[];
  /** Answers of those that submitted which stay out of it: their cities keep them for themselves. */
  withheld: number;
}

export async function materialOf(db: Db, campaignId: number, closedAt: Date | null): Promise<Material> {
  const rows = await db.assignment.findMany({
    where: { campaignId },
    select: {
      state: true,
      city: { select: { name: true } },
      submissions: { where: { withdrawnAt: null }, select: { at: true } },
    },
  });
  const isIn = ({ submissions }: (typeof rows)[number]): boolean =>
    submissions.some(({ at }) => closedAt === null || at <= closedAt);
  const named = (some: typeof rows): string[] => some.map(({ city }) => city.name).sort(byRussianAlphabet);
  const there = rows.filter(isIn);
  const missing = rows.filter((row) => !isIn(row));
  return {
    total: rows.length,
    accepted: named(there.filter(({ state }) => state === 'accepted')),
    unaccepted: named(there.filter(({ state }) => state !== 'accepted')),
    missing: named(missing),
    late: named(missing.filter(({ submissions }) => submissions.length > 0)),
    withheld: (await withheldIn(db, campaignId, closedAt)).length,
  };
}

/** Cities read at once. */
const PAGE = 10;

/**
 * What the volume is made of: of each city the last edition that stands, without what it keeps for itself; that is named
 * in `withheld`.
 * @param options.onRead hears how many cities of how many were read
 */
export async function volumeInput(
  db: Db,
  campaignId: number,
  options: {
    association: VolumeInput['association'];
    asOf: Date;
    onRead?: (read: number, of: number) => Promise<void>;
  },
): Promise<VolumeInput & { withheld: string[] }> {
  const { association, asOf, onRead } = options;
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) throw new Error('a volume of no campaign');
  const { closedAt, options: listed } = await volumeOf(db, campaignId);
  const ids = (
    await db.assignment.findMany({ where: { campaignId }, select: { id: true }, orderBy: { id: 'asc' } })
  ).map(({ id }) => id);
  const cities: VolumeCity[] = [];
  const missing: string[] = [];
  const withheld: string[] = [];
  for (let first = 0; first < ids.length; first += PAGE) {
    const rows = await db.assignment.findMany({
      where: { id: { in: ids.slice(first, first + PAGE) } },
      select: {
        id: true,
        answers: { where: { privateAt: { not: null } }, select: { code: true } },
        city: { select: { name: true, card: true } },
        respondentSeat: { select: { department: { select: { name: true } } } },
        submissions: { where: standingIn(closedAt), orderBy: { edition: 'desc' }, take: 1 },
      },
    });
    for (const { id, answers, city, respondentSeat, submissions } of rows) {
      const [submission] = submissions;
      const department = respondentSeat?.department?.name;
      if (!submission) {
        missing.push(city.name);
        continue;
      }
      const content = submission.content as unknown as SubmittedAnswer[];
      const kept = new Set(answers.map(({ code }) => code));
      const left = withheldOf(id, content, kept);
      withheld.push(...left);
      cities.push({
        name: city.name,
        department: department === undefined ? null : fullDepartment(department, readCard(city.card)),
        answers: content.filter(({ code }) => !kept.has(code)).map(answerOf),
        ...(left.length > 0 && { withholds: true }),
      });
    }
    await onRead?.(Math.min(first + PAGE, ids.length), ids.length);
  }
  return {
    association,
    branch: campaign.branchName,
    year: campaign.year,
    closedOn: closedAt && dayIn(closedAt, association.timeZone),
    asOf: asOf.toISOString(),
    questions: campaign.questions.map(({ code, text }) => ({ code, text })),
    cities,
    missing,
    withheld,
    options: { listMissing: listed.listMissing, listFiles: listed.listFiles },
  };
}

function answerOf({ code, text, entities, value, files, skipped }: SubmittedAnswer): VolumeAnswer {
  const number = text === '' && value !== null;
  const said = { text: number ? shownNumber(value) : text, entities: number ? [] : entities };
  return { code, ...said, files, ...(skipped && { skipped }) };
}

/** A making of the files. */
export interface BuildView {
  id: number;
  createdAt: Date;
  files: { kind: string; part: number; name: string; fileId: number }[];
}

const filesInOrder = { orderBy: [{ kind: 'asc' }, { part: 'asc' }] } satisfies Prisma.VolumeBuild$filesArgs;

/** The last making that came to an end. */
export async function lastBuild(db: Db, campaignId: number): Promise<BuildView | null> {
  return db.volumeBuild.findFirst({
    where: { volume: { campaignId }, doneAt: { not: null } },
    orderBy: { id: 'desc' },
    select: { id: true, createdAt: true, files: filesInOrder },
  });
}

/** What a making left out, beside the options: what stands in its files is judged by it. */
export async function keepWithheld(db: Db, buildId: number, answers: readonly string[]): Promise<void> {
  const withheld = JSON.stringify({ buildId, answers });
  await db.$executeRaw`
    update "Volume" v set options = jsonb_set(v.options, '{withheld}', ${withheld}::jsonb)
    from "VolumeBuild" b where b.id = ${buildId} and v.id = b."volumeId"`;
}

/** The answers that the last making left out. */
export function leftOutOf({ options: { withheld } }: VolumeState, build: Pick<BuildView, 'id'>): string[] {
  return withheld?.buildId === build.id ? withheld.answers : [];
}

/** One that is under way, or waits. */
export async function openBuild(db: Db, campaignId: number): Promise<{ id: number } | null> {
  return db.volumeBuild.findFirst({
    where: { volume: { campaignId }, state: { in: ['queued', 'building'] }, doneAt: null },
    select: { id: true },
  });
}

/** How many questionnaires stand otherwise than at that moment; what a closed volume does not take does not count. */
async function changedSince(db: Db, campaignId: number, since: Date, closedAt: Date | null): Promise<number> {
  const at = { gt: since, ...(closedAt && { lte: closedAt }) };
  const some = { OR: [{ at }, { withdrawnAt: { gt: since } }] };
  return db.assignment.count({ where: { campaignId, submissions: { some } } });
}

/** Why what was built last is not what would be built now; null: it is. */
export async function staleness(
  db: Db,
  campaignId: number,
  build: BuildView,
  volume: VolumeState,
): Promise<{ kind: 'changed'; count: number } | { kind: 'before_closing' | 'options' | 'withheld' } | null> {
  const { closedAt, options } = volume;
  if (options.changedAt !== null && build.createdAt < new Date(options.changedAt)) return { kind: 'options' };
  if (closedAt && build.createdAt < closedAt) return { kind: 'before_closing' };
  const count = await changedSince(db, campaignId, build.createdAt, closedAt);
  if (count > 0) return { kind: 'changed', count };
  const left = leftOutOf(volume, build);
  const now = new Set(await withheldIn(db, campaignId, closedAt));
  return now.size === left.length && left.every((key) => now.has(key)) ? null : { kind: 'withheld' };
}
