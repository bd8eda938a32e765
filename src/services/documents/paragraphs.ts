import {
  BorderStyle,
  ExternalHyperlink,
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
import { dashes, factColumns, itemIndent, styles } from './layout.ts';
import type { Part } from './part.ts';
import { printable, type Run } from './runs.ts';
import { toBlocks, type Block } from './to-blocks.ts';

/** Sets a part in Word's paragraphs and tables. */
export function paragraphsOf(part: Part): (Paragraph | Table)[] {
  switch (part.kind) {
    case 'mark':
      return [plain(styles.mark, part.text)];
    case 'title':
      return part.lines.map((line, index) =>
        plain(styles.title, line, index === part.lines.length - 1 ? { spacing: { after: 240 } } : {}),
      );
    case 'facts':
      return [factTable(part.rows)];
    case 'note':
      return [plain(styles.note, part.text)];
    case 'chapter':
      return [
        plain(styles.chapter, part.text.toLocaleUpperCase('ru'), { pageBreakBefore: part.newPage }),
        ...(part.under === undefined ? [] : [plain(styles.underChapter, part.under)]),
      ];
    case 'section':
      return [plain(styles.section, part.text)];
    case 'text':
      return textOf(part.content);
    case 'remark':
      return [plain(styles.remark, part.text)];
  }
}

function plain(style: string, text: string, options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ style, ...options, children: [setRun({ text: printable(text) })] });
}

function textOf(content: FormattedText): Paragraph[] {
  const blocks = toBlocks(content);
  return blocks.map((block, index) => setBlock(block, blocks[index + 1]));
}

function setBlock(block: Block, next: Block | undefined): Paragraph {
  const children = block.runs.map(setRun);
  if (block.kind === 'heading') return new Paragraph({ style: styles.heading, children });
  if (block.kind === 'paragraph') {
    const introducesList = next?.kind === 'item' && block.runs.at(-1)?.text.endsWith(':') === true;
    return new Paragraph({ style: styles.text, keepNext: introducesList, children });
  }
  if (block.label === undefined) {
    return new Paragraph({
      style: styles.item,
      numbering: { reference: dashes, level: block.level - 1 },
      children,
    });
  }
  return new Paragraph({
    style: styles.item,
    indent: itemIndent(block.level, block.label),
    children: [new TextRun({ children: [block.label, new Tab()] }), ...children],
  });
}

function setRun(run: Run): TextRun | ExternalHyperlink {
  const text = new TextRun({
    ...(run.bold && { bold: true }),
    ...(run.italic && { italics: true }),
    ...(run.underline && { underline: {} }),
    ...(run.strike && { strike: true }),
    ...(run.link !== undefined && { style: 'Hyperlink' }),
    children: run.text.split('\t').flatMap((piece, index) => (index === 0 ? [piece] : [new Tab(), piece])),
  });
  return run.link === undefined ? text : new ExternalHyperlink({ link: run.link, children: [text] });
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
