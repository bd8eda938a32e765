import type { ReadBlock, TextEntity } from '../../../services/documents/index.ts';
import { INTRO } from '../form.ts';
import { findHeads, joined, settle } from './headings.ts';
import type { Head } from './headings.ts';
import { restOf, shift, sliced } from './lines.ts';
import type { Line } from './lines.ts';
import { createMatcher } from './matching.ts';
import { mend } from './mending.ts';
import type { MendedPlace } from './mending.ts';
import { tasksFrom } from './next-year.ts';
import { isOwn, lettersOf, markedHeads, ownLines } from './own-blank.ts';
import { openTables } from './tables.ts';

/** What is read of a document for one question, or, without a code, for none that is known. */
export interface ReadPart {
  code: string | null;
  /** The heading as it stands in the document. */
  heading: string | null;
  /** Other questions that the same heading names. */
  also: string[];
  /** The text that is kept in an answer: list marks typed, tables as lines of cells parted by tabs. */
  text: string;
  entities: TextEntity[];
  /** Places where a broken paragraph was put together. */
  mended: MendedPlace[];
}

export interface Splitting {
  parts: ReadPart[];
  /** Codes of the form without a part, in its order. */
  missing: string[];
  /** How the parts were told: by our own blank form, by the wording of headings, by nothing (all is proposed for one question). */
  by: 'blank' | 'wording' | 'proposal';
  /** Index of a part that looks like tasks of the coming year but was not headed so. */
  suggestsTasks: number | null;
  /** What is nobody's answer: headings with nothing under them, column titles, our own words in a blank form. */
  putAside: string[];
  /** Of these the headings that may be lines of an answer: not worded as the form does, and nobody's otherwise. */
  bare: string[];
}

export interface AskedForm {
  year: number;
  /** As they are shown in that year. */
  questions: readonly { code: string; text: string }[];
  /** What our blank says beside the questions. */
  own?: readonly string[];
}

/** A stretch of the document with its heading. */
interface Section {
  code: string | null;
  also: string[];
  heading: string[];
  /** The lines that the heading takes. */
  taken: Line[];
  lines: Line[];
}

/**
 * Splits a filled form by the wording of its headings, not by their numbers: cities answer some of the questions under
 * numbers of their own. Every letter of the document is in a part, in its heading, or put aside.
 */
export function splitForm(blocks: readonly ReadBlock[], form: AskedForm): Splitting {
  const match = createMatcher(form.questions);
  const opened = openTables(blocks, match);
  const unmarked = ownLines(opened.lines, form.own ?? []);
  const ours = (line: Line): boolean => isOwn(line) || unmarked.has(line);
  const putAside = opened.lines.filter((line) => opened.aside.has(line) || ours(line));
  const marked = markedHeads(opened.lines, form.questions, match);
  const found = [...opened.heads, ...findHeads(opened.lines, match)].filter(
    (head) => !opened.lines.slice(head.at, head.at + head.lines).some(ours),
  );
  const heads = headsOf(marked, found, form);
  const sections = sectionsOf(opened.lines, heads, new Set(putAside));
  const by = marked.length > 0 ? 'blank' : heads.length > 0 ? 'wording' : 'proposal';
  const [preamble] = sections;
  if (preamble) preamble.code = preambleCode(preamble.lines, heads, by, form);
  const kept = sections.filter(({ lines }) => lines.some(speaks));
  const bare = bareHeadings(sections, form);
  const suggestsTasks = partTasks(kept, heads, form);
  const parts = kept.map(partOf);
  return {
    parts,
    missing: form.questions
      .map(({ code }) => code)
      .filter((code) => parts.every((part) => part.code !== code)),
    by,
    suggestsTasks,
    putAside: [
      ...putAside.map(({ text }) => text.trim()),
      ...sections.filter((section) => !kept.includes(section)).flatMap(({ heading }) => heading),
    ],
    bare,
  };
}

/** Headings with nothing under them; a list of the questions before all answers is passed over. */
function bareHeadings(sections: readonly Section[], { questions }: AskedForm): string[] {
  const own = new Set(questions.map(({ text }) => lettersOf(text)));
  const begun = sections.findIndex(holds);
  return sections
    .filter(({ lines }) => !lines.some(speaks))
    .filter((one) => sections.indexOf(one) > begun || !answeredElsewhere(one, sections))
    .flatMap(({ heading }) => heading)
    .filter((heading) => !own.has(lettersOf(heading)));
}

/** The headings that hold, in reading order: marks of ours first, then what a table says, then what lines say. */
function headsOf(marked: readonly Head[], found: readonly Head[], form: AskedForm): Head[] {
  const taken = new Set(marked.flatMap((head) => placesOf(head)));
  const free: Head[] = [];
  for (const head of found) {
    const places = placesOf(head);
    if (marked.some(({ code }) => code === head.code) || places.some((place) => taken.has(place))) continue;
    // Within our own blank a heading of another kind is a part of an answer, unless it asks in so many words.
    if (marked.length > 0 && (head.sure < 2 || !head.asks)) continue;
    for (const place of places) taken.add(place);
    free.push(head);
  }
  const settled = inOrder(settle(free.sort((a, b) => a.at - b.at)), form);
  return [...marked, ...settled].sort((a, b) => a.at - b.at);
}

function placesOf({ at, lines }: Head): number[] {
  return Array.from({ length: lines }, (_, index) => at + index);
}

/** Where the sure headings keep the order of the form, an unsure one out of that order is a line of an answer. */
function inOrder(heads: readonly Head[], { questions }: AskedForm): Head[] {
  const place = ({ code }: Head): number => questions.findIndex((question) => question.code === code);
  const sure = heads.filter(({ sure }) => sure === 2);
  const ordered = sure.every((head, index) => index === 0 || place(sure[index - 1] ?? head) <= place(head));
  if (sure.length < 2 || !ordered) return [...heads];
  return heads.filter((head) => {
    if (head.sure === 2) return true;
    const before = sure.findLast(({ at }) => at < head.at);
    const after = sure.find(({ at }) => at > head.at);
    return (!before || place(before) < place(head)) && (!after || place(head) < place(after));
  });
}

/** The document cut at its headings; the first section is what stands before all of them. */
function sectionsOf(lines: readonly Line[], heads: readonly Head[], aside: ReadonlySet<Line>): Section[] {
  let section: Section = { code: null, also: [], heading: [], taken: [], lines: [] };
  const sections = [section];
  let at = 0;
  const copyTo = (end: number): void => {
    for (const line of lines.slice(at, end)) if (!aside.has(line)) section.lines.push(line);
    at = Math.max(at, end);
  };
  for (const head of heads) {
    copyTo(head.at);
    const repeated = section.code === head.code;
    if (repeated && (head.cut !== null || section.lines.some(speaks))) continue;
    const taken = lines.slice(head.at, head.at + head.lines);
    const last = taken.at(-1);
    const heading = head.cut === null || !last ? taken : [...taken.slice(0, -1), headOf(last, head.cut)];
    if (!repeated) {
      section = { code: head.code, also: head.also, heading: [], taken: [], lines: [] };
      sections.push(section);
    }
    const text = joined(heading);
    if (text !== '') section.heading.push(text);
    section.taken.push(...heading);
    if (head.cut !== null && last) section.lines.push(restOf(last, head.cut));
    at = head.at + head.lines;
  }
  copyTo(lines.length);
  return withoutEchoes(sections);
}

/** A heading with nothing below it, of a question that is answered elsewhere, is the last line of what stands before it. */
function withoutEchoes(sections: readonly Section[]): Section[] {
  const kept: Section[] = [];
  for (const section of sections) {
    const before = kept.at(-1);
    const echo = !section.lines.some(speaks) && answeredElsewhere(section, sections);
    if (before && echo && holds(before)) before.lines.push(...section.taken);
    else kept.push(section);
  }
  return kept;
}

function answeredElsewhere({ code }: Section, sections: readonly Section[]): boolean {
  return code !== null && sections.some((each) => each.code === code && each.lines.some(speaks));
}

/** There is an answer in it, or the words before all answers: a mere title is neither. */
function holds({ code, lines }: Section): boolean {
  return lines.some(speaks) && (code !== null || !isTitle(lines));
}

function headOf(line: Line, cut: number): Line {
  return { ...line, text: line.text.slice(0, cut) };
}

/** A line of a covering letter: it is addressed to somebody, or speaks of what he has sent. */
const COVERING = [
  /^\s*(?:Уважаем(?:ый|ая|ые)|Dear)\s/iu,
  /(?<!\p{L})на\s+ваш[еу]?\s+(?:запрос|письмо|обращение|исх)/iu,
  /(?<!\p{L})(?:направля|представля|высыла)(?:ем|ю)\s[^.]*(?:ответ|анкет|информаци|сведени)/iu,
  /\bwe\s+(?:send|enclose|submit)\s[^.]*(?:answers|questionnaire|information)/iu,
];

/**
 * Whose the text before the first heading is: of the first question where that has no heading of its own, else of the
 * introduction; a mere title is nobody's.
 */
function preambleCode(
  lines: readonly Line[],
  heads: readonly Head[],
  by: Splitting['by'],
  { questions }: AskedForm,
): string | null {
  const numbered = questions.filter(({ code }) => code !== INTRO);
  const first = (numbered.find(({ code }) => code === 'ACHIEVED') ?? numbered[0])?.code ?? null;
  if (by === 'proposal') return first;
  if (by === 'blank' || isTitle(lines) || lines.some(({ text }) => COVERING.some((sign) => sign.test(text))))
    return null;
  const headed = new Set(heads.map(({ code }) => code));
  if (first !== null && !headed.has(first)) return first;
  return questions.some(({ code }) => code === INTRO) && !headed.has(INTRO) ? INTRO : null;
}

/** A few short lines without a sentence among them. */
function isTitle(lines: readonly Line[]): boolean {
  const said = lines.filter(speaks);
  const letters = said.reduce((sum, { text }) => sum + text.length, 0);
  return (
    letters <= 400 &&
    said.every(({ text, item }) => text.length <= 160 && !item && !/\p{Ll}[.;:]\s*$/u.test(text))
  );
}

/** Cuts off the end of the first answer that speaks of the coming year, where nothing is headed so. */
function partTasks(
  sections: Section[],
  heads: readonly Head[],
  { year, questions }: AskedForm,
): number | null {
  const wanted = questions.some(({ code }) => code === 'TASKS_NEXT');
  if (!wanted || heads.some(({ code, also }) => code === 'TASKS_NEXT' || also.includes('TASKS_NEXT')))
    return null;
  const index = sections.findIndex(({ code }) => code === 'ACHIEVED');
  const section = sections[index];
  const from = section && tasksFrom(section.lines, year);
  if (!section || from === undefined || from === null) return null;
  const tail: Section = { ...section, also: [], heading: [], lines: section.lines.slice(from) };
  section.lines = section.lines.slice(0, from);
  sections.splice(index + 1, 0, tail);
  return index + 1;
}

function partOf({ code, also, heading, lines }: Section): ReadPart {
  const whole = mend(trimmed(lines));
  return {
    code,
    heading: heading.length === 0 ? null : heading.join('\n'),
    also,
    ...textOf(whole.lines),
    mended: whole.mended,
  };
}

/** Without empty lines at both ends, and with one where there were several. */
function trimmed(lines: readonly Line[]): Line[] {
  const first = lines.findIndex(speaks);
  const last = lines.findLastIndex(speaks);
  return lines
    .slice(first, last + 1)
    .filter((line, index, all) => speaks(line) || speaks(all[index - 1] ?? line));
}

function textOf(lines: readonly Line[]): Pick<ReadPart, 'text' | 'entities'> {
  let text = '';
  const entities: TextEntity[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0) text += '\n';
    const start = index === 0 && line.cells === null ? line.text.length - line.text.trimStart().length : 0;
    const end = line.cells === null ? Math.max(start, line.text.trimEnd().length) : line.text.length;
    const piece = sliced(line, start, end);
    for (const entity of shift(piece.entities, text.length)) entities.push(entity);
    text += piece.text;
  }
  return { text, entities };
}

function speaks({ text }: Line): boolean {
  return text.trim() !== '';
}
