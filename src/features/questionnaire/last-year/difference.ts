import { diffArrays } from 'diff';
import { concat, formatted } from '../formatted.ts';
import type { FormattedText, MessageEntity } from '../formatted.ts';

/** A stretch of text that both have, or that only the later (`added`) or the earlier (`removed`) one has. */
export interface DifferencePart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Edits after which two texts count as different throughout: the search grows with their square. */
const MOST_EDITS = 2000;

/** Words with their digits, runs of white space, single signs. The library's own words end at a Cyrillic letter. */
const TOKEN = /[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu;

/** What was changed between two texts, word by word, in reading order; what went stands before what came in its place. */
export function difference(before: string, after: string): DifferencePart[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const tokens = (text: string): string[] => text.match(TOKEN) ?? [];
  const changes = diffArrays(tokens(before), tokens(after), { maxEditLength: MOST_EDITS });
  const parts: DifferencePart[] = changes
    ? changes.map(({ added, removed, value }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value.join(''),
      }))
    : [
        { kind: 'removed', text: before },
        { kind: 'added', text: after },
      ];
  return whole(parts).filter(({ text }) => text !== '');
}

/** A mere space between two changes belongs to them: «~~сорок два~~ тридцать три», not word by word. */
function whole(parts: readonly DifferencePart[]): DifferencePart[] {
  const joined: DifferencePart[] = [];
  let change = { removed: '', added: '' };
  const close = (): void => {
    joined.push({ kind: 'removed', text: change.removed }, { kind: 'added', text: change.added });
    change = { removed: '', added: '' };
  };
  parts.forEach(({ kind, text }, index) => {
    const within = /^[^\S\n]$/u.test(text) && index > 0 && index < parts.length - 1;
    if (kind !== 'same') change[kind] += text;
    else if (within) change = { removed: change.removed + text, added: change.added + text };
    else {
      close();
      joined.push({ kind, text });
    }
  });
  close();
  return joined;
}

const MARKS = { added: 'underline', removed: 'strikethrough' } as const;

/**
 * A difference to be read in a chat: what came is underlined, what went is struck out, and of what stayed only some
 * words stand on either side.
 * @param around characters of what stayed, before and after a change
 */
export function shownDifference(parts: readonly DifferencePart[], around = 80): FormattedText {
  return concat(
    parts.map(({ kind, text }, index) => {
      if (kind !== 'same') {
        const mark: MessageEntity = { type: MARKS[kind], offset: 0, length: text.length };
        return formatted(text, [mark]);
      }
      const [first, last] = [index === 0, index === parts.length - 1];
      if (text.length <= 3 * around) return formatted(text);
      const begins = first ? '' : text.slice(0, text.lastIndexOf(' ', around));
      const ends = last ? '' : text.slice(text.indexOf(' ', text.length - around));
      return formatted(first ? `…${ends}` : `${begins} …${ends}`);
    }),
  );
}
