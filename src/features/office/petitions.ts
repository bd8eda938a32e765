import type { PrismaClient } from '../../platform/database/generated/client.ts';
import type { ChatState } from '../../services/chat/context.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { cityOf, invitationBy } from '../../services/people/store.ts';
import type { CityView } from '../../services/people/store.ts';

/** The city of somebody without a post: that of a link opened in this chat, or the only one there is; null: not known. */
export async function cityOfStranger(
  prisma: PrismaClient,
  { openedInvitationId, declinedInvitationId }: ChatState,
  now: Date,
): Promise<CityView | null> {
  const id = openedInvitationId ?? declinedInvitationId;
  const opened = id === undefined ? null : await invitationBy(prisma, { id }, now);
  const cityId = opened?.seat.cityId ?? null;
  if (cityId !== null) return cityOf(prisma, cityId);
  const [only, ...more] = await prisma.city.findMany({ select: { id: true }, take: 2 });
  return only && more.length === 0 ? cityOf(prisma, only.id) : null;
}

/** Who takes petitions, from the card of the city; what is not known there is said in general. */
export function addressesText({ t }: Texts, city: CityView | null): string {
  const { dispatcherPhone, receptionPhone, site, address } = city?.card ?? {};
  const known = [
    receptionPhone && t('office:petition.reception', { phone: receptionPhone }),
    site && t('office:petition.site', { site }),
    address && t('office:petition.address', { address }),
  ].filter(Boolean);
  return [
    city ? t('office:petition.head_city', { city: city.name }) : t('office:petition.head'),
    t('office:petition.urgent'),
    dispatcherPhone && t('office:petition.dispatcher', { phone: dispatcherPhone }),
    ...(known.length > 0 ? known : [t('office:petition.general')]),
    t('office:petition.by_law'),
  ]
    .filter(Boolean)
    .join('\n');
}
