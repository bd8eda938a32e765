import type { FormattedText } from '../../../services/documents/index.ts';

/** What a volume is made of: plain data, which can wait in a queue as JSON. */
export interface VolumeInput {
  association: {
    /** In full. */
    name: string;
    city: string;
    /** Whose clocks «по состоянию на» means. */
    timeZone: string;
  };
  /** «Организационная работа» */
  branch: string;
  year: number;
  /** The day on which the volume was closed, 'YYYY-MM-DD'; null: it is not closed yet. */
  closedOn: string | null;
  /** The instant as of which it is made, ISO 8601. */
  asOf: string;
  /** In the order of the form, as they read this year. */
  questions: readonly { code: string; text: string }[];
  cities: readonly VolumeCity[];
  /** Names of the cities without material. */
  missing: readonly string[];
  options: {
    /** Whether the cities without material are named at the end. */
    listMissing: boolean;
    /** Whether the files that came with answers are named at the end. */
    listFiles: boolean;
  };
}

export interface VolumeCity {
  name: string;
  /** The full name of the department, if it is known. */
  department: string | null;
  answers: readonly VolumeAnswer[];
  /** There are more, which it keeps from the other cities. */
  withholds?: true;
}

export interface VolumeAnswer extends FormattedText {
  code: string;
  /** Names of the files that belong to it. */
  files: readonly string[];
  /** There is nothing to say, as the city said. */
  skipped?: true;
}

/** Whether an answer says anything in words. */
export function hasText({ text }: VolumeAnswer): boolean {
  return text.trim() !== '';
}
