import { isRecord } from './params.ts';
import { badRequest } from './refusal.ts';

/** A stretch of formatting, as Telegram writes it; offset and length in UTF-16 units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly [detail: string]: unknown;
}

const PLAIN_TYPES = new Set([
  'mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bold', 'italic', 'underline',
  'strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote', 'code', 'pre', 'text_link', 'text_mention',
  'custom_emoji',
]); // prettier-ignore

const refuse = (reason: string): Error => badRequest(`can't parse entities: ${reason}`);

/**
 * Entities that a bot gave for its text, checked: known types, in bounds, not through the middle of a character.
 * @throws Refusal "can't parse entities: ..."
 */
export function checkEntities(given: unknown, text: string): Entity[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw refuse('expected an Array of MessageEntity');
  return given.map((entity) => checkEntity(entity, text));
}

function checkEntity(given: unknown, text: string): Entity {
  if (!isRecord(given)) throw refuse('expected an Object as MessageEntity');
  const { type, offset, length } = given;
  if (typeof type !== 'string' || !PLAIN_TYPES.has(type))
    throw refuse(`unsupported entity type "${String(type)}"`);
  if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0) {
    throw refuse('receive an entity with incorrect offset');
  }
  if (
    typeof length !== 'number' ||
    !Number.isInteger(length) ||
    length < 0 ||
    offset + length > text.length
  ) {
    throw refuse('receive an entity with incorrect length');
  }
  if (splitsPair(text, offset))
    throw refuse(`entity begins in a middle of a UTF-16 symbol at offset ${offset}`);
  if (splitsPair(text, offset + length)) {
    throw refuse(`entity ends in a middle of a UTF-16 symbol at offset ${offset + length}`);
  }
  if (type === 'text_link' && !(typeof given['url'] === 'string' && isLink(given['url']))) {
    throw refuse('URL of a text_link is invalid');
  }
  if (type === 'text_mention' && !isRecord(given['user'])) throw refuse('text_mention without a user');
  if (type === 'custom_emoji' && typeof given['custom_emoji_id'] !== 'string') {
    throw refuse('custom_emoji without an identifier');
  }
  return given as unknown as Entity;
}

/** True when a cut at `position` would part the halves of one character. */
export function splitsPair(text: string, position: number): boolean {
  if (position <= 0 || position >= text.length) return false;
  return isHigh(text.charCodeAt(position - 1)) && isLow(text.charCodeAt(position));
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** True for an address that Telegram makes a link of. */
export function isLink(address: string): boolean {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(full)) return false;
  const { protocol, hostname } = new URL(full);
  if (protocol === 'tg:' || protocol === 'mailto:' || protocol === 'tel:') return true;
  return (
    (protocol === 'http:' || protocol === 'https:') && (hostname.includes('.') || hostname === 'localhost')
  );
}

const FOUND: readonly (readonly [type: string, hint: string, pattern: RegExp])[] = [
  [
    'bot_command',
    '/',
    /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/])/gu,
  ],
  ['url', '://', /\bhttps?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)]/gu],
  ['email', '@', /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/gu],
  ['mention', '@', /(?<![\p{L}\p{N}_@./])@[A-Za-z][A-Za-z0-9_]{3,31}\b/gu],
  ['hashtag', '#', /(?<![\p{L}\p{N}_#])#(?=[^\s]*\p{L})[\p{L}\p{N}_]{1,256}/gu],
];

/**
 * Adds what Telegram finds by itself in a cleaned text: commands, addresses, mentions, hashtags. Nothing is added
 * inside code or over an entity that is already there.
 */
export function withFoundEntities(text: string, entities: readonly Entity[]): Entity[] {
  const all = [...entities];
  const taken = entities.filter(
    (entity) => !/^(bold|italic|underline|strikethrough|spoiler|.*blockquote)$/.test(entity.type),
  );
  for (const [type, hint, pattern] of FOUND) {
    if (!text.includes(hint)) continue;
    for (const match of text.matchAll(pattern)) {
      const found = { type, offset: match.index, length: match[0].length };
      if (taken.some((other) => overlap(found, other))) continue;
      taken.push(found);
      all.push(found);
    }
  }
  return all.sort((one, other) => one.offset - other.offset || other.length - one.length);
}

function overlap(one: Entity, other: Entity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}
