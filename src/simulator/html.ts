import type { Entity } from './entities.ts';
import { isLink } from './entities.ts';
import { badRequest } from './refusal.ts';
import type { FormattedText } from './text-rules.ts';

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline', s: 'strikethrough',
  strike: 'strikethrough', del: 'strikethrough', code: 'code', pre: 'pre', a: 'text_link', 'tg-spoiler': 'spoiler',
  span: 'spoiler', blockquote: 'blockquote', 'tg-emoji': 'custom_emoji',
}; // prettier-ignore

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  /** Its place among the entities: outer before inner, as Telegram orders them. */
  readonly slot: number;
  readonly name: string;
  readonly offset: number;
  readonly attributes: ReadonlyMap<string, string>;
}

const refuse = (reason: string): Error => badRequest(`can't parse entities: ${reason}`);

/**
 * Telegram's HTML: the few tags it knows, each closed in order; four named and all numeric character references.
 * @throws Refusal "can't parse entities: ..." with the byte offset, as Telegram gives it
 */
export function parseHtml(source: string): FormattedText {
  const open: OpenTag[] = [];
  const slots: (Entity | undefined)[] = [];
  const byteOffset = (at: number): number => Buffer.byteLength(source.slice(0, at));
  let text = '';
  let position = 0;
  while (position < source.length) {
    const special = source.slice(position).search(/[<&]/);
    if (special < 0) break;
    text += source.slice(position, position + special);
    position += special;
    if (source[position] === '&') {
      const reference = /^&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/i.exec(source.slice(position, position + 16));
      const character = reference ? decode(reference) : undefined;
      text += character ?? '&';
      position += character === undefined ? 1 : (reference?.[0].length ?? 1);
      continue;
    }
    const tagEnd = source.indexOf('>', position);
    if (tagEnd < 0) throw refuse(`Unclosed start tag at byte offset ${byteOffset(position)}`);
    const inside = source.slice(position + 1, tagEnd);
    if (inside.startsWith('/')) {
      const name = inside.slice(1).trim().toLowerCase();
      const tag = open.pop();
      if (!tag) throw refuse(`Unexpected end tag at byte offset ${byteOffset(position)}`);
      if (name !== '' && name !== tag.name) {
        throw refuse(
          `Unmatched end tag at byte offset ${byteOffset(position)}, expected "</${tag.name}>", found "</${name}>"`,
        );
      }
      slots[tag.slot] = closed(tag, text.length);
      if (tag.name === 'pre') mergeLanguage(slots, tag.slot);
    } else {
      const name = /^[^\s/>]*/.exec(inside)?.[0].toLowerCase() ?? '';
      const attributes = readAttributes(inside.slice(name.length));
      const spoiler = name !== 'span' || attributes.get('class') === 'tg-spoiler';
      if (!Object.hasOwn(TYPES, name) || !spoiler) {
        throw refuse(`Unsupported start tag "${name}" at byte offset ${byteOffset(position)}`);
      }
      open.push({ slot: slots.push(undefined) - 1, name, offset: text.length, attributes });
    }
    position = tagEnd + 1;
  }
  text += source.slice(position);
  const unclosed = open.at(-1);
  if (unclosed) throw refuse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: slots.filter((entity) => entity !== undefined) };
}

/** `<pre><code class="language-x">` is one entity: `pre` with its language. */
function mergeLanguage(slots: (Entity | undefined)[], slot: number): void {
  const [pre, code] = [slots[slot], slots[slot + 1]];
  if (!pre || code?.type !== 'code' || code.offset !== pre.offset || code.length !== pre.length) return;
  slots[slot] = { ...code, type: 'pre' };
  slots[slot + 1] = undefined;
}

function decode(reference: RegExpExecArray): string | undefined {
  const [, decimal, hexadecimal, name] = reference;
  if (name !== undefined) return NAMED[name.toLowerCase()];
  const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : undefined;
}

function readAttributes(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const match of source.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g)) {
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    attributes.set(
      (match[1] ?? '').toLowerCase(),
      value.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => NAMED[name] ?? ''),
    );
  }
  return attributes;
}

function closed(tag: OpenTag, end: number): Entity | undefined {
  const entity = { type: TYPES[tag.name] ?? tag.name, offset: tag.offset, length: end - tag.offset };
  if (entity.length === 0) return undefined;
  if (tag.name === 'a') {
    const url = tag.attributes.get('href') ?? '';
    return isLink(url) ? { ...entity, url } : undefined;
  }
  if (tag.name === 'blockquote' && tag.attributes.has('expandable'))
    return { ...entity, type: 'expandable_blockquote' };
  if (tag.name === 'tg-emoji') return { ...entity, custom_emoji_id: tag.attributes.get('emoji-id') ?? '' };
  const language =
    tag.name === 'code' ? /^language-(.+)$/.exec(tag.attributes.get('class') ?? '')?.[1] : undefined;
  return language === undefined ? entity : { ...entity, language };
}
