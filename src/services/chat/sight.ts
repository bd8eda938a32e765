import { createHash } from 'node:crypto';
import type { InlineKeyboardMarkup } from 'grammy/types';
import { plainWord } from './words.ts';

/** The buttons of a message, so that their labels typed by hand press them. */
export interface Sight {
  messageId: number;
  /** Callback data by label. Labels hold names of people, so what a chat remembers is their hash. */
  buttons: Record<string, string>;
}

/** Longer than any label. */
const LONGEST = 64;

/** null: the message has no button that the bot hears of. A label that stands there twice presses nothing. */
export function sightOf(messageId: number, keyboard: InlineKeyboardMarkup | undefined): Sight | null {
  const buttons: Record<string, string> = {};
  const twice = new Set<string>();
  for (const button of keyboard?.inline_keyboard.flat() ?? []) {
    if (!('callback_data' in button)) continue;
    const label = hashOf(button.text);
    if (label in buttons) twice.add(label);
    buttons[label] = button.callback_data;
  }
  for (const label of twice) delete buttons[label];
  return Object.keys(buttons).length === 0 ? null : { messageId, buttons };
}

/** The callback data of the button whose label this is; case, ё, quotes and final punctuation do not matter. */
export function buttonNamed(sight: Sight | undefined, text: string): string | null {
  return text.length > LONGEST ? null : (sight?.buttons[hashOf(text)] ?? null);
}

function hashOf(label: string): string {
  const plain = plainWord(label.replace(/\s+/gu, ' '));
  return createHash('sha256').update(plain).digest('base64url').slice(0, 12);
}
