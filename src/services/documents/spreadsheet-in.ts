import path from 'node:path';
import { type GuardLimits, runGuarded } from './guarded-run.ts';
import type { SpreadsheetLimits, SpreadsheetReading } from './spreadsheet.ts';

const LIMITS: SpreadsheetLimits & GuardLimits = {
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
  if (content.length === 0) return { kind: 'empty' };
  if (content.subarray(0, COMPOUND.length).equals(COMPOUND)) return compound(content);
  const options = { name: path.parse(file.name).name, limits: within };
  const outcome = await runGuarded('spreadsheet', content, options, { megabytes, milliseconds });
  if (outcome.kind === 'done') return outcome.value;
  return { kind: outcome.kind === 'failed' ? 'broken' : 'too-complex' };
}

/** How a compound file begins: programs up to 2003 wrote such, and all that encrypt still do. */
const COMPOUND = Buffer.from('D0CF11E0A1B11AE1', 'hex');

function compound(content: Buffer): SpreadsheetReading {
  const has = (stream: string) => content.includes(stream, 0, 'utf16le');
  if (has('EncryptedPackage')) return { kind: 'encrypted' };
  return has('Workbook') || has('Book')
    ? { kind: 'other-format', format: 'xls' }
    : { kind: 'not-a-spreadsheet' };
}
