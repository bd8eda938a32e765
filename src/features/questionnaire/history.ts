/**
 * What can be taken back. Changes of one answer lie in one line: the newest goes first, and after it the one before.
 * Taking back is a change as well. It can be undone until something else is changed; after that, if parts went with it, it
 * lies in the line like any other change: nothing that was written is ever out of reach.
 */

/** A change in the journal; `undid` names the row that it took back, `lost` says that parts went with it. */
export interface HistoryRow {
  readonly id: number;
  readonly undid: number | null;
  readonly lost?: boolean;
}

export interface Undoable {
  /** The change that is taken back next. */
  readonly change: number | null;
  /** The taking back that can be undone now. */
  readonly takenBack: number | null;
  /** The change gave up a correction for the text as submitted: taken back, it brings the correction. */
  readonly setAside?: boolean;
}

/** @param rows of one answer, oldest first */
export function undoableOf(rows: readonly HistoryRow[]): Undoable {
  const done: number[] = [];
  let undone: { by: number; change: number; lost: boolean }[] = [];
  for (const { id, undid, lost = false } of rows) {
    const last = undone.at(-1);
    if (undid === null) {
      const kept = undone.filter((each) => each.lost);
      done.push(...kept.map(({ change }) => change).reverse(), ...kept.map(({ by }) => by), id);
      undone = [];
    } else if (last?.by === undid) {
      undone.pop();
      done.push(last.change);
    } else {
      done.splice(done.lastIndexOf(undid));
      undone.push({ by: id, change: undid, lost });
    }
  }
  return { change: done.at(-1) ?? null, takenBack: undone.at(-1)?.by ?? null };
}
