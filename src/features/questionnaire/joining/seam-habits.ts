import { characterKind, isLetter, meetings } from './character-kinds.ts';
import { startsHeading, startsItem } from './list-marks.ts';
import { learnWords } from './one-word.ts';
import type { Joiner } from './paste-cuts.ts';

/** How two pieces meet: nothing between them, a space, or a new paragraph. */
export type SeamKind = 'tight' | 'space' | 'paragraph';

export type Weights = Readonly<Record<SeamKind, number>>;

export type Habits = {
  /** How well each white space suits the letters on both sides of a seam, as weights against each other. */
  readonly suits: (earlier: string, next: string) => Readonly<Record<Joiner, number>>;
};

/** How many places in the text weigh as much as the rule of thumb. */
const RULE_OF_THUMB = 2;

/** How many characters before a place tell its class. */
const CONTEXT = 24;

/**
 * Learns how a text is written: what stands between a full stop and a capital letter, between the items of its lists,
 * between figures. Every place in the pieces is an example; a rule of thumb fills in where there are few.
 */
export function learnHabits(pieces: readonly string[]): Habits {
  const seen: Seen = new Map();
  for (const piece of pieces) collect(piece, seen);
  let model: ReturnType<typeof learnWords> | undefined;

  const weigh = (earlier: string, next: string): Weights => {
    const line = lastLine(earlier);
    const [item, left, right] = [startsItem(line), leftClass(line), rightClass(next)];
    const thumb = ruleOfThumb(left, right, item);
    const known = countsOf(seen, item, left, right);
    const total = known.tight + known.space + known.paragraph + RULE_OF_THUMB;
    const share = (kind: SeamKind): number => (known[kind] + thumb[kind] * RULE_OF_THUMB) / total;
    // An unmarked line that ends like an item is the rest of the item above.
    const goesOn = item && right !== 'item' && /^[^\n]*[;,]\n/u.test(next);
    const weights = {
      tight: share('tight'),
      space: share('space'),
      paragraph: share('paragraph') * (goesOn ? 0.05 : 1),
    };
    const [first, second] = [/\p{L}+$/u.exec(line)?.[0], /^\p{L}+/u.exec(next)?.[0]];
    if (first === undefined || second === undefined) return weights;
    if (/\p{Ll}$/u.test(first) && /^\p{Lu}/u.test(second)) return weights;
    model ??= learnWords(pieces);
    const tight = model.oneWord(first, second);
    const apart = (1 - tight) / (weights.space + weights.paragraph);
    return { tight, space: weights.space * apart, paragraph: weights.paragraph * apart };
  };

  return {
    suits(earlier, next) {
      const kinds = weigh(earlier, next);
      const blank = paragraphJoiner(earlier, next) === '\n\n' ? 0.8 : 0.2;
      const [one, two] = [kinds.paragraph * (1 - blank), kinds.paragraph * blank];
      return { '': kinds.tight, ' ': kinds.space, '\n': one, '\n\n': two };
    },
  };
}

/** How the text itself parts paragraphs near the seam: items of a tight list by one newline, else as elsewhere. */
export function paragraphJoiner(earlier: string, next: string): '\n' | '\n\n' {
  if (startsItem(lastLine(earlier)) && startsItem(next)) {
    const loose = /\n[^\S\n]*\n[^\n]*$/u.test(earlier) || /^[^\n]*\n[^\S\n]*\n[^\S\n]*\S/u.test(next);
    const tight = /[^\n]\n[^\n]*$/u.test(earlier) || /^[^\n]*\n[^\n]*\S/u.test(next);
    return loose && !tight ? '\n\n' : '\n';
  }
  const both = `${earlier} ${next}`;
  return /\n[^\S\n]*\n/u.test(both) || !both.includes('\n') ? '\n\n' : '\n';
}

/** How often each white space was seen between two classes of letters, in items and elsewhere. */
type Seen = Map<LeftClass, Map<RightClass, Counts>>;
type Counts = Record<'item' | 'prose', Record<SeamKind, number>>;

function collect(piece: string, seen: Seen): void {
  let above = '';
  for (const line of piece.split('\n')) {
    if (line.trim() === '') continue;
    if (above !== '') {
      countsOf(seen, startsItem(above), leftClass(above), rightClass(line.trimStart())).paragraph += 1;
    }
    above = line;
    const item = startsItem(line);
    for (const { end, start } of meetings(line)) {
      const left = line.slice(Math.max(0, end - CONTEXT), end);
      const counts = countsOf(seen, item, leftClass(left), rightClass(line.slice(start)));
      counts[end < start ? 'space' : 'tight'] += 1;
    }
  }
}

function countsOf(seen: Seen, item: boolean, left: LeftClass, right: RightClass): Record<SeamKind, number> {
  let row = seen.get(left);
  if (row === undefined) seen.set(left, (row = new Map<RightClass, Counts>()));
  let counts = row.get(right);
  if (counts === undefined) {
    counts = { item: { tight: 0, space: 0, paragraph: 0 }, prose: { tight: 0, space: 0, paragraph: 0 } };
    row.set(right, counts);
  }
  return item ? counts.item : counts.prose;
}

type LeftClass =
  | 'initial'
  | 'abbreviation'
  | 'stop'
  | 'comma'
  | 'open'
  | 'close'
  | 'digit'
  | 'letter'
  | 'mark'
  | 'hyphen'
  | 'other';
type RightClass = 'item' | 'heading' | 'small' | 'capital' | 'digit' | 'open' | 'close' | 'hyphen' | 'other';

function leftClass(line: string): LeftClass {
  const last = line.at(-1) ?? '';
  const kind = characterKind(line, line.length - 1);
  if (isLetter(kind)) return 'letter';
  if (last === '.') {
    if (initial.test(line)) return 'initial';
    if (abbreviation.test(line)) return 'abbreviation';
  }
  if (/^\s*\S{1,3}$/u.test(line) && startsItem(`${line} `)) return 'mark';
  if (last === ',') return 'comma';
  if ('.:;?!…'.includes(last)) return 'stop';
  if ('«(„['.includes(last)) return 'open';
  if ('»)”]'.includes(last)) return 'close';
  if (kind === 'digit') return 'digit';
  return /\p{L}-$/u.test(line) ? 'hyphen' : 'other';
}

const initial = /(?:^|[^\p{L}])\p{Lu}\.$/u;
const abbreviation = /(?:^|[\s(])(?:г|ул|д|им|св|тыс|млн|руб|кв|см|стр|пос|обл|пр|пер)\.$/iu;

function rightClass(text: string): RightClass {
  const first = text.charAt(0);
  const kind = characterKind(text, 0);
  if (kind === 'small') return text.charAt(1) === ')' ? 'item' : 'small';
  if (kind === 'capital') return startsHeading(text) ? 'heading' : 'capital';
  if (startsItem(text)) return 'item';
  if (kind === 'digit') return 'digit';
  if ('«(„['.includes(first)) return 'open';
  if (',.;:!?)»”]%…'.includes(first)) return 'close';
  return first === '-' ? 'hyphen' : 'other';
}

/** Estimates by eye, for a pair of classes that the text itself says little about. */
function ruleOfThumb(left: LeftClass, right: RightClass, inItem: boolean): Weights {
  if (right === 'close' || left === 'open') return shares(0.98, 0.01);
  if (left === 'mark') return shares(0.01, 0.98);
  if (left === 'hyphen' || right === 'hyphen') return shares(0.9, 0.05);
  if (right === 'item') return left === 'stop' ? shares(0.01, 0.04) : shares(0.02, inItem ? 0.4 : 0.6);
  if (right === 'heading') return shares(0.02, 0.2);
  if (left === 'initial') return shares(0.3, 0.65);
  if (left === 'abbreviation') return shares(0.05, 0.9);
  if (left === 'digit' && right === 'digit') return shares(0.75, 0.2);
  if (left !== 'stop') return right === 'capital' ? shares(0.02, 0.7) : shares(0.03, 0.92);
  return right === 'small' ? shares(0.02, 0.7) : shares(0.03, 0.47);
}

function shares(tight: number, space: number): Weights {
  return { tight, space, paragraph: 1 - tight - space };
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
