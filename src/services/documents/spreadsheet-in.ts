import path from 'node:path';
import { type GuardLimits, runGuarded } from './guarded-run.ts';
import type { SpreadsheetLimits, SpreadsheetReading } from './spreadsheet.ts';

/** What is taken where nothing else is said. */
export const LIMITS: SpreadsheetLimits & GuardLimits = {
  fileBytes: 20 << 20,
  inflatedBytes: 30 << 20,
  entries: 2000,
  rows: 10_000,
  columns: 60,
  cellCharacters: 4000,
  megabytes: 384,
  milliseconds: 15_000,
};

/**
 * Reads an .xlsx or a table in text (.csv, .txt; separated by `;`, `,` or tabs; UTF-8, UTF-16 or Windows-1251). What a
 * file is, its content tells, never its name. Whatever it holds, this process neither hangs nor fills.
 */
export async function readSpreadsheet(
  file: { name: string; content: Buffer },
  limits: Partial<SpreadsheetLimits & GuardLimits> = {},
): Promise<SpreadsheetReading> {
  const { megabytes, milliseconds, ...within } = { ...LIMITS, ...limits };
  const { content } = file;
  if (content.length > within.fileBytes) {
    return { kind: 'file-too-large', bytes: content.length, limit: within.fileBytes };
  }
  const options = { name: path.parse(file.name).name, limits: within };
  const outcome = await runGuarded('spreadsheet', content, options, { megabytes, milliseconds });
  if (outcome.kind === 'done') return outcome.value;
  return { kind: outcome.kind === 'failed' ? 'broken' : 'too-complex' };
}
