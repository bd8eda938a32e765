/** Documents and spreadsheets, out and in. Knows nothing of questionnaires; every text comes from the caller. */
export { createDocument } from './document.ts';
export { buildDocuments } from './documents-out.ts';
export type { BuiltFile, DocumentOrder } from './documents-out.ts';
export type { Book, Chapter } from './book/book.ts';
export { fileName } from './file-name.ts';
export { readDocument } from './document-in.ts';
export type { FormattedText, TextEntity } from './formatted-text.ts';
export type { DocumentProperties, Part } from './part.ts';
export { toBlocks } from './to-blocks.ts';
export type { DocumentFormat, DocumentReading, ReadBlock } from './read-block.ts';
export type { Block } from './to-blocks.ts';
export { readSpreadsheet } from './spreadsheet-in.ts';
export { buildSpreadsheet } from './spreadsheet-out.ts';
export type { ReadRow, ReadSheet, SpreadsheetLimits, SpreadsheetReading } from './spreadsheet.ts';
export type { OutCell, OutSheet } from './sheet-xml.ts';
