import type { RunLook } from './docx-styles.ts';
import { bullet, numeral } from './signs.ts';
import { child, elements, type XmlElement } from './xml.ts';

export interface OdtStyles {
  look(family: 'paragraph' | 'text', name: string | undefined): RunLook;
  /** 1–6; a style may stand in an outline, or be a title. */
  heading(name: string | undefined): number | null;
  /** The style of the lists in which paragraphs of that style stand. */
  listOf(name: string | undefined): string | undefined;
  /** Of a list style, by its depth from 1. */
  level(list: string | undefined, depth: number): OdtLevel | undefined;
}

export interface OdtLevel {
  start: number;
  /** The printed sign by the numbers of the levels, the last of which is this one. */
  sign(numbers: readonly (number | undefined)[]): string;
}

/** The styles of both parts of an OpenDocument text: those that have names, and those made while writing. */
export function odtStyles(roots: readonly XmlElement[]): OdtStyles {
  const styles = new Map<string, XmlElement>();
  const lists = new Map<string, Map<number, XmlElement>>();
  for (const root of roots) {
    for (const holder of elements(root)) {
      for (const style of elements(holder)) {
        const name = style.attributes['style:name'] ?? '';
        if (style.name === 'style:style') styles.set(`${style.attributes['style:family']}:${name}`, style);
        if (style.name === 'text:list-style') {
          lists.set(
            name,
            new Map(elements(style).map((level) => [Number(level.attributes['text:level']), level])),
          );
        }
      }
    }
  }
  const chain = (family: string, name: string | undefined): XmlElement[] => {
    const found: XmlElement[] = [];
    let style = styles.get(`${family}:${name}`);
    while (style !== undefined && !found.includes(style)) {
      found.push(style);
      style = styles.get(`${family}:${style.attributes['style:parent-style-name']}`);
    }
    return found;
  };
  const said = (name: string | undefined, attribute: string): string | undefined =>
    chain('paragraph', name)
      .map(({ attributes }) => attributes[attribute])
      .find((value) => value !== undefined);
  return {
    look: (family, name) =>
      chain(family, name).reduceRight<RunLook>((look, style) => ({ ...look, ...lookOf(style) }), {}),
    heading(name) {
      const level = Number(said(name, 'style:default-outline-level') ?? 0);
      if (level > 0) return Math.min(Math.floor(level), 6);
      const names = chain('paragraph', name).map(({ attributes }) => attributes['style:name']);
      return names.includes('Title') ? 1 : names.includes('Subtitle') ? 2 : null;
    },
    listOf: (name) => said(name, 'style:list-style-name'),
    level(list, depth) {
      const levels = lists.get(list ?? '');
      const level = levels?.get(depth);
      return level && levels && odtLevel(level, depth, levels);
    },
  };
}

function lookOf(style: XmlElement): RunLook {
  const attributes = child(style, 'style:text-properties')?.attributes ?? {};
  const on = (name: string, pattern: RegExp): boolean | undefined =>
    attributes[name] === undefined ? undefined : pattern.test(attributes[name]);
  const found: RunLook = {
    bold: on('fo:font-weight', /^(bold|[6-9]00)$/),
    italic: on('fo:font-style', /^(italic|oblique)$/),
    underline: on('style:text-underline-style', /^(?!none)/),
    strikethrough: on('style:text-line-through-style', /^(?!none)/),
    hidden: on('text:display', /^none$/),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function odtLevel(level: XmlElement, depth: number, levels: ReadonlyMap<number, XmlElement>): OdtLevel {
  const { attributes } = level;
  const start = Number(attributes['text:start-value'] ?? 1);
  if (level.name === 'text:list-level-style-bullet') {
    const sign = bullet(attributes['text:bullet-char'] ?? '');
    return { start, sign: () => sign };
  }
  const shown = Math.min(Math.max(Number(attributes['text:display-levels'] ?? 1), 1), depth);
  return {
    start,
    sign(numbers) {
      const places = Array.from({ length: shown }, (_, index) => depth - shown + index);
      const written = places.map((at) => {
        const format = levels.get(at + 1)?.attributes['style:num-format'] ?? '';
        return format === '' ? '' : numeral(notation(format), numbers[at] ?? 1);
      });
      if (written.at(-1) === '') return '';
      const number = written.filter((one) => one !== '').join('.');
      return `${attributes['style:num-prefix'] ?? ''}${number}${attributes['style:num-suffix'] ?? ''}`.trim();
    },
  };
}

/** The formats of OpenDocument by the names that Word gives them. */
function notation(format: string): string {
  const letters: [RegExp, string][] = [
    [/^\u0430/, 'russianLower'],
    [/^\u0410/, 'russianUpper'],
    [/^a/, 'lowerLetter'],
    [/^A/, 'upperLetter'],
    [/^i/, 'lowerRoman'],
    [/^I/, 'upperRoman'],
  ];
  return letters.find(([pattern]) => pattern.test(format))?.[1] ?? 'decimal';
}
