import type { Ctx } from '../../services/chat/context.ts';
import { readSpreadsheet } from '../../services/documents/index.ts';
import type { SpreadsheetReading } from '../../services/documents/index.ts';
import { sentFile } from '../../services/files/files.ts';
import type { SentFile } from '../../services/files/files.ts';
import type { Texts } from '../../services/i18n/i18n.ts';
import { knownOf } from '../../services/people/import-known.ts';
import { planImport } from '../../services/people/import-plan.ts';
import type { Choices, Plan } from '../../services/people/import-plan.ts';
import { readTable } from '../../services/people/import-table.ts';
import type { StaffTable } from '../../services/people/import-table.ts';
import type { Desk } from './desk.ts';

/** What a chat remembers of a table: Telegram keeps the file, so that names of people who agreed to nothing are not stored. */
export type TableFile = Pick<SentFile, 'telegramFileId' | 'name' | 'size'>;

export type ReadFile = { kind: 'table'; table: StaffTable } | { kind: 'other'; text: string };

/** The document of this message as a chat remembers it; null: there is none. `table`: by what its sender calls it. */
export function fileOf({ message }: Ctx): (TableFile & { table: boolean }) | null {
  const sent = message?.document ? sentFile(message, '') : null;
  if (!sent) return null;
  const { telegramFileId, name, size, mime } = sent;
  const table = /\.(xlsx|xlsm|xls|csv|ods)$/i.test(name) || /spreadsheet|excel|csv/i.test(mime);
  return { telegramFileId, name: name.slice(0, 80), size, table };
}

/** Bytes of a table that takes seconds: thousands of rows. */
const LARGE = 100_000;

/** What takes long is told in place of the buttons; the outcome takes its place. */
export async function patience(
  ctx: Ctx,
  what: 'reading' | 'writing',
  { name, size }: TableFile,
): Promise<void> {
  if (size > LARGE) await ctx.screen.show({ text: ctx.texts.t(`import:${what}`, { file: name }) });
}

/** The list of employees in a file that was sent; else why there is none, in words. */
export async function readFile({ files }: Desk, texts: Texts, file: TableFile): Promise<ReadFile> {
  const fetched = await files.fetch(file);
  if (fetched.kind === 'failed') return { kind: 'other', text: texts.t('import:bad.failed') };
  if (fetched.kind === 'too_large') return { kind: 'other', text: texts.t('import:bad.too-large') };
  const reading = await readSpreadsheet({ name: file.name, content: fetched.content });
  const table = reading.kind === 'read' ? readTable(reading.sheets) : null;
  return table ? { kind: 'table', table } : { kind: 'other', text: whyNot(texts, reading) };
}

function whyNot({ t }: Texts, { kind }: SpreadsheetReading): string {
  switch (kind) {
    case 'read':
      return t('import:bad.no_header');
    case 'file-too-large':
    case 'too-many-rows':
    case 'too-many-columns':
    case 'cell-too-long':
    case 'too-complex':
    case 'inflates-too-large':
    case 'too-many-entries':
      return t('import:bad.too-large');
    default:
      return t(`import:bad.${kind}`);
  }
}

/** What the table would do now. */
export async function planOf({ prisma }: Desk, ctx: Ctx, table: StaffTable, choices: Choices): Promise<Plan> {
  return planImport(table, await knownOf(prisma, ctx.now), ctx, choices);
}
