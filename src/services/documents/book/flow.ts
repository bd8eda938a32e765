import { itemIndent, settings, tableGap, textIndent, textWidth, type Setting } from '../layout.ts';
import { countLines, type Room } from '../measure.ts';
import type { Part } from '../part.ts';
import { printable, type Run } from '../runs.ts';
import { cellPadding, planTable } from '../table-plan.ts';
import { announces, toBlocks, type Block } from '../to-blocks.ts';
import { besideTable } from '../paragraphs.ts';

/** What takes room on a page: the lines of a paragraph, or the row of a table. Lengths are twips. */
export interface Flow {
  lines: number;
  pitch: number;
  before: number;
  after: number;
  /** Not parted from what follows. */
  keepNext: boolean;
  /** Never broken over pages. */
  whole: boolean;
  /** What stands above it where it begins a page: the head of its table. */
  again: number;
}

/** How much room the parts of a chapter take, one after another; the same that `paragraphsOf` sets. */
export function flowsOf(part: Part): Flow[] {
  switch (part.kind) {
    case 'chapter':
      return [
        headingFlow(part.text, settings.chapter),
        ...(part.under === undefined ? [] : [headingFlow(part.under, settings.underChapter)]),
      ];
    case 'section':
      return [headingFlow(part.text, settings.section)];
    case 'remark':
      return [textFlow([{ text: printable(part.text), italic: true }], settings.remark, 0, textIndent)];
    case 'text':
      return textFlows(toBlocks(part.content));
    default:
      throw new Error(`A part "${part.kind}" has no place in a book`);
  }
}

/** A heading of any style: whole, and kept with what follows. */
export function headingFlow(text: string, setting: Setting): Flow {
  const run = { text: printable(text), ...(setting.bold && { bold: true as const }) };
  const italic = setting.italic && { italic: true as const };
  return { ...textFlow([{ ...run, ...italic }], setting, 0, 0), keepNext: true, whole: true };
}

function textFlow(
  runs: readonly Run[],
  setting: Setting,
  left: number,
  firstLine: number,
  mark?: string,
): Flow {
  const room: Room = {
    size: setting.size,
    width: textWidth,
    left,
    firstLine,
    ...(mark !== undefined && { mark }),
  };
  const { pitch, before, after } = setting;
  return { lines: countLines(runs, room), pitch, before, after, keepNext: false, whole: false, again: 0 };
}

function textFlows(blocks: readonly Block[]): Flow[] {
  return blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    const previous = blocks[index - 1];
    if (block.kind !== 'table') return [{ ...blockFlow(block, next), ...besideTable(previous, next) }];
    return [...(previous?.kind === 'table' ? [GAP] : []), ...tableFlows(block.rows)];
  });
}

function blockFlow(block: Exclude<Block, { kind: 'table' }>, next: Block | undefined): Flow {
  if (block.kind === 'heading') {
    const runs = block.runs.map((run) => ({ ...run, bold: true as const }));
    return { ...textFlow(runs, settings.heading, 0, 0), keepNext: true, whole: true };
  }
  if (block.kind === 'paragraph') {
    const keeps = announces(block, next);
    return { ...textFlow(block.runs, settings.text, 0, textIndent), keepNext: keeps, whole: keeps };
  }
  const { left, hanging } = itemIndent(block.level, block.label);
  return textFlow(block.runs, settings.item, left, -hanging, block.label ?? '–');
}

/** The thin empty paragraph between two tables, and behind the contents. */
export const GAP: Flow = {
  lines: 1,
  pitch: tableGap,
  before: 0,
  after: 0,
  keepNext: false,
  whole: true,
  again: 0,
};

/** The frame of a row. */
const FRAME = 10;

function tableFlows(rows: readonly Run[][][]): Flow[] {
  const { size, pitch, widths, headed, cells } = planTable(rows);
  const heights = cells.map((row) => {
    const lines = row.map((cell, column) => {
      const width = (widths[column] ?? 0) - cellPadding.left - cellPadding.right;
      return cell.reduce((sum, runs) => sum + countLines(runs, { size, width, left: 0, firstLine: 0 }), 0);
    });
    return (
      lines.reduce((most, count) => Math.max(most, count), 1) * pitch +
      cellPadding.top +
      cellPadding.bottom +
      FRAME
    );
  });
  const [head = 0] = heights;
  return heights.map((height, index) => {
    const first = index === 0;
    const again = headed && !first ? head : 0;
    return { lines: 1, pitch: height, before: 0, after: 0, keepNext: headed && first, whole: true, again };
  });
}
