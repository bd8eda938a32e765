import type { Book } from './book/book.ts';
import { type GuardLimits, runGuarded } from './guarded-run.ts';
import type { DocumentProperties } from './part.ts';
import type { OutSheet } from './sheet-xml.ts';

interface OrderedFile {
  name: string;
  /** `createdAt` in ISO 8601: an order travels as JSON. */
  properties: Omit<DocumentProperties, 'createdAt'> & { createdAt: string };
}

/** A large document to be made. */
export type DocumentOrder =
  | { kind: 'book'; file: OrderedFile; book: Book }
  /** With texts and numbers alone in its cells. */
  | { kind: 'spreadsheet'; file: OrderedFile; sheets: readonly OutSheet[] };

export interface BuiltFile {
  name: string;
  content: Buffer;
}

const LIMITS: GuardLimits = {
  megabytes: 384,
  milliseconds: 120_000,
  watch: { megabytes: 900, milliseconds: 110_000 },
};

/** Makes documents, in their order, in a process of its own. Throws where it fails, is too long at it, or out of memory. */
export async function buildDocuments(orders: readonly DocumentOrder[]): Promise<BuiltFile[]> {
  const outcome = await runGuarded('orders', Buffer.from(JSON.stringify(orders)), {}, LIMITS);
  if (outcome.kind !== 'done') throw new Error(`documents could not be made: ${outcome.kind}`);
  const made = outcome.value;
  if (made.kind === 'fault') throw new Error(`documents could not be made: ${made.fault}`);
  return orders.map(({ file: { name } }, index) => ({
    name,
    content: Buffer.from(made.files[index] ?? '', 'base64'),
  }));
}
