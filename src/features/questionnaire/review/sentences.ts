/** A sentence or a line of a list, with its place in the text (UTF-16 units), without the white space around it. */
export type Sentence = { readonly text: string; readonly offset: number };

/** Cuts at line breaks and at ends of sentences; not after initials («О.Г. Иванов») and abbreviations («15.07.2022 г.»). */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  const push = (end: number): void => {
    const raw = text.slice(start, end);
    const lead = raw.length - raw.trimStart().length;
    if (raw.trim() !== '') sentences.push({ text: raw.trim(), offset: start + lead });
    start = end;
  };
  for (const end of text.matchAll(/\n|[.!?…][»")]*(?=\s+[\p{Lu}\d«"(])/gu)) {
    const before = text.slice(Math.max(start, end.index - 12), end.index);
    if (end[0] !== '\n' && text.charAt(end.index) === '.' && shortened.test(before)) continue;
    push(end.index + end[0].length);
  }
  push(text.length);
  return sentences;
}

const shortened = /(?:^|[^\p{L}])(?:\p{Lu}|г|гг|ул|им|св|тыс|млн|руб|д|стр|п|пп|ст|см|т\.\s?[де])$/u;
