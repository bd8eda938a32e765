import type { Entity } from '../entities.ts';
import { type InlineButton, readInlineMarkup } from '../keyboards.ts';
import { type Params, structure } from '../params.ts';
import { badRequest } from '../refusal.ts';
import { type Wire, wireMessage } from '../wire.ts';
import type { ChatMessage } from '../world.ts';
import { type Context, type Methods, knownChat, messageOf, writableChat } from './context.ts';
import { readCaption, readText } from './formatted-text.ts';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
  'content and reply markup of the message';

/** Methods that change or remove messages. */
export function editingMethods(context: Context): Methods {
  const { world, measures } = context;

  function edit(params: Params, change: (message: ChatMessage) => Change): Wire {
    const chat = writableChat(world, params);
    const message = messageOf(chat, params, 'message to edit not found');
    // Telegram edits only the bot's own messages that carry no reply keyboard.
    const editable = message.markup.kind === 'none' || message.markup.kind === 'inline';
    if (message.by !== 'bot' || message.forwardOf || !editable) throw badRequest("message can't be edited");
    const next = change(message);
    const same = next.text === message.text && equal(next.entities, message.entities);
    if (same && equal(next.inlineKeyboard, message.inlineKeyboard)) throw badRequest(NOT_MODIFIED);
    Object.assign(message, next);
    message.editDate = world.seconds();
    world.touch(chat, message);
    return wireMessage(chat, message);
  }

  function deletable(message: ChatMessage): boolean {
    return world.seconds() - message.date <= measures.deletableSeconds;
  }

  return {
    editMessageText: ({ params }) =>
      edit(params, (message) => {
        const words = readText(params);
        if (message.attachment) throw badRequest('there is no text in the message to edit');
        return { ...words, inlineKeyboard: readInlineMarkup(params) };
      }),
    editMessageCaption: ({ params }) =>
      edit(params, (message) => {
        const words = readCaption(params);
        if (!message.attachment) throw badRequest('there is no caption in the message to edit');
        return { ...words, inlineKeyboard: readInlineMarkup(params) };
      }),
    editMessageReplyMarkup: ({ params }) =>
      edit(params, ({ text, entities }) => ({ text, entities, inlineKeyboard: readInlineMarkup(params) })),
    deleteMessage({ params }) {
      const chat = knownChat(world, params);
      const message = messageOf(chat, params, 'message to delete not found');
      if (!deletable(message)) throw badRequest("message can't be deleted for everyone");
      world.remove(chat, message);
      return true;
    },
    deleteMessages({ params }) {
      const chat = knownChat(world, params);
      const ids = structure(params, 'message_ids', "can't parse message identifiers JSON object");
      if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
      if (ids.length > 100) throw badRequest('too many message identifiers specified');
      const found = ids.map((id) => chat.messages.get(Number(id))).filter((message) => message !== undefined);
      if (!found.every(deletable)) throw badRequest("message can't be deleted for everyone");
      for (const message of found) world.remove(chat, message);
      return true;
    },
  };
}

interface Change {
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly inlineKeyboard: readonly (readonly InlineButton[])[];
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
