import type { Db } from '../../../platform/database/client.ts';
import { isWorkingDay } from '../../../services/calendar/index.ts';
import type { DaysOffRule } from '../../../services/calendar/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { readCard } from '../../../services/people/city-card.ts';
import { someOf } from './desk.ts';

/** By what rule a city rests, by its card. */
export async function ruleOf(db: Db, cityId: number): Promise<DaysOffRule> {
  const city = await db.city.findUniqueOrThrow({ where: { id: cityId }, select: { card: true } });
  return readCard(city.card);
}

/** What is said of a term that falls on a day off in the country, or in some of these cities only; null: nothing. */
export async function dayOffLine(
  db: Db,
  texts: Texts,
  cityIds: readonly number[],
  day: string,
): Promise<string | null> {
  const cities = await db.city.findMany({
    where: { id: { in: [...cityIds] } },
    select: { name: true, card: true },
  });
  const resting = cities.filter(({ card }) => !isWorkingDay(day, readCard(card))).map(({ name }) => name);
  const everywhere = cities.length > 0 ? resting.length === cities.length : !isWorkingDay(day);
  if (everywhere) return texts.t('campaign:day.off');
  if (resting.length > 0) return texts.t('campaign:day.off_in', { names: someOf(texts, resting.sort()) });
  return null;
}
