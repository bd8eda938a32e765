import type { Entity } from './entities.ts';
import type { Attachment } from './files.ts';
import type { InlineButton, Markup, ReplyButton } from './keyboards.ts';

/** Somebody who writes: a person or the bot. */
export interface Profile {
  readonly id: number;
  readonly isBot: boolean;
  readonly firstName: string;
  readonly lastName?: string | undefined;
  readonly username?: string | undefined;
  readonly languageCode?: string | undefined;
  /** Where the person's clock stands (IANA), and who it is in a few words: the page shows them, the bot is told neither. */
  readonly timeZone?: string | undefined;
  readonly about?: string | undefined;
}

/** A message as it stands now; edits change it, deletion marks it. */
export interface ChatMessage {
  readonly id: number;
  readonly chatId: number;
  readonly by: 'bot' | 'person';
  readonly sender: Profile;
  /** Seconds since 1970 by the simulator's clock. */
  readonly date: number;
  editDate: number | null;
  /** The text, or the caption of an attachment. */
  text: string;
  entities: readonly Entity[];
  readonly attachment: Attachment | null;
  inlineKeyboard: readonly (readonly InlineButton[])[];
  /** What the message did to the reply keyboard. */
  readonly markup: Markup;
  readonly replyTo: ChatMessage | null;
  readonly forwardOf: ChatMessage | null;
  /** A tap on the reply keyboard sent it. */
  readonly tapped: boolean;
  deleted: boolean;
  /** Position of its last change in the order of everything that happened. */
  touched: number;
}

/** A press on an inline button, kept for the transcript. */
export interface Press {
  readonly press: string;
  readonly sender: Profile;
  /** What the bot answered in the small window over the chat. */
  notice: string;
}

/** Why the bot may not write to a chat; `open` when it may. */
export type Access = 'open' | 'not-started' | 'blocked' | 'deactivated' | 'kicked' | 'left';

export interface Chat {
  readonly id: number;
  readonly kind: 'private' | 'group' | 'supergroup';
  readonly title: string;
  /** The person of a private chat. */
  readonly person: Profile | null;
  readonly messages: Map<number, ChatMessage>;
  readonly log: (ChatMessage | Press)[];
  readonly watchers: Set<() => void>;
  /** Of a supergroup. */
  lastMessageId: number;
  keyboard: { readonly rows: readonly (readonly ReplyButton[])[]; readonly oneTime: boolean } | null;
  access: Access;
  /** The bot is typing until then: seconds since 1970. */
  typingUntil: number;
  migratedTo: number | null;
}

export interface World {
  readonly bot: Profile;
  readonly chats: ReadonlyMap<number, Chat>;
  /** Called after each change in any chat. */
  readonly watchers: Set<() => void>;
  now(): Date;
  /** Now in whole seconds since 1970. */
  seconds(): number;
  addChat(chat: Pick<Chat, 'id' | 'kind' | 'title' | 'person' | 'access'>): Chat;
  post(chat: Chat, draft: Draft): ChatMessage;
  /** Private chats and plain groups share the one sequence of the bot's account; each supergroup has its own. */
  nextMessageId(chat: Chat): number;
  /** Marks a change of a message and tells those who watch. */
  touch(chat: Chat, message: ChatMessage): void;
  /** Tells those who watch that something around the messages of a chat changed. */
  tell(chat: Chat): void;
  remove(chat: Chat, message: ChatMessage): void;
  /** The next position in the order of everything. */
  tick(): number;
}

/** A message about to be posted. */
export interface Draft {
  readonly sender: Profile;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly attachment?: Attachment | null;
  readonly markup?: Markup;
  readonly replyTo?: ChatMessage | null;
  readonly forwardOf?: ChatMessage | null;
  readonly tapped?: boolean;
}

const NO_MARKUP: Markup = { kind: 'none' };

/** Chats and messages. `messagesKept` bounds each chat: the oldest fall out of reach and of the transcript. */
export function createWorld(deps: {
  bot: Profile;
  now: () => Date;
  messagesKept: number;
  firstMessageId: number;
}): World {
  const { bot, now, messagesKept, firstMessageId } = deps;
  const chats = new Map<number, Chat>();
  const watchers = new Set<() => void>();
  let order = 0;
  let accountMessageId = firstMessageId - 1;

  const nextMessageId = (chat: Chat): number =>
    chat.kind === 'supergroup' ? (chat.lastMessageId += 1) : (accountMessageId += 1);

  function touch(chat: Chat, message: ChatMessage): void {
    order += 1;
    message.touched = order;
    tell(chat);
  }

  function tell(chat: Chat): void {
    for (const watcher of [...chat.watchers, ...watchers]) watcher();
  }

  function forgetOldest(chat: Chat): void {
    for (const entry of chat.log.splice(0, chat.log.length - messagesKept)) {
      if ('id' in entry) chat.messages.delete(entry.id);
    }
  }

  return {
    bot,
    chats,
    watchers,
    now,
    seconds: () => Math.floor(now().getTime() / 1000),
    nextMessageId,
    addChat(given) {
      const chat: Chat = {
        ...given,
        messages: new Map(),
        log: [],
        watchers: new Set(),
        lastMessageId: firstMessageId - 1,
        keyboard: null,
        typingUntil: 0,
        migratedTo: null,
      };
      chats.set(chat.id, chat);
      return chat;
    },
    post(chat, draft) {
      const markup = draft.markup ?? NO_MARKUP;
      const message: ChatMessage = {
        id: nextMessageId(chat),
        chatId: chat.id,
        by: draft.sender.isBot ? 'bot' : 'person',
        sender: draft.sender,
        date: Math.floor(now().getTime() / 1000),
        editDate: null,
        text: draft.text,
        entities: draft.entities,
        attachment: draft.attachment ?? null,
        inlineKeyboard: markup.kind === 'inline' ? markup.rows : [],
        markup,
        replyTo: draft.replyTo ?? null,
        forwardOf: draft.forwardOf ?? null,
        tapped: draft.tapped ?? false,
        deleted: false,
        touched: 0,
      };
      if (message.by === 'bot') chat.typingUntil = 0;
      if (markup.kind === 'keyboard') chat.keyboard = markup;
      if (markup.kind === 'remove') chat.keyboard = null;
      chat.messages.set(message.id, message);
      chat.log.push(message);
      if (chat.log.length > messagesKept * 1.25) forgetOldest(chat);
      touch(chat, message);
      return message;
    },
    touch,
    tell,
    remove(chat, message) {
      message.deleted = true;
      chat.messages.delete(message.id);
      touch(chat, message);
    },
    tick: () => (order += 1),
  };
}
