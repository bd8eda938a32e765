/**
 * How Telegram's own programs cut a text that is too long for one message. Knowing it, a seam can be worked out
 * backwards: of the white space that may have stood between two pieces, only some would have led to exactly these
 * pieces. The programs trim the pieces, so the white space itself never arrives.
 */

import { TELEGRAM_TEXT_LIMIT as LIMIT } from '../formatted.ts';

export const joiners = ['', ' ', '\n', '\n\n'] as const;
export type Joiner = (typeof joiners)[number];

/** `hard` stands for every program (and every script) that cuts at the limit without looking. */
export const clients = ['desktop', 'android', 'ios', 'hard'] as const;
export type Client = (typeof clients)[number];

/** White space that may stand at a hard cut and be lost unseen: a blank line and the indent of a nested item. */
export const UNSEEN = 3;

/**
 * How well it is explained, 0 to 1, that the client, given `earlier + joiner + next`, sends exactly `earlier` first.
 * `before`: what stood in front of `earlier`, undefined at the beginning of the paste.
 */
export function explains(
  client: Client,
  earlier: string,
  joiner: Joiner,
  next: string,
  before: Joiner | undefined,
): number {
  if (client === 'hard') return explainsHard(earlier, joiner, next, before);
  // Desktop leaves the white space to the next piece, where it counts; the others cut after its first unit.
  const lead = client === 'desktop' ? (before ?? '') : (before ?? '').slice(1);
  const from = lead.length + earlier.length;
  if (from > LIMIT || from + joiner.length + next.length <= LIMIT) return 0;
  const cut = cutters[client](`${lead}${earlier}${joiner}${next}`);
  return cut >= from && cut <= from + joiner.length ? 1 : 0;
}

function explainsHard(earlier: string, joiner: Joiner, next: string, before: Joiner | undefined): number {
  const split = (next.codePointAt(0) ?? 0) > 0xffff ? 1 : 0;
  let fitting = 0;
  const most = before === undefined ? 0 : UNSEEN;
  for (let lead = 0; lead <= most; lead += 1) {
    const from = lead + earlier.length;
    if (from <= LIMIT && from + joiner.length >= LIMIT - split) fitting += 1;
  }
  return fitting / (most + 1);
}

/** The index of the first unit of the next piece, before trimming, in a text longer than the limit. */
const cutters: Record<Exclude<Client, 'hard'>, (text: string) => number> = {
  desktop: cutOfDesktop,
  android: cutOfAndroid,
  ios: cutOfIos,
};

/** Past the half, the last place of the best kind: blank line, newline, end of a sentence, of a part of it, space. */
function cutOfDesktop(text: string): number {
  const half = LIMIT / 2;
  for (const newline of ['\n\n', '\n']) {
    const place = text.lastIndexOf(newline, LIMIT);
    if (place > half) return place;
  }
  let [part, space] = [0, 0];
  for (let index = LIMIT; index > half; index -= 1) {
    if (!isSpace(text.charAt(index))) continue;
    const before = text.charAt(index - 1);
    if ('.?!'.includes(before)) return index;
    if (part === 0 && ',:;'.includes(before)) part = index;
    if (space === 0) space = index;
  }
  return part || space || LIMIT;
}

/** Looks back 300 units for a blank line, else the first newline of them, else the last full stop, else the last space. */
function cutOfAndroid(text: string): number {
  let [newline, sentence, space] = [0, 0, 0];
  for (let index = LIMIT - 1; index >= LIMIT - 300; index -= 1) {
    const unit = text.charAt(index);
    if (unit === '\n') {
      if (text.charAt(index - 1) === '\n') return index;
      newline = index;
    } else if (isSpace(unit)) {
      if (sentence === 0 && text.charAt(index - 1) === '.') sentence = index;
      else if (space === 0) space = index;
    }
  }
  return newline || sentence || space || LIMIT;
}

/** Cuts after the last newline or full stop, be it one inside a date. */
function cutOfIos(text: string): number {
  const place = Math.max(text.lastIndexOf('\n', LIMIT - 1), text.lastIndexOf('.', LIMIT - 1));
  return place > 0 ? place + 1 : LIMIT;
}

function isSpace(unit: string): boolean {
  return unit === ' ' || /\s/u.test(unit);
}
