import type { Line } from './pdf-lines.ts';

/** A line of a cell that is narrower than the page: where the lines of its column end. */
export type PlacedLine = Line & { edge?: number };

/** The number of a row before the text of its next cell. */
const NUMBERED = /^(\d{1,3}[.)]?)[\t ](?=\S)/;

/**
 * Tells the narrow columns of a table, whose cells come one after another: where the next line stands higher and to the
 * right, the lines before it were a cell. They begin and end where their column does, not where the page does.
 */
export function inCells(lines: readonly Line[]): PlacedLine[] {
  const placed: PlacedLine[] = lines.map((line) => ({ ...line }));
  const columns = new Map<number, { edge: number; cells: PlacedLine[] }>();
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1];
    if (last === undefined || line.y - last.y < last.height * 0.5 || line.left <= last.right) continue;
    const cell = cellBefore(placed, index, line.left);
    const wall = Math.round(line.left);
    const column = columns.get(wall) ?? { edge: 0, cells: [] };
    column.edge = Math.max(column.edge, ...cell.map(({ right }) => right));
    column.cells.push(...cell);
    columns.set(wall, column);
  }
  for (const { edge, cells } of columns.values()) for (const line of cells) line.edge = edge;
  return placed;
}

/** The lines of a cell that ends before `index`; the first may have the number of the row before it. */
function cellBefore(placed: readonly PlacedLine[], index: number, wall: number): PlacedLine[] {
  const last = placed[index - 1];
  if (last === undefined) return [];
  const cell: PlacedLine[] = [];
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = placed[at] as PlacedLine;
    const below = cell[0];
    const near = below === undefined || (line.y > below.y && line.y - below.y < last.height * 2.4);
    if (!near || line.right >= wall) break;
    const aligned = Math.abs(line.left - last.left) < 2;
    if (!aligned && !(line.left < last.left && NUMBERED.test(line.text))) break;
    if (line.isRow && (aligned || line.text.split('\t').length > 2)) break;
    cell.unshift(line);
    if (aligned) continue;
    line.left = last.left;
    line.text = line.text.replace(NUMBERED, '$1 ');
    line.isRow = false;
    break;
  }
  return cell;
}
