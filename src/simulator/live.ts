import type { CommandMenus } from './command-menus.ts';
import { type ShownChat, showChat } from './showing.ts';
import type { Chat, Profile, World } from './world.ts';

/** What a page is told: at first every chat as it stands, then what changed, if only the time. */
export type LiveEvent =
  | { readonly kind: 'chats'; readonly chats: readonly ShownChat[]; readonly now: string }
  /** The simulator refused what the bot asked for, as Telegram would. */
  | {
      readonly kind: 'refused';
      readonly method: string;
      readonly chatId: number | null;
      readonly why: string;
    };

export interface Live {
  /** Tells everything that there is, then each change, until the returned function is called. `fail`: it cannot go on. */
  follow(tell: (event: LiveEvent) => void, fail: (error: unknown) => void): () => void;
  /** The clock was moved. */
  moved(): void;
  refused(method: string, chatId: number | undefined, why: string): void;
}

type PrivateChat = Chat & { readonly person: Profile };

/** The private chats as they change, for any number of pages. Changes of one moment are told together. */
export function createLive({ world, menus }: { world: World; menus: CommandMenus }): Live {
  const followers = new Set<(event: LiveEvent) => void>();

  const privateChats = (): PrivateChat[] =>
    [...world.chats.values()].filter((chat): chat is PrivateChat => chat.person !== null);

  function since(position: number, known: ReadonlyMap<number, string>): [ShownChat, string][] {
    return privateChats()
      .map((chat): [ShownChat, string] => {
        const shown = showChat(chat, menus.seenBy(chat.person, chat), position);
        return [shown, JSON.stringify({ ...shown, messages: [] })];
      })
      .filter(([shown, frame]) => shown.messages.length > 0 || known.get(shown.id) !== frame);
  }

  return {
    follow(tell, fail) {
      /** What stands around the messages of each chat, as it was told. */
      const frames = new Map<number, string>();
      let position = 0;
      let planned = false;
      const look = (): void => {
        planned = false;
        const changed = since(position, frames);
        position = world.tick();
        for (const [{ id }, frame] of changed) frames.set(id, frame);
        if (changed.length > 0)
          tell({ kind: 'chats', chats: changed.map(([shown]) => shown), now: world.now().toISOString() });
      };
      const plan = (): void => {
        if (planned) return;
        planned = true;
        setImmediate(() => {
          try {
            if (world.watchers.has(plan)) look();
          } catch (error) {
            fail(error);
          }
        });
      };
      look();
      world.watchers.add(plan);
      followers.add(tell);
      return () => {
        world.watchers.delete(plan);
        followers.delete(tell);
      };
    },
    moved() {
      for (const tell of followers) tell({ kind: 'chats', chats: [], now: world.now().toISOString() });
    },
    refused(method, chatId, why) {
      for (const tell of followers) tell({ kind: 'refused', method, chatId: chatId ?? null, why });
    },
  };
}
