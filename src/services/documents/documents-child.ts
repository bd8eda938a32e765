import { printBook } from './book/print.ts';
import type { DocumentOrder } from './documents-out.ts';
import { buildSpreadsheet } from './spreadsheet-out.ts';

export type Made = { kind: 'made'; files: string[] } | { kind: 'fault'; fault: string };

/** Makes the documents of the orders, each in base64. A fault of the program is told, not thrown: see guarded-child.ts. */
export async function makeInChild(input: Buffer, _options: object): Promise<Made> {
  try {
    const files: string[] = [];
    for (const order of JSON.parse(input.toString()) as DocumentOrder[])
      files.push((await make(order)).toString('base64'));
    return { kind: 'made', files };
  } catch (error) {
    return { kind: 'fault', fault: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
  }
}

function make(order: DocumentOrder): Promise<Buffer> | Buffer {
  const properties = { ...order.file.properties, createdAt: new Date(order.file.properties.createdAt) };
  return order.kind === 'book'
    ? printBook(order.book, properties)
    : buildSpreadsheet(order.sheets, properties);
}
