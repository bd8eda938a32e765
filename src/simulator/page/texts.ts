import i18next from 'i18next';
import en from '../../../locales/en/demo.json';
import ru from '../../../locales/ru/demo.json';

export type PageLanguage = 'ru' | 'en';

type Leaves<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Leaves<T[K], `${Before}${K}.`>;
}[keyof T & string];
type WithoutPlural<K extends string> = K extends `${infer Stem}_${'one' | 'few' | 'many' | 'other'}`
  ? Stem
  : K;

/** A text of `locales/<language>/demo.json`. */
export type TextKey = WithoutPlural<Leaves<typeof ru>>;
export type T = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const texts = i18next.createInstance();
void texts.init({
  resources: { ru: { demo: ru }, en: { demo: en } },
  ns: ['demo'],
  defaultNS: 'demo',
  fallbackLng: 'ru',
  initAsync: false,
  returnNull: false,
  // What is shown goes through Preact, which escapes by itself.
  interpolation: { escapeValue: false },
});

/** The texts of the page in one language. */
export function textsIn(language: PageLanguage): T {
  return texts.getFixedT(language);
}
