import { type GuardLimits, runGuarded } from './guarded-run.ts';
import type { DocumentReading } from './read-block.ts';

/** How much of a document is taken. */
export interface DocumentLimits {
  fileBytes: number;
  /** Of a .docx or .odt file, pictures aside. */
  inflatedBytes: number;
  /** Parts of a .docx or .odt file. */
  entries: number;
  /** Of all that is read. */
  characters: number;
  /** Paragraphs, the lines within them, rows of tables and the lines in their cells. */
  lines: number;
  /** Stretches of formatting. */
  entities: number;
  /** Of a .pdf file. */
  pages: number;
}

/** What is taken where nothing else is said. */
export const LIMITS: DocumentLimits & Required<GuardLimits> = {
  fileBytes: 20 << 20,
  inflatedBytes: 10 << 20,
  entries: 2000,
  characters: 1_000_000,
  lines: 20_000,
  entities: 5000,
  pages: 200,
  megabytes: 384,
  // On a machine that is busy with other things; what the reading itself may take is watched.
  milliseconds: 30_000,
  watch: { megabytes: 600, milliseconds: 1500 },
};

/**
 * Reads a .docx, .odt, .rtf, .txt (UTF-8, UTF-16, Windows-1251, KOI8-R, DOS) or a .pdf with text. What a file is, its
 * content tells, never its name. Whatever it holds, this process neither hangs nor fills.
 */
export async function readDocument(
  file: { name: string; content: Buffer },
  limits: Partial<DocumentLimits & GuardLimits> = {},
): Promise<DocumentReading> {
  const { megabytes, milliseconds, watch, ...within } = { ...LIMITS, ...limits };
  const { content } = file;
  if (content.length > within.fileBytes) {
    return { kind: 'file-too-large', bytes: content.length, limit: within.fileBytes };
  }
  const outcome = await runGuarded('document', content, within, { megabytes, milliseconds, watch });
  if (outcome.kind === 'done') return outcome.value;
  return { kind: outcome.kind === 'failed' ? 'broken' : 'too-complex' };
}
