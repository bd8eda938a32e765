import { isLink } from './entities.ts';
import { type Params, isRecord, structure } from './params.ts';
import { badRequest } from './refusal.ts';

/** A button under a message: its label and exactly one action (`callback_data`, `url`, ...), spelled as Telegram does. */
export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly [action: string]: unknown;
}

export interface ReplyButton {
  readonly text: string;
  readonly [wish: string]: unknown;
}

/** What a message brings with it; `none` leaves everything as it is. */
export type Markup =
  | { readonly kind: 'none' }
  | { readonly kind: 'inline'; readonly rows: readonly (readonly InlineButton[])[] }
  | {
      readonly kind: 'keyboard';
      readonly rows: readonly (readonly ReplyButton[])[];
      readonly oneTime: boolean;
    }
  | { readonly kind: 'remove' }
  | { readonly kind: 'force-reply' };

const ACTIONS = [
  'callback_data', 'url', 'web_app', 'login_url', 'switch_inline_query', 'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat', 'copy_text', 'callback_game', 'pay',
]; // prettier-ignore

const NONE: Markup = { kind: 'none' };

/**
 * Reads and checks `reply_markup`.
 * @throws Refusal in Telegram's words
 */
export function readMarkup(params: Params): Markup {
  if (params['reply_markup'] === undefined || params['reply_markup'] === null) return NONE;
  const given = structure(params, 'reply_markup', "can't parse reply keyboard markup JSON object");
  if (given === undefined) return NONE;
  if (!isRecord(given)) throw badRequest('object expected as reply markup');
  if ('inline_keyboard' in given) return { kind: 'inline', rows: inlineRows(given['inline_keyboard']) };
  if ('keyboard' in given) {
    const placeholder = given['input_field_placeholder'];
    if (typeof placeholder === 'string' && placeholder.length > 64)
      throw badRequest('input field placeholder is too long');
    const rows = keyboardRows(given['keyboard']);
    if (rows.length === 0) throw badRequest('reply markup is empty');
    return { kind: 'keyboard', rows, oneTime: given['one_time_keyboard'] === true };
  }
  if (given['remove_keyboard'] === true) return { kind: 'remove' };
  if (given['force_reply'] === true) return { kind: 'force-reply' };
  return NONE;
}

/**
 * Reads `reply_markup` of an edit, where only an inline keyboard is possible; an absent one takes the buttons away.
 * @throws Refusal in Telegram's words
 */
export function readInlineMarkup(params: Params): readonly (readonly InlineButton[])[] {
  const markup = readMarkup(params);
  if (markup.kind === 'inline') return markup.rows;
  if (markup.kind === 'none') return [];
  throw badRequest('inline keyboard expected');
}

function inlineRows(given: unknown): InlineButton[][] {
  const rows = grid(given, 'inline keyboard').map((row) => row.map(inlineButton));
  if (rows.reduce((total, row) => total + row.length, 0) > 100) throw badRequest('REPLY_MARKUP_TOO_LONG');
  return rows;
}

function keyboardRows(given: unknown): ReplyButton[][] {
  return grid(given, 'keyboard').map((row) => row.map(replyButton));
}

/** Rows of buttons; empty rows are dropped without a word, as Telegram does. */
function grid(given: unknown, what: string): unknown[][] {
  if (!Array.isArray(given)) throw badRequest(`can't parse ${what}: expected an Array of rows`);
  return given
    .map((row: unknown) => {
      if (!Array.isArray(row)) throw badRequest(`can't parse ${what}: expected an Array of buttons as a row`);
      return row as unknown[];
    })
    .filter((row) => row.length > 0);
}

function inlineButton(given: unknown): InlineButton {
  if (!isRecord(given)) throw badRequest("can't parse inline keyboard button: expected an Object");
  const { text, callback_data: data, url } = given;
  if (typeof text !== 'string')
    throw badRequest('can\'t parse inline keyboard button: can\'t find field "text"');
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  const actions = ACTIONS.filter((action) => given[action] !== undefined);
  if (actions.length === 0) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (actions.length > 1) throw badRequest("can't parse inline keyboard button: exactly one action expected");
  if (data !== undefined) {
    const bytes = typeof data === 'string' ? Buffer.byteLength(data) : 0;
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && (typeof url !== 'string' || !isLink(url))) {
    const shown = typeof url === 'string' ? url : '';
    throw badRequest(`inline keyboard button URL '${shown}' is invalid: Wrong HTTP URL`);
  }
  return given as unknown as InlineButton;
}

function replyButton(given: unknown): ReplyButton {
  const button = typeof given === 'string' ? { text: given } : given;
  if (!isRecord(button)) throw badRequest("can't parse keyboard button: expected an Object or a String");
  const { text } = button;
  if (typeof text !== 'string') throw badRequest('can\'t parse keyboard button: can\'t find field "text"');
  if (text.trim() === '') throw badRequest('keyboard button text must be non-empty');
  return button as unknown as ReplyButton;
}
