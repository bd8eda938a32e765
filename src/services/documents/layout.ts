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
  pageNumber: 'PageNumber',
} as const;

/** The reference of the list with dashes, of two levels. */
export const dashes = 'dashes';

const textIndent = mm(12.5);
const hanging = mm(6.3);

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
const justified = { alignment: AlignmentType.BOTH, spacing: { line: 264, lineRule: LineRuleType.AUTO } };
// Office programs give headings a face of their own unless they name one.
const heading = { font: times, color: black, bold: true };

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
    heading1: {
      run: { ...heading, size: 32 },
      paragraph: {
        ...centred,
        keepNext: true,
        keepLines: true,
        spacing: { before: 0, after: 120, ...single },
      },
    },
    heading2: {
      run: { ...heading, size: 26 },
      paragraph: {
        alignment: AlignmentType.LEFT,
        keepNext: true,
        keepLines: true,
        spacing: { before: 240, after: 120, ...single },
      },
    },
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
    style(styles.underChapter, {
      run: { size: 24, italics: true },
      paragraph: { ...centred, keepNext: true, spacing: { after: 240 } },
    }),
    style(styles.text, { run: { size: 26 }, paragraph: { ...justified, indent: { firstLine: textIndent } } }),
    style(styles.item, { run: { size: 26 }, paragraph: justified }),
    style(styles.heading, {
      run: { size: 26, bold: true },
      paragraph: { alignment: AlignmentType.LEFT, keepNext: true, spacing: { before: 120, after: 60 } },
    }),
    style(styles.remark, {
      run: { size: 26, italics: true },
      paragraph: { indent: { firstLine: textIndent } },
    }),
    style(styles.pageNumber, { run: { size: 24 }, paragraph: centred }),
  ],
};

type StyleLook = Pick<NonNullable<IStylesOptions['paragraphStyles']>[number], 'run' | 'paragraph'>;

function style(id: string, look: StyleLook) {
  return { id, name: id, basedOn: 'Normal', quickFormat: true, ...look };
}
