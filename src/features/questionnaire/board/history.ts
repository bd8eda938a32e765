/** *История* of a questionnaire: who did what when, put together from its lines in the journal. */

/** One act. */
export interface Act {
  at: Date;
  verb: string;
  /** Of the question that it was about; null: the questionnaire as a whole. */
  code: string | null;
  /** null: erased, or the bot itself. */
  personId: number | null;
  seatId: number | null;
  outcome: Readonly<Record<string, unknown>>;
}

/** The same act several times in a row, as a paste of thirty parts is: one line. `act` is the last of them. */
export interface ActLine {
  act: Act;
  count: number;
}

/** Milliseconds between two acts that are told as one. */
const TOGETHER = 10 * 60_000;

/** Acts that are told as one where they follow each other; each other act has a line of its own. */
const REPEATED: ReadonlySet<string> = new Set([
  ...['add_piece', 'add_text', 'edit_piece', 'remove_piece', 'remove_file', 'take_back', 'decide_seam'],
  ...['finish_answer', 'set_number'],
]);

/** Second lines that a verb writes for its own use: the first one tells it. */
const SILENT: ReadonlySet<string> = new Set(['correct', 'keep_submitted', 'explanation_objected']);

/** The lines of a history, newest first. */
export function historyLines(acts: readonly Act[]): ActLine[] {
  const lines: ActLine[] = [];
  const inOrder = acts
    .filter(({ verb }) => !SILENT.has(verb))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const act of inOrder) {
    const last = lines.at(-1);
    if (last && isRepeated(last.act, act)) {
      last.act = act;
      last.count += 1;
    } else lines.push({ act, count: 1 });
  }
  return lines.reverse();
}

function isRepeated(former: Act, next: Act): boolean {
  return (
    REPEATED.has(next.verb) &&
    former.verb === next.verb &&
    former.code === next.code &&
    former.personId === next.personId &&
    former.seatId === next.seatId &&
    next.at.getTime() - former.at.getTime() <= TOGETHER
  );
}
