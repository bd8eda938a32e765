/**
 * Text with formatting, as Telegram sends it: a string and ranges over it. All offsets and lengths are UTF-16 units.
 * Values are canonical: entities are sorted, inside the text, not empty, and equal ones that touch are one.
 */

/** The formatting that survives into a document. Assignable to Telegram's own type. */
export type MessageEntity =
  | { type: 'bold' | 'italic' | 'underline' | 'strikethrough'; offset: number; length: number }
  | { type: 'text_link'; offset: number; length: number; url: string };

/** What arrives or was stored: any kind of entity. */
export type RawEntity = { type: string; offset: number; length: number; url?: string | undefined };

export type FormattedText = { readonly text: string; readonly entities: readonly MessageEntity[] };

export const TELEGRAM_TEXT_LIMIT = 4096;

export const emptyText: FormattedText = { text: '', entities: [] };

/**
 * Makes a canonical value. Kinds that mean nothing on paper (mentions, hashtags, custom emoji, code) are dropped,
 * their text stays.
 */
export function formatted(text: string, entities: readonly RawEntity[] = []): FormattedText {
  return { text, entities: canonical(entities, text.length) };
}

/** Joins the parts; `separators[i]` stands between part i and part i + 1, one string stands between all. */
export function concat(
  parts: readonly FormattedText[],
  separators: string | readonly string[] = '',
): FormattedText {
  let text = '';
  const entities: MessageEntity[] = [];
  parts.forEach((part, index) => {
    if (index > 0) text += typeof separators === 'string' ? separators : (separators[index - 1] ?? '');
    for (const entity of part.entities) entities.push({ ...entity, offset: entity.offset + text.length });
    text += part.text;
  });
  return { text, entities: canonical(entities, text.length) };
}

/** The part from `start` to `end`. A border inside a surrogate pair moves to the front of the pair. */
export function slice(source: FormattedText, start: number, end = source.text.length): FormattedText {
  const from = wholeCharacter(source.text, start);
  const text = source.text.slice(from, wholeCharacter(source.text, end));
  const shifted = source.entities.map((entity) => ({ ...entity, offset: entity.offset - from }));
  return { text, entities: canonical(shifted, text.length) };
}

/** Takes away the white space at both ends. */
export function trim(source: FormattedText): FormattedText {
  const start = source.text.length - source.text.trimStart().length;
  return slice(source, start, Math.max(start, source.text.trimEnd().length));
}

/**
 * Cuts a long text into parts that fit into one message each: at the last newline of the second half, else at the last
 * space of it, else hard, never inside a surrogate pair. White space at the cuts goes (Telegram takes it away anyway),
 * and no part is empty.
 */
export function splitForTelegram(source: FormattedText, limit = TELEGRAM_TEXT_LIMIT): FormattedText[] {
  const parts: FormattedText[] = [];
  const whole = source.text.trimEnd();
  const entities = [...source.entities].sort((a, b) => a.offset - b.offset);
  // Each is looked at where it begins, and carried over only as far as it reaches.
  let [start, next, here] = [0, 0, [] as MessageEntity[]];
  for (;;) {
    start = whole.length - whole.slice(start).trimStart().length;
    const rest = whole.slice(start);
    if (rest === '') return parts;
    const cut = rest.length > limit ? cutBefore(rest, limit) : rest.length;
    const text = rest.slice(0, cut).trimEnd();
    for (; next < entities.length; next += 1) {
      const entity = entities[next];
      if (!entity || entity.offset >= start + cut) break;
      here.push(entity);
    }
    here = here.filter(({ offset, length }) => offset + length > start);
    const shifted = here.map((entity) => ({ ...entity, offset: entity.offset - start }));
    parts.push({ text, entities: canonical(shifted, text.length) });
    start += cut;
  }
}

/** An index that does not fall between the two halves of a surrogate pair; moves back by one if it would. */
function wholeCharacter(text: string, index: number): number {
  const inside = index > 0 && index < text.length && isLow(text.charCodeAt(index));
  return inside && isHigh(text.charCodeAt(index - 1)) ? index - 1 : index;
}

function cutBefore(text: string, limit: number): number {
  const newline = text.lastIndexOf('\n', limit);
  if (newline >= limit / 2) return newline;
  const space = text.lastIndexOf(' ', limit);
  if (space >= limit / 2) return space;
  const hard = wholeCharacter(text, limit);
  return hard > 0 ? hard : limit;
}

function canonical(entities: readonly RawEntity[], length: number): MessageEntity[] {
  const known: MessageEntity[] = [];
  for (const raw of entities) {
    const offset = Math.max(0, raw.offset);
    const entity = ofKnownKind(raw, offset, Math.min(length, raw.offset + raw.length) - offset);
    if (entity && entity.length > 0) known.push(entity);
  }
  known.sort((a, b) => compareKind(a, b) || a.offset - b.offset);
  const merged: MessageEntity[] = [];
  for (const entity of known) {
    const last = merged.at(-1);
    if (last && compareKind(last, entity) === 0 && entity.offset <= last.offset + last.length) {
      last.length = Math.max(last.length, entity.offset + entity.length - last.offset);
    } else {
      merged.push(entity);
    }
  }
  return merged.sort((a, b) => a.offset - b.offset || b.length - a.length || compareKind(a, b));
}

function ofKnownKind(raw: RawEntity, offset: number, length: number): MessageEntity | undefined {
  switch (raw.type) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strikethrough':
      return { type: raw.type, offset, length };
    case 'text_link':
      return raw.url ? { type: raw.type, offset, length, url: raw.url } : undefined;
    default:
      return undefined;
  }
}

function compareKind(a: MessageEntity, b: MessageEntity): number {
  const [left, right] = [kindKey(a), kindKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function kindKey(entity: MessageEntity): string {
  return entity.type === 'text_link' ? `text_link ${entity.url}` : entity.type;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
