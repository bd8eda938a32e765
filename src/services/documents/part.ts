import type { FormattedText } from './formatted-text.ts';

/**
 * A building block of a document. What it says comes from the caller; how it looks is decided here. A `bookmark` names
 * its paragraph for whoever reads the file later: at most 40 letters, digits and low lines.
 */
export type Part =
  /** A word at the upper right, «ПРОЕКТ». */
  | { kind: 'mark'; text: string }
  /** The title of a letter, centred and bold, line by line; the bookmark stands in the first. */
  | { kind: 'title'; lines: string[]; bookmark?: string }
  /** A table of two columns, label and value, without vertical lines. */
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  /** A note in small print. */
  | { kind: 'note'; text: string; bookmark?: string }
  /** A first-level heading, centred, in capitals; `under` is the line in italics below it. */
  | { kind: 'chapter'; text: string; under?: string; newPage: boolean }
  /** A second-level heading, on the left, kept with what follows. */
  | { kind: 'section'; text: string; bookmark?: string }
  /** An empty place to write in. */
  | { kind: 'space' }
  /** What a person wrote, as paragraphs and lists. */
  | { kind: 'text'; content: FormattedText }
  /** A remark of ours among what people wrote, in italics. */
  | { kind: 'remark'; text: string };

/** What a reader sees in the properties of the file. */
export interface DocumentProperties {
  title: string;
  /** The administration, never a program. */
  author: string;
  createdAt: Date;
}
