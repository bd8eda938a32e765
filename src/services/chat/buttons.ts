import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';

/**
 * Callback data `name:arg:arg`. They come back from a stranger: names are looked up, arguments are read by `integer`
 * and the verbs check the rights again.
 */
function data(name: string, ...args: (string | number)[]): string {
  const text = [name, ...args].join(':');
  // https://core.telegram.org/bots/api#inlinekeyboardbutton: 1–64 bytes
  if (Buffer.byteLength(text) > 64) throw new RangeError(`callback data over 64 bytes: ${name}`);
  return text;
}

export function parseData(text: string): { name: string; args: string[] } {
  const [name = '', ...args] = text.split(':');
  return { name, args };
}

const LARGEST = 2 ** 31 - 1; // of an id in the database, and of a message's in Telegram

/** A number out of callback data; null for anything else, and for what no identifier can be. */
export function integer(text: string | undefined): number | null {
  const number = text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : null;
  return number !== null && Math.abs(number) <= LARGEST ? number : null;
}

export type Button = InlineKeyboardButton;

export function button(text: string, name: string, ...args: (string | number)[]): Button {
  return { text, callback_data: data(name, ...args) };
}

/** Rows of buttons; empty rows and absent buttons fall out. */
export function keyboard(
  ...rows: (readonly (Button | null | false | undefined)[] | Button | null | false | undefined)[]
): InlineKeyboardMarkup {
  const full = rows
    .map((row) =>
      Array.isArray(row)
        ? (row as (Button | null | false | undefined)[])
        : [row as Button | null | false | undefined],
    )
    .map((row) => row.filter((one): one is Button => Boolean(one)));
  return { inline_keyboard: full.filter((row) => row.length > 0) };
}

/** Buttons side by side, as many as fit: two up to 14 characters each, else one in a row. */
export function flow(buttons: readonly Button[], columns = 2, width = 14): Button[][] {
  const rows: Button[][] = [];
  for (const one of buttons) {
    const row = rows.at(-1);
    const fits =
      row !== undefined && row.length < columns && [...row, one].every((each) => each.text.length <= width);
    if (fits) row.push(one);
    else rows.push([one]);
  }
  return rows;
}
