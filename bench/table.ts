import type { Result } from './contest.ts';

/** One comparison. */
export interface Row extends Result {
  name: string;
  unit: string;
  /** Pieces of work in one round. */
  amount: number;
  /** The ratio must not be below; null: for information. */
  bound: number | null;
}

export function passes(row: Row): boolean {
  return row.ratio >= (row.bound ?? 0);
}

export function printTable(rows: readonly Row[]): string {
  const head = ['ours / theirs', 'unit', 'ours', 'theirs', 'ratio', 'bound', 'wall ratio', ''];
  const lines = rows.map((row) => [
    row.name,
    row.unit,
    (row.amount / row.ours.cpuSeconds).toFixed(0),
    (row.amount / row.theirs.cpuSeconds).toFixed(0),
    row.ratio.toFixed(2),
    row.bound?.toFixed(2) ?? '-',
    row.wallRatio.toFixed(2),
    passes(row) ? '' : 'TOO LOW',
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i]?.length ?? 0)));
  const pad = (cell: string, i: number): string =>
    i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return [head, ...lines].map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}
