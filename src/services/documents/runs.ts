import type { FormattedText, TextEntity } from './formatted-text.ts';

/** A stretch of text of one look. */
export interface Run {
  text: string;
  bold?: true;
  italic?: true;
  underline?: true;
  strike?: true;
  /** A web or mail address, already checked. */
  link?: string;
}

/** The runs of a part of a formatted text, from `start` to before `end` in UTF-16 units. */
export function runsBetween({ text, entities = [] }: FormattedText, start: number, end: number): Run[] {
  const here = entities
    .filter((entity) => entity.offset < end && entity.offset + entity.length > start)
    .sort((a, b) => a.offset - b.offset);
  const cuts = here
    .flatMap((entity) => [entity.offset, entity.offset + entity.length])
    .map((cut) => (insidePair(text, cut) ? cut + 1 : cut))
    .filter((cut) => cut > start && cut < end);
  const edges = [...new Set([start, ...cuts, end])].sort((a, b) => a - b);
  // Each entity is looked at where it begins, and from there on as far as it reaches.
  let [next, open] = [0, [] as TextEntity[]];
  return edges
    .slice(0, -1)
    .map((from, index) => {
      for (let one = here[next]; one && one.offset <= from; one = here[(next += 1)]) open.push(one);
      open = open.filter((entity) => from < entity.offset + entity.length);
      return { ...lookOf(open), text: printable(text.slice(from, edges[index + 1])) };
    })
    .filter((run) => run.text !== '');
}

/**
 * The text without what XML cannot hold: control characters (all but tab and newline), lone surrogates and the two
 * noncharacters. None of them is a letter; Word refuses a whole document for one of them.
 */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, '');
}

function lookOf(entities: readonly TextEntity[]): Omit<Run, 'text'> {
  const look: Omit<Run, 'text'> = {};
  for (const entity of entities) {
    if (entity.type === 'bold') look.bold = true;
    if (entity.type === 'italic') look.italic = true;
    if (entity.type === 'underline') look.underline = true;
    if (entity.type === 'strikethrough') look.strike = true;
    if (entity.type === 'text_link') {
      const link = address(entity.url);
      if (link !== undefined) look.link = link;
    }
  }
  return look;
}

/** Word calls a document damaged whose link it cannot parse, so only whole addresses become links. */
function address(url = ''): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined;
}

function insidePair(text: string, cut: number): boolean {
  return (
    /^[\uDC00-\uDFFF]/.test(text.slice(cut, cut + 1)) && /[\uD800-\uDBFF]$/.test(text.slice(cut - 1, cut))
  );
}
