import type { CallbackAnswer } from './callback-queries.ts';
import type { MenuCommand } from './command-menus.ts';
import type { Entity } from './entities.ts';
import type { Cut } from './paste.ts';
import type { Matcher } from './watching.ts';
import type { ChatMessage, Profile } from './world.ts';

/** Somebody with a telephone who talks to the bot. Acts happen at once; only waiting takes time. */
export interface Person {
  readonly id: number;
  readonly profile: Profile;
  /** Sends a text of at most 4 096 units. */
  send(text: string, options?: { entities?: readonly Entity[]; replyTo?: ChatMessage }): ChatMessage;
  /** Pastes a text of any length; the client cuts it (by default as the simulator's seed decides). */
  paste(text: string, options?: { cut?: Cut }): ChatMessage[];
  /** Changes an own message; the bot gets `edited_message`. */
  edit(message: ChatMessage, text: string): ChatMessage;
  /** Deletes a message; Telegram does not tell the bot. */
  remove(message: ChatMessage): void;
  /** Opens a link to the bot (`https://t.me/name?start=payload`) or a bare payload: sends `/start payload`. */
  open(linkOrPayload: string): ChatMessage;
  /** Presses an inline button, by label or callback data, on `message` or the newest that has it. */
  tap(button: string, message?: ChatMessage): void;
  /**
   * As `tap`, and resolves when the bot answers the press. With `data` the button is the one that has this callback data:
   * several may have one label. @throws Error with the transcript after `timeoutMs` (20 000)
   */
  press(
    button: string,
    message?: ChatMessage,
    options?: { data?: string | undefined; timeoutMs?: number },
  ): Promise<CallbackAnswer>;
  /** Taps a button of the present reply keyboard: sends its label. */
  tapKeyboard(label: string): ChatMessage;
  sendDocument(name: string, data: Buffer, mime?: string, caption?: string): ChatMessage;
  sendPhoto(data: Buffer, caption?: string): ChatMessage;
  /** @param seconds length of the recording */
  sendVoice(seconds?: number): ChatMessage;
  sendSticker(emoji?: string): ChatMessage;
  block(): void;
  unblock(): void;
  /** The account ceases to exist for others. */
  deactivate(): void;
  /** What the chat shows: messages of both sides in order, edits applied, deleted ones gone. */
  readonly chat: readonly ChatMessage[];
  /** The bot's last message that is still there. */
  lastMessage(): ChatMessage | null;
  /** Labels of the present reply keyboard, row by row. */
  keyboard(): string[][] | null;
  /** The command menu that this person sees. */
  commands(): readonly MenuCommand[];
  /** The bot's last message with its buttons, printable. */
  screen(): string;
  /** The whole dialogue, printable. */
  transcript(): string;
  /**
   * Resolves with the first message of the bot that matches and was sent or edited since this person's last act (or
   * `mark`). @throws Error with the transcript after `timeoutMs` (20 000)
   */
  waitFor(matcher: Matcher, options?: { timeoutMs?: number }): Promise<ChatMessage>;
  /** Resolves when `condition` holds; asked after each change in the chat. */
  until(condition: () => boolean, options?: { timeoutMs?: number }): Promise<void>;
  /** From now on `waitFor` looks at what the bot does later. */
  mark(): void;
  /** Resolves when all updates were fetched and the bot did nothing in this chat for `quietMs` (300). */
  idle(quietMs?: number, options?: { timeoutMs?: number }): Promise<void>;
  downloadDocument(message: ChatMessage): { readonly name: string; readonly buffer: Buffer };
  /** Presses, keyboard taps and opened links so far. */
  readonly taps: number;
  /** Messages written, pasted (each piece) or sent as files so far. */
  readonly messagesSent: number;
  /** What the bot showed over the chat in answer to presses. */
  readonly notices: readonly CallbackAnswer[];
}
