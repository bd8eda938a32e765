import type { Db } from '../../../platform/database/client.ts';
import type { AssignmentView } from '../store.ts';
import { lastBuild, leftOutOf, volumeOf } from './store.ts';
import { withheldKey } from './withheld.ts';

/**
 * What hiding an answer, or showing it, means for the volume: `free`: it goes by what is chosen now; `out`: it is not in
 * it and will not be; `going`: it is, and the sending can still be taken back; `sent`: the cities have it.
 */
export type VolumePlace = 'free' | 'out' | 'going' | 'sent';

/** @param code null: of the questionnaire as a whole */
export async function placeInVolume(
  db: Db,
  { id, campaignId, inVolume }: Pick<AssignmentView, 'id' | 'campaignId' | 'inVolume'>,
  code: string | null,
  now: Date,
): Promise<VolumePlace> {
  const volume = await volumeOf(db, campaignId);
  const { closedAt, sendAt } = volume;
  if (closedAt === null) return 'free';
  if (!inVolume) return 'out';
  if (sendAt === null) return 'free';
  const build = await lastBuild(db, campaignId);
  const key = code === null ? null : withheldKey({ assignmentId: id, code });
  if (build && key !== null && leftOutOf(volume, build).includes(key)) return 'out';
  return now < sendAt ? 'going' : 'sent';
}
