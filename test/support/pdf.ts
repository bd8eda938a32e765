import { deflateSync } from 'node:zlib';

/** The Russian letters by the bytes that stand for them here. */
const LETTERS = [...'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя«»–№'];
const FIRST = 128;
/** The width of every letter, in points of the size below. */
export const LETTER = 6;
const SIZE = 12;

export interface Stretch {
  x: number;
  y: number;
  text: string;
}

/** A .pdf file of pages with those stretches of text in 12 points; `trailer` is added to its end, `page` to each page. */
export function pdf(
  pages: Stretch[][],
  { trailer = '', contents }: { trailer?: string; contents?: Buffer } = {},
): Buffer {
  const names = LETTERS.map(
    (letter) => `/uni${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  const font =
    `<</Type/Font/Subtype/Type1/BaseFont/Courier/FirstChar 0/LastChar 255/Widths[${'500 '.repeat(256)}]` +
    `/Encoding<</Type/Encoding/Differences[${FIRST} ${names.join('')}]>>>>`;
  const bodies: Buffer[] = [];
  const object = (body: string | Buffer): number => bodies.push(Buffer.from(body));
  const stream = (content: Buffer, more = ''): number =>
    object(
      Buffer.concat([
        Buffer.from(`<<${more}/Length ${content.length}>>\nstream\n`),
        content,
        Buffer.from('\nendstream'),
      ]),
    );
  object('<</Type/Catalog/Pages 2 0 R>>');
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  object(`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`);
  object(font);
  for (const [index, stretches] of pages.entries()) {
    object(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + index * 2} 0 R>>`,
    );
    const drawn = stretches.map(
      ({ x, y, text }) => `BT /F ${SIZE} Tf ${x} ${y} Td <${encoded(text)}> Tj ET\n`,
    );
    if (contents === undefined) stream(Buffer.from(drawn.join('')));
    else stream(contents, '/Filter/FlateDecode');
  }
  const parts = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, body] of bodies.entries()) {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    offsets.push(length);
    parts.push(part);
    length += part.length;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const end =
    `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${table}` +
    `trailer\n<</Size ${bodies.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

/** A small .pdf file that is read for minutes. */
export function endless(): Buffer {
  return pdf([[]], { contents: deflateSync(Buffer.from('q '.repeat(5_000_000))) });
}

function encoded(text: string): string {
  const bytes = [...text].map((letter) => {
    const place = LETTERS.indexOf(letter);
    return place < 0 ? letter.charCodeAt(0) : FIRST + place;
  });
  return Buffer.from(bytes).toString('hex');
}
