import type { ReadBlock } from '../read-block.ts';
import { docxFields, isContents, linkOf } from './docx-fields.ts';
import type { Numbering } from './docx-numbering.ts';
import { numbering as numberingOf, outline, runLook, type RunLook, type Styles } from './docx-styles.ts';
import { COLUMNS, type Draft, draft, type Look, numberedNote, tableBlocks } from './paragraph.ts';
import { child, descendants, elements, textOf, type XmlElement } from './xml.ts';

interface Surroundings {
  styles: Styles;
  numbering: Numbering;
  /** Addresses by the ids that links have. */
  links: ReadonlyMap<string, string>;
  /** By the element that refers to one, and its id. */
  notes: Record<string, ReadonlyMap<string, XmlElement>>;
}

/** What is no text of the document as it now stands, with all that is in it. */
const PASSED_OVER = new Set([
  'w:pPr',
  'w:rPr',
  'w:sectPr',
  'w:tblPr',
  'w:tblGrid',
  'w:trPr',
  'w:tcPr',
  'w:sdtPr',
  'w:sdtEndPr',
  'w:smartTagPr',
  'w:customXmlPr',
  'w:del',
  'w:moveFrom',
  'w:delText',
  'w:rt',
]);

/** The blocks below an element: what was inserted with tracked changes is taken, what was deleted is not. */
export function readParagraphs(document: XmlElement, around: Surroundings): ReadBlock[] {
  const fields = docxFields(document);
  let noteCount = 0;
  const taken = new Set<XmlElement>();
  /** Bookmarks between paragraphs belong to the next. */
  let bookmarks: string[] = [];
  /** A paragraph whose end was deleted goes on in the next. */
  let unended: Draft | undefined;

  const blocksOf = (parent: XmlElement): ReadBlock[] =>
    elements(parent).flatMap((element) => {
      if (isPassedOver(element)) {
        bookmarks.push(...bookmarksIn(element));
        return [];
      }
      if (element.name === 'w:p') return paragraph(element);
      if (element.name === 'w:tbl') return tableBlocks(rowsOf(element).map(cellsOf));
      if (element.name === 'w:bookmarkStart') bookmarks.push(element.attributes['w:name'] ?? '');
      return blocksOf(preferred(element));
    });

  const paragraph = (element: XmlElement): ReadBlock[] => {
    const properties = child(element, 'w:pPr');
    const style = around.styles.paragraph(child(properties, 'w:pStyle')?.attributes['w:val']);
    const ownOutline = outline(properties);
    const heading = ownOutline === undefined ? style.heading : ownOutline;
    const text = unended ?? draft();
    unended = undefined;
    for (const name of bookmarks) text.mark(name);
    bookmarks = [];
    inline(element, text, heading === null ? style.look : { hidden: style.look.hidden }, undefined);
    const end = child(properties, 'w:rPr');
    if (child(end, 'w:del') ?? child(end, 'w:moveFrom')) {
      unended = text;
      return [];
    }
    return text.finish({ heading, item: around.numbering.next(style, numberingOf(properties)) });
  };

  const inline = (parent: XmlElement, text: Draft, look: RunLook, link: string | undefined): void => {
    for (const element of elements(parent)) {
      const { name, attributes } = element;
      if (isPassedOver(element)) for (const bookmark of bookmarksIn(element)) text.mark(bookmark);
      else if (name === 'w:r') run(element, text, look, link);
      else if (name === 'w:bookmarkStart') text.mark(attributes['w:name'] ?? '');
      else if (name === 'w:hyperlink') {
        inline(element, text, look, around.links.get(attributes['r:id'] ?? '') ?? link);
      } else if (name === 'w:fldSimple') {
        const instruction = attributes['w:instr'] ?? '';
        if (!isContents(instruction)) inline(element, text, look, linkOf(instruction) ?? link);
      } else if (name === 'm:oMath') {
        text.add(descendants(element, 'm:t').map(textOf).join(''));
      } else inline(preferred(element), text, look, link);
    }
  };

  const run = (element: XmlElement, text: Draft, ofParagraph: RunLook, link: string | undefined): void => {
    const properties = child(element, 'w:rPr');
    const ofStyle = around.styles.run(child(properties, 'w:rStyle')?.attributes['w:val']);
    const { hidden, ...look } = { ...ofParagraph, ...ofStyle, ...runLook(properties) };
    for (const part of elements(element)) sign(part, text, hidden === true, look, link);
  };

  const sign = (
    element: XmlElement,
    text: Draft,
    hidden: boolean,
    look: Look,
    ofHyperlink: string | undefined,
  ): void => {
    const { name, attributes } = element;
    if (name === 'w:fldChar') fields.meet(attributes['w:fldCharType']);
    else if (name === 'w:instrText') fields.instruct(textOf(element));
    if (hidden || fields.hidden || PASSED_OVER.has(name)) return;
    const link = ofHyperlink ?? fields.link;
    // That a link is underlined says nothing of its own.
    const add = (letters: string): void =>
      text.add(letters, link === undefined ? look : { ...look, underline: false, link });
    const note = around.notes[name]?.get(attributes['w:id'] ?? '');
    if (name === 'w:t') add(textOf(element));
    else if (name === 'w:tab' || name === 'w:ptab') add('\t');
    else if (name === 'w:cr') add('\n');
    else if (name === 'w:br') {
      if (attributes['w:type'] === 'page') text.breakPage();
      else add('\n');
    } else if (name === 'w:noBreakHyphen') add('-');
    else if (name === 'w:sym') add(symbol(attributes['w:char']));
    else if (note !== undefined) footnote(note, text);
    else if (name === 'w:txbxContent') text.follow(apart(element));
    else for (const part of elements(preferred(element))) sign(part, text, hidden, look, ofHyperlink);
  };

  /** The text of a note follows the paragraph that refers to it, behind the same number. */
  const footnote = (note: XmlElement, text: Draft): void => {
    if (taken.has(note)) return;
    taken.add(note);
    noteCount += 1;
    const { sign, blocks } = numberedNote(noteCount, apart(note));
    text.add(sign);
    text.follow(blocks);
  };

  /** Blocks of another place than the paragraph being read. */
  const apart = (parent: XmlElement): ReadBlock[] => {
    const outside = [bookmarks, unended] as const;
    [bookmarks, unended] = [[], undefined];
    const blocks = blocksOf(parent);
    [bookmarks, unended] = outside;
    return blocks;
  };

  const rowsOf = (parent: XmlElement): XmlElement[] =>
    elements(parent).flatMap((element) => {
      if (element.name !== 'w:tr') return PASSED_OVER.has(element.name) ? [] : rowsOf(preferred(element));
      return child(child(element, 'w:trPr'), 'w:del') === undefined ? [element] : [];
    });

  const cellsOf = (row: XmlElement): ReadBlock[][] => {
    const before = Number(child(child(row, 'w:trPr'), 'w:gridBefore')?.attributes['w:val'] ?? 0);
    const cells: ReadBlock[][] = nothing(before);
    const collect = (parent: XmlElement): void => {
      for (const element of elements(parent)) {
        if (PASSED_OVER.has(element.name)) continue;
        if (element.name !== 'w:tc') {
          collect(preferred(element));
          continue;
        }
        const properties = child(element, 'w:tcPr');
        const span = Number(child(properties, 'w:gridSpan')?.attributes['w:val'] ?? 1);
        const merged = child(properties, 'w:vMerge');
        const covered = merged !== undefined && merged.attributes['w:val'] !== 'restart';
        cells.push(covered ? [] : blocksOf(element), ...nothing(span - 1));
      }
    };
    collect(row);
    return cells;
  };

  const blocks = blocksOf(document);
  return [...blocks, ...(unended?.finish() ?? []), ...(bookmarks.length > 0 ? leftOver(bookmarks) : [])];
}

function leftOver(bookmarks: readonly string[]): ReadBlock[] {
  const last = draft();
  for (const name of bookmarks) last.mark(name);
  return last.finish().filter((block) => block.kind === 'paragraph' && block.mark !== null);
}

/** Places of a row where no cell is. */
function nothing(count: number): ReadBlock[][] {
  return Array.from({ length: count > 0 ? Math.min(count, COLUMNS) : 0 }, () => []);
}

/** Also "Click here to enter text": nobody wrote it. */
function isPassedOver(element: XmlElement): boolean {
  return PASSED_OVER.has(element.name) || child(child(element, 'w:sdtPr'), 'w:showingPlcHdr') !== undefined;
}

function bookmarksIn(element: XmlElement): string[] {
  return descendants(element, 'w:bookmarkStart').map(({ attributes }) => attributes['w:name'] ?? '');
}

/** Of several forms of one thing the first that holds a text: the others say the same for older programs. */
function preferred(element: XmlElement): XmlElement {
  if (element.name === 'mc:AlternateContent') {
    const forms = elements(element);
    const holding = forms.find((form) => descendants(form, 'w:t').length > 0);
    return { ...element, children: [holding ?? forms[0] ?? ''] };
  }
  return element;
}

function symbol(code = ''): string {
  const point = parseInt(code, 16);
  return point > 0 && point <= 0xffff ? String.fromCharCode(point) : '';
}
