/** What a character is by itself. `rest` is the second half of a surrogate pair. */
export type CharacterKind = 'small' | 'capital' | 'letter' | 'digit' | 'space' | 'rest' | 'other';

// Answers are asked about at thousands of places and have few different characters: each is looked at once.
const known = new Map<number, CharacterKind>();

/** Characters that are remembered: several alphabets and all punctuation, but not whatever anybody may send. */
const MOST = 1000;

/** The kind of the character that begins at a place within the text. */
export function characterKind(text: string, index: number): CharacterKind {
  const character = text.codePointAt(index) ?? 0;
  let kind = known.get(character);
  if (kind !== undefined) return kind;
  kind = kindOf(String.fromCodePoint(character));
  if (known.size < MOST) known.set(character, kind);
  return kind;
}

export function isLetter(kind: CharacterKind): boolean {
  return kind === 'small' || kind === 'capital' || kind === 'letter';
}

/**
 * Where white space parts two characters of a line, and where a character that is no letter follows another directly:
 * the end of what stands before it and the start of what follows.
 */
export function meetings(line: string): { end: number; start: number }[] {
  const found: { end: number; start: number }[] = [];
  let end = 0;
  for (let start = 0; start < line.length; start += 1) {
    const kind = characterKind(line, start);
    if (kind === 'space') continue;
    const within = end === start && (isLetter(kind) || kind === 'rest');
    if (end > 0 && !within) found.push({ end, start });
    end = start + 1;
  }
  return found;
}

function kindOf(character: string): CharacterKind {
  if (/\p{Ll}/u.test(character)) return 'small';
  if (/\p{Lu}/u.test(character)) return 'capital';
  if (/\p{L}/u.test(character)) return 'letter';
  if (/\d/u.test(character)) return 'digit';
  if (/\s/u.test(character)) return 'space';
  return /[\udc00-\udfff]/u.test(character) ? 'rest' : 'other';
}
