import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from 'docx';
import { styles, textWidth } from './layout.ts';
import { setRun } from './set-run.ts';
import { cellPadding, isNumber, planTable, type TablePlan } from './table-plan.ts';
import type { Run } from './runs.ts';

const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
const sides = ['top', 'bottom', 'left', 'right', 'insideHorizontal', 'insideVertical'] as const;

/** Sets a table of a person's text: thin frame, the head bold, centred and repeated, rows whole. */
export function setTable(rows: readonly Run[][][]): Table {
  const plan = planTable(rows);
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: plan.widths,
    borders: Object.fromEntries(sides.map((side) => [side, line])),
    margins: cellPadding,
    rows: plan.cells.map((cells, index) => {
      const head = plan.headed && index === 0;
      return new TableRow({
        cantSplit: true,
        tableHeader: head,
        children: cells.map((cell, column) => setCell(cell, plan, column, head)),
      });
    }),
  });
}

function setCell(cell: readonly Run[][], plan: TablePlan, column: number, head: boolean): TableCell {
  return new TableCell({
    width: { size: plan.widths[column] ?? 0, type: WidthType.DXA },
    ...(head && { verticalAlign: VerticalAlign.CENTER }),
    children: cell.map(
      (runs) =>
        new Paragraph({
          style: styles.cell,
          ...((head || isNumber(cell)) && { alignment: AlignmentType.CENTER }),
          keepNext: head,
          spacing: { line: plan.pitch, lineRule: LineRuleType.EXACT },
          children: runs.map((run) => setRun(run, plan.size === 12 ? undefined : plan.size)),
        }),
    ),
  });
}
