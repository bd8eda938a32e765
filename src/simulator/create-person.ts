import type { CallbackAnswer, CallbackQueries } from './callback-queries.ts';
import type { CommandMenus } from './command-menus.ts';
import { withFoundEntities } from './entities.ts';
import { type Attachment, type FileStore, documentOf, photoOf, stickerOf, voiceOf } from './files.ts';
import type { InlineButton } from './keyboards.ts';
import { payloadOf } from './deep-link.ts';
import { cutPaste } from './paste.ts';
import { type Random, randomDigits } from './random.ts';
import { printMessage, printTranscript } from './transcript.ts';
import { CAPTION_LIMIT, TEXT_LIMIT, cleanText } from './text-rules.ts';
import type { UpdatesQueue } from './updates-queue.ts';
import type { Person } from './person.ts';
import { type Watching, matches } from './watching.ts';
import { wireChat, wireMessage, wireUser } from './wire.ts';
import type { Chat, ChatMessage, Draft, Press, Profile, World } from './world.ts';

export interface PersonDeps {
  readonly world: World;
  readonly queue: UpdatesQueue;
  readonly files: FileStore;
  readonly queries: CallbackQueries;
  readonly menus: CommandMenus;
  readonly watching: Watching;
  readonly random: Random;
  /** Share of pastes that are cut hard when the test does not say how. */
  readonly hardCutShare: number;
}

const WAIT_MS = 20_000;
const IDLE_WAIT_MS = 30_000;

/** @param chat the private chat of this person with the bot */
export function createPerson(deps: PersonDeps, profile: Profile, chat: Chat): Person {
  const { world, queue, files, queries, menus, watching, random } = deps;
  const notices: CallbackAnswer[] = [];
  let taps = 0;
  let messagesSent = 0;
  let lastAct = 0;

  function post(given: string, draft: Partial<Draft>, limit = TEXT_LIMIT): ChatMessage {
    if (chat.access === 'blocked' || chat.access === 'deactivated')
      throw new Error(`the chat is ${chat.access}`);
    const { text, entities } = cleanText(given, draft.entities ?? []);
    if (text === '' && !draft.attachment) throw new Error('an empty message cannot be sent');
    if (draft.attachment?.file.data.length === 0) throw new Error('a file must be non-empty');
    if (text.length > limit) throw new Error(`${text.length} units are too many for one message`);
    chat.access = 'open';
    const message = world.post(chat, {
      ...draft,
      sender: profile,
      text,
      entities: withFoundEntities(text, entities),
    });
    lastAct = message.touched;
    queue.push('message', chat.id, wireMessage(chat, message));
    return message;
  }

  function send(text: string, draft: Partial<Draft> = {}): ChatMessage {
    const message = post(text, draft, draft.attachment ? CAPTION_LIMIT : TEXT_LIMIT);
    messagesSent += 1;
    return message;
  }

  function attach(attachment: Attachment, caption = ''): ChatMessage {
    return send(caption, { attachment });
  }

  function tap(
    button: string,
    message: ChatMessage | undefined,
    answered: (answer: CallbackAnswer) => void,
    data?: string,
  ): void {
    const { holder, pressed } = findButton(button, message, data);
    if (pressed.url === undefined && pressed.callback_data === undefined) {
      throw new Error(`the button "${button}" is not one to press`);
    }
    taps += 1;
    lastAct = world.tick();
    const press: Press = { press: pressed.text, sender: profile, notice: '' };
    chat.log.push(press);
    if (pressed.url !== undefined) return answered({ text: '', alert: false, url: pressed.url });
    const id = queries.open(press, (answer) => {
      notices.push(answer);
      answered(answer);
    });
    queue.push('callback_query', chat.id, {
      id,
      from: wireUser(profile),
      message: wireMessage(chat, holder),
      chat_instance: randomDigits(random, 18),
      data: pressed.callback_data,
    });
  }

  function findButton(
    button: string,
    message: ChatMessage | undefined,
    data: string | undefined,
  ): { holder: ChatMessage; pressed: InlineButton } {
    const holders = message ? [message] : visible().reverse();
    const byData = (given: InlineButton): boolean => given.callback_data === (data ?? button);
    const byLabel = (given: InlineButton): boolean => given.text === button;
    for (const matchesIn of data === undefined ? [byLabel, byData] : [byData]) {
      for (const holder of holders) {
        const pressed = holder.deleted ? undefined : holder.inlineKeyboard.flat().find(matchesIn);
        if (pressed) return { holder, pressed };
      }
    }
    throw new Error(`no button "${button}" in sight:\n\n${printTranscript(chat)}`);
  }

  function visible(): ChatMessage[] {
    return chat.log.filter((entry) => 'id' in entry).filter((message) => !message.deleted);
  }

  function lastMessage(): ChatMessage | null {
    return visible().findLast((message) => message.by === 'bot') ?? null;
  }

  function membership(before: string, after: string): void {
    queue.push('my_chat_member', chat.id, {
      chat: wireChat(chat),
      from: wireUser(profile),
      date: world.seconds(),
      old_chat_member: {
        status: before,
        user: wireUser(world.bot),
        ...(before === 'kicked' && { until_date: 0 }),
      },
      new_chat_member: {
        status: after,
        user: wireUser(world.bot),
        ...(after === 'kicked' && { until_date: 0 }),
      },
    });
  }

  return {
    id: profile.id,
    profile,
    send: (text, options) => send(text, options),
    paste(text, { cut = random() < deps.hardCutShare ? 'hard' : 'desktop' } = {}) {
      return cutPaste(text, cut)
        .filter((piece) => cleanText(piece, []).text !== '')
        .map((piece) => send(piece));
    },
    edit(message, given) {
      if (message.sender !== profile || message.deleted) throw new Error('only an own message can be edited');
      const { text, entities } = cleanText(given, []);
      if (text === '' && !message.attachment) throw new Error('an empty message cannot be sent');
      if (text.length > (message.attachment ? CAPTION_LIMIT : TEXT_LIMIT))
        throw new Error('the new text is too long');
      if (text === message.text) throw new Error('the edit changes nothing');
      Object.assign(message, {
        text,
        entities: withFoundEntities(text, entities),
        editDate: world.seconds(),
      });
      world.touch(chat, message);
      lastAct = message.touched;
      queue.push('edited_message', chat.id, wireMessage(chat, message));
      return message;
    },
    remove(message) {
      world.remove(chat, message);
      lastAct = world.tick();
    },
    open(linkOrPayload) {
      const payload = payloadOf(linkOrPayload, world.bot.username ?? '');
      taps += 1;
      return post(payload === '' ? '/start' : `/start ${payload}`, {});
    },
    tap(button, message) {
      tap(button, message, () => undefined);
    },
    press(button, message, { data, timeoutMs = WAIT_MS } = {}) {
      let answer: CallbackAnswer | undefined;
      const hear = (given: CallbackAnswer): void => {
        answer = given;
        for (const watcher of [...chat.watchers]) watcher();
      };
      tap(button, message, hear, data);
      return watching.until(chat, `an answer to the press on "${button}"`, timeoutMs, () => answer);
    },
    tapKeyboard(label) {
      const { keyboard } = chat;
      if (!keyboard?.rows.flat().some((button) => button.text === label)) {
        throw new Error(`no button "${label}" on the keyboard:\n\n${printTranscript(chat)}`);
      }
      taps += 1;
      if (keyboard.oneTime) chat.keyboard = null;
      return post(label, { tapped: true });
    },
    sendDocument: (name, data, mime = '', caption) =>
      attach(documentOf(files.add('document', name, mime, data)), caption),
    sendPhoto: (data, caption) =>
      attach(photoOf(files.add('photo', 'photo.jpg', 'image/jpeg', data)), caption),
    sendVoice: (seconds = 5) =>
      attach(voiceOf(files.add('voice', 'voice.oga', 'audio/ogg', Buffer.from('OggS')), seconds)),
    sendSticker: (emoji = '👍') =>
      attach(stickerOf(files.add('sticker', 'sticker.webp', 'image/webp', Buffer.from('RIFF')), emoji)),
    block() {
      if (chat.access !== 'open') throw new Error('only an open chat can be blocked');
      chat.access = 'blocked';
      world.tell(chat);
      membership('member', 'kicked');
    },
    unblock() {
      if (chat.access !== 'blocked') throw new Error('the bot is not blocked');
      chat.access = 'open';
      world.tell(chat);
      membership('kicked', 'member');
    },
    deactivate() {
      chat.access = 'deactivated';
      world.tell(chat);
    },
    get chat() {
      return visible();
    },
    lastMessage,
    keyboard: () => chat.keyboard?.rows.map((row) => row.map((button) => button.text)) ?? null,
    commands: () => menus.seenBy(profile, chat),
    screen() {
      const message = lastMessage();
      return message ? printMessage(message) : '';
    },
    transcript: () => printTranscript(chat),
    waitFor(matcher, { timeoutMs = WAIT_MS } = {}) {
      const since = lastAct;
      return watching.until(chat, `a message of the bot matching ${String(matcher)}`, timeoutMs, () =>
        visible().find(
          (message) => message.by === 'bot' && message.touched > since && matches(matcher, message),
        ),
      );
    },
    async until(condition, { timeoutMs = WAIT_MS } = {}) {
      await watching.until(chat, `the state ${String(condition)}`, timeoutMs, condition);
    },
    mark() {
      lastAct = world.tick();
    },
    idle: (quietMs = 300, { timeoutMs = IDLE_WAIT_MS } = {}) =>
      watching.idle(chat.watchers, quietMs, timeoutMs),
    downloadDocument({ attachment }) {
      if (!attachment) throw new Error('the message carries no file');
      return { name: attachment.file.name, buffer: attachment.file.data };
    },
    get taps() {
      return taps;
    },
    get messagesSent() {
      return messagesSent;
    },
    notices,
  };
}
