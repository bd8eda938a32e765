import { useEffect, useState } from 'preact/hooks';
import { BEGINNING, type Progress } from './tour-progress.ts';

/** Under which name the browser keeps it. */
const NAME = 'vestovoy-demo';

/** What the browser keeps between visits. */
export interface Kept {
  /** The play that it belongs to. */
  readonly play: string | null;
  /** Who holds the telephones; null: nobody was chosen. */
  readonly holders: readonly [number | null, number | null];
  readonly progress: Progress;
}

const NOTHING: Kept = { play: null, holders: [null, null], progress: BEGINNING };

/** What was kept of a play; of another one nothing. @param play null: it is not known yet which one it is */
export function useKept(play: string | null): [Kept, (change: (before: Kept) => Kept) => void] {
  const [kept, keep] = useState(read);
  useEffect(() => {
    if (kept.play !== null) write(kept);
  }, [kept]);
  return [
    ofPlay(kept, play),
    (change) => {
      keep((before) => change(ofPlay(before, play)));
    },
  ];
}

/** What was done before the play was known belongs to it. */
function ofPlay(kept: Kept, play: string | null): Kept {
  return { ...(kept.play === play || kept.play === null ? kept : NOTHING), play };
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(kept));
  } catch {
    // A browser may forbid it; then the next visit begins anew.
  }
}

function read(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? '{}') as Kept;
    return fits(kept) ? kept : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** An earlier version of the page may have kept something else. */
function fits({ play, holders, progress }: Kept): boolean {
  return (
    typeof play === 'string' && Array.isArray(holders) && Object.values(progress.marks).every(Array.isArray)
  );
}
