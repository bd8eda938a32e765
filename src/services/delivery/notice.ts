import type { InlineKeyboardMarkup, MessageEntity } from 'grammy/types';
import type { Prisma } from '../../platform/database/generated/client.ts';

/** A broadcast goes out when no notice to a single person is due, and now and then in between. */
export type NoticeLane = 'personal' | 'broadcast';

/** A message that the bot sends of its own accord, to be put into the outbox. Addressed to a person or to a chat. */
export interface NewNotice {
  /** One notice a key, for ever: `campaign:7:opened:<person>`. */
  dedupeKey: string;
  personId?: number;
  chatId?: number;
  lane?: NoticeLane;
  /** Names the renderer that makes the text when it is sent. */
  kind: string;
  args?: Prisma.InputJsonObject;
  /** What it is about: `assignment:42`. */
  subject?: string;
  /** A notice that asks to act: rather twice than never. Otherwise rather never than twice. */
  againIfUnknown?: boolean;
  /** Civil time; absent: at once. */
  notBefore?: Date;
  /** Civil time; withdrawn if it was not sent by then. */
  notAfter?: Date;
}

/** Who gets it, as it stands when it is sent. */
export interface Recipient {
  personId: number | null;
  chatId: number;
  language: 'ru' | 'en';
  /** `Person.reach`. */
  reach: string;
}

/** What a renderer makes. With a document the text is its caption (at most 1 024 units). */
export interface Outgoing {
  text: string;
  entities?: MessageEntity[];
  replyMarkup?: InlineKeyboardMarkup;
  document?: { name: string; content: Buffer };
}

/** Makes the message from the state of the moment `now`, civil time; null: it is no longer wanted. */
export type Renderer = (args: unknown, recipient: Recipient, now: Date) => Promise<Outgoing | null>;

/**
 * Asked about a notice that the person for whom it was put down will not get, for it is no longer his matter or nobody is
 * behind the account: puts it down for those whom it concerns now, under keys that make it one a person.
 * @returns how many there are
 */
export type PassOn = (notice: { id: number; args: unknown }, now: Date) => Promise<number>;

/** How a channel's attempt ended; see `platform/telegram/outcome.ts` for what each means. */
export type Delivered =
  | { kind: 'sent'; messageId: number }
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; reach: 'blocked' | 'deactivated'; reason: string }
  | { kind: 'migrated'; chatId: number }
  | { kind: 'flooded' }
  | { kind: 'not-arrived'; reason: string }
  | { kind: 'unknown'; reason: string };

/** A way to a person. Telegram is one; a notice names its channel. */
export interface Channel {
  /** Resolves when it is this notice's turn; rejects when `signal` aborts. */
  turn(lane: NoticeLane, chatId: number, signal: AbortSignal): Promise<void>;
  /** One attempt, at once. */
  send(lane: NoticeLane, chatId: number, outgoing: Outgoing): Promise<Delivered>;
  /** Milliseconds after which an attempt must be over, one way or the other. */
  limit(outgoing: Outgoing): number;
}
