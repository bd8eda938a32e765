import { monotonic } from '../src/platform/clock.ts';
import type { Side } from './side.ts';

/** What a piece of work took. */
export interface Measure {
  /** Of the side's process, all threads. */
  cpuSeconds: number;
  wallSeconds: number;
}

export interface Pair {
  ours: Measure;
  theirs: Measure;
}

/** Ratios are theirs / ours: the same work, so more is better for us. */
export interface Result extends Pair {
  ratio: number;
  wallRatio: number;
}

/** What the side's process uses until `work` is done. */
export async function measure(side: Side, work: () => Promise<unknown>): Promise<Measure> {
  const cpu = await side.cpuSeconds();
  const wall = monotonic();
  await work();
  const wallSeconds = (monotonic() - wall) / 1000;
  return { cpuSeconds: (await side.cpuSeconds()) - cpu, wallSeconds };
}

export function add(measures: readonly Measure[]): Measure {
  return {
    cpuSeconds: measures.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    wallSeconds: measures.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
  };
}

/** Medians over rounds in which both sides did the same in turn, so that what else the machine does hits both. */
export function judge(pairs: readonly Pair[]): Result {
  const sideOf = (side: keyof Pair): Measure => ({
    cpuSeconds: median(pairs.map((pair) => pair[side].cpuSeconds)),
    wallSeconds: median(pairs.map((pair) => pair[side].wallSeconds)),
  });
  return {
    ours: sideOf('ours'),
    theirs: sideOf('theirs'),
    ratio: median(pairs.map(({ ours, theirs }) => theirs.cpuSeconds / ours.cpuSeconds)),
    wallRatio: median(pairs.map(({ ours, theirs }) => theirs.wallSeconds / ours.wallSeconds)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
