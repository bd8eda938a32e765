import { builtInCodes, INTRO } from '../features/questionnaire/form.ts';
import { createDocument, fileName, type Part } from '../services/documents/index.ts';
import type { Texts } from '../services/i18n/i18n.ts';
import { type Sample, withYears } from './sample.ts';

/** Writes a city's answer as it comes by post, about a year: a Word file. */
export async function writeLetter(
  { file, author, from, opening, answers, signature }: Sample['letter'],
  { texts, year, createdAt }: { texts: Texts; year: number; createdAt: Date },
): Promise<{ name: string; content: Buffer }> {
  const text = (words: string): Part => ({
    kind: 'text',
    content: { text: withYears(words, year), entities: [] },
  });
  const parts: Part[] = [{ kind: 'title', lines: from }, { kind: 'space' }, text(opening), { kind: 'space' }];
  for (const [index, code] of builtInCodes.filter((each) => each !== INTRO).entries()) {
    const answer = answers[code];
    if (answer === undefined) continue;
    parts.push(
      { kind: 'section', text: `${index + 1}. ${texts.t(`form:${code}.text`, { year, next: year + 1 })}` },
      text(answer),
    );
  }
  parts.push({ kind: 'space' }, text(signature));
  return {
    name: fileName([file], 'docx'),
    content: await createDocument(parts, { title: file, author, createdAt }),
  };
}
