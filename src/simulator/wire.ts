import type { Chat, ChatMessage, Profile } from './world.ts';

/** An object of the Bot API, spelled as it goes over the wire. */
export type Wire = Record<string, unknown>;

const users = new WeakMap<Profile, Wire>();

export function wireUser(profile: Profile): Wire {
  let user = users.get(profile);
  if (!user) {
    user = {
      id: profile.id,
      is_bot: profile.isBot,
      first_name: profile.firstName,
      ...(profile.lastName !== undefined && { last_name: profile.lastName }),
      ...(profile.username !== undefined && { username: profile.username }),
      ...(profile.languageCode !== undefined && { language_code: profile.languageCode }),
    };
    users.set(profile, user);
  }
  return user;
}

export function wireChat(chat: Chat): Wire {
  if (!chat.person) return { id: chat.id, type: chat.kind, title: chat.title };
  const { firstName, lastName, username } = chat.person;
  return {
    id: chat.id,
    type: 'private',
    first_name: firstName,
    ...(lastName !== undefined && { last_name: lastName }),
    ...(username !== undefined && { username }),
  };
}

/** A message as the bot sees it. */
export function wireMessage(chat: Chat, message: ChatMessage, nested = false): Wire {
  const wire: Wire = {
    message_id: message.id,
    from: wireUser(message.sender),
    chat: wireChat(chat),
    date: message.date,
  };
  if (message.editDate !== null) wire['edit_date'] = message.editDate;
  if (message.forwardOf) {
    const { sender, date } = message.forwardOf;
    wire['forward_origin'] = { type: 'user', sender_user: wireUser(sender), date };
  }
  if (message.replyTo && !nested) wire['reply_to_message'] = wireMessage(chat, message.replyTo, true);
  if (message.attachment) {
    wire[message.attachment.kind] = message.attachment.wire;
    if (message.text !== '') wire['caption'] = message.text;
    if (message.entities.length > 0) wire['caption_entities'] = message.entities;
  } else {
    wire['text'] = message.text;
    if (message.entities.length > 0) wire['entities'] = message.entities;
  }
  if (message.inlineKeyboard.length > 0) wire['reply_markup'] = { inline_keyboard: message.inlineKeyboard };
  return wire;
}
