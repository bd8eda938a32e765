import { descendants, type XmlElement } from './xml.ts';

/** The fields in which the reader stands: of each, first its instruction, then what it shows. */
export interface Fields {
  /** A `w:fldChar`: begin, separate or end. */
  meet(type: string | undefined): void;
  instruct(text: string): void;
  /** Here stands nothing that a reader should take: an instruction, or a table of contents. */
  readonly hidden: boolean;
  readonly link: string | undefined;
}

interface Field {
  shown: boolean;
  instruction: string;
}

/** In a document whose fields do not close, which only programs other than Word write, everything is taken. */
export function docxFields(document: XmlElement): Fields {
  const types = descendants(document, 'w:fldChar').map(({ attributes }) => attributes['w:fldCharType']);
  const count = (type: string): number => types.filter((one) => one === type).length;
  const closed = count('begin') === count('end');
  const open: Field[] = [];
  return {
    meet(type) {
      const last = open.at(-1);
      if (!closed) return;
      if (type === 'begin') open.push({ shown: false, instruction: '' });
      else if (type === 'separate' && last) last.shown = true;
      else if (type === 'end') open.pop();
    },
    instruct(text) {
      const last = open.at(-1);
      if (last !== undefined && !last.shown) last.instruction += text;
    },
    get hidden() {
      return open.some(({ shown, instruction }) => !shown || isContents(instruction));
    },
    get link() {
      return open.map(({ instruction }) => linkOf(instruction)).findLast((link) => link !== undefined);
    },
  };
}

export function isContents(instruction: string): boolean {
  return /^\s*TOC\b/.test(instruction);
}

export function linkOf(instruction: string): string | undefined {
  return /^\s*HYPERLINK\s+"([^"\\]+)"/.exec(instruction)?.[1];
}
