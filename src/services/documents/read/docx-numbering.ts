import { numbering as numberedBy, type ParagraphStyle } from './docx-styles.ts';
import type { Item } from './paragraph.ts';
import { bullet, numeral } from './signs.ts';
import { child, elements, type XmlElement } from './xml.ts';

interface Level {
  start: number;
  notation: string;
  /** `%1.%2)`. */
  text: string;
  /** The style whose paragraphs stand on this level. */
  style: string | undefined;
  /** The level whose items begin this one anew: any higher (`undefined`), none (0), that one or higher (from 1). */
  restart: number | undefined;
  /** Numbers of higher levels are shown in figures. */
  figures: boolean;
}

interface List {
  /** The list whose numbers go on here: those of one abstract list are counted together. */
  counted: string;
  levels: Map<number, Level>;
  /** Numbers with which a level begins anew in this list. */
  starts: Map<number, number>;
}

/** Counts the items of a document in reading order, and tells the sign that Word prints before each. */
export interface Numbering {
  next(style: ParagraphStyle, own: { numId: string | undefined; level: number | undefined }): Item | null;
}

const LONGEST_MARKER = 40;

export function docxNumbering(root: XmlElement | undefined, styles: XmlElement | undefined): Numbering {
  const lists = readLists(root, styles);
  const counters = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();

  const count = (numId: string, list: List, level: number): (number | undefined)[] => {
    const numbers = counters.get(list.counted) ?? [];
    counters.set(list.counted, numbers);
    const startOf = (at: number): number => list.starts.get(at) ?? list.levels.get(at)?.start ?? 1;
    const first = list.starts.has(level) && !begun.has(`${numId}:${level}`);
    begun.add(`${numId}:${level}`);
    const last = numbers[level];
    numbers[level] = first || last === undefined ? startOf(level) : last + 1;
    for (let at = 0; at < level; at += 1) numbers[at] ??= startOf(at);
    for (let at = level + 1; at < 9; at += 1) {
      const restart = list.levels.get(at)?.restart;
      if (restart === undefined || level < restart) numbers[at] = undefined;
    }
    return numbers;
  };

  return {
    next(style, own) {
      const numId = own.numId ?? style.numbered.numId;
      const list = numId === undefined ? undefined : lists.get(numId);
      if (numId === undefined || list === undefined) return null;
      const ofStyle = [...list.levels].find(
        ([, level]) => level.style !== undefined && level.style === style.id,
      );
      const at =
        own.level ?? (own.numId === undefined ? ofStyle?.[0] : undefined) ?? style.numbered.level ?? 0;
      const level = list.levels.get(at);
      if (level === undefined) return null;
      const numbers = count(numId, list, at);
      const marker =
        level.notation === 'bullet'
          ? bullet(level.text)
          : level.text.replace(/%([1-9])/g, (_, digit: string) => {
              const place = Number(digit) - 1;
              const notation = list.levels.get(place)?.notation ?? 'decimal';
              const shown = level.figures && notation !== 'none' ? 'decimal' : notation;
              return numeral(shown, numbers[place] ?? 1);
            });
      const printed = marker.trim().slice(0, LONGEST_MARKER);
      return printed === '' ? null : { marker: printed, level: at + 1 };
    },
  };
}

function readLists(root: XmlElement | undefined, styles: XmlElement | undefined): Map<string, List> {
  const all = root === undefined ? [] : elements(root);
  const abstracts = new Map(
    all
      .filter(({ name }) => name === 'w:abstractNum')
      .map((one) => [one.attributes['w:abstractNumId'] ?? '', one]),
  );
  const numbers = new Map(
    all.filter(({ name }) => name === 'w:num').map((one) => [one.attributes['w:numId'] ?? '', one]),
  );
  /** Where a list is only named after a style, the style's own list. */
  const resolved = (id: string): string => {
    const link = value(child(abstracts.get(id), 'w:numStyleLink'));
    if (link === undefined || styles === undefined) return id;
    const style = elements(styles).find(({ attributes }) => attributes['w:styleId'] === link);
    const numId = numberedBy(child(style, 'w:pPr')).numId;
    return value(child(numbers.get(numId ?? ''), 'w:abstractNumId')) ?? id;
  };
  const lists = new Map<string, List>();
  for (const [numId, number] of numbers) {
    const counted = resolved(value(child(number, 'w:abstractNumId')) ?? '');
    const abstract = abstracts.get(counted);
    const levels = new Map(levelsOf(abstract));
    const starts = new Map<number, number>();
    for (const override of elements(number).filter(({ name }) => name === 'w:lvlOverride')) {
      for (const [at, level] of levelsOf(override)) levels.set(at, level);
      const start = child(override, 'w:startOverride');
      if (start !== undefined) starts.set(whole(override.attributes['w:ilvl'], 0), whole(value(start), 1));
    }
    lists.set(numId, { counted, levels, starts });
  }
  return lists;
}

function levelsOf(parent: XmlElement | undefined): [number, Level][] {
  const levels = parent === undefined ? [] : elements(parent).filter(({ name }) => name === 'w:lvl');
  return levels.map((level) => [
    whole(level.attributes['w:ilvl'], 0),
    {
      start: whole(value(child(level, 'w:start')), 1),
      notation: value(child(level, 'w:numFmt')) ?? 'decimal',
      text: value(child(level, 'w:lvlText')) ?? '',
      style: value(child(level, 'w:pStyle')),
      restart: child(level, 'w:lvlRestart') && whole(value(child(level, 'w:lvlRestart')), 0),
      figures: child(level, 'w:isLgl') !== undefined,
    },
  ]);
}

function value(element: XmlElement | undefined): string | undefined {
  return element?.attributes['w:val'];
}

function whole(written: string | undefined, otherwise: number): number {
  const number = Number(written ?? NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : otherwise;
}
