import { CELL_BREAK, isItem, shift, sliced } from './lines.ts';
import type { Line } from './lines.ts';
import { inCapitals, neighbour, startsSmall } from './headings.ts';

export interface MendedPlace {
  before: string;
  after: string;
}

const SHOWN = 60;
/** An entry of a list without marks is shorter than a line of a page. */
const SHORT = 40;

/**
 * Puts together the lines of one answer that a page or a program broke: the first ends without a stop, the next begins
 * with a small letter. Lists, titles and tables are left as they are.
 */
export function mend(lines: readonly Line[]): { lines: Line[]; mended: MendedPlace[] } {
  const groups: [Line, ...Line[]][] = [];
  const mended: MendedPlace[] = [];
  for (const [index, line] of lines.entries()) {
    const at = groups.findLastIndex(([first]) => first.text.trim() !== '');
    const group = groups[at];
    const last = group?.at(-1);
    if (!group || !last || !isBroken(group, last, line, neighbour(lines, index, 1))) {
      groups.push([line]);
      continue;
    }
    mended.push({ before: tail(last.text), after: head(line.text) });
    group.push(line);
    groups.length = at + 1;
  }
  return { lines: groups.map(glue), mended };
}

function isBroken(group: readonly Line[], last: Line, line: Line, next: Line | null): boolean {
  if (last.cells !== null || line.cells !== null || line.item || !startsSmall(line.text)) return false;
  if (last.styled !== line.styled || inCapitals(last.text)) return false;
  if (/[.!?…:;][»"”’)\]]*\s*$/u.test(last.text)) return false;
  if (group.length > 1 || last.item) return true;
  const listed = (each: Line | null): boolean =>
    each !== null && startsSmall(each.text) && !isItem(each.text) && each.text.trim().length < SHORT;
  const endsEntry = /,\s*$/.test(last.text) && startsSmall(last.text);
  return !listed(last) && !endsEntry && !(last.text.trim().length < SHORT && listed(line) && listed(next));
}

/** A word that was parted by a soft hyphen becomes one; a hard hyphen may be the word's own and stays. */
function glue([first, ...more]: readonly [Line, ...Line[]]): Line {
  if (more.length === 0) return first;
  let text = first.text.trimEnd();
  const entities = sliced(first, 0, text.length).entities;
  let end = text;
  for (const line of more) {
    const soft = end.endsWith('\u00AD');
    if (soft) text = text.slice(0, -1);
    else if (!/\p{L}-$/u.test(end)) text += ' ';
    const next = sliced(line, line.text.length - line.text.trimStart().length, line.text.trimEnd().length);
    for (const entity of shift(next.entities, text.length)) entities.push(entity);
    text += next.text;
    end = next.text;
  }
  return {
    ...first,
    text,
    entities: entities.filter((entity) => entity.offset + entity.length <= text.length),
  };
}

function tail(text: string): string {
  const plain = text.replaceAll(CELL_BREAK, ' ').trim();
  return plain.length <= SHOWN ? plain : `…${plain.slice(-SHOWN).replace(/^\S*\s/, '')}`;
}

function head(text: string): string {
  const plain = text.replaceAll(CELL_BREAK, ' ').trim();
  return plain.length <= SHOWN ? plain : `${plain.slice(0, SHOWN).replace(/\s\S*$/, '')}…`;
}
