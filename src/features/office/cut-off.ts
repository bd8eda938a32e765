import type { Texts } from '../../services/i18n/i18n.ts';
import type { Actor } from '../../services/people/actor.ts';
import { helpersFor, placesOfHelp } from '../../services/people/helper.ts';
import type { Desk } from './desk.ts';
import { contactLine, day, postLine, zoneOf } from './wording.ts';

/** That access was cut off, since when, of which posts, and whom to ask; null: it was not, or was given back. */
export async function cutOffText(
  { prisma }: Pick<Desk, 'prisma'>,
  texts: Texts,
  actor: Actor,
  now: Date,
): Promise<string | null> {
  const { cutOffAt, personId, seats } = actor;
  if (cutOffAt === null) return null;
  const [helper] = await helpersFor(prisma, { personId, places: placesOfHelp(actor) }, now);
  const posts = seats.map((seat) => postLine(texts, seat)).join('; ');
  const closed = { day: day(texts, new Date(cutOffAt), zoneOf(actor), now), posts };
  return [
    texts.t('office:cut_off.closed', closed),
    helper
      ? texts.t('office:cut_off.ask', { contact: contactLine(texts, helper) })
      : texts.t('office:cut_off.ask_nobody'),
    texts.t('office:cut_off.data'),
  ].join('\n');
}
