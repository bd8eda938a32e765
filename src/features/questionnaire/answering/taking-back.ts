import type { Db } from '../../../platform/database/client.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import type { Undoable } from '../history.ts';
import { basisKey } from '../last-year/last-year.ts';
import type { PieceRow, Target } from '../store.ts';
import type { Change } from './changing.ts';

/**
 * What becomes of an answer when a change of it is taken back: a former text stands there again; what was removed, or a
 * correction that was set aside, is there again; what the change brought goes, for nothing stood there before it. Undone,
 * a taking back brings what it removed, or what it had returned goes again.
 */
export type Back = 'former' | 'removed' | 'correction' | 'written' | 'file' | 'basis' | 'again';

export interface Backs {
  /** Of the change that is taken back next. */
  undo: Back;
  /** Of the taking back that can be undone. */
  redo: Back;
}

const NO_BACKS: Backs = { undo: 'former', redo: 'again' };

/** @param pieces that live in this answer */
export async function backsOf(
  db: Db,
  target: Target,
  { change, takenBack, setAside }: Undoable,
  pieces: readonly PieceRow[],
): Promise<Backs> {
  const ids = [change, takenBack].filter((id) => id !== null);
  if (ids.length === 0) return NO_BACKS;
  const rows = await db.journal.findMany({
    where: { id: { in: ids } },
    select: { id: true, verb: true, outcome: true },
  });
  const of = (wanted: number | null): Back => {
    const row = rows.find(({ id }) => Number(id) === wanted);
    return row ? backOf(row.verb, row.outcome as unknown as Change, target, pieces) : 'former';
  };
  const redo = of(takenBack) === 'removed' ? 'removed' : 'again';
  const undo = setAside ? 'correction' : of(change);
  // Two buttons of one screen never say the same.
  return { undo: takenBack !== null && undo === redo ? 'former' : undo, redo };
}

function backOf(verb: string, { added, removed }: Change, target: Target, pieces: readonly PieceRow[]): Back {
  if (added.length === 0 || verb === 'remove_file') return 'removed';
  if (removed.length > 0 || (verb !== 'add_text' && verb !== 'replace_answer')) return 'former';
  const brought = pieces.filter(({ id }) => added.includes(id));
  const alone = brought.length === 1 ? brought[0] : undefined;
  if (alone?.text === '' && alone.fileName !== null) return 'file';
  // Later changes were taken back before this one: parts are as old as their numbers.
  const first = Math.min(...added);
  if (pieces.some(({ id }) => id < first)) return 'former';
  return alone?.sourceKey === basisKey(target) ? 'basis' : 'written';
}

const BUTTONS = {
  former: 'questionnaire:buttons.undo',
  removed: 'questionnaire:buttons.bring_back',
  correction: 'clarification:buttons.correction_back',
  written: 'questionnaire:buttons.undo_written',
  file: 'questionnaire:buttons.undo_file',
  basis: 'questionnaire:buttons.undo_basis',
  again: 'questionnaire:buttons.redo',
} as const satisfies Record<Back, string>;

const SENTENCES = {
  former: 'questionnaire:undone',
  removed: 'questionnaire:brought_back',
  correction: 'clarification:correction_back',
  written: 'questionnaire:undone_written',
  file: 'questionnaire:undone_file',
  basis: 'questionnaire:undone_written',
  again: 'questionnaire:redone',
} as const satisfies Record<Back, string>;

export const backLabel = ({ t }: Texts, back: Back): string => t(BUTTONS[back]);

/** What has been done. @param before the parts that lived until then */
export function backSentence(
  { t }: Texts,
  back: Back,
  { added, removed }: Pick<Change, 'added' | 'removed'>,
  before: readonly PieceRow[],
): string {
  const empty = added.length === 0 && before.every(({ id }) => removed.includes(id));
  return t(empty ? 'questionnaire:emptied' : SENTENCES[back]);
}
