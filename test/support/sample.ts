import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Reads the answers of one real city, where the folder of samples lies beside the repository. The first answer has no
 * heading of its own: it is everything before the line that begins with «2. », with the blank lines at both ends, as
 * the city pasted it (8 883 UTF-16 units, 47 list items; Telegram Desktop makes messages of 3 880, 4 057 and 938 of it).
 */

export type SampleCode =
  | 'ACHIEVED'
  | 'COLLEAGUES'
  | 'PROBLEMS'
  | 'TASKS_NEXT'
  | 'HELP'
  | 'TOPICS_EXCHANGE'
  | 'TOPICS_TRAINING';

export type Sample = {
  /** The years of the campaign and of the tasks asked for. */
  readonly year: number;
  readonly answers: Readonly<Record<SampleCode, string>>;
};

/** Why a test that needs the sample is skipped. */
export const noSample = 'the folder ../shared/samples is absent';

const place = new URL('../../../shared/samples/blagoveshchensk-2022.txt', import.meta.url);

/** The sample, or null where the folder is absent. The later answers are trimmed, the first is as it stands. */
export function readSample(): Sample | null {
  const path = fileURLToPath(place);
  if (!existsSync(path)) return null;
  const source = readFileSync(path, 'utf8');
  const headings = [...source.matchAll(/^([2-7])\. .*$/gmu)];
  if (headings.length !== 6) throw new Error(`the sample has ${headings.length} headings, 6 expected`);
  const answer = (number: number): string => {
    const heading = headings[number - 2];
    if (!heading) return source.slice(0, headings[0]?.index);
    return source.slice(heading.index + heading[0].length, headings[number - 1]?.index).trim();
  };
  return {
    year: 2022,
    answers: {
      ACHIEVED: answer(1),
      COLLEAGUES: answer(2),
      PROBLEMS: answer(3),
      TASKS_NEXT: answer(4),
      HELP: answer(5),
      TOPICS_EXCHANGE: answer(6),
      TOPICS_TRAINING: answer(7),
    },
  };
}
