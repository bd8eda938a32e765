import { monotonic } from '../../../platform/clock.ts';
import type { PrismaClient } from '../../../platform/database/generated/client.ts';
import { storeFile } from '../../../services/files/files.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { Association } from '../paper.ts';
import { buildVolume } from './build.ts';
import type { VolumeFile } from './build.ts';
import { MIME } from './messages.ts';
import { associationNameOf, keepWithheld, volumeInput, volumeOf } from './store.ts';

interface MakingDependencies {
  prisma: PrismaClient;
  association: Association;
  /** In bytes; above it a file is cut. */
  fileLimit?: number | undefined;
}

type Made =
  | { kind: 'done'; files: VolumeFile[]; /** How long it took. */ seconds: number; withheld: string[] }
  /** Another copy was first after all. */
  | { kind: 'taken' }
  | { kind: 'failed'; error: unknown };

/**
 * Makes the files of a volume and keeps them, all of them or none; nobody is told. What the build comes to besides, its
 * state, is for whoever sends them.
 * @param options.onRead hears how many cities of how many were read
 */
export async function makeVolume(
  { prisma, association, fileLimit }: MakingDependencies,
  { id, campaignId }: { id: number; campaignId: number },
  options: { texts: Texts; now: Date; onRead?: (read: number, of: number) => Promise<void> },
): Promise<Made> {
  const { texts, now, onRead } = options;
  const began = monotonic();
  await prisma.volumeBuild.update({ where: { id }, data: { state: 'building', progress: 0 } });
  const name = await associationNameOf(prisma, await volumeOf(prisma, campaignId));
  const input = await volumeInput(prisma, campaignId, {
    association: {
      name: name ?? texts.t('volume:association'),
      city: association.name,
      timeZone: association.timeZone,
    },
    asOf: now,
    ...(onRead && { onRead }),
  });
  const { withheld } = input;
  let files: VolumeFile[];
  try {
    ({ files } = await buildVolume(texts, input, fileLimit === undefined ? {} : { fileLimit }));
  } catch (error) {
    await prisma.volumeBuild.update({ where: { id }, data: { state: 'failed' } });
    return { kind: 'failed', error };
  }
  const took = monotonic() - began;
  const kept = await keep(prisma, id, { files, withheld }, new Date(now.getTime() + took));
  return kept
    ? { kind: 'done', files, seconds: Math.max(1, Math.round(took / 1000)), withheld }
    : { kind: 'taken' };
}

/** All of them or none, once: false where another copy was first after all. */
async function keep(
  prisma: PrismaClient,
  buildId: number,
  { files, withheld }: { files: readonly VolumeFile[]; withheld: string[] },
  now: Date,
): Promise<boolean> {
  return prisma.$transaction(
    async (tx) => {
      const { count } = await tx.volumeBuild.updateMany({
        where: { id: buildId, doneAt: null },
        data: { doneAt: now },
      });
      if (count === 0) return false;
      for (const { kind, part, name, content } of files) {
        const mime = kind === 'table' ? MIME.table : MIME.book;
        const fileId = await storeFile(tx, { name, mime, content }, now);
        await tx.volumeFile.create({ data: { buildId, kind, part, name, fileId } });
      }
      await keepWithheld(tx, buildId, withheld);
      return true;
    },
    { timeout: 60_000 },
  );
}
