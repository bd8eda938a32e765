import { withFoundEntities } from './entities.ts';
import { cleanText } from './text-rules.ts';
import type { UpdatesQueue } from './updates-queue.ts';
import { wireChat, wireMessage, wireUser } from './wire.ts';
import type { Chat, ChatMessage, Profile, World } from './world.ts';

/** A group in which the bot is a member. */
export interface Group {
  readonly id: number;
  readonly chat: readonly ChatMessage[];
  say(person: { readonly profile: Profile }, text: string): ChatMessage;
  /** Telegram makes a supergroup of it: the old id answers with `migrate_to_chat_id`. */
  migrate(): Group;
  /** Puts the bot out. */
  kick(by: { readonly profile: Profile }): void;
}

export function createGroup(deps: { world: World; queue: UpdatesQueue }, chat: Chat): Group {
  const { world, queue } = deps;
  return {
    id: chat.id,
    get chat() {
      return [...chat.messages.values()];
    },
    say({ profile }, given) {
      const { text } = cleanText(given, []);
      if (text === '') throw new Error('an empty message cannot be sent');
      const message = world.post(chat, { sender: profile, text, entities: withFoundEntities(text, []) });
      queue.push('message', chat.id, wireMessage(chat, message));
      return message;
    },
    migrate() {
      if (chat.kind !== 'group') throw new Error('only a plain group becomes a supergroup');
      // Ids of supergroups stand apart from those of groups and people.
      const id = -1_000_000_000_000 + chat.id;
      const next = world.addChat({
        id,
        kind: 'supergroup',
        title: chat.title,
        person: null,
        access: chat.access,
      });
      chat.migratedTo = id;
      const service = (place: Chat, detail: Record<string, number>): void =>
        queue.push('message', place.id, {
          message_id: world.nextMessageId(place),
          chat: wireChat(place),
          date: world.seconds(),
          ...detail,
        });
      service(chat, { migrate_to_chat_id: id });
      service(next, { migrate_from_chat_id: chat.id });
      return createGroup(deps, next);
    },
    kick({ profile }) {
      chat.access = 'kicked';
      queue.push('my_chat_member', chat.id, {
        chat: wireChat(chat),
        from: wireUser(profile),
        date: world.seconds(),
        old_chat_member: { status: 'member', user: wireUser(world.bot) },
        new_chat_member: { status: 'kicked', user: wireUser(world.bot), until_date: 0 },
      });
    },
  };
}
