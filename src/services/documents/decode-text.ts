/**
 * The text of a file in UTF-8, UTF-16 (by its mark) or one of the Russian codings of a byte a letter; `undefined` where
 * it is no text.
 */
export function decodeText(content: Buffer): string | undefined {
  const text = decode(content);
  // A DOS program ends a text with the sign 1A.
  const plain = text?.replace(/\u001A+$/, '');
  return plain === undefined || /[\u0000-\u0008\u000E-\u001F]/.test(plain) ? undefined : plain;
}

function decode(content: Buffer): string | undefined {
  if (content.length >= 2 && content.readUInt16BE() === 0xfffe) return strict('utf-16le', content);
  if (content.length >= 2 && content.readUInt16BE() === 0xfeff) return strict('utf-16be', content);
  return strict('utf-8', content) ?? cyrillic(content);
}

function strict(encoding: string, content: Buffer): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

const SAMPLE = 100_000;

/**
 * Each sequence of bytes is some text in each of these. What somebody wrote has mostly Russian letters beyond ASCII,
 * and of several such readings the frequent letters of Russian tell the right one: in the wrong one they are others,
 * and capitals stand within words.
 */
function cyrillic(content: Buffer): string | undefined {
  const start = content.subarray(0, SAMPLE);
  let best: { encoding: string; score: number } | undefined;
  for (const encoding of ['windows-1251', 'koi8-r', 'ibm866']) {
    const text = new TextDecoder(encoding).decode(start);
    const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
    if (count(/[\u0410-\u044F\u0401\u0451]/g) < count(/[^\u0000-\u007F]/g) * 0.8) continue;
    const score =
      count(/[\u043E\u0435\u0430\u0438\u043D\u0442]/gi) - 3 * count(/[\u0430-\u044F](?=[\u0410-\u042F])/g);
    if (best === undefined || score > best.score) best = { encoding, score };
  }
  return best && new TextDecoder(best.encoding).decode(content);
}
