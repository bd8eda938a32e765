import { type Params, integer, isRecord, structure, text } from './params.ts';
import { badRequest } from './refusal.ts';
import type { Chat, Profile, World } from './world.ts';

export interface MenuCommand {
  readonly command: string;
  readonly description: string;
}

/** The bot's lists of commands by scope and language. */
export interface CommandMenus {
  set(params: Params): void;
  get(params: Params): readonly MenuCommand[];
  delete(params: Params): void;
  /** The list that a person sees in a chat: the narrowest scope that is set, his language first. */
  seenBy(person: Profile, chat: Chat): readonly MenuCommand[];
}

const SIMPLE_SCOPES = new Set(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']);

export function createCommandMenus(world: World): CommandMenus {
  const menus = new Map<string, readonly MenuCommand[]>();

  function keyOf(params: Params): string {
    const scope = structure(params, 'scope', "can't parse BotCommandScope") ?? { type: 'default' };
    if (!isRecord(scope)) throw badRequest("can't parse BotCommandScope: expected an Object");
    return `${scopeKey(scope)}:${text(params, 'language_code') ?? ''}`;
  }

  function scopeKey(scope: Params): string {
    const type = text(scope, 'type') ?? '';
    if (SIMPLE_SCOPES.has(type)) return type;
    if (type !== 'chat' && type !== 'chat_administrators' && type !== 'chat_member') {
      throw badRequest("can't parse BotCommandScope: unsupported type specified");
    }
    const chatId = integer(scope, 'chat_id');
    if (chatId === undefined || !world.chats.has(chatId)) throw badRequest('chat not found');
    return type === 'chat_member'
      ? `${type} ${chatId} ${integer(scope, 'user_id') ?? ''}`
      : `${type} ${chatId}`;
  }

  return {
    set(params) {
      const given = structure(params, 'commands', "can't parse commands JSON object");
      if (!Array.isArray(given)) throw badRequest('expected an Array of BotCommand');
      if (given.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
      menus.set(keyOf(params), given.map(checkCommand));
      for (const chat of world.chats.values()) world.tell(chat);
    },
    get: (params) => menus.get(keyOf(params)) ?? [],
    delete(params) {
      menus.delete(keyOf(params));
    },
    seenBy(person, chat) {
      const scopes =
        chat.kind === 'private'
          ? [`chat ${chat.id}`, 'all_private_chats', 'default']
          : [`chat_member ${chat.id} ${person.id}`, `chat ${chat.id}`, 'all_group_chats', 'default'];
      for (const scope of scopes) {
        const menu = menus.get(`${scope}:${person.languageCode ?? ''}`) ?? menus.get(`${scope}:`);
        if (menu && menu.length > 0) return menu;
      }
      return [];
    },
  };
}

function checkCommand(given: unknown): MenuCommand {
  if (!isRecord(given)) throw badRequest("can't parse BotCommand: expected an Object");
  const command = text(given, 'command')?.replace(/^\//, '') ?? '';
  const description = text(given, 'description')?.trim() ?? '';
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  if (description === '') throw badRequest('command description must be non-empty');
  if (description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command, description };
}
