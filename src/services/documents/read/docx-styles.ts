import type { Look } from './paragraph.ts';
import { child, elements, type XmlElement } from './xml.ts';

/** Where a paragraph stands in a list; what is not said there its style says. */
export interface Numbered {
  numId: string | undefined;
  level: number | undefined;
}

export interface RunLook extends Look {
  hidden?: boolean | undefined;
}

export interface ParagraphStyle {
  id: string | undefined;
  /** 1–6. */
  heading: number | null;
  numbered: Numbered;
  look: RunLook;
}

export interface Styles {
  /** Of the default style where none is named. */
  paragraph(id: string | undefined): ParagraphStyle;
  run(id: string | undefined): RunLook;
}

/** The styles of a Word document, each with what it takes over from those it is based on. */
export function docxStyles(root: XmlElement | undefined): Styles {
  const all = root === undefined ? [] : elements(root).filter(({ name }) => name === 'w:style');
  const byId = new Map(all.map((style) => [style.attributes['w:styleId'], style]));
  const standard = all.find(
    ({ attributes }) => attributes['w:type'] === 'paragraph' && onOff(attributes['w:default'] ?? '0'),
  )?.attributes['w:styleId'];
  /** From the style itself up to the one that is based on none. */
  const chain = (id: string | undefined): XmlElement[] => {
    const found: XmlElement[] = [];
    let style = byId.get(id);
    while (style !== undefined && !found.includes(style)) {
      found.push(style);
      style = byId.get(child(style, 'w:basedOn')?.attributes['w:val']);
    }
    return found;
  };
  const lookOf = (found: readonly XmlElement[]): RunLook =>
    found.reduceRight<RunLook>((look, style) => ({ ...look, ...runLook(child(style, 'w:rPr')) }), {});

  const paragraph = (named: string | undefined): ParagraphStyle => {
    const id = byId.has(named) ? named : standard;
    const found = chain(id);
    const numbered = found.map((style) => numbering(child(style, 'w:pPr')));
    return {
      id,
      heading: found.map(headingOf).find((heading) => heading !== undefined) ?? null,
      numbered: {
        numId: numbered.find(({ numId }) => numId !== undefined)?.numId,
        level: numbered.find(({ level }) => level !== undefined)?.level,
      },
      look: lookOf(found),
    };
  };
  return { paragraph: remembered(paragraph), run: remembered((id) => lookOf(chain(id))) };
}

function remembered<Value>(find: (id: string | undefined) => Value): (id: string | undefined) => Value {
  const known = new Map<string | undefined, Value>();
  return (id) => {
    const value = known.get(id) ?? find(id);
    known.set(id, value);
    return value;
  };
}

/** What a run's or a style's own properties say; nothing of what they do not. */
export function runLook(properties: XmlElement | undefined): RunLook {
  const look: RunLook = {};
  for (const { name, attributes } of properties === undefined ? [] : elements(properties)) {
    const on = onOff(attributes['w:val'] ?? '1');
    if (name === 'w:b') look.bold = on;
    else if (name === 'w:i') look.italic = on;
    else if (name === 'w:u') look.underline = on;
    else if (name === 'w:strike' || name === 'w:dstrike') look.strikethrough = on;
    else if (name === 'w:vanish') look.hidden = on;
  }
  return look;
}

function onOff(value: string): boolean {
  return !['0', 'false', 'off', 'none'].includes(value);
}

export function numbering(properties: XmlElement | undefined): Numbered {
  const own = child(properties, 'w:numPr');
  const level = Number(child(own, 'w:ilvl')?.attributes['w:val'] ?? NaN);
  return {
    numId: child(own, 'w:numId')?.attributes['w:val'],
    level: Number.isInteger(level) ? Math.min(Math.max(level, 0), 8) : undefined,
  };
}

/** `undefined` where these properties say nothing of an outline. */
export function outline(properties: XmlElement | undefined): number | null | undefined {
  const level = Number(child(properties, 'w:outlineLvl')?.attributes['w:val'] ?? NaN);
  if (!Number.isInteger(level) || level < 0) return undefined;
  return level > 8 ? null : Math.min(level + 1, 6);
}

function headingOf(style: XmlElement): number | null | undefined {
  const level = outline(child(style, 'w:pPr'));
  if (level !== undefined) return level;
  const name = child(style, 'w:name')?.attributes['w:val'] ?? '';
  if (/^(title|название)$/i.test(name)) return 1;
  if (/^(subtitle|подзаголовок)$/i.test(name)) return 2;
  const number = /^(?:heading|заголовок) (\d)$/i.exec(name)?.[1];
  return number === undefined || number === '0' ? undefined : Math.min(Number(number), 6);
}
