import type { ReadPart, Splitting } from './split.ts';

/** As many lines may stand in a signature: «С уважением», a post over two lines, a name, a telephone. */
const MOST = 5;
const LONGEST = 140;

const INITIALS =
  /(?:^|\s)(?:\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}[\p{Ll}-]+|\p{Lu}[\p{Ll}-]+\s\p{Lu}\.\s?(?:\p{Lu}\.)?)$/u;
const OPENS =
  /^(?:с уважением|(?:и\.\s?о\.\s)?(?:глав|мэр|начальник|заместител|зам\.|руководител|директор|председател|управляющ))/iu;
const CLOSES = /^(?:исп\.|исполнитель:|тел\.|телефон:|\+?[78][\s(-]|\(\d{3,5}\))/iu;

/**
 * Takes a letter's signature out of the last answer: it becomes a part that belongs nowhere, and the person places it or
 * leaves it apart. What only may be one stays where it is: a name with initials must stand at its end.
 */
export function withoutSignature(splitting: Splitting): Splitting {
  const last = splitting.parts.at(-1);
  if (!last || last.code === null) return splitting;
  const start = signatureAt(last.text);
  if (start === null) return splitting;
  const answer = last.text.slice(0, start).trimEnd();
  const signature: ReadPart = {
    ...last,
    code: null,
    heading: null,
    text: last.text.slice(start),
    entities: last.entities.flatMap((entity) =>
      entity.offset >= start ? [{ ...entity, offset: entity.offset - start }] : [],
    ),
    mended: [],
    also: [],
  };
  const kept = last.entities.flatMap((entity) => {
    const length = Math.min(entity.length, answer.length - entity.offset);
    return length > 0 ? [{ ...entity, length }] : [];
  });
  return {
    ...splitting,
    parts: [...splitting.parts.slice(0, -1), { ...last, text: answer, entities: kept }, signature],
  };
}

/** Where it begins; null: there is none, or nothing stands before it. */
function signatureAt(text: string): number | null {
  const lines = text.split('\n');
  let first = lines.length;
  let named = false;
  for (let at = lines.length - 1; at >= 0 && lines.length - at <= MOST * 2; at -= 1) {
    const line = (lines[at] ?? '').trim();
    if (line === '') continue;
    if (line.length > LONGEST) break;
    if (!named && CLOSES.test(line)) continue;
    if (!named && !INITIALS.test(line)) break;
    named = true;
    if (OPENS.test(line)) first = at;
    else if (!INITIALS.test(line) && first < lines.length) break;
  }
  if (!named || first >= lines.length) return null;
  const start = lines.slice(0, first).join('\n').length + (first > 0 ? 1 : 0);
  return text.slice(0, start).trim() === '' ? null : start;
}
