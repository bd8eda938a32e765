import type { TextEntity } from '../../../services/documents/index.ts';
import { shift } from './lines.ts';
import { saysNothing } from './nothing.ts';
import type { ReadPart, Splitting } from './split.ts';

/** Places a part under another question, or under none; `codes` are the form's, in its order. */
export function moveParts(
  splitting: Splitting,
  index: number,
  code: string | null,
  codes: readonly string[],
): Splitting {
  const parts = splitting.parts.map((part, at) => (at === index ? { ...part, code } : part));
  return {
    ...splitting,
    parts,
    missing: codes.filter((each) => parts.every((part) => part.code !== each)),
    suggestsTasks: splitting.suggestsTasks === index ? null : splitting.suggestsTasks,
  };
}

/** All that was read for one question. */
export interface ReadAnswer {
  code: string;
  text: string;
  entities: TextEntity[];
}

/** The parts of each question put together in reading order, the questions in the order in which they first occur. */
export function mergeParts(parts: readonly ReadPart[]): ReadAnswer[] {
  const answers = new Map<string, ReadAnswer>();
  for (const { code, text, entities } of parts) {
    if (code === null) continue;
    const before = answers.get(code);
    answers.set(code, before ? appended(before, { text, entities }) : { code, text, entities });
  }
  return [...answers.values()];
}

function appended(answer: ReadAnswer, more: Pick<ReadAnswer, 'text' | 'entities'>): ReadAnswer {
  const start = `${answer.text}\n\n`;
  return {
    code: answer.code,
    text: start + more.text,
    entities: [...answer.entities, ...shift(more.entities, start.length)],
  };
}

/** *Заменить · Добавить в конец · Оставить прежний*. */
export type Choice = 'replace' | 'append' | 'keep';

/**
 * What becomes of a question when the file is written: `new` where nothing was answered, `nothing` where the city says
 * that it has nothing to say, `same` where it is answered so already, `ask` where a person must choose.
 */
export interface Writing extends ReadAnswer {
  kind: 'new' | 'nothing' | 'same' | 'ask' | Choice;
}

/**
 * The plan of writing, question by question. Parts without a question are not in it.
 * @param existing the answers that are there, by code
 * @param choices what was chosen for a question; `all` is what was chosen for those not named
 */
export function planWriting(
  parts: readonly ReadPart[],
  existing: Readonly<Record<string, string>>,
  choices: Readonly<Partial<Record<string, Choice>>> & { readonly all?: Choice } = {},
): Writing[] {
  return mergeParts(parts).map((answer) => {
    const before = existing[answer.code] ?? '';
    if (before.trim() === '') return { ...answer, kind: saysNothing(answer.text) ? 'nothing' : 'new' };
    if (plain(before) === plain(answer.text)) return { ...answer, kind: 'same' };
    return { ...answer, kind: choices[answer.code] ?? choices.all ?? 'ask' };
  });
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
