/** The fields of each line; a line break within quotes belongs to its field. Follows RFC 4180, forgiving as Excel is. */
export function* csvRows(text: string): Generator<string[]> {
  // Excel's own way to name the separator.
  const named = /^sep=([;,|\t])\r?\n/.exec(text);
  yield* records(named === null ? text : text.slice(named[0].length), named?.[1] ?? separatorOf(text));
}

/** The separator by which most lines, among the first, fall into equally many fields; of equals, the one with most fields. */
function separatorOf(text: string): string {
  let best = { separator: ';', lines: 0, fields: 0 };
  for (const separator of ['\t', ';', ',']) {
    const counts = new Map<number, number>();
    let seen = 0;
    for (const { length } of records(text.slice(0, 100_000), separator)) {
      if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
      seen += 1;
      if (seen === 100) break;
    }
    for (const [fields, lines] of counts) {
      if (lines > best.lines || (lines === best.lines && fields > best.fields))
        best = { separator, lines, fields };
    }
  }
  return best.separator;
}

function* records(text: string, separator: string): Generator<string[]> {
  const plain = new RegExp(`[^${separator}\\r\\n]*`, 'y');
  let at = 0;
  let fields: string[] = [];
  while (at < text.length || fields.length > 0) {
    let field = '';
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    plain.lastIndex = at;
    field += plain.exec(text)?.[0] ?? '';
    at = Math.max(at, plain.lastIndex);
    fields.push(field);
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    yield fields;
    fields = [];
  }
}

/** Where the quoted field ends; one that nobody closed goes to the end of the text. */
function closingQuote(text: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}
