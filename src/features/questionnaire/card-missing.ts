import type { PrismaClient } from '../../platform/database/generated/client.ts';
import type { Part } from '../../services/documents/index.ts';
import { enqueue } from '../../services/delivery/outbox.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { fullDepartment, missingForPaper, readCard } from '../../services/people/city-card.ts';
import { occupantsOf } from '../../services/people/occupants.ts';
import type { AssignmentView } from './store.ts';

/** What the papers of a questionnaire take from the card of its city, and what they say where the card lacks it. */

/** The department's name in full, as it stands under the city's. */
export function departmentIn({ city, respondent }: AssignmentView): string | null {
  const name = respondent?.departmentName;
  return name ? fullDepartment(name, readCard(city.card)) : null;
}

/** A line that names the fields which are not filled in; nothing where all are. */
export function missingPart(
  { t }: Texts,
  { city, respondent }: AssignmentView,
  kind: 'note' | 'remark',
): Part[] {
  const missing = missingForPaper(readCard(city.card), respondent?.departmentName ?? null);
  const fields = missing.map((field) => `«${t(`office:city.field.${field}`)}»`).join(', ');
  return missing.length === 0 ? [] : [{ kind, text: t('import:paper.missing', { fields }) }];
}

/** The city's coordinators are told which fields to fill: each of them once, whichever paper lacked them first. */
export async function tellMissing(
  prisma: PrismaClient,
  { city, respondent }: AssignmentView,
  now: Date,
): Promise<void> {
  if (missingForPaper(readCard(city.card), respondent?.departmentName ?? null).length === 0) return;
  const seats = await prisma.seat.findMany({
    where: { kind: 'city_coordinator', cityId: city.id, closedAt: null },
    select: { id: true },
  });
  const occupants = await occupantsOf(
    prisma,
    seats.map(({ id }) => id),
    now,
  );
  const notices = [...occupants.values()].map(({ personId }) => ({
    dedupeKey: `city:${city.id}:card:${personId}`,
    personId,
    kind: 'office_card_missing',
    args: { cityId: city.id },
    subject: `city:${city.id}`,
  }));
  await enqueue(prisma, notices, now);
}
