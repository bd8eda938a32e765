import type { Context } from 'grammy';
import { GrammyError } from 'grammy';
import type {
  InlineKeyboardMarkup,
  MessageEntity,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from 'grammy/types';
import { classify } from '../../platform/telegram/outcome.ts';
import type { ChatState } from './context.ts';
import { sightOf } from './sight.ts';

export interface Message {
  text: string;
  entities?: MessageEntity[];
  keyboard?: InlineKeyboardMarkup | undefined;
  /** Of a menu: what it shows, for whoever would show that anew, and nothing else in its place. */
  about?: string;
}

/**
 * The one menu of a chat. It is edited in place only while it is the last message; once something stands below it, a new
 * one is sent and the old one is removed, because an edited message far up is not seen.
 */
export interface Screen {
  /** Shows the menu of the moment. */
  show(message: Message): Promise<void>;
  /** A message that stays: a receipt, a confirmation to be read later. `reply` sets or removes the reply keyboard. */
  say(message: Message & { reply?: ReplyKeyboardMarkup | ReplyKeyboardRemove }): Promise<number>;
  /** A message that stays came about in another way (a document). */
  sent(messageId: number): void;
  /** The menu is turned into a message that stays: its buttons go. */
  freeze(): Promise<void>;
  /** The menu goes: what stands below it has taken its place. */
  clear(): Promise<void>;
  /** What was shown last stood there already, word for word. */
  readonly stood: boolean;
  /** The newest message of the chat that is known. */
  readonly lastMessageId: number;
}

const TWO_DAYS = 48 * 3600 * 1000; // a bot may delete a message for 48 hours: https://core.telegram.org/bots/api#deletemessage

export function createScreen(deps: {
  api: Context['api'];
  chatId: number;
  state: ChatState;
  now: Date;
  lastMessageId: number;
}): Screen {
  const { api, chatId, state, now } = deps;
  let last = deps.lastMessageId;
  let stood = false;

  async function send(
    message: Message & { reply?: ReplyKeyboardMarkup | ReplyKeyboardRemove },
  ): Promise<number> {
    const markup = message.keyboard ?? message.reply;
    const sent = await orPlain(message, (entities) =>
      api.sendMessage(chatId, message.text, {
        ...(entities?.length ? { entities } : {}),
        ...(markup ? { reply_markup: markup } : {}),
        link_preview_options: { is_disabled: true },
      }),
    );
    stood = false;
    last = Math.max(last, sent.message_id);
    see(sent.message_id, message);
    return sent.message_id;
  }

  /** The buttons of this message are in sight; of one without buttons, what was in sight stays so. */
  function see(messageId: number, { keyboard }: Message): void {
    const sight = sightOf(messageId, keyboard);
    if (sight) state.sight = sight;
    else lose(messageId);
  }

  function lose(messageId: number | undefined): void {
    if (state.sight?.messageId === messageId) delete state.sight;
  }

  async function remove(screen: NonNullable<ChatState['screen']>): Promise<void> {
    try {
      if (now.getTime() - screen.sentAt < TWO_DAYS) await api.deleteMessage(chatId, screen.messageId);
      else await api.editMessageReplyMarkup(chatId, screen.messageId, {});
    } catch (error) {
      // The person removed it himself; or Telegram failed us, and a menu that stays is less than two new ones.
      if (!isGone(error) && !isUnchanged(error) && classify(error).kind !== 'unknown') throw error;
    }
  }

  return {
    get stood() {
      return stood;
    },
    get lastMessageId() {
      return last;
    },
    async show(message) {
      const old = state.screen;
      const about = message.about === undefined ? {} : { about: message.about };
      if (old && old.messageId === last) {
        state.screen = { messageId: old.messageId, sentAt: old.sentAt, ...about };
        try {
          await orPlain(message, (entities) =>
            api.editMessageText(chatId, old.messageId, message.text, {
              ...(entities?.length ? { entities } : {}),
              ...(message.keyboard ? { reply_markup: message.keyboard } : {}),
              link_preview_options: { is_disabled: true },
            }),
          );
          stood = false;
          return see(old.messageId, message);
        } catch (error) {
          stood = isUnchanged(error);
          if (stood) return see(old.messageId, message);
          if (!isGone(error)) throw error;
        }
      }
      state.screen = { messageId: await send(message), sentAt: now.getTime(), ...about };
      if (old) await remove(old);
    },
    say: send,
    sent(messageId) {
      last = Math.max(last, messageId);
    },
    async clear() {
      const old = state.screen;
      if (!old) return;
      delete state.screen;
      lose(old.messageId);
      await remove(old);
    },
    async freeze() {
      const old = state.screen;
      if (!old) return;
      delete state.screen;
      lose(old.messageId);
      await api.editMessageReplyMarkup(chatId, old.messageId, {}).catch((error: unknown) => {
        if (!isGone(error) && !isUnchanged(error)) throw error;
      });
    },
  };
}

/** What people wrote may hold formatting that Telegram will not take back: then the words go without it. */
async function orPlain<T>(
  { entities }: Message,
  call: (entities: MessageEntity[] | undefined) => Promise<T>,
): Promise<T> {
  try {
    return await call(entities);
  } catch (error) {
    const refused =
      error instanceof GrammyError && error.error_code === 400 && /entit/i.test(error.description);
    if (!refused || !entities?.length) throw error;
    return call(undefined);
  }
}

function isUnchanged(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes('message is not modified');
}

function isGone(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /message (to \w+ )?(not found|can't be)/.test(error.description)
  );
}
