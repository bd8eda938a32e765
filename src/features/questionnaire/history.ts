/**
 * What can be taken back. Changes of one answer lie on a stack: the newest goes first, and after it the one before.
 * Taking back is a change as well, which can be undone until something else is changed.
 */

/** A change in the journal; `undid` names the row that it took back. */
export interface HistoryRow {
  readonly id: number;
  readonly undid: number | null;
}

export interface Undoable {
  /** The change that is taken back next. */
  readonly change: number | null;
  /** The taking back that can be undone now. */
  readonly takenBack: number | null;
}

/** @param rows of one answer, oldest first */
export function undoableOf(rows: readonly HistoryRow[]): Undoable {
  const done: number[] = [];
  let undone: { by: number; change: number }[] = [];
  for (const { id, undid } of rows) {
    const last = undone.at(-1);
    if (undid === null) {
      done.push(id);
      undone = [];
    } else if (last?.by === undid) {
      undone.pop();
      done.push(last.change);
    } else {
      done.pop();
      undone.push({ by: id, change: undid });
    }
  }
  return { change: done.at(-1) ?? null, takenBack: undone.at(-1)?.by ?? null };
}
