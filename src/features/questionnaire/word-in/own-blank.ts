import { countLetters } from './words.ts';
import { joined } from './headings.ts';
import type { Head } from './headings.ts';
import type { Line } from './lines.ts';
import type { Matcher } from './matching.ts';

/** The bookmarks of a blank form of ours. Word takes names of at most 40 characters. */

/** The bookmark of a question's paragraph. */
export function markOf(code: string): string {
  return `vestovoy_${code}`.slice(0, 40);
}

/** The bookmark of a paragraph that says nothing of the city; it is known again as long as nobody wrote into it. */
export function ownMark(text: string, number: number): string {
  return `vestovoy_own${number}_${countLetters(text)}`;
}

export function isOwn({ mark, text }: Line): boolean {
  const letters = /^vestovoy_own\d+_(\d+)$/.exec(mark ?? '')?.[1];
  return letters !== undefined && Number(letters) === countLetters(text);
}

/** Lines among which those of ours are looked for, and over how many of them one may be broken. */
const FIRST = 30;
const BROKEN = 8;

/** The lines of ours in a blank that came without its bookmarks: saved as another format. @param own their wording */
export function ownLines(lines: readonly Line[], own: readonly string[]): Set<Line> {
  const wanted = new Set(own.map(lettersOf));
  const found = new Set<Line>();
  for (let at = 0; at < Math.min(lines.length, FIRST); at += 1) {
    for (let count = 1; count <= BROKEN; count += 1) {
      const taken = lines.slice(at, at + count);
      if (wanted.has(lettersOf(joined(taken)))) for (const line of taken) found.add(line);
    }
  }
  return found;
}

/** The headings that our bookmarks tell, whatever became of their wording. */
export function markedHeads(
  lines: readonly Line[],
  questions: readonly { code: string; text: string }[],
  match: Matcher,
): Head[] {
  const heads: Head[] = [];
  for (const [at, line] of lines.entries()) {
    const marked = questions.filter(({ code }) => markOf(code) === line.mark);
    const [question] = marked;
    if (!question || marked.length > 1 || heads.some(({ code }) => code === question.code)) continue;
    heads.push({
      at,
      ...extent(lines, at, question, match),
      code: question.code,
      also: [],
      sure: 2,
      asks: true,
    });
  }
  return heads;
}

/** How far the question goes in its own paragraph and below, where a person went on in it or broke it. */
function extent(
  lines: readonly Line[],
  at: number,
  { code, text: question }: { code: string; text: string },
  match: Matcher,
): { lines: number; cut: number | null } {
  const wanted = lettersOf(question);
  for (let count = 1; count <= 4 && at + count <= lines.length; count += 1) {
    const text = lettersOf(joined(lines.slice(at, at + count)));
    if (text === wanted) return { lines: count, cut: null };
    if (text.startsWith(wanted) && wanted !== '') {
      const [last, before] = [lines[at + count - 1], lettersOf(joined(lines.slice(at, at + count - 1)))];
      return { lines: count, cut: last ? endOf(last.text, wanted.length - before.length) : null };
    }
    if (!wanted.startsWith(text)) break;
  }
  const [line, ...below] = lines.slice(at);
  const next = below.findIndex(({ mark }) => mark !== null);
  const answered = (next < 0 ? below : below.slice(0, next)).some(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const found = line && match(line.text);
  if (!line || answered || (found?.code === code && found.by === 'wording')) return { lines: 1, cut: null };
  // The wording is another and nothing stands below: the answer was written behind it, or over it.
  const mark = line.text.search(/\?(?=\s+\S)/);
  return { lines: 1, cut: mark + 1 };
}

/** The place behind the given number of letters and the signs that end the question. */
function endOf(text: string, letters: number): number {
  let left = letters;
  for (const { index, 0: letter } of text.matchAll(/\p{L}/gu)) {
    left -= 1;
    if (left === 0) {
      const end = index + letter.length;
      return end + (/^[\s]*[?:.»"]*/.exec(text.slice(end))?.[0].length ?? 0);
    }
  }
  return text.length;
}

/** Without numbers: a person puts one before the question, and the year may be another. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/\P{L}/gu, '');
}
