import { useEffect, useState } from 'preact/hooks';
import { BEGINNING, type Progress } from './tour-progress.ts';

/** Under which name the browser keeps it. */
const NAME = 'vestovoy-demo';

/** What the browser keeps between visits. */
export interface Kept {
  /** Who holds the telephones; null: nobody was chosen. */
  readonly holders: readonly [number | null, number | null];
  readonly progress: Progress;
}

const NOTHING: Kept = { holders: [null, null], progress: BEGINNING };

export function useKept(): [Kept, (change: (before: Kept) => Kept) => void] {
  const [kept, keep] = useState(read);
  useEffect(() => {
    localStorage.setItem(NAME, JSON.stringify(kept));
  }, [kept]);
  return [kept, keep];
}

function read(): Kept {
  try {
    return { ...NOTHING, ...(JSON.parse(localStorage.getItem(NAME) ?? '{}') as Partial<Kept>) };
  } catch {
    return NOTHING;
  }
}
