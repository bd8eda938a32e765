import { knownLanguage } from '../i18n/i18n.ts';
import type { Language } from '../i18n/i18n.ts';
import type { Actor } from './actor.ts';

/**
 * The language in which a person is spoken to: the one he chose; else an official gets the language of his city whatever
 * the phone says, a citizen that of the phone.
 */
export function languageOf(
  actor: Pick<Actor, 'chosenLanguage' | 'cityLanguage' | 'seats'>,
  phoneLanguage: string | undefined,
  defaultLanguage: Language,
): Language {
  const { chosenLanguage, cityLanguage, seats } = actor;
  if (chosenLanguage) return chosenLanguage;
  if (seats.length > 0) return cityLanguage ?? defaultLanguage;
  return knownLanguage(phoneLanguage) ?? defaultLanguage;
}
