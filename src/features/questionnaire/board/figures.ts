import { CITY_STATES } from '../campaign/state.ts';
import type { CityState } from '../campaign/state.ts';

/** The figures of *Кто сдал*: every screen, sentence and table takes them from here. */
export interface Board {
  total: number;
  /** Each city stands in one state; they sum up to `total`. */
  states: Record<CityState, number>;
  /** What the association has: submitted, to be clarified, accepted. */
  submitted: number;
  /** Of `submitted`: came after the term, accepted or not. */
  late: number;
  /** `submitted` of `total`, whole; 0 and 100 only where it is exactly that. */
  percent: number;
}

export function boardOf(rows: readonly { state: CityState; submitted: boolean; late: boolean }[]): Board {
  const states = Object.fromEntries(CITY_STATES.map((state) => [state, 0])) as Record<CityState, number>;
  for (const { state } of rows) states[state] += 1;
  const total = rows.length;
  const submitted = rows.filter((row) => row.submitted).length;
  const late = rows.filter((row) => row.submitted && row.late).length;
  return { total, states, submitted, late, percent: percentOf(submitted, total) };
}

function percentOf(part: number, whole: number): number {
  if (part === 0 || part === whole) return part === 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round((part / whole) * 100)));
}
