import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import type { ResourceKey, ResourceLanguage } from 'i18next';
import type { MessageEntity } from 'grammy/types';
import { parseMarks } from './marks.ts';
import type { Key } from './keys.ts';

export type Language = 'ru' | 'en';
export const LANGUAGES: readonly Language[] = ['ru', 'en'];

export type Values = Readonly<Record<string, string | number>>;

/** A text with its formatting, as the Bot API takes it: offsets in UTF-16 units. */
export interface RichText {
  text: string;
  entities: MessageEntity[];
}

/** The texts of one language. */
export interface Texts {
  readonly language: Language;
  /** A plain text; `{{name}}` filled in, plural forms by `count`. */
  t(key: Key, values?: Values): string;
  /** A text whose `<b>` and `<i>` marks become formatting; values are text, whatever they hold. */
  rich(key: Key, values?: Values): RichText;
}

// Values travel behind these signs of the private use area, so that a `<b>` typed by a person stays a `<b>`.
const LESS = '\uE000';

/** Reads `locales/<language>/*.json` once. */
export function createI18n(folder: string): (language: Language) => Texts {
  const instance = i18next.createInstance();
  const resources = Object.fromEntries(
    LANGUAGES.map((language) => [language, readLocale(path.join(folder, language))]),
  );
  void instance.init({
    resources,
    lng: 'ru',
    fallbackLng: 'ru',
    ns: Object.keys(resources['ru'] ?? {}),
    initAsync: false,
    returnNull: false,
    interpolation: { escapeValue: true, escape: (value: string) => String(value).replaceAll('<', LESS) },
  });
  const made = new Map(LANGUAGES.map((language) => [language, createTexts(language)]));

  function createTexts(language: Language): Texts {
    const fixed = instance.getFixedT(language) as unknown as (key: string, values?: Values) => string;
    const get = (key: Key, values: Values = {}): string => fixed(key, values);
    return {
      language,
      t: (key, values) => parseMarks(get(key, values)).text.replaceAll(LESS, '<'),
      rich(key, values) {
        const parsed = parseMarks(get(key, values));
        return { text: parsed.text.replaceAll(LESS, '<'), entities: parsed.entities };
      },
    };
  }

  return (language) => made.get(language) as Texts;
}

function readLocale(folder: string): ResourceLanguage {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -5),
      JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as ResourceKey,
    ]),
  );
}

/** The language for a code that Telegram reports (`ru-RU`, `en`, …); undefined when we do not speak it. */
export function knownLanguage(code: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => code === language || code?.startsWith(`${language}-`));
}
