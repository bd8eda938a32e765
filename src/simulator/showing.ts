import type { MenuCommand } from './command-menus.ts';
import type { Entity } from './entities.ts';
import type { AttachmentKind } from './files.ts';
import type { InlineButton } from './keyboards.ts';
import type { Access, Chat, ChatMessage, Profile } from './world.ts';

/** A message as the page and other processes see it: JSON. */
export interface ShownMessage {
  readonly id: number;
  readonly by: 'bot' | 'person';
  readonly name: string;
  /** Seconds since 1970, by the simulator's clock. */
  readonly date: number;
  readonly editDate: number | null;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly attachment: ShownAttachment | null;
  readonly inlineKeyboard: readonly (readonly InlineButton[])[];
  /** It is gone from the chat. */
  readonly deleted: boolean;
}

export interface ShownAttachment {
  readonly kind: AttachmentKind;
  readonly name: string;
  readonly mime: string;
  /** Under `/sim/files/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of a voice message, in seconds. */
  readonly duration: number | null;
  readonly emoji: string | null;
}

/** A private chat as its person sees it, with some of its messages. */
export interface ShownChat {
  readonly id: number;
  readonly person: Omit<Profile, 'isBot'>;
  readonly access: Access;
  /** Labels of the reply keyboard, row by row; null: none. */
  readonly keyboard: readonly (readonly string[])[] | null;
  readonly commands: readonly MenuCommand[];
  /** Until when the bot is typing: seconds since 1970, by the simulator's clock. */
  readonly typingUntil: number;
  readonly messages: readonly ShownMessage[];
}

export function showMessage(message: ChatMessage): ShownMessage {
  const { id, by, sender, date, editDate, text, entities, attachment, inlineKeyboard, deleted } = message;
  return {
    id,
    by,
    name: sender.firstName,
    date,
    editDate,
    text,
    entities,
    attachment: attachment && {
      kind: attachment.kind,
      name: attachment.file.name,
      mime: attachment.file.mime,
      path: attachment.file.path,
      size: attachment.file.data.length,
      duration: attachment.duration ?? null,
      emoji: attachment.emoji ?? null,
    },
    inlineKeyboard,
    deleted,
  };
}

/** @param since messages that changed after this position in the order of everything */
export function showChat(
  chat: Chat & { readonly person: Profile },
  commands: readonly MenuCommand[],
  since: number,
): ShownChat {
  const { id, person, access, keyboard, typingUntil, log } = chat;
  const { isBot: _, ...shown } = person;
  return {
    id,
    person: shown,
    access,
    keyboard: keyboard?.rows.map((row) => row.map(({ text }) => text)) ?? null,
    commands,
    typingUntil,
    messages: log
      .filter((entry) => 'id' in entry)
      .filter(({ touched, deleted }) => touched > since && (since > 0 || !deleted))
      .map(showMessage),
  };
}
