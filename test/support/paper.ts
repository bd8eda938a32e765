import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import mammoth from 'mammoth';
import { packageRoot } from '../../src/platform/package-root.ts';

/** Leaves a document in `artefacts/`, to be looked at. */
export async function keepArtefact(name: string, content: Buffer): Promise<void> {
  const folder = path.join(packageRoot(), 'artefacts');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), content);
}

/** The text of a Word file, a line a paragraph. */
export async function readWord(content: Buffer): Promise<string> {
  const { value } = await mammoth.extractRawText({ buffer: content });
  return value;
}

/** Only letters, figures and signs that are not white space or list marks: what may never be lost. */
export function letters(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*[-–—•*]\s*/u, ''))
    .join('')
    .replace(/[\s\u00AD]+/gu, '');
}

/** Lines of white-space differences between what was written and what was printed, for the eye. */
export function whiteSpaceDifferences(source: string, printed: string): string[] {
  const tidy = (text: string): string[] =>
    text
      .split('\n')
      .map((line) =>
        line
          .replace(/^\s*[-–—•*]\s*/u, '')
          .replace(/\s+/gu, ' ')
          .trim(),
      )
      .filter((line) => line !== '');
  const lines = new Set(tidy(printed));
  return tidy(source).filter((line) => !lines.has(line));
}
