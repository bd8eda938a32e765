import { splitsPair } from './entities.ts';
import { TEXT_LIMIT } from './text-rules.ts';

/**
 * How a text that is too long for one message is cut: `desktop` as Telegram Desktop does, at the best place in the second
 * half of the limit; `hard` at every 4 096th unit, as simpler clients do.
 */
export type Cut = 'desktop' | 'hard';

/** The messages that a client makes of a long text. */
export function cutPaste(text: string, cut: Cut): string[] {
  return cut === 'desktop' ? cutAsDesktop(text) : cutHard(text);
}

/**
 * Cuts as Telegram Desktop does: while the rest is longer than the limit, every place behind the half of the limit is
 * weighed and the last of the best kind is taken. White space at both sides of a cut goes.
 */
export function cutAsDesktop(text: string, limit = TEXT_LIMIT): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const place = bestPlace(rest, limit);
    pieces.push(rest.slice(0, place).trim());
    rest = rest.slice(place).trim();
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

function bestPlace(text: string, limit: number): number {
  let best = -1;
  let place = limit;
  for (let at = Math.floor(limit / 2) + 1; at < limit; at++) {
    const quality = qualityOf(text, at);
    if (quality >= best) {
      best = quality;
      place = at;
    }
  }
  return place;
}

/** How good a cut in front of the unit at `at` is: 6 blank line, 5 newline, 4 sentence, 3 comma, 2 space, 1 sign, 0 bad. */
function qualityOf(text: string, at: number): number {
  const here = text.charAt(at);
  const before = text.charAt(at - 1);
  if (here === '\n') return text.charAt(at + 1) === '\n' ? 6 : 5;
  if (/\s/.test(here)) {
    if (/[.?!]/.test(before)) return 4;
    return /[,:;]/.test(before) ? 3 : 2;
  }
  if (splitsPair(text, at)) return -1;
  return /[-\u2013\u2014/\\()[\]{}<>"'`«»,.:;?!]/.test(before) ? 1 : 0;
}

/**
 * Cuts at every 4 096th unit, one earlier where that would part a surrogate pair: half a character cannot be sent. The
 * white space that falls on a cut is Telegram's to trim.
 */
export function cutHard(text: string, limit = TEXT_LIMIT): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const to = Math.min(from + limit, text.length);
    const end = splitsPair(text, to) ? to - 1 : to;
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}
