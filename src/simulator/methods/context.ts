import type { CallbackQueries } from '../callback-queries.ts';
import type { CommandMenus } from '../command-menus.ts';
import type { FileStore } from '../files.ts';
import { type Call, type Params, integer, text } from '../params.ts';
import { badRequest, forbidden } from '../refusal.ts';
import type { Chat, ChatMessage, World } from '../world.ts';

/** Sizes and spans that the methods hold to. */
export interface Measures {
  /** Largest file the bot may fetch, in bytes. */
  readonly downloadBytes: number;
  /** Largest file the bot may send, in bytes. */
  readonly uploadBytes: number;
  /** How long a message can be deleted for everyone, in seconds. */
  readonly deletableSeconds: number;
}

/** What the methods work on. */
export interface Context {
  readonly world: World;
  readonly files: FileStore;
  readonly queries: CallbackQueries;
  readonly menus: CommandMenus;
  readonly measures: Measures;
}

/** A group of methods by their Telegram names; what they return goes out as `result`. */
export type Methods = Readonly<Record<string, (call: Call) => unknown>>;

/** @throws Refusal when the chat does not exist or went elsewhere */
export function knownChat(world: World, params: Params, name = 'chat_id'): Chat {
  const given = text(params, name);
  if (given === undefined || given === '') throw badRequest(`${name} is empty`);
  const chat = world.chats.get(integer(params, name) ?? Number.NaN);
  if (!chat) throw badRequest('chat not found');
  if (chat.migratedTo !== null) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
  }
  return chat;
}

/** A chat that the bot may write to now. @throws Refusal in Telegram's words */
export function writableChat(world: World, params: Params): Chat {
  const chat = knownChat(world, params);
  switch (chat.access) {
    case 'open':
      return chat;
    case 'not-started':
      throw forbidden("bot can't initiate conversation with a user");
    case 'blocked':
      throw forbidden('bot was blocked by the user');
    case 'deactivated':
      throw forbidden('user is deactivated');
    case 'kicked':
      throw forbidden(`bot was kicked from the ${chat.kind} chat`);
    case 'left':
      throw forbidden(`bot is not a member of the ${chat.kind} chat`);
  }
}

/** A message by `message_id`. @throws Refusal "<missing>" when it is not there */
export function messageOf(chat: Chat, params: Params, missing: string): ChatMessage {
  const id = integer(params, 'message_id');
  if (id === undefined) throw badRequest('message identifier is not specified');
  const message = chat.messages.get(id);
  if (!message) throw badRequest(missing);
  return message;
}
