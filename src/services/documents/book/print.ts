import {
  BorderStyle,
  Document,
  Footer,
  Header,
  InternalHyperlink,
  LeaderType,
  Packer,
  PageNumber,
  Paragraph,
  Run,
  Tab,
  TabStopType,
  TextRun,
  XmlComponent,
  type IParagraphOptions,
  type ISectionOptions,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { coreProperties } from '../core-properties.ts';
import {
  numbering,
  portrait,
  settings,
  styles,
  styleSheet,
  textHeight,
  textWidth,
  type Setting,
} from '../layout.ts';
import { countLines, cutToFit, widthOf } from '../measure.ts';
import { paragraphsOf } from '../paragraphs.ts';
import type { DocumentProperties } from '../part.ts';
import { printable } from '../runs.ts';
import { setBookmark } from '../set-bookmark.ts';
import type { Book, Chapter } from './book.ts';
import { entryHanging, entryRight, planBook, type PlannedChapter } from './plan.ts';

/** Writes a book as a Word document whose contents name the pages, with nothing left for the program to fill in. */
export async function printBook(book: Book, properties: DocumentProperties): Promise<Buffer> {
  const chapters = planBook(book);
  const number = new Footer({
    children: [line(styles.pageNumber, [new TextRun({ children: [PageNumber.CURRENT] })])],
  });
  const noHead = new Header({ children: [line(styles.runningHead, [])] });
  const document = new Document({
    // Word of a later mode squeezes the spaces of justified lines by rules of its own, and would find other pages.
    compatibility: { version: 14 },
    styles: book.capitals ? inCapitals : styleSheet,
    numbering,
    hyphenation: { autoHyphenation: false },
    sections: [
      { properties: { page: portrait.page ?? {} }, children: [...coverOf(book), ...versoOf(book)] },
      {
        properties: portrait,
        headers: { default: runningHead(book, book.contents), first: noHead },
        footers: { default: number, first: number },
        children: contentsOf(book, chapters),
      },
      ...chapters.map((planned, index) => chapterSection(book, planned, index)),
    ],
  });
  const file = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(properties) },
  ]);
  return joinSectionEnds(file, properties.createdAt);
}

const inCapitals = {
  ...styleSheet,
  default: {
    ...styleSheet.default,
    heading1: {
      ...styleSheet.default?.heading1,
      run: { ...styleSheet.default?.heading1?.run, allCaps: true },
    },
  },
};

const bookmarkOf = (index: number): string => `_Toc${String(index + 1).padStart(6, '0')}`;

function chapterSection(book: Book, { chapter, shorter }: PlannedChapter, index: number): ISectionOptions {
  const margin = portrait.page?.margin;
  const title = setBookmark(bookmarkOf(index), [new TextRun(printable(chapter.title))]);
  const under =
    chapter.under === undefined ? [] : [line(styles.underChapter, [new TextRun(printable(chapter.under))])];
  return {
    properties: {
      ...portrait,
      page: { ...portrait.page, margin: { ...margin, bottom: Number(margin?.bottom) + shorter } },
    },
    headers: { default: runningHead(book, chapter.short ?? chapter.title) },
    children: [line(styles.chapter, [title]), ...under, ...chapter.parts.flatMap(paragraphsOf)],
  };
}

function line(
  style: string,
  children: IParagraphOptions['children'],
  options: IParagraphOptions = {},
): Paragraph {
  return new Paragraph({ style, ...options, ...(children && { children }) });
}

/** Between what stands in the running head on the left and on the right, at least. */
const HEAD_GAP = 400;

/** On one line: what is too long for it ends in «…». */
function runningHead(book: Book, name: string): Header {
  const { size } = settings.runningHead;
  const most = name === '' ? textWidth : Math.floor((textWidth * 2) / 3);
  const left = cutToFit(printable(book.runningHead), size, most);
  const right = cutToFit(printable(name), size, textWidth - widthOf(left, size) - HEAD_GAP);
  const text = new TextRun({ children: [left, new Tab(), right] });
  return new Header({
    children: [
      line(styles.runningHead, [text], {
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 2, color: '000000' } },
      }),
    ],
  });
}

/** The heights above the title and above place and year are counted, so that they stand where they should. */
function coverOf({ cover }: Book): Paragraph[] {
  const all = (lines: readonly string[], setting: Setting) =>
    lines.reduce(
      (sum, text) => sum + linesOf(text, setting) * setting.pitch + setting.before + setting.after,
      0,
    );
  const top = all([cover.top], settings.coverTop);
  const middle =
    all(cover.title, settings.coverTitle) +
    all([cover.under], settings.coverUnder) +
    all(cover.notes, settings.coverNote);
  const foot = all(cover.foot, settings.coverNote);
  const above = Math.max(0, Math.floor(textHeight * 0.36) - top);
  const below = Math.max(0, textHeight - top - above - middle - foot - 40);
  const set = (style: string, lines: readonly string[], before = 0) =>
    lines.map((text, index) =>
      line(style, [new TextRun(printable(text))], index === 0 && before > 0 ? { spacing: { before } } : {}),
    );
  return [
    ...set(styles.coverTop, [cover.top]),
    ...set(styles.coverTitle, cover.title, above),
    ...set(styles.coverUnder, [cover.under]),
    ...set(styles.coverNote, cover.notes),
    ...set(styles.coverNote, cover.foot, below),
  ];
}

function linesOf(text: string, { size, bold }: Setting): number {
  return countLines([{ text, ...(bold && { bold: true }) }], {
    size,
    width: textWidth,
    left: 0,
    firstLine: 0,
  });
}

function versoOf({ verso }: Book): Paragraph[] {
  const height = verso.reduce(
    (sum, text) => sum + linesOf(text, settings.verso) * settings.verso.pitch + settings.verso.after,
    0,
  );
  return verso.map((text, index) =>
    line(
      styles.verso,
      [new TextRun(printable(text))],
      index === 0
        ? { pageBreakBefore: true, spacing: { before: Math.max(0, textHeight - height - 40) } }
        : {},
    ),
  );
}

/** A true table of contents with its entries in place: Word brings it up to date when it is asked to, and asks nobody. */
function contentsOf(book: Book, chapters: readonly PlannedChapter[]): Paragraph[] {
  const title = line(styles.contentsTitle, [new TextRun(printable(book.contents))]);
  const entries = chapters.map(({ chapter, page }: { chapter: Chapter; page: number }, index) => {
    const name = bookmarkOf(index);
    const entry = new InternalHyperlink({
      anchor: name,
      children: [
        new TextRun({ children: [printable(chapter.title), new Tab()] }),
        fieldChar('begin'),
        instruction(` PAGEREF ${name} \\h `),
        fieldChar('separate'),
        new TextRun(String(page)),
        fieldChar('end'),
      ],
    });
    return line(
      styles.entry,
      [
        ...(index === 0
          ? [fieldChar('begin'), instruction(' TOC \\o "1-1" \\h \\z \\u '), fieldChar('separate')]
          : []),
        entry,
        ...(index === chapters.length - 1 ? [fieldChar('end')] : []),
      ],
      {
        indent: { left: entryHanging, hanging: entryHanging, right: entryRight },
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth, leader: LeaderType.DOT }],
      },
    );
  });
  // LibreOffice loses the fields of a footer where the section ends in a paragraph of the table of contents.
  return [title, ...entries, line(styles.gap, [])];
}

class FieldElement extends XmlComponent {
  constructor(name: string, content: string | { _attr: Record<string, string> }) {
    super(name);
    this.root.push(content);
  }
}

function fieldChar(type: 'begin' | 'separate' | 'end'): Run {
  const run = new Run({});
  run.addChildElement(new FieldElement('w:fldChar', { _attr: { 'w:fldCharType': type } }));
  return run;
}

function instruction(text: string): Run {
  const run = new Run({});
  const element = new FieldElement('w:instrText', { _attr: { 'xml:space': 'preserve' } });
  element.addChildElement(text);
  run.addChildElement(element);
  return run;
}

const EMPTY_END = /<w:p>(?:<w:pPr\/>)?<w:pPr>(<w:sectPr.*?<\/w:sectPr>)<\/w:pPr><\/w:p>/gs;

/**
 * The library ends a section with an empty paragraph, which on a full page would make an empty one: the section ends
 * in the last paragraph of its text instead, or, behind a table, in one that takes no room.
 */
function joinSectionEnds(file: Buffer, at: Date): Buffer {
  const parts = unzipSync(file);
  const name = 'word/document.xml';
  const xml = strFromU8(parts[name] ?? new Uint8Array());
  const pieces: string[] = [];
  let end = 0;
  for (const { 0: empty, 1: section = '', index } of xml.matchAll(EMPTY_END)) {
    const before = xml.slice(end, index);
    const last = before.lastIndexOf('<w:p>');
    const close = before.indexOf('</w:pPr>', last);
    if (before.endsWith('</w:p>') && close > last && last >= 0) {
      pieces.push(before.slice(0, close), section, before.slice(close));
    } else {
      const thin = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>';
      pieces.push(before, `<w:p><w:pPr>${thin}<w:rPr><w:sz w:val="2"/></w:rPr>${section}</w:pPr></w:p>`);
    }
    end = index + empty.length;
  }
  pieces.push(xml.slice(end));
  return Buffer.from(zipSync({ ...parts, [name]: strToU8(pieces.join('')) }, { mtime: at }));
}
