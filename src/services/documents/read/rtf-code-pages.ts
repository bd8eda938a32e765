/** Where nothing else is said: the files are Russian. */
export const DEFAULT_PAGE = 'windows-1251';

/** The symbol fonts of Windows, whose letters have private places in Unicode. */
const SYMBOL = 'symbol';

/** Code pages by the numbers of character sets that fonts have, and, below zero, by their own numbers. */
const PAGES: Record<number, string> = {
  2: SYMBOL,
  77: 'macintosh',
  161: 'windows-1253',
  162: 'windows-1254',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  238: 'windows-1250',
  255: 'ibm866',
  [-866]: 'ibm866',
  [-1250]: 'windows-1250',
  [-1251]: 'windows-1251',
  [-1252]: 'windows-1252',
  [-1257]: 'windows-1257',
  [-10000]: 'macintosh',
  [-10007]: 'x-mac-cyrillic',
  [-20866]: 'koi8-r',
};

export function fontPage(set: number, otherwise: string): string {
  return PAGES[set] ?? otherwise;
}

const tables = new Map<string, string>();

/** The text of bytes, each of which is a character of `bytes`. */
export function codePage(page: string, bytes: string): string {
  if (page === SYMBOL)
    return bytes.replace(/[\u0021-\u00FF]/g, (sign) => String.fromCharCode(0xf000 + sign.charCodeAt(0)));
  let table = tables.get(page);
  if (table === undefined) {
    table = new TextDecoder(page).decode(Uint8Array.from({ length: 128 }, (_, index) => index + 128));
    tables.set(page, table);
  }
  const upper = table;
  return bytes.replace(/[\u0080-\u00FF]/g, (sign) => upper[sign.charCodeAt(0) - 128] ?? '');
}
