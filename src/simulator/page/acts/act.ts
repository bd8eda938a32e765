import type { ShownMessage } from '../../showing.ts';

/** A step of the tour: it is done as soon as such a message comes, or changes, after the step before was done. */
export interface Step<Name extends string = string> {
  /** Its words: `acts.<act>.steps.<name>`. */
  readonly name: Name;
  /** On whose telephone it is done, by Telegram id. */
  readonly on: number;
  /** In whose chat it shows; absent: on the same telephone. */
  readonly shows?: number;
  readonly seen: (message: ShownMessage) => boolean;
  /** Nothing else looks like it, so that it ends the steps before it, too: of whoever is ahead of the tour. */
  readonly landmark?: boolean;
  /** What lies ready for it, by its name on the desk. */
  readonly file?: string;
}

export interface Act<Name extends string = string, StepName extends string = string> {
  /** Its words: `acts.<name>.title` and `acts.<name>.about`, two sentences. */
  readonly name: Name;
  /** Who holds the telephones when it begins. */
  readonly phones: readonly [number, number];
  readonly steps: readonly Step<StepName>[];
}

/** The bot offers a button of this name: so a step does not depend on the language. */
export const offers =
  (name: string) =>
  ({ by, inlineKeyboard }: ShownMessage): boolean =>
    by === 'bot' &&
    inlineKeyboard.flat().some(({ callback_data: data }) => data === name || data?.startsWith(`${name}:`));

/** The bot sent a document. */
export const brings = ({ by, attachment }: ShownMessage): boolean =>
  by === 'bot' && attachment?.kind === 'document';
