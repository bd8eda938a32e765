import type { ReadBlock } from '../read-block.ts';
import type { RunLook } from './docx-styles.ts';
import { odtStyles } from './odt-styles.ts';
import { COLUMNS, type Draft, draft, type Item, numberedNote, tableBlocks } from './paragraph.ts';
import { Unreadable } from './unreadable.ts';
import { child, elements, parseXml, type XmlElement } from './xml.ts';

/** What is no text of the document as it now stands, with all that is in it. */
const PASSED_OVER = new Set([
  'text:tracked-changes',
  'text:table-of-content',
  'text:note-citation',
  'text:ruby-text',
  'text:hidden-text',
  'text:placeholder',
  'office:annotation',
  'office:forms',
]);

/** Where a paragraph stands in lists. */
interface Place {
  style: string | undefined;
  /** From 1. */
  depth: number;
  /** Of each depth, the number of its last item. */
  numbers: (number | undefined)[];
  /** Its item has no paragraph yet: the sign goes before the first. */
  item: { start: number | undefined } | undefined;
}

/** The blocks of an OpenDocument text (ISO 26300), of its parts. Throws `Unreadable`. */
export function readOdt(parts: ReadonlyMap<string, Buffer>): ReadBlock[] {
  const roots = ['styles.xml', 'content.xml'].flatMap((name) => {
    const part = parts.get(name);
    return part === undefined ? [] : [parseXml(part)];
  });
  const text = child(child(roots.at(-1), 'office:body'), 'office:text');
  if (text === undefined) throw new Unreadable('broken', 'no text in it');
  const styles = odtStyles(roots);
  let noteCount = 0;
  let bookmarks: string[] = [];
  const byId = new Map<string | undefined, Place['numbers']>();
  const byStyle = new Map<string | undefined, Place['numbers']>();

  const blocksOf = (parent: XmlElement, place?: Place): ReadBlock[] =>
    elements(parent).flatMap((element) => {
      const { name, attributes } = element;
      if (PASSED_OVER.has(name)) return [];
      if (name === 'text:p' || name === 'text:h') return paragraph(element, place);
      if (name === 'text:list') return list(element, place);
      if (name === 'table:table') return tableBlocks(rowsOf(element).map(cellsOf));
      if (name === 'text:bookmark' || name === 'text:bookmark-start') {
        bookmarks.push(attributes['text:name'] ?? '');
      }
      return blocksOf(element, place);
    });

  const list = (element: XmlElement, outer: Place | undefined): ReadBlock[] => {
    const { attributes } = element;
    const style = attributes['text:style-name'] ?? outer?.style;
    const continued =
      byId.get(attributes['text:continue-list']) ??
      (attributes['text:continue-numbering'] === 'true' ? byStyle.get(style) : undefined);
    const numbers = outer?.numbers ?? continued ?? [];
    if (attributes['xml:id'] !== undefined) byId.set(attributes['xml:id'], numbers);
    byStyle.set(style, numbers);
    const depth = (outer?.depth ?? 0) + 1;
    return elements(element).flatMap((item) => {
      const start = Number(item.attributes['text:start-value'] ?? NaN);
      const isItem = item.name === 'text:list-item';
      return blocksOf(item, {
        style,
        depth,
        numbers,
        item: isItem ? { start: Number.isInteger(start) ? start : undefined } : undefined,
      });
    });
  };

  const itemOf = (place: Place | undefined, paragraphStyle: string | undefined): Item | null => {
    if (place?.item === undefined) return null;
    const { depth, numbers, item } = place;
    place.item = undefined;
    const level = styles.level(place.style ?? styles.listOf(paragraphStyle), depth);
    if (level === undefined) return null;
    const last = numbers[depth - 1];
    numbers.length = depth;
    numbers[depth - 1] = item.start ?? (last === undefined ? level.start : last + 1);
    const marker = level.sign(numbers);
    return marker === '' ? null : { marker, level: depth };
  };

  const paragraph = (element: XmlElement, place: Place | undefined): ReadBlock[] => {
    const { name, attributes } = element;
    const style = attributes['text:style-name'];
    const level = Number(attributes['text:outline-level'] ?? 1);
    const heading = name === 'text:h' ? Math.min(Math.max(level, 1), 6) : styles.heading(style);
    const look = styles.look('paragraph', style);
    const written = draft();
    for (const bookmark of bookmarks) written.mark(bookmark);
    bookmarks = [];
    inline(element, written, heading === null ? look : { hidden: look.hidden });
    return written.finish({ heading, item: itemOf(place, style) });
  };

  const inline = (parent: XmlElement, written: Draft, look: RunLook): void => {
    for (const one of parent.children) {
      if (typeof one !== 'string') sign(one, written, look);
      else if (look.hidden !== true) written.add(one.replace(/[ \t\r\n]+/g, ' '), look);
    }
  };

  const sign = (element: XmlElement, written: Draft, look: RunLook): void => {
    const { name, attributes } = element;
    if (PASSED_OVER.has(name)) return;
    if (name === 'text:s') {
      written.add(' '.repeat(Math.min(Math.max(Number(attributes['text:c'] ?? 1) || 1, 1), 100)), look);
    } else if (name === 'text:tab') written.add('\t', look);
    else if (name === 'text:line-break') written.add('\n', look);
    else if (name === 'text:bookmark' || name === 'text:bookmark-start') {
      written.mark(attributes['text:name'] ?? '');
    } else if (name === 'text:span') {
      inline(element, written, { ...look, ...styles.look('text', attributes['text:style-name']) });
    } else if (name === 'text:a') inline(element, written, { ...look, link: attributes['xlink:href'] });
    else if (name === 'text:note') {
      noteCount += 1;
      const { sign: number, blocks } = numberedNote(noteCount, blocksOf(element));
      written.add(number);
      written.follow(blocks);
    } else if (name.startsWith('draw:')) written.follow(blocksOf({ ...element, children: [element] }));
    else inline(element, written, look);
  };

  const rowsOf = (parent: XmlElement): XmlElement[] =>
    elements(parent).flatMap((element) => {
      if (element.name === 'table:table-row') return [element];
      return /^table:table-(header-rows|rows|row-group)$/.test(element.name) ? rowsOf(element) : [];
    });

  const cellsOf = (row: XmlElement): ReadBlock[][] =>
    elements(row).flatMap((cell) => {
      if (cell.name !== 'table:table-cell' && cell.name !== 'table:covered-table-cell') return [];
      const repeated = Number(cell.attributes['table:number-columns-repeated'] ?? 1);
      const blocks = cell.name === 'table:table-cell' ? blocksOf(cell) : [];
      return Array.from({ length: Math.min(Math.max(repeated || 1, 1), COLUMNS) }, (_, index) =>
        index === 0 ? blocks : [],
      );
    });

  return blocksOf(text);
}
