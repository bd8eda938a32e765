import { type Attachment, documentOf, photoOf } from '../files.ts';
import { readMarkup } from '../keyboards.ts';
import { type Call, type Params, flag, integer, isRecord, structure, text } from '../params.ts';
import { Refusal, badRequest } from '../refusal.ts';
import { type Wire, wireMessage } from '../wire.ts';
import type { Chat, ChatMessage, Draft } from '../world.ts';
import { type Context, type Methods, knownChat, messageOf, writableChat } from './context.ts';
import { readCaption, readText } from './formatted-text.ts';

/** A photograph may be smaller than a document. */
const PHOTO_BYTES = 10 * 1024 * 1024;

const ACTIONS = new Set([
  'typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document',
  'choose_sticker', 'find_location', 'record_video_note', 'upload_video_note',
]); // prettier-ignore

/** An action is shown for so long at most; a message ends it. */
const TYPING_SECONDS = 5;

/** Methods that put messages into a chat. */
export function sendingMethods(context: Context): Methods {
  const { world } = context;

  function post(
    chat: Chat,
    params: Params,
    draft: Omit<Draft, 'sender' | 'markup' | 'replyTo'>,
  ): ChatMessage {
    const markup = readMarkup(params);
    return world.post(chat, { ...draft, sender: world.bot, markup, replyTo: repliedTo(chat, params) });
  }

  function sendFile(call: Call, name: 'document' | 'photo'): Wire {
    const chat = writableChat(world, call.params);
    const caption = readCaption(call.params);
    const attachment = attachmentOf(context, call, name);
    return wireMessage(chat, post(chat, call.params, { ...caption, attachment }));
  }

  function source(call: Call, missing: string): { chat: Chat; original: ChatMessage } {
    const chat = writableChat(world, call.params);
    return { chat, original: messageOf(knownChat(world, call.params, 'from_chat_id'), call.params, missing) };
  }

  return {
    sendMessage({ params }) {
      const chat = writableChat(world, params);
      return wireMessage(chat, post(chat, params, readText(params)));
    },
    sendDocument: (call) => sendFile(call, 'document'),
    sendPhoto: (call) => sendFile(call, 'photo'),
    copyMessage(call) {
      const { chat, original } = source(call, 'message to copy not found');
      const { attachment } = original;
      const words =
        attachment && text(call.params, 'caption') !== undefined ? readCaption(call.params) : original;
      const { id } = post(chat, call.params, { text: words.text, entities: words.entities, attachment });
      return { message_id: id };
    },
    forwardMessage(call) {
      const { chat, original } = source(call, 'message to forward not found');
      const { text: words, entities, attachment } = original;
      const forwardOf = original.forwardOf ?? original;
      return wireMessage(
        chat,
        world.post(chat, { sender: world.bot, text: words, entities, attachment, forwardOf }),
      );
    },
    sendChatAction({ params }) {
      const chat = writableChat(world, params);
      if (!ACTIONS.has(text(params, 'action') ?? '')) throw badRequest('wrong parameter action in request');
      chat.typingUntil = world.seconds() + TYPING_SECONDS;
      world.tell(chat);
      return true;
    },
  };
}

function repliedTo(chat: Chat, params: Params): ChatMessage | null {
  const given = structure(params, 'reply_parameters', "can't parse reply parameters JSON object");
  const parameters: Params = isRecord(given)
    ? given
    : {
        message_id: params['reply_to_message_id'],
        allow_sending_without_reply: params['allow_sending_without_reply'],
      };
  const id = integer(parameters, 'message_id');
  if (id === undefined || id === 0) return null;
  const message = chat.messages.get(id);
  if (!message && !flag(parameters, 'allow_sending_without_reply'))
    throw badRequest('message to be replied not found');
  return message ?? null;
}

function attachmentOf(context: Context, call: Call, name: 'document' | 'photo'): Attachment {
  const given = text(call.params, name);
  const upload = call.uploads.get(
    given?.startsWith('attach://') === true ? given.slice('attach://'.length) : name,
  );
  const build = name === 'photo' ? photoOf : documentOf;
  if (upload) {
    if (upload.data.length === 0) throw badRequest('file must be non-empty');
    if (upload.data.length > (name === 'photo' ? PHOTO_BYTES : context.measures.uploadBytes)) {
      throw name === 'photo' ? badRequest('file is too big') : new Refusal(413, 'Request Entity Too Large');
    }
    return build(context.files.add(name, upload.fileName, upload.contentType, upload.data));
  }
  if (given === undefined || given === '') throw badRequest(`there is no ${name} in the request`);
  if (given.startsWith('attach://')) throw badRequest('attached file not found');
  if (/^https?:/i.test(given)) throw badRequest('failed to get HTTP URL content');
  const file = context.files.byId(given);
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
  return build(file);
}
