import type { MessageEntity } from 'grammy/types';

const TYPES = { b: 'bold', i: 'italic', s: 'strikethrough' } as const;

/** Turns `<b>`, `<i>` and `<s>` of our own texts into entities. */
export function parseMarks(source: string): { text: string; entities: MessageEntity[] } {
  const entities: MessageEntity[] = [];
  const open: { tag: keyof typeof TYPES; offset: number }[] = [];
  let text = '';
  let end = 0;
  for (const mark of source.matchAll(/<(\/?)([bis])>/g)) {
    text += source.slice(end, mark.index);
    end = mark.index + mark[0].length;
    const tag = mark[2] as keyof typeof TYPES;
    if (mark[1] === '') {
      open.push({ tag, offset: text.length });
      continue;
    }
    const start = open.pop();
    if (start?.tag !== tag) throw new Error(`marks are not nested: ${mark[0]}`);
    if (text.length > start.offset)
      entities.push({ type: TYPES[tag], offset: start.offset, length: text.length - start.offset });
  }
  if (open.length > 0) throw new Error('a mark is not closed');
  return { text: text + source.slice(end), entities: entities.sort((a, b) => a.offset - b.offset) };
}
