import {
  BorderStyle,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import type { FormattedText } from './formatted-text.ts';
import { dashes, factColumns, itemIndent, styles, tableGap } from './layout.ts';
import type { Part } from './part.ts';
import { setBookmark } from './set-bookmark.ts';
import { setRun } from './set-run.ts';
import { setTable } from './set-table.ts';
import { printable } from './runs.ts';
import { announces, toBlocks, type Block } from './to-blocks.ts';

/** Sets a part in Word's paragraphs and tables. */
export function paragraphsOf(part: Part): (Paragraph | Table)[] {
  switch (part.kind) {
    case 'mark':
      return [plain(styles.mark, part.text)];
    case 'title':
      return part.lines.map((line, index) =>
        plain(
          styles.title,
          line,
          index === part.lines.length - 1 ? { spacing: { after: 240 } } : {},
          index === 0 ? part.bookmark : undefined,
        ),
      );
    case 'facts':
      return [factTable(part.rows)];
    case 'note':
      return [plain(styles.note, part.text, {}, part.bookmark)];
    case 'chapter':
      return [
        plain(styles.chapter, part.text.toLocaleUpperCase('ru'), { pageBreakBefore: part.newPage }),
        ...(part.under === undefined ? [] : [plain(styles.underChapter, part.under)]),
      ];
    case 'section':
      return [plain(styles.section, part.text, {}, part.bookmark)];
    case 'space':
      return [plain(styles.text, ''), plain(styles.text, '')];
    case 'text':
      return textOf(part.content);
    case 'remark':
      return [plain(styles.remark, part.text)];
  }
}

function plain(style: string, text: string, options: IParagraphOptions = {}, bookmark?: string): Paragraph {
  const run = setRun({ text: printable(text) });
  const children = bookmark === undefined ? [run] : [setBookmark(bookmark, [run])];
  return new Paragraph({ style, ...options, children });
}

function textOf(content: FormattedText): (Paragraph | Table)[] {
  const blocks = toBlocks(content);
  return blocks.flatMap((block, index) => {
    const previous = blocks[index - 1];
    if (block.kind !== 'table') return [setBlock(block, previous, blocks[index + 1])];
    // Two tables with nothing between them would be one.
    const gap = previous?.kind === 'table' ? [plain(styles.gap, '')] : [];
    return [...gap, setTable(block.rows)];
  });
}

/** Room around a table, which has none of its own. */
export function besideTable(
  previous: Block | undefined,
  next: Block | undefined,
): Partial<Record<'before' | 'after', number>> {
  return {
    ...(previous?.kind === 'table' && { before: tableGap }),
    ...(next?.kind === 'table' && { after: tableGap }),
  };
}

function setBlock(
  block: Exclude<Block, { kind: 'table' }>,
  previous: Block | undefined,
  next: Block | undefined,
): Paragraph {
  const spacing = besideTable(previous, next);
  const children = block.runs.map((run) => setRun(run));
  if (block.kind === 'heading') return new Paragraph({ style: styles.heading, spacing, children });
  if (block.kind === 'paragraph') {
    const kept = announces(block, next);
    return new Paragraph({
      style: styles.text,
      ...(kept && { keepNext: true, keepLines: true }),
      spacing,
      children,
    });
  }
  if (block.label === undefined) {
    return new Paragraph({
      style: styles.item,
      spacing,
      numbering: { reference: dashes, level: block.level - 1 },
      children,
    });
  }
  return new Paragraph({
    style: styles.item,
    spacing,
    indent: itemIndent(block.level, block.label),
    children: [new TextRun({ children: [block.label, new Tab()] }), ...children],
  });
}

const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };

function factTable(rows: readonly { label: string; value: string }[]): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: factColumns.reduce((sum, width) => sum + width), type: WidthType.DXA },
    columnWidths: factColumns,
    borders: {
      top: line,
      bottom: line,
      insideHorizontal: line,
      left: none,
      right: none,
      insideVertical: none,
    },
    margins: { top: 50, bottom: 50, left: 60, right: 60 },
    rows: rows.map(
      ({ label, value }) =>
        new TableRow({
          cantSplit: true,
          children: [label, value].map(
            (text, column) =>
              new TableCell({
                width: { size: factColumns[column] ?? 0, type: WidthType.DXA },
                children: text.split('\n').map((each) => plain(styles.fact, each)),
              }),
          ),
        }),
    ),
  });
}
