import { concat, formatted, slice, trim } from '../formatted.ts';
import type { FormattedText, MessageEntity } from '../formatted.ts';
import { sentencesOf } from '../review/sentences.ts';

/** Signs of the private use area, put by the database around each word that was looked for. */
export const MARK = { start: '\uE001', stop: '\uE002' } as const;

/** Characters of a sentence that is shown among others. */
const MOST = 260;
/** Of what stands before the first word that was looked for, where a sentence is cut. */
const BEFORE = 90;

/** The sentence of a marked text in which most of the words stand, with these words in bold. */
export function tellingSentence(marked: string): FormattedText {
  const whole = bold(marked);
  const [best] = sentencesOf(whole.text)
    .map(({ text, offset }) => trim(slice(whole, offset, offset + text.length)))
    .map((sentence, index) => ({ sentence, index, words: wordsIn(sentence) }))
    .sort((a, b) => b.words - a.words || a.index - b.index);
  return best ? cut(best.sentence) : formatted('');
}

function bold(marked: string): FormattedText {
  let text = '';
  const entities: MessageEntity[] = [];
  let start = 0;
  for (const part of marked.split(/([\uE001\uE002])/u)) {
    if (part === MARK.start) start = text.length;
    else if (part === MARK.stop) entities.push({ type: 'bold', offset: start, length: text.length - start });
    else text += part;
  }
  return formatted(text, entities);
}

/** How many different words are marked. */
function wordsIn({ text, entities }: FormattedText): number {
  return new Set(entities.map(({ offset, length }) => text.slice(offset, offset + length).toLowerCase()))
    .size;
}

/** What of a long sentence stands around the first word that was looked for. */
function cut(sentence: FormattedText): FormattedText {
  const { text, entities } = sentence;
  if (text.length <= MOST) return sentence;
  const first = entities[0]?.offset ?? 0;
  const space = text.indexOf(' ', first - BEFORE);
  const from = first <= BEFORE || space < 0 ? 0 : Math.min(space + 1, first);
  const rest = text.length - from <= MOST;
  const to = rest ? text.length : Math.max(text.lastIndexOf(' ', from + MOST), from + BEFORE + 1);
  const dots = (there: boolean): FormattedText => formatted(there ? '…' : '');
  return concat([dots(from > 0), slice(sentence, from, to), dots(!rest)]);
}
