/** How far the clocks go: so long, to the morning of the next working day, or to the morning of a day 'YYYY-MM-DD'. */
export type Advance =
  | { readonly milliseconds: number }
  | { readonly to: string; readonly timeZone?: string | undefined };

/** A file that lies ready beside the telephones, as if it had come by post. */
export interface DeskFile {
  /** Its name on the desk, and in the address `/sim/desk/<id>`. */
  readonly id: string;
  readonly name: string;
  readonly content: Buffer;
}

/** What is played. */
export interface Play {
  /** Another one after each reset, and in each data folder. */
  readonly id: string;
  /** Of the sample data: a language code. */
  readonly language: string;
  readonly desk: readonly DeskFile[];
}

/** The same as the page is told it. */
export interface Stage {
  readonly play: string;
  readonly language: string;
  readonly desk: readonly Pick<DeskFile, 'id' | 'name'>[];
}

/** Whoever runs the simulator and the app beside it; the page asks it. */
export interface Director {
  /** Resolves once everything is prepared. */
  play(): Promise<Play>;
  /** Moves the app's clock forward, and tells what time it is for the app. @throws Refusal where that would be backwards */
  advance(step: Advance, now: Date): Promise<Date>;
  /** Kills the app in the middle of whatever it does, and starts it again. */
  restart(): Promise<void>;
  /** Puts everything back to the sample data, of another language if one is named. */
  reset(language?: string): Promise<void>;
}
