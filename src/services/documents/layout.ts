import {
  AlignmentType,
  convertMillimetersToTwip as mm,
  LevelFormat,
  LevelSuffix,
  LineRuleType,
  type INumberingOptions,
  type ISectionPropertiesOptions,
  type IStylesOptions,
} from 'docx';

/*
 * The look of official documents (ГОСТ Р 7.0.97-2025). Lengths are twips, sizes of type half points. Numbers instead of
 * '30mm': not every office program reads measures with a unit.
 */

/** Names of the paragraph styles. */
export const styles = {
  mark: 'Mark',
  title: 'Title',
  fact: 'TableText',
  note: 'Note',
  chapter: 'Heading1',
  underChapter: 'UnderHeading1',
  section: 'Heading2',
  text: 'BodyText',
  item: 'ListItem',
  heading: 'BodyHeading',
  remark: 'Remark',
  cell: 'CellText',
  gap: 'Gap',
  pageNumber: 'PageNumber',
  coverTop: 'CoverTop',
  coverTitle: 'CoverTitle',
  coverUnder: 'CoverUnder',
  coverNote: 'CoverNote',
  verso: 'Verso',
  contentsTitle: 'ContentsTitle',
  entry: 'TOC1',
  runningHead: 'RunningHead',
} as const;

/** How a style that stands among answers is set; `book/` counts its lines and pages by the same numbers. */
export interface Setting {
  /** Points of type. */
  size: number;
  bold?: true;
  italic?: true;
  /** From line to line, exactly: so no sign of another face, and no other program, makes a page shorter. */
  pitch: number;
  before: number;
  after: number;
}

export const settings = {
  chapter: { size: 16, bold: true, pitch: 400, before: 0, after: 120 },
  underChapter: { size: 12, italic: true, pitch: 280, before: 0, after: 240 },
  section: { size: 13, bold: true, pitch: 320, before: 240, after: 120 },
  heading: { size: 13, bold: true, pitch: 330, before: 120, after: 60 },
  text: { size: 13, pitch: 330, before: 0, after: 0 },
  item: { size: 13, pitch: 330, before: 0, after: 0 },
  remark: { size: 13, italic: true, pitch: 330, before: 0, after: 0 },
  coverTop: { size: 14, pitch: 340, before: 0, after: 0 },
  coverTitle: { size: 20, bold: true, pitch: 520, before: 0, after: 0 },
  coverUnder: { size: 16, pitch: 420, before: 240, after: 360 },
  coverNote: { size: 14, pitch: 340, before: 0, after: 60 },
  verso: { size: 10, pitch: 250, before: 0, after: 60 },
  contentsTitle: { size: 16, bold: true, pitch: 400, before: 0, after: 240 },
  entry: { size: 13, pitch: 330, before: 0, after: 60 },
  runningHead: { size: 10, pitch: 240, before: 0, after: 0 },
} as const satisfies Partial<Record<keyof typeof styles, Setting>>;

/** The reference of the list with dashes, of two levels. */
export const dashes = 'dashes';

export const textIndent = mm(12.5);
const hanging = mm(6.3);

/** Above and below a table of a person's text. */
export const tableGap = 120;

/** Between the margins. */
export const textHeight = 16838 - 2 * mm(20);
export const textWidth = 11906 - mm(30) - mm(15);

/** A4 portrait; the number of the page stands in the middle of the top margin, from the second page on. */
export const portrait: ISectionPropertiesOptions = {
  page: {
    size: { width: 11906, height: 16838 },
    margin: { left: mm(30), right: mm(15), top: mm(20), bottom: mm(20), header: mm(8), footer: mm(8) },
  },
  titlePage: true,
};

/** Widths of the columns label and value; together the width of the text. */
export const factColumns = [mm(55), mm(110)];

/** Where the text of an item begins, and how far before it its mark or label. */
export function itemIndent(level: 1 | 2, label?: string): { left: number; hanging: number } {
  const left = level === 1 ? textIndent : textIndent + hanging;
  if (label === undefined) return { left, hanging };
  return { left, hanging: label.length <= 3 ? mm(9) : textIndent };
}

export const numbering: INumberingOptions = {
  config: [
    {
      reference: dashes,
      levels: ([1, 2] as const).map((level) => ({
        level: level - 1,
        format: LevelFormat.BULLET,
        text: '–',
        alignment: AlignmentType.LEFT,
        suffix: LevelSuffix.TAB,
        style: { paragraph: { indent: itemIndent(level) } },
      })),
    },
  ],
};

const times = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman' };
const black = '000000';
const centred = { alignment: AlignmentType.CENTER };
const single = { line: 240, lineRule: LineRuleType.AUTO };
// Office programs give headings a face of their own unless they name one.
const heading = { font: times, color: black, bold: true };

/** Type and spacing of a style, with what else its paragraphs have. */
function set(
  { size, bold, italic, pitch, before, after }: Setting,
  paragraph: StyleLook['paragraph'],
): StyleLook {
  return {
    run: { size: size * 2, ...(bold && { bold }), ...(italic && { italics: italic }) },
    paragraph: { ...paragraph, spacing: { before, after, line: pitch, lineRule: LineRuleType.EXACT } },
  };
}
const justified = { alignment: AlignmentType.BOTH };
const left = { alignment: AlignmentType.LEFT, keepNext: true, keepLines: true };
const chapter = set(settings.chapter, { ...centred, keepNext: true, keepLines: true });
const section = set(settings.section, left);

export const styleSheet: IStylesOptions = {
  default: {
    document: {
      run: { font: times, size: 28, language: { value: 'ru-RU', eastAsia: 'ru-RU' } },
      paragraph: { spacing: { before: 0, after: 0, ...single } },
    },
    title: {
      run: { ...heading, size: 28 },
      paragraph: { ...centred, keepNext: true, spacing: { before: 0, after: 0, ...single } },
    },
    heading1: { ...chapter, run: { ...heading, ...chapter.run } },
    heading2: { ...section, run: { ...heading, ...section.run } },
    hyperlink: { run: { color: black, underline: {} } },
  },
  paragraphStyles: [
    style(styles.mark, {
      run: { bold: true },
      paragraph: { alignment: AlignmentType.RIGHT, spacing: { after: 240 } },
    }),
    style(styles.fact, { run: { size: 24 } }),
    style(styles.note, {
      run: { size: 20 },
      paragraph: { alignment: AlignmentType.BOTH, spacing: { before: 160 } },
    }),
    style(styles.underChapter, set(settings.underChapter, { ...centred, keepNext: true, keepLines: true })),
    style(styles.text, set(settings.text, { ...justified, indent: { firstLine: textIndent } })),
    style(styles.item, set(settings.item, justified)),
    style(styles.heading, set(settings.heading, left)),
    style(styles.remark, set(settings.remark, { indent: { firstLine: textIndent } })),
    style(styles.cell, { run: { size: 24 }, paragraph: { alignment: AlignmentType.LEFT } }),
    style(styles.gap, {
      run: { size: 2 },
      paragraph: { spacing: { line: tableGap, lineRule: LineRuleType.EXACT } },
    }),
    style(styles.coverTop, set(settings.coverTop, centred)),
    style(styles.coverTitle, set(settings.coverTitle, centred)),
    style(styles.coverUnder, set(settings.coverUnder, centred)),
    style(styles.coverNote, set(settings.coverNote, centred)),
    style(styles.verso, set(settings.verso, { alignment: AlignmentType.LEFT })),
    style(styles.contentsTitle, set(settings.contentsTitle, { ...centred, keepNext: true })),
    {
      ...style(styles.entry, set(settings.entry, { alignment: AlignmentType.LEFT, keepLines: true })),
      name: 'toc 1',
    },
    style(styles.runningHead, set(settings.runningHead, { alignment: AlignmentType.LEFT })),
    style(styles.pageNumber, { run: { size: 24 }, paragraph: centred }),
  ],
};

type StyleLook = Pick<NonNullable<IStylesOptions['paragraphStyles']>[number], 'run' | 'paragraph'>;

function style(id: string, look: StyleLook) {
  return { id, name: id, basedOn: 'Normal', quickFormat: true, ...look };
}
