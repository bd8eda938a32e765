/** Word documents, out. Knows nothing of questionnaires; every text comes from the caller. */
export { createDocument } from './document.ts';
export { fileName } from './file-name.ts';
export type { FormattedText, TextEntity } from './formatted-text.ts';
export type { DocumentProperties, Part } from './part.ts';
export { toBlocks } from './to-blocks.ts';
export type { Block } from './to-blocks.ts';
