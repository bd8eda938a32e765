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

const optionsSchema = z.object({
  listMissing: z.boolean().default(true),
  listFiles: z.boolean().default(false),
  /** On the title page; null: as in the volume before. */
  associationName: z.string().nullable().default(null),
  /** What was built before looks otherwise. An ISO instant. */
  changedAt: z.string().nullable().default(null),
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

/** What a closed volume takes: whatever was submitted later stays out of it. */
function standingIn(closedAt: Date | null): Prisma.SubmissionWhereInput {
  return { withdrawnAt: null, ...(closedAt && { at: { lte: closedAt } }) };
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
  };
}

/** Cities read at once. */
const PAGE = 10;

/**
 * What the volume is made of: of each city the last edition that stands.
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
): Promise<VolumeInput> {
  const { association, asOf, onRead } = options;
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) throw new Error('a volume of no campaign');
  const { closedAt, options: listed } = await volumeOf(db, campaignId);
  const ids = (
    await db.assignment.findMany({ where: { campaignId }, select: { id: true }, orderBy: { id: 'asc' } })
  ).map(({ id }) => id);
  const cities: VolumeCity[] = [];
  const missing: string[] = [];
  for (let first = 0; first < ids.length; first += PAGE) {
    const rows = await db.assignment.findMany({
      where: { id: { in: ids.slice(first, first + PAGE) } },
      select: {
        city: { select: { name: true, card: true } },
        respondentSeat: { select: { department: { select: { name: true } } } },
        submissions: { where: standingIn(closedAt), orderBy: { edition: 'desc' }, take: 1 },
      },
    });
    for (const { city, respondentSeat, submissions } of rows) {
      const [submission] = submissions;
      const department = respondentSeat?.department?.name;
      if (!submission) missing.push(city.name);
      else
        cities.push({
          name: city.name,
          department: department === undefined ? null : fullDepartment(department, readCard(city.card)),
          answers: (submission.content as unknown as SubmittedAnswer[]).map(answerOf),
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
  { closedAt, options }: VolumeState,
): Promise<{ kind: 'changed'; count: number } | { kind: 'before_closing' | 'options' } | null> {
  if (options.changedAt !== null && build.createdAt < new Date(options.changedAt)) return { kind: 'options' };
  if (closedAt && build.createdAt < closedAt) return { kind: 'before_closing' };
  const count = await changedSince(db, campaignId, build.createdAt, closedAt);
  return count > 0 ? { kind: 'changed', count } : null;
}
