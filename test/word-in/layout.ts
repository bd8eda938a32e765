import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReadBlock } from '../../src/services/documents/index.ts';
import type { Splitting } from '../../src/features/questionnaire/word-in/split.ts';

/**
 * A layout is written as text, a paragraph a line: `| a | b |` is a row of a table (`//` parts the paragraphs of a
 * cell), `# ` a heading by style, `* ` and `#. ` items of real lists, `**…**` bold, `[vestovoy_…] ` a bookmark of ours.
 * What is expected of it stands beside, in `name.expected`.
 */
export function readLayout(name: string): { blocks: ReadBlock[]; expected: string } {
  const read = (ending: string): string =>
    readFileSync(path.join(import.meta.dirname, `${name}.${ending}`), 'utf8');
  return { blocks: blocksOf(read('txt')), expected: read('expected') };
}

/** Blocks of a text in that notation. */
export function blocksOf(source: string): ReadBlock[] {
  const blocks: ReadBlock[] = [];
  let number = 0;
  for (const line of source.replace(/\n$/, '').split('\n')) {
    const row = /^\| (.*) \|$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (row !== undefined) {
      const cells = row.split(' | ').map((cell) => cell.trim().replaceAll('//', '\u2028'));
      if (last?.kind === 'table') last.rows.push(cells);
      else blocks.push({ kind: 'table', rows: [cells] });
      continue;
    }
    const [, mark = null, marked = ''] = /^(?:\[(\w+)\] )?(.*)$/.exec(line) ?? [];
    const [, sign = '', rest = ''] = /^(# |\* |#\. )?(.*)$/.exec(marked) ?? [];
    number = sign === '#. ' ? number + 1 : 0;
    const bold = /\*\*(.+?)\*\*/.exec(rest);
    blocks.push({
      kind: 'paragraph',
      text: rest.replaceAll('**', ''),
      entities: bold ? [{ type: 'bold', offset: bold.index, length: bold[1]?.length ?? 0 }] : [],
      heading: sign === '# ' ? 1 : null,
      item:
        sign === '* '
          ? { marker: '–', level: 1 }
          : sign === '#. '
            ? { marker: `${number}.`, level: 1 }
            : null,
      mark,
    });
  }
  return blocks;
}

/** What was understood, to be compared and to be read. */
export function print({ by, parts, missing, suggestsTasks, putAside, bare }: Splitting): string {
  const said = parts.flatMap(({ code, also, heading, text, mended }, index) => [
    `=== ${[code ?? '?', ...also].join(' + ')}${index === suggestsTasks ? ' (TASKS_NEXT?)' : ''}`,
    ...(heading === null ? [] : [`heading: ${heading.replaceAll('\n', ' / ')}`]),
    ...mended.map(({ before, after }) => `mended: ${before} | ${after}`),
    text,
  ]);
  return [
    `by ${by}; missing: ${missing.join(' ') || 'nothing'}`,
    ...putAside.map((line) => `put aside${bare.includes(line) ? ', and said' : ''}: ${line}`),
    ...said,
    '',
  ].join('\n');
}
