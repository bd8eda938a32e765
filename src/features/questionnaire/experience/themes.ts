/**
 * Themes: what many cities wrote to a question whose answers are lists, line by line, grouped by the stems that their lines
 * share. What the coordinator grouped by hand stays as it is; the rest is computed around it.
 */

/** One line of one city's answer. */
export interface Line {
  assignmentId: number;
  city: string;
  /** Its place among the lines of the answer. */
  index: number;
  text: string;
  /** Stems of its words, those that say nothing left out by whoever made it. */
  stems: readonly string[];
}

/** A theme that was corrected by hand. */
export interface Pinned {
  id: number;
  title: string;
  lines: readonly { assignmentId: number; text: string }[];
}

export interface ThemeView {
  /** null: as computed. */
  id: number | null;
  title: string;
  lines: Line[];
}

/** From here on two lines speak of the same. */
const ALIKE = 0.6;
/** What a stem weighs that stands in lines about anything. */
const COMMON_WEIGHT = 0.2;

/** @param common stems that stand in lines about anything: «работа», «организация» */
export function themesOf(
  lines: readonly Line[],
  pinned: readonly Pinned[],
  common: ReadonlySet<string>,
): ThemeView[] {
  const weight = (stem: string): number => (common.has(stem) ? COMMON_WEIGHT : 1);
  const alike = likeness(weight);
  const left = new Set(lines);
  const themes: ThemeView[] = pinned.map(({ id, title, lines: kept }) => {
    const own = lines.filter(
      (line) =>
        left.has(line) &&
        kept.some(({ assignmentId, text }) => assignmentId === line.assignmentId && text === line.text),
    );
    own.forEach((line) => left.delete(line));
    return { id, title, lines: own };
  });
  // The lines that say most come first: what says less finds its theme by them.
  const rest = [...left].sort(
    (a, b) => b.stems.length - a.stems.length || a.city.localeCompare(b.city, 'ru') || a.index - b.index,
  );
  for (const line of rest) {
    // What was put together by hand need not be alike: any of its lines draws.
    const nearnessOf = ({ id, lines: own }: ThemeView): number =>
      id === null ? nearest(alike, line, own) : Math.max(0, ...own.map((other) => alike(line, other)));
    const [best] = themes
      .map((theme) => ({ theme, nearness: nearnessOf(theme) }))
      .filter(({ nearness }) => nearness >= ALIKE)
      .sort((a, b) => b.nearness - a.nearness);
    if (best) best.theme.lines.push(line);
    else themes.push({ id: null, title: '', lines: [line] });
  }
  return themes
    .filter(({ lines: own }) => own.length > 0)
    .map(({ id, title, lines: own }) => ({
      id,
      title: id === null ? titleOf(alike, own) : title,
      lines: own.sort((a, b) => a.city.localeCompare(b.city, 'ru') || a.index - b.index),
    }))
    .sort(
      (a, b) =>
        citiesOf(b).length - citiesOf(a).length ||
        b.lines.length - a.lines.length ||
        a.title.localeCompare(b.title, 'ru'),
    );
}

/** The cities of a theme, each once, in their order. */
export function citiesOf({ lines }: Pick<ThemeView, 'lines'>): string[] {
  return [...new Set(lines.map(({ city }) => city))].sort((a, b) => a.localeCompare(b, 'ru'));
}

type Likeness = (one: Line, other: Line) => number;

/** Between the share of what both say of the shorter line and of both: 1, all the same; 0, nothing. */
function likeness(weight: (stem: string) => number): Likeness {
  // Every line is held against most of the others: what it weighs is told once.
  const known = new Map<Line, { weights: Map<string, number>; sum: number }>();
  const weighed = (line: Line) => {
    const before = known.get(line);
    if (before) return before;
    const weights = new Map(line.stems.map((stem) => [stem, weight(stem)]));
    const made = { weights, sum: [...weights.values()].reduce((total, each) => total + each, 0) };
    known.set(line, made);
    return made;
  };
  return (one, other) => {
    const [{ weights: left, sum: a }, { weights: right, sum: b }] = [weighed(one), weighed(other)];
    let both = 0;
    for (const [stem, each] of left) if (right.has(stem)) both += each;
    if (Math.min(a, b) === 0) return a === b && plain(one.text) === plain(other.text) ? 1 : 0;
    return (both / Math.min(a, b) + (2 * both) / (a + b)) / 2;
  };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** How near a line is to a theme: on the average of its lines, so that no chain of neighbours joins what is far apart. */
function nearest(alike: Likeness, line: Line, lines: readonly Line[]): number {
  if (lines.length === 0) return 0;
  return lines.reduce((sum, other) => sum + alike(line, other), 0) / lines.length;
}

/** The line that is most like the others; the shortest of equals. */
function titleOf(alike: Likeness, lines: readonly Line[]): string {
  const [best] = [...lines].sort(
    (a, b) => nearest(alike, b, lines) - nearest(alike, a, lines) || a.text.length - b.text.length,
  );
  return titled(best?.text ?? '');
}

/** Begins with a capital, ends without a stop. */
export function titled(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s.,;:]/u.test(text.charAt(end - 1))) end -= 1;
  const bare = text.slice(0, end).trimStart();
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
