import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { addDays, dayIn, formatDay } from '../../services/calendar/index.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { ASSOCIATION_ZONE } from '../../services/people/actor.ts';
import { fullName } from '../../services/people/names.ts';
import { occupantsOf } from '../../services/people/occupants.ts';
import { postIn } from '../../services/people/post.ts';

/** For how many days somebody who left his last post is spoken to as a colleague, and not as a citizen. */
const COLLEAGUE_DAYS = 60;

/**
 * What is said to somebody without a post who left one lately: nothing of what he sends is stored, and who answers there
 * now. Null: he never had one, or long ago.
 */
export async function leftPostText(
  prisma: PrismaClient,
  { t, language }: Texts,
  personId: number | null,
  now: Date,
): Promise<string | null> {
  if (personId === null) return null;
  const held = await prisma.holding.findFirst({
    where: { personId, until: { not: null } },
    orderBy: { until: 'desc' },
    include: { seat: { include: { city: true, department: true } } },
  });
  if (!held?.until) return null;
  const { seat, until } = held;
  const zone = seat.city?.timeZone ?? ASSOCIATION_ZONE;
  const leftOn = dayIn(until, zone);
  if (addDays(leftOn, COLLEAGUE_DAYS) < dayIn(now, zone)) return null;
  const place = {
    post: postIn({ post: seat.post, departmentName: seat.department?.name ?? null }),
    day: formatDay(leftOn, language, 'text'),
  };
  const next = (await occupantsOf(prisma, [seat.id], now)).get(seat.id);
  return next
    ? t('office:petition.left_to', { ...place, name: fullName(next) ?? '' })
    : t('office:petition.left', place);
}
