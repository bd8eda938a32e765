import type { Part } from '../part.ts';

/** A book of chapters, each on a new page, with a title page and contents. What it says comes from the caller. */
export interface Book {
  cover: {
    /** Whose book it is, at the top. */
    top: string;
    title: readonly string[];
    under: string;
    notes: readonly string[];
    /** Place and year, at the foot. */
    foot: readonly string[];
  };
  /** In small print behind the title page. */
  verso: readonly string[];
  /** The word above the contents. */
  contents: string;
  /** The running head on the left; the name of the chapter stands on the right. */
  runningHead: string;
  /** Whether the headings of chapters are shown in capitals. */
  capitals: boolean;
  chapters: readonly Chapter[];
}

export interface Chapter {
  title: string;
  /** A line in italics below the title. */
  under?: string;
  /** What stands in the running head where the title is too long for it. */
  short?: string;
  /** Sections, texts and remarks. */
  parts: readonly Part[];
}
