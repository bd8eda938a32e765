/** A stretch of formatting as Telegram reports it; offset and length count UTF-16 units. Unknown types are passed over. */
export interface TextEntity {
  type: string;
  offset: number;
  length: number;
  /** The address of a `text_link`. */
  url?: string;
}

/** What a person wrote, with its formatting. */
export interface FormattedText {
  text: string;
  entities?: readonly TextEntity[];
}
