import { type ComponentChildren, h } from 'preact';
import type { Entity } from '../entities.ts';

const TAGS: Readonly<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/** A text with its formatting, as Telegram shows it; line breaks are kept by the style. */
export function Formatted({ text, entities }: { text: string; entities: readonly Entity[] }) {
  return <>{nested(text, 0, text.length, [...entities].sort(byPlace))}</>;
}

/** The wider first, where two begin at the same place. */
function byPlace(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length;
}

function nested(text: string, from: number, to: number, entities: readonly Entity[]): ComponentChildren[] {
  const shown: ComponentChildren[] = [];
  let at = from;
  for (const [index, entity] of entities.entries()) {
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) continue;
    shown.push(text.slice(at, entity.offset));
    const within = entities.slice(index + 1).filter(({ offset }) => offset < end);
    shown.push(wrapped(entity, text.slice(entity.offset, end), nested(text, entity.offset, end, within)));
    at = end;
  }
  shown.push(text.slice(at, to));
  return shown;
}

function wrapped(entity: Entity, words: string, children: ComponentChildren): ComponentChildren {
  const tag = TAGS[entity.type];
  if (tag !== undefined) return h(tag, null, children);
  const address = addressOf(entity, words);
  if (address === null) return <span class={`mark ${entity.type}`}>{children}</span>;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function addressOf({ type, url }: Entity, words: string): string | null {
  if (type === 'text_link' && typeof url === 'string') return url;
  if (type === 'url') return /^[a-z]+:/i.test(words) ? words : `https://${words}`;
  if (type === 'email') return `mailto:${words}`;
  return null;
}
