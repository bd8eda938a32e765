import { parseNumber } from '../answering/numbers.ts';
import type { Amount } from '../answering/numbers.ts';
import type { Question } from '../form.ts';

/** The number that a part of a document is, read as in the chat; null where it is not one, or not certainly. */
export function amountOf(text: string): Amount | null {
  const parsed = parseNumber(text);
  return parsed.kind === 'number' ? { qualifier: parsed.qualifier, value: parsed.value } : null;
}

/** Whether a question takes this text: one that wants a number takes nothing else. */
export function takesText({ kind }: Pick<Question, 'kind'>, text: string): boolean {
  return kind !== 'number' || amountOf(text) !== null;
}
