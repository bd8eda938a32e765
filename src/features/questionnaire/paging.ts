import { slice, splitForTelegram } from './formatted.ts';
import type { FormattedText } from './formatted.ts';

/**
 * The pages of *Просмотр*: every question with its answer, a few short ones on a page, a long one over several. A page
 * leaves room for its heading below Telegram's limit.
 */

export const PAGE_LIMIT = 3500;

/** The shortest bit of an answer that is worth starting at the bottom of a page. */
const WORTH_STARTING = 600;

export type PageEntry = { readonly code: string; readonly heading: string; readonly answer: FormattedText };

export type PageSection = {
  readonly code: string;
  readonly heading: string;
  readonly text: FormattedText;
  /** The answer began on an earlier page. */
  readonly continued: boolean;
  /** The answer goes on on the next page. */
  readonly continues: boolean;
};

export type Page = {
  readonly number: number;
  readonly of: number;
  readonly sections: readonly PageSection[];
};

/** `heading` and a blank line count towards the limit; an empty answer makes a section without text. */
export function pagesOf(entries: readonly PageEntry[], limit = PAGE_LIMIT): Page[] {
  const pages: PageSection[][] = [[]];
  let used = 0;
  for (const { code, heading, answer } of entries) {
    const overhead = heading.length + 4;
    if (
      used > 0 &&
      answer.text.length + overhead > limit - used &&
      limit - used - overhead < WORTH_STARTING
    ) {
      pages.push([]);
      used = 0;
    }
    const parts = partsOf(answer, Math.max(1, limit - used - overhead), Math.max(1, limit - overhead));
    parts.forEach((text, index) => {
      if (index > 0) {
        pages.push([]);
        used = 0;
      }
      used += text.text.length + overhead;
      pages.at(-1)?.push({ code, heading, text, continued: index > 0, continues: index < parts.length - 1 });
    });
  }
  return pages
    .filter((sections) => sections.length > 0)
    .map((sections, index, all) => ({ number: index + 1, of: all.length, sections }));
}

/** The page on which an answer begins; 1 for a code that is not shown. */
export function pageOfQuestion(pages: readonly Page[], code: string): number {
  return pages.find(({ sections }) => sections.some((section) => section.code === code))?.number ?? 1;
}

/** A first part that fits into the rest of a page, then parts that fill whole pages. */
function partsOf(answer: FormattedText, firstLimit: number, limit: number): FormattedText[] {
  const [first] = splitForTelegram(answer, firstLimit);
  if (!first) return [answer];
  if (answer.text.trim().length <= firstLimit) return [first];
  const start = answer.text.indexOf(first.text);
  return [first, ...splitForTelegram(slice(answer, start + first.text.length), limit)];
}
