import type { Texts } from '../../services/i18n/i18n.ts';

type Placeholder = '{{year}}' | '{{next}}';
const PLACEHOLDERS = { year: '{{year}}', next: '{{next}}' } as const;

/** How the year is written by people who edit a wording: «[год сбора]», «[следующий год]». */
export interface YearWords {
  year: string;
  next: string;
}

export function yearWords(texts: Texts): YearWords {
  return { year: texts.t('campaign:year_word'), next: texts.t('campaign:next_word') };
}

/** A stored wording as the coordinator edits it. */
export function showYearWords(wording: string, words: YearWords): string {
  return wording
    .replaceAll(PLACEHOLDERS.year, `[${words.year}]`)
    .replaceAll(PLACEHOLDERS.next, `[${words.next}]`);
}

/** What the coordinator typed as it is stored: brackets of any kind, capitals and spaces do not matter. */
export function readYearWords(typed: string, words: YearWords): string {
  return (['year', 'next'] as const).reduce((text, key) => {
    const pattern = words[key].split(' ').join('\\s+');
    return text.replace(
      new RegExp(`(?:\\{\\{?|\\[)\\s*(?:${pattern}|${key})\\s*(?:\\}\\}?|\\])`, 'giu'),
      PLACEHOLDERS[key],
    );
  }, typed.trim());
}

/** Years of this campaign and of the next that stand in a wording as figures and would be out of date next time. */
export function fixedYears(wording: string, year: number): number[] {
  return [year, year + 1].filter((each) => new RegExp(`(?<!\\d)${each}(?!\\d)`, 'u').test(wording));
}

/** Those figures turned into words that change with the campaign. */
export function loosenYears(wording: string, year: number): string {
  const put = (text: string, figure: number, word: Placeholder): string =>
    text.replace(new RegExp(`(?<!\\d)${figure}(?!\\d)`, 'gu'), word);
  return put(put(wording, year, PLACEHOLDERS.year), year + 1, PLACEHOLDERS.next);
}
