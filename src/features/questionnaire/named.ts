import type { Db } from '../../platform/database/client.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import type { Actor } from '../../services/people/actor.ts';
import { concerning } from './store.ts';
import type { AssignmentView, Concerned } from './store.ts';
import { titleOf } from './wording.ts';

/** What tells a questionnaire from the others of the same person. */
export interface Labelled {
  id: number;
  year: number;
  city: { id: number; name: string };
  branchName: string;
}

/** By which posts, cities and departments questionnaires concern an official. */
export function concernOf({ cutOffAt, seats: held }: Pick<Actor, 'cutOffAt' | 'seats'>): Concerned {
  const seats = cutOffAt === null ? held : [];
  return {
    seatIds: seats.map(({ seatId }) => seatId),
    cityIds: seats.flatMap(({ kind, cityId }) =>
      kind === 'city_coordinator' && cityId !== null ? [cityId] : [],
    ),
    departmentIds: seats.flatMap(({ kind, departmentId }) =>
      kind === 'assistant' && departmentId !== null ? [departmentId] : [],
    ),
  };
}

/** «Анкета за 2027 год», where the person has another one in a campaign that is not closed; null: there is but this. */
export async function nameFor(
  db: Db,
  texts: Texts,
  actor: Pick<Actor, 'cutOffAt' | 'seats'>,
  view: AssignmentView,
): Promise<string | null> {
  const others = await db.assignment.findMany({
    where: { AND: [concerning(concernOf(actor)), { id: { not: view.id }, campaign: { closedAt: null } }] },
    select: {
      id: true,
      city: { select: { id: true, name: true } },
      campaign: { select: { year: true, branch: { select: { name: true } } } },
    },
  });
  const labelled = others.map(({ campaign, ...rest }) => ({
    ...rest,
    year: campaign.year,
    branchName: campaign.branch.name,
  }));
  return labelled.length === 0 ? null : nameAmong(texts, labelled, view);
}

/** The shortest name that tells it from the others: by its year, its city, its title. */
export function nameAmong(texts: Texts, all: readonly Labelled[], view: Labelled): string {
  const { t } = texts;
  const alike = all.filter(({ id, year }) => id !== view.id && year === view.year);
  if (alike.length === 0) return t('questionnaire:named.year', { year: view.year });
  if (alike.every(({ city }) => city.id !== view.city.id))
    return t('questionnaire:named.city', { year: view.year, city: view.city.name });
  return t('questionnaire:named.title', { title: titleOf(texts, view) });
}
