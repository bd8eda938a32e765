import { isBulleted, isItem, numberOf } from './lines.ts';
import type { Line } from './lines.ts';
import type { Match, Matcher } from './matching.ts';
import { ASKING } from './key-phrases.ts';
import { saysNothing } from './nothing.ts';
import { countLetters, wordsOf } from './words.ts';

/** A heading found among lines: it takes `lines` of them from `at`, the last one up to `cut` if an answer follows there. */
export interface Head {
  at: number;
  lines: number;
  cut: number | null;
  code: string;
  /** Other questions that the same heading names. */
  also: string[];
  /** How sure it is: 2 by wording, 1 by a phrase, 0 by a word that looks like a heading. */
  sure: 0 | 1 | 2;
  /** It asks, as the form does: a question mark, or begins with «какие», «укажите». */
  asks: boolean;
}

const LONGEST = 400;
/** A number on a line of its own, above what it numbers. */
const BARE_NUMBER = /^\s*\(?(?:\d{1,2}|[IVX]{1,4})[.)]*\s*$/;
const SURE = { wording: 2, phrase: 1, alone: 0 } as const;

/** The headings among the lines, each looked at by itself: which of them hold is decided by `settle`. */
export function findHeads(lines: readonly Line[], match: Matcher): Head[] {
  const heads: Head[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const head = headAt(lines, at, match);
    if (!head) continue;
    heads.push(head);
    at += head.lines - 1;
  }
  return heads;
}

/** Of several headings of one question those hold that are surest; of unsure ones the first. */
export function settle(found: readonly Head[]): Head[] {
  const best = new Map<string, Head>();
  for (const head of found) {
    const rival = best.get(head.code);
    if (head.also.length === 0 && (!rival || head.sure > rival.sure)) best.set(head.code, head);
  }
  return found.filter((head) => {
    // The title of the form names what the form asks for; the questions themselves come after it.
    if (head.also.length > 0) return ![head.code, ...head.also].some((code) => best.has(code));
    const first = best.get(head.code);
    return head === first || (head.sure === 2 && first?.sure === 2);
  });
}

function headAt(lines: readonly Line[], at: number, match: Matcher): Head | null {
  const first = lines[at];
  if (!first || first.cells !== null || first.text.trim() === '') return null;
  if (BARE_NUMBER.test(first.text)) {
    const next = lines[at + 1];
    const goesOn = next && next.mark === null && !BARE_NUMBER.test(next.text);
    const below = goesOn ? headAt(lines, at + 1, match) : null;
    return below && { ...below, at, lines: below.lines + 1 };
  }
  return wholeHead(lines, at, match) ?? cutHead(lines, at, match);
}

/** A heading of one line, or of several where its author or the page broke it. */
function wholeHead(lines: readonly Line[], at: number, match: Matcher): Head | null {
  for (let count = 1; count <= 4; count += 1) {
    const taken = lines.slice(at, at + count);
    if (taken.length < count || !continues(taken)) return null;
    const text = joined(taken);
    if (text.length > LONGEST || (count === 2 && !begins(taken, match))) return null;
    const found = named(text, match);
    if (!found || !accepted(lines, at, count, found, match)) continue;
    const whole = extended(lines, at, count, match, found.code);
    return {
      at,
      lines: whole,
      cut: null,
      code: found.code,
      also: found.also,
      sure: SURE[found.by],
      asks: asks(joined(lines.slice(at, at + whole))),
    };
  }
  return null;
}

/** The first line may be the beginning of a heading that goes on below. */
function begins([line]: readonly Line[], match: Matcher): boolean {
  if (!line) return false;
  const { text, styled } = line;
  return styled || numberOf(text) !== null || inCapitals(text) || asks(text) || match(text) !== null;
}

/** The last of the lines may go on with what the others began. */
function continues(taken: readonly Line[]): boolean {
  const last = taken.at(-1);
  const before = taken.at(-2);
  if (!last || !before) return true;
  if (last.cells !== null || last.mark !== null || last.text.trim() === '') return false;
  if (/[.?!:;]\s*$/.test(before.text) || isItem(last.text)) return false;
  return startsSmall(last.text) || (last.styled && before.styled) || /\?\s*$/.test(last.text);
}

/** Takes the lines that the heading goes on with: their words belong to it. */
function extended(lines: readonly Line[], at: number, count: number, match: Matcher, code: string): number {
  let whole = count;
  for (let next = count + 1; next <= 5; next += 1) {
    const taken = lines.slice(at, at + next);
    const last = taken.at(-1);
    if (taken.length < next || !last || !continues(taken) || saysNothing(last.text)) break;
    const text = joined(taken);
    const found = match(text);
    const least = startsSmall(last.text) ? 0.75 : 0.95;
    if (text.length > LONGEST || found?.code !== code || found.covered < least) break;
    whole = next;
  }
  return whole;
}

export interface Named extends Match {
  also: string[];
}

/** The question, or the several questions, that a heading names. */
export function named(text: string, match: Matcher): Named | null {
  const one = match(text);
  if (one && one.covered >= 0.99 && one.by !== 'alone') return { ...one, also: [] };
  const each = namedInTurn(text, match);
  const codes = new Set(each.map(({ code }) => code));
  const [first] = each;
  if (first && codes.size > 1 && !(one && each.every(({ covered }) => one.covered >= covered))) {
    codes.delete(first.code);
    const by = each.every((part) => part.by === 'wording') ? 'wording' : 'phrase';
    return { ...first, by, also: [...codes] };
  }
  return one ? { ...one, also: [] } : null;
}

/** What is named by the pieces of a heading, parted by «и», commas and the like; nothing where a piece is left over. */
function namedInTurn(text: string, match: Matcher): Match[] {
  const found: Match[] = [];
  let piece = '';
  const parts = text.split(/(\sи\s|[,;/?])/u);
  for (const part of parts.length > 1 ? parts : []) {
    piece += part;
    const one = match(piece);
    if (!one || one.covered < 0.85) continue;
    found.push(one);
    piece = '';
  }
  return wordsOf(piece).length === 0 ? found : [];
}

function accepted(lines: readonly Line[], at: number, count: number, found: Named, match: Matcher): boolean {
  const first = lines[at];
  if (!first) return false;
  const text = joined(lines.slice(at, at + count));
  const looks = first.styled || inCapitals(text);
  const asking = asks(text);
  const colon = /:\s*$/.test(text);
  const stopped = /[.;,]\s*$/.test(text) && !/\d\s*гг?\.\s*$/u.test(text);
  if (isBulleted(text)) return found.by === 'wording' && (/\?\s*$/.test(text) || first.styled);
  const listed = inList(lines, at, match);
  const heads = looks || (numberOf(text) !== null && !listed);
  if (found.by === 'wording') return heads || asking || colon || (!stopped && !listed && text.length <= 200);
  if (found.by === 'phrase') {
    return heads || asking || colon || (!stopped && !first.item && wordsOf(text).length <= 8);
  }
  if (stopped && !first.styled && numberOf(text) === null) return false;
  return heads || colon || opens(lines, at);
}

/** One or two words that stand by themselves, below a sentence that has ended. */
function opens(lines: readonly Line[], at: number): boolean {
  const line = lines[at];
  const before = neighbour(lines, at, -1);
  const short = line && wordsOf(line.text).length <= 2 && !line.item && !startsSmall(line.text);
  return short === true && before !== null && /[.;!]\s*$/.test(before.text);
}

/** One of several numbered lines that follow each other, none but this looking like a heading. */
function inList(lines: readonly Line[], at: number, match: Matcher): boolean {
  const here = lines[at];
  const own = here && numberOf(here.text);
  if (!own) return false;
  const next = neighbour(lines, at, 1);
  const before = neighbour(lines, at, -1);
  const is = (line: Line | null, number: number): boolean =>
    line !== null && numberOf(line.text)?.number === number && !mayHead(line, match);
  return is(next, own.number + 1) || (is(before, own.number - 1) && /[.;,]\s*$/.test(here.text));
}

/** The nearest line that says something, after (1) or before (-1) the given one. */
export function neighbour(lines: readonly Line[], at: number, step: 1 | -1): Line | null {
  for (let index = at + step; index >= 0 && index < lines.length; index += step) {
    const line = lines[index];
    if (line && line.text.trim() !== '') return line;
  }
  return null;
}

/** It names a question, as a whole or up to a stop within it. */
function mayHead(line: Line, match: Matcher): boolean {
  const parts = [line.text, ...cutsOf(line).map(({ end }) => line.text.slice(0, end))];
  return parts.some((text) => text.length <= LONGEST && match(text) !== null);
}

/** A heading with the answer behind it on the same line. */
function cutHead(lines: readonly Line[], at: number, match: Matcher): Head | null {
  const line = lines[at];
  if (!line || isBulleted(line.text)) return null;
  const number = numberOf(line.text);
  let best: { head: Head; recall: number } | null = null;
  for (const { end, sign } of cutsOf(line)) {
    const text = line.text.slice(0, end);
    const found = named(text, match);
    if (!found || !/[\p{L}\p{N}–—-]/u.test(line.text.slice(end))) continue;
    const asking = asks(text);
    const looks = sign === 'bold' || inCapitals(text) || (number !== null && !inList(lines, at, match));
    const holds =
      found.by === 'wording'
        ? sign === '?' || sign === ':' || looks || asking
        : looks || (found.by === 'phrase' && (sign === '?' || sign === ':'));
    if (!holds || (best && found.recall <= best.recall)) continue;
    const { code, also, by, recall } = found;
    best = { head: { at, lines: 1, cut: end, code, also, sure: SURE[by], asks: asking }, recall };
  }
  return best?.head ?? null;
}

/** Places where a heading may end within a line: behind a question mark, a colon, a stop, a dash, and where bold ends. */
function cutsOf({ text, entities }: Line): { end: number; sign: string }[] {
  const from = numberOf(text)?.end ?? 0;
  const signs = [...text.slice(0, LONGEST).matchAll(/[?:.](?=\s)|\s[–—-](?=\s)/gu)].map(
    ({ index, 0: sign }) => ({ end: index + sign.length, sign: sign.trim() }),
  );
  const bold = entities.find(({ type, offset }) => type === 'bold' && offset <= from);
  const boldEnd = bold ? bold.offset + bold.length : 0;
  return [
    ...signs.filter(({ end }) => end > from),
    ...(boldEnd > from && !startsSmall(text.slice(boldEnd)) ? [{ end: boldEnd, sign: 'bold' }] : []),
  ];
}

function asks(text: string): boolean {
  if (/\?\s*$/.test(text)) return true;
  const [first = ''] = wordsOf(text.slice(numberOf(text)?.end ?? 0));
  return ASKING.has(first);
}

export function inCapitals(text: string): boolean {
  return countLetters(text) >= 5 && !/\p{Ll}/u.test(text.slice(numberOf(text)?.end ?? 0));
}

export function startsSmall(text: string): boolean {
  return /^\s*[«"“„(]?\p{Ll}/u.test(text);
}

/** As one line; a word that was broken with a hyphen is one word again. */
export function joined(lines: readonly Line[]): string {
  let whole = '';
  for (const { text } of lines) {
    const next = text.trim();
    const broken = /\p{L}[-\u00AD]$/u.test(whole) && /^\p{Ll}/u.test(next);
    whole = broken ? whole.slice(0, -1) + next : `${whole} ${next}`.trim();
  }
  return whole;
}
