import { settings, textHeight, textWidth } from '../layout.ts';
import { countLines } from '../measure.ts';
import type { Book, Chapter } from './book.ts';
import { flowsOf, GAP, headingFlow, type Flow } from './flow.ts';
import { countPages } from './pages.ts';

/** How a chapter is set, and the number of the page on which it begins. */
export interface PlannedChapter {
  chapter: Chapter;
  page: number;
  /** How much lower than the margin its pages end, in twips. */
  shorter: number;
}

/** The title page and the one behind it. */
const FRONT = 2;

/** Where an entry of the contents begins its second line, and how far before the page's number its lines end. */
export const entryHanging = 360;
export const entryRight = 800;

/** Tells on which pages the chapters begin. */
export function planBook(book: Book): PlannedChapter[] {
  const entries = book.chapters.map(({ title }) => entryFlow(title));
  const contents = [headingFlow(book.contents, settings.contentsTitle), ...entries, GAP];
  let page = 1 + FRONT + countPages(contents, textHeight);
  return book.chapters.map((chapter) => {
    const { pages, shorter } = planChapter(chapter, book.capitals);
    const planned = { chapter, page, shorter };
    page += pages;
    return planned;
  });
}

function entryFlow(title: string): Flow {
  const { size, pitch, before, after } = settings.entry;
  const room = { size, width: textWidth - entryRight, left: entryHanging, firstLine: -entryHanging };
  const lines = countLines([{ text: title }], room);
  return { lines, pitch, before, after, keepNext: false, whole: true, again: 0 };
}

const LINE = settings.text.pitch;
/** Addresses and pictures among the letters: programs break and draw them each in its own way. */
const UNSURE = /\S{36,}|\p{Emoji_Presentation}/gu;
/** By how many lines a chapter may turn out longer or shorter in another program, for each so many of its pages. */
const DOUBT = { lines: 1, pages: 8 };

/**
 * Chooses the height of a chapter's pages so that it needs as many of them even if some of its lines are broken
 * otherwise than was measured here: so no program finds other page numbers, and no last page holds two lines only.
 */
function planChapter(chapter: Chapter, capitals: boolean): { pages: number; shorter: number } {
  const { title, under, parts } = chapter;
  const shown = capitals ? title.toLocaleUpperCase('ru') : title;
  const head = {
    kind: 'chapter',
    text: shown,
    ...(under !== undefined && { under }),
    newPage: true,
  } as const;
  const flows = [head, ...parts].flatMap(flowsOf);
  const texts = parts.map((part) => (part.kind === 'text' ? part.content.text : ''));
  const unsure = Math.min(4, Math.ceil((texts.join('\n').match(UNSURE)?.length ?? 0) / 4));
  const plans = [0, 1, 2, 3, 4].map((lines) => {
    const shorter = lines * LINE;
    const height = textHeight - shorter;
    const pages = countPages(flows, height);
    const doubt = DOUBT.lines * (1 + Math.ceil(pages / DOUBT.pages)) + unsure;
    let safe = 0;
    while (
      safe < doubt &&
      [-1, 1].every((sign) => countPages(flows, height, sign * (safe + 1) * LINE) === pages)
    )
      safe += 1;
    return { pages, shorter, safe, enough: safe === doubt };
  });
  const safest = plans.reduce((best, plan) => (plan.safe > best.safe ? plan : best));
  return plans.find(({ enough }) => enough) ?? safest;
}
