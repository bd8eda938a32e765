import { handle } from '../files.ts';
import { type Params, flag, integer, isRecord, structure, text } from '../params.ts';
import { badRequest, forbidden } from '../refusal.ts';
import { wireChat, wireUser } from '../wire.ts';
import { type Context, type Methods, knownChat, writableChat } from './context.ts';

/** Texts about the bot: method suffix, field, longest value in UTF-16 units, refusal when longer. */
const ABOUT = [
  ['MyName', 'name', 64, 'BOT_TITLE_INVALID'],
  ['MyDescription', 'description', 512, 'BOT_DESCRIPTION_INVALID'],
  ['MyShortDescription', 'short_description', 120, 'BOT_SHORT_DESCRIPTION_INVALID'],
] as const;

/** Methods about the bot itself, its menus, chats, presses and files. */
export function profileMethods(context: Context): Methods {
  const { world, files, menus, queries, measures } = context;
  const about = new Map<string, string>();
  const menuButtons = new Map<number, unknown>();
  const methods: Record<string, Methods[string]> = {};

  for (const [suffix, field, longest, refusal] of ABOUT) {
    const key = (params: Params): string => `${field}:${text(params, 'language_code') ?? ''}`;
    methods[`set${suffix}`] = ({ params }) => {
      const value = text(params, field) ?? '';
      if (value.length > longest) throw badRequest(refusal);
      about.set(key(params), value);
      return true;
    };
    methods[`get${suffix}`] = ({ params }) => ({
      [field]:
        about.get(key(params)) ?? about.get(`${field}:`) ?? (field === 'name' ? world.bot.firstName : ''),
    });
  }

  return {
    ...methods,
    getMe: () => ({
      ...wireUser(world.bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    setMyCommands({ params }) {
      menus.set(params);
      return true;
    },
    getMyCommands: ({ params }) => menus.get(params),
    deleteMyCommands({ params }) {
      menus.delete(params);
      return true;
    },
    setChatMenuButton({ params }) {
      const button = structure(params, 'menu_button', "can't parse MenuButton") ?? { type: 'default' };
      if (!isRecord(button) || !['default', 'commands', 'web_app'].includes(text(button, 'type') ?? '')) {
        throw badRequest("can't parse MenuButton: unsupported type specified");
      }
      menuButtons.set(params['chat_id'] === undefined ? 0 : knownChat(world, params).id, button);
      return true;
    },
    getChatMenuButton({ params }) {
      const id = params['chat_id'] === undefined ? 0 : knownChat(world, params).id;
      return menuButtons.get(id) ?? menuButtons.get(0) ?? { type: 'commands' };
    },
    getChat: ({ params }) => ({
      ...wireChat(knownChat(world, params)),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: {},
    }),
    leaveChat({ params }) {
      const chat = writableChat(world, params);
      if (chat.kind === 'private') throw badRequest("chat member status can't be changed in private chats");
      chat.access = 'left';
      return true;
    },
    answerCallbackQuery({ params }) {
      const words = text(params, 'text') ?? '';
      if (words.length > 200) throw badRequest('MESSAGE_TOO_LONG');
      const url = text(params, 'url') ?? null;
      queries.answer(text(params, 'callback_query_id') ?? '', {
        text: words,
        alert: flag(params, 'show_alert'),
        url,
      });
      return true;
    },
    getFile({ params }) {
      const id = text(params, 'file_id') ?? '';
      if (id === '') throw badRequest('file_id not specified');
      const file = files.byId(id);
      if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
      if (file.data.length > measures.downloadBytes) throw badRequest('file is too big');
      return { ...handle(file), file_path: file.path };
    },
    getChatMember({ params }) {
      const chat = knownChat(world, params);
      const id = integer(params, 'user_id');
      if (id === world.bot.id) {
        if (chat.access === 'kicked') throw forbidden(`bot was kicked from the ${chat.kind} chat`);
        return { status: chat.access === 'left' ? 'left' : 'member', user: wireUser(world.bot) };
      }
      if (!chat.person || id !== chat.person.id) throw badRequest('user not found');
      return { status: 'member', user: wireUser(chat.person) };
    },
  };
}
