import type { Texts } from '../../../services/i18n/i18n.ts';
import { someOf } from './desk.ts';
import type { Audience } from './recipients.ts';

/** Who will be told, people first. */
export function audienceLines(texts: Texts, audience: Audience): string[] {
  const { unnamed, silent } = audience;
  const { t } = texts;
  const some = (key: 'campaign:audience.unnamed' | 'campaign:audience.silent', names: string[]): string[] =>
    names.length === 0
      ? []
      : [
          t(key, {
            cities: t('campaign:audience.cities', { count: names.length }),
            names: someOf(texts, names),
          }),
        ];
  return [
    toldLine(texts, { ...audience, silent: silent.length }),
    ...some('campaign:audience.unnamed', unnamed),
    ...some('campaign:audience.silent', silent),
  ];
}

/** The same about one city. */
export function cityAudienceLines(texts: Texts, { people, unnamed, silent }: Audience): string[] {
  const { t } = texts;
  if (silent.length > 0) return [t('campaign:audience.city_silent')];
  const told = t('campaign:audience.told_city', { people: t('campaign:audience.people', { count: people }) });
  return unnamed.length > 0 ? [told, t('campaign:audience.city_unnamed')] : [told];
}

/** «Уведомление получат 12 человек в 12 городах.» `silent`: cities where nobody can be told. */
export function toldLine(
  texts: Texts,
  { people, cities, silent }: { people: number; cities: number; silent: number },
): string {
  const { t } = texts;
  if (people === 0) return t(silent > 0 ? 'campaign:audience.nobody' : 'campaign:audience.not_needed');
  const values = {
    people: t('campaign:audience.people', { count: people }),
    cities: t('campaign:audience.cities', { count: cities }),
  };
  return cities === 1 ? t('campaign:audience.told_city', values) : t('campaign:audience.told', values);
}
