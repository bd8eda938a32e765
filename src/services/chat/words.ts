import type { Texts } from '../i18n/i18n.ts';
import type { MenuEntry, MenuWord } from './feature.ts';

/** Words understood anywhere when typed alone; `chat:words.<word>` lists them. */
const OWN_WORDS = ['menu', 'cancel', 'plan', 'deadlines'] as const;
export type OwnWord = (typeof OWN_WORDS)[number];

export type Heard = { kind: 'entry'; entry: MenuEntry } | { kind: 'own'; word: OwnWord };

/** Case, ё, quotes and final punctuation do not matter. */
export function plainWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^[«"/]+|[»".!?…]+$/gu, '')
    .trim();
}

/** What a text typed alone, or a button of the reply keyboard, asks for; in any language. */
export function createWords(
  entries: readonly MenuEntry[],
  languages: readonly Texts[],
): (text: string) => Heard | null {
  const heard = new Map<string, Heard>();
  for (const texts of languages) {
    const listed = (word: MenuWord): string[] => texts.t(`chat:words.${word}`).split(',').map(plainWord);
    for (const word of OWN_WORDS) listed(word).forEach((each) => heard.set(each, { kind: 'own', word }));
    for (const entry of entries) {
      for (const each of [plainWord(texts.t(entry.label)), ...entry.words.flatMap(listed)])
        heard.set(each, { kind: 'entry', entry });
    }
  }
  return (text) => {
    if (text.length > 40) return null;
    const exact = heard.get(plainWord(text));
    if (exact) return exact;
    const before = YEAR.exec(plainWord(text))?.[1];
    const dated = before === undefined ? undefined : heard.get(before);
    return dated?.kind === 'entry' && dated.entry.dated ? dated : null;
  };
}

const YEAR = /^(.+?)\s+(?:за\s+|for\s+)?((?:19|20)\d\d)(?:\s+года?|\s*г)?$/u;

/** The year behind a word, «сбор за 2026 год»; null: there is none. */
export function yearBehind(text: string): number | null {
  const year = YEAR.exec(plainWord(text))?.[2];
  return year === undefined ? null : Number(year);
}

/** «да», «нет» typed alone in place of a button. */
export function yesOrNo({ t }: Texts, text: string): 'yes' | 'no' | null {
  const typed = plainWord(text);
  const listed = (words: string): boolean => words.split(',').map(plainWord).includes(typed);
  return listed(t('chat:yes')) ? 'yes' : listed(t('chat:no')) ? 'no' : null;
}
