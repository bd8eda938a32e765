import type { TextEntity } from './formatted-text.ts';

/**
 * What a person's document holds, in reading order. Offsets of entities count UTF-16 units of `text`;
 * their types are Telegram's: bold, italic, underline, strikethrough, text_link.
 */
export type ReadBlock =
  | {
      kind: 'paragraph';
      /**
       * Without white space at both ends; line breaks within the paragraph are '\n', tabs stay tabs. One that a page break
       * parts is two. Empty paragraphs are kept, with an empty text.
       */
      text: string;
      entities: TextEntity[];
      /** 1–6 where the author gave it the style of a heading. */
      heading: number | null;
      /** Of a real list: the sign that is printed («–», «1.», «а)»), and its depth from 1. The text is without it. */
      item: { marker: string; level: number } | null;
      /** The name of our own bookmark in a blank form («vestovoy_ACHIEVED»), if one stands in this paragraph. */
      mark: string | null;
    }
  /** Cells as they stand in the row; paragraphs within a cell are parted by U+2028. */
  | { kind: 'table'; rows: string[][] };

/** By content, never by name. */
export type DocumentFormat = 'docx' | 'odt' | 'rtf' | 'pdf' | 'txt';

/** What became of a document that a person sent; every refusal has its own answer to them. */
export type DocumentReading =
  | { kind: 'read'; format: DocumentFormat; blocks: ReadBlock[] }
  /** A scan: pages without a text layer. */
  | { kind: 'no-text' }
  /** Of no bytes, or a text without a letter. */
  | { kind: 'empty' }
  | { kind: 'encrypted' }
  | { kind: 'macros' }
  | { kind: 'broken' }
  /** Unpacks to too much, nests too deep, or reads for too long. */
  | { kind: 'too-complex' }
  /** The format of Word before 2007 (.doc). */
  | { kind: 'old-word' }
  /** Something else: a picture, a spreadsheet, an archive, whatever its name says. */
  | { kind: 'not-a-document' }
  | { kind: 'file-too-large'; bytes: number; limit: number };
