import { deflateRawSync } from 'node:zlib';
import { write, type WorkSheet, type WritingOptions } from '@e965/xlsx';

type Sheets = Record<string, WorkSheet>;

/** A workbook as a spreadsheet program writes it. */
export function xlsx(Sheets: Sheets, more: object = {}, options: WritingOptions = {}): Buffer {
  const book = { SheetNames: Object.keys(Sheets), Sheets, ...more };
  return write(book, { type: 'buffer', compression: true, ...options }) as Buffer;
}

interface Part {
  name: string;
  content: Buffer;
  /** The size that the directory claims. */
  claimed?: number;
  /** The content as it stands in the file. */
  deflated?: Buffer;
  encrypted?: boolean;
}

/** A zip file written by hand, so that it may lie. */
export function zip(parts: Part[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed = content.length, deflated, encrypted = false } of parts) {
    const data = deflated ?? deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(claimed, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, tail, Buffer.from(name));
    files.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from('PK\u0005\u0006'), end]);
}

export const part = (name: string, text = ''): Part => ({ name, content: Buffer.from(text) });
export const workbook = part('xl/workbook.xml', '<workbook/>');
