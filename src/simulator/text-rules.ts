import type { Entity } from './entities.ts';

/** Telegram's limits, in UTF-16 units. */
export const TEXT_LIMIT = 4_096;
export const CAPTION_LIMIT = 1_024;

/** A text with its formatting; offsets and lengths in UTF-16 units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: Entity[];
}

/** Control characters below U+0020 except line breaks. */
const CONTROL = /[^\P{Cc}\n\r\x7f-\x9f]/gu;
const DROPPED = /[\r\u2028-\u202e]/g;
const VISIBLE = /[^\s\u200b-\u200f\u2060-\u2064\ufeff]/;

/**
 * What Telegram's servers do to each text: control characters become spaces, carriage returns and direction marks go,
 * outer spaces and line breaks are trimmed; entities move with their text, and those left empty disappear.
 * A text without anything visible becomes empty.
 */
export function cleanText(given: string, entities: readonly Entity[]): FormattedText {
  const source = given.replace(CONTROL, ' ');
  let start = 0;
  let end = source.length;
  const outer = (code: number): boolean =>
    code === 32 || code === 10 || code === 13 || (code >= 0x2028 && code <= 0x202e);
  while (start < end && outer(source.charCodeAt(start))) start++;
  while (end > start && outer(source.charCodeAt(end - 1))) end--;
  const trimmed = source.slice(start, end);
  if (!VISIBLE.test(trimmed)) return { text: '', entities: [] };
  const text = trimmed.replace(DROPPED, '');
  if (entities.length === 0) return { text, entities: [] };
  const shift = dropsBefore(trimmed);
  const moved: Entity[] = [];
  for (const entity of entities) {
    const from = shift(clamp(entity.offset - start, trimmed.length));
    const to = shift(clamp(entity.offset + entity.length - start, trimmed.length));
    if (to > from) moved.push({ ...entity, offset: from, length: to - from });
  }
  return { text, entities: moved };
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length);
}

function dropsBefore(text: string): (position: number) => number {
  const dropped = [...text.matchAll(DROPPED)].map((match) => match.index);
  if (dropped.length === 0) return (position) => position;
  return (position) => position - dropped.filter((at) => at < position).length;
}
