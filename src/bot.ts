import { Context } from 'grammy';
import type { Api } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import type { Clock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import { classify } from './platform/telegram/outcome.ts';
import type { Left, Turn } from './platform/telegram/lanes.ts';
import type { Wake } from './platform/telegram/lane-store.ts';
import type { ChatState, Ctx, Turned } from './services/chat/context.ts';
import type { Dialogues } from './services/chat/dialogues.ts';
import type { Feature } from './services/chat/feature.ts';
import { createFallback } from './services/chat/fallback.ts';
import { parseData } from './services/chat/buttons.ts';
import { buttonNamed } from './services/chat/sight.ts';
import type { Menu } from './services/chat/menu.ts';
import { createScreen } from './services/chat/screen.ts';
import { createWords } from './services/chat/words.ts';
import { LANGUAGES } from './services/i18n/i18n.ts';
import type { Language, Texts } from './services/i18n/i18n.ts';
import { readActor } from './services/people/actor.ts';
import { languageOf } from './services/people/language.ts';

export interface BotDependencies {
  api: Api;
  /** For answers to button presses, which Telegram does not count. */
  unpaced: Api;
  me: UserFromGetMe;
  clock: Clock;
  log: Log;
  i18n: (language: Language) => Texts;
  defaultLanguage: Language;
  menu: Menu;
  features: readonly Feature[];
  dialogues: Dialogues;
  /** He blocked the bot, or is gone: nothing more is sent until he writes. */
  unreachable: (telegramId: number, reach: 'blocked' | 'deactivated') => Promise<void>;
}

export interface Bot {
  handle(turn: Turn): Promise<Left>;
  setAside(turn: Turn): Promise<void>;
}

/** Milliseconds of a real clock; a query that was answered cannot be answered again with words. */
const PATIENCE = 1000;

/** A command stands alone, or before one short line: «/или переносились» and what goes on for pages is text. */
const COMMAND = /^\/([a-z]\w{0,31})(?:@\w+)?(?:\s+(\S[^\n]{0,63}))?\s*$/i;
/** Meant as a command, and none. */
const NO_COMMAND = /^\/\S{1,40}\s*$/;

/**
 * The order in which an update is offered: gate (access cut) -> commands, buttons (pressed, or their labels typed) and menu
 * words -> dialogue under way -> texts and files of the features -> fallback. With dialogues first, a command would be eaten as an answer.
 */
export function createBot(deps: BotDependencies): Bot {
  const { api, me, clock, i18n, features, dialogues, menu } = deps;
  const commands = new Map(
    features.flatMap((feature) => feature.commands ?? []).map((command) => [command.name, command]),
  );
  const buttons = new Map(features.flatMap((feature) => Object.entries(feature.buttons ?? {})));
  const offeredBy = new Map(
    features.flatMap((feature) => Object.keys(feature.buttons ?? {}).map((name) => [name, feature] as const)),
  );
  const wakes = new Map(features.flatMap((feature) => Object.entries(feature.wakes ?? {})));
  const words = createWords(
    features.flatMap((feature) => feature.menu ?? []),
    LANGUAGES.map((language) => i18n(language)),
  );
  const fallback = createFallback({ menu, features, dialogues });

  async function handle(turn: Turn): Promise<Left> {
    const update = turn.update ?? wakeUpdate(turn);
    const chat = update.message?.chat ?? update.edited_message?.chat ?? update.callback_query?.message?.chat;
    if (chat !== undefined && chat.type !== 'private') return {};
    const { ctx, left } = createContext(turn, update);
    try {
      if (turn.update === null) await wake(ctx, turn.wake);
      else await offer(ctx);
    } catch (error) {
      const outcome = classify(error);
      if (outcome.kind !== 'unreachable') throw error;
      await deps.unreachable(turn.chatId, outcome.reach);
    }
    return left();
  }

  function createContext(turn: Turn, update: Update): { ctx: Ctx; left: () => Left } {
    const before = JSON.stringify(turn.state ?? {});
    const state = JSON.parse(before) as ChatState;
    const context = new Context(update, api, me);
    const now = clock.now();
    const actor = readActor(turn.chatId, turn.companion, now);
    const incoming = update.message?.message_id ?? 0;
    const screen = createScreen({
      api,
      chatId: turn.chatId,
      state,
      now,
      lastMessageId: Math.max(turn.lastMessageId, incoming),
    });
    let wake: Wake | null | undefined;
    let stale = false;
    const language = languageOf(actor, context.from?.language_code, deps.defaultLanguage);
    // grammY's own `chatId` is the lane's: private chats only.
    const turned: Omit<Turned, 'chatId'> = {
      actor,
      texts: i18n(language),
      now,
      requestKey: requestKey(update, turn.chatId),
      attempts: turn.attempts,
      state,
      screen,
      wakeIn: (later) => (wake = later),
      actorChanged: () => (stale = true),
    };
    return {
      ctx: Object.assign(context, turned) as Ctx,
      left() {
        const after = JSON.stringify(state);
        return {
          ...(after === before ? {} : { state }),
          lastMessageId: screen.lastMessageId,
          ...(wake === undefined ? {} : { wake }),
          stale,
        };
      },
    };
  }

  async function offer(ctx: Ctx): Promise<void> {
    for (const feature of features) if (await feature.gate?.(ctx)) return;
    if (ctx.callbackQuery) return press(ctx);
    if (ctx.editedMessage) {
      for (const feature of features) if (await feature.edited?.(ctx)) return;
      return;
    }
    if (!ctx.message) return;
    const text = ctx.message.text ?? '';
    // The rest of what was pasted is no command and no word, whatever it looks like.
    for (const feature of features) if (feature.continues?.(ctx) && (await feature.message?.(ctx))) return;
    const command = COMMAND.exec(text);
    const known = command ? commands.get(command[1]?.toLowerCase() ?? '') : undefined;
    if (known?.allowed(ctx.actor)) return elsewhere(ctx, () => known.handle(ctx, command?.[2]?.trim() ?? ''));
    const heard = words(text);
    const shown = heard?.kind === 'entry' && heard.entry.hidden ? buttonNamed(ctx.state.sight, text) : null;
    if (heard?.kind === 'entry' && heard.entry.allowed(ctx.actor) && shown === null)
      return elsewhere(ctx, () => heard.entry.handle(ctx));
    const typed =
      heard?.kind === 'own' && heard.word !== 'cancel' ? null : buttonNamed(ctx.state.sight, text);
    if (typed !== null) return perform(ctx, typed);
    if (heard?.kind === 'own' && heard.word === 'menu')
      return elsewhere(ctx, () => fallback.word(ctx, heard.word));
    if (heard?.kind === 'own') return fallback.word(ctx, heard.word);
    if (NO_COMMAND.test(text)) return fallback.message(ctx);
    if (await dialogues.take(ctx)) return;
    // Without a post there is no question that the word might answer.
    if (heard && ctx.actor.seats.length === 0) return fallback.notYours(ctx, heard.entry);
    for (const feature of features) if (await feature.message?.(ctx)) return;
    await (heard ? fallback.notYours(ctx, heard.entry) : fallback.message(ctx));
  }

  /** A command, or a word of the menu. */
  async function elsewhere(ctx: Ctx, work: () => Promise<void>): Promise<void> {
    for (const feature of features) feature.passing?.(ctx, null);
    await dialogues.beside(ctx, work);
  }

  async function press(ctx: Ctx): Promise<void> {
    const id = ctx.callbackQuery?.id ?? '';
    let answered = false;
    const answer = async (say: { text?: string } = {}): Promise<void> => {
      if (answered) return;
      answered = true;
      // That the query may be too old by now does not matter.
      await deps.unpaced.answerCallbackQuery(id, say).catch(() => undefined);
    };
    // The little clock on the button stops soon, however long the work takes.
    const soon = setTimeout(() => void answer(), PATIENCE);
    try {
      await perform(ctx, ctx.callbackQuery?.data ?? '');
    } finally {
      clearTimeout(soon);
      await answer(ctx.screen.stood ? { text: ctx.texts.t('chat:stands') } : {});
    }
  }

  /** What a button does, pressed or typed. */
  async function perform(ctx: Ctx, data: string): Promise<void> {
    const { name, args } = parseData(data);
    const button = buttons.get(name);
    const under = ctx.state.dialogue?.name;
    for (const feature of features) feature.passing?.(ctx, name);
    const own = offeredBy.get(name)?.dialogues?.some((dialogue) => dialogue.name === under) ?? false;
    if (button && own) await button(ctx, args);
    else if (button) await dialogues.beside(ctx, () => button(ctx, args));
    else await fallback.oldButton(ctx);
  }

  async function wake(ctx: Ctx, what: unknown): Promise<void> {
    const task = what as { kind?: unknown } & Record<string, unknown>;
    if (typeof task?.kind !== 'string' || ctx.actor.cutOffAt !== null) return; // he was told that it is over
    await wakes.get(task.kind)?.(ctx, task);
  }

  return {
    handle,
    async setAside(turn) {
      const { ctx } = createContext(turn, turn.update ?? wakeUpdate(turn));
      await ctx.screen.say({ text: ctx.texts.t('chat:fault') });
    },
  };
}

/** A wake has no update of Telegram's; handlers see an empty one of the same chat. */
function wakeUpdate(turn: Turn): Update {
  const who = { id: turn.chatId, first_name: '' };
  return {
    update_id: -1,
    message: { message_id: 0, date: 0, chat: { ...who, type: 'private' }, from: { ...who, is_bot: false } },
  };
}

function requestKey(update: Update, chatId: number): string {
  if (update.callback_query) return `c:${update.callback_query.id}`;
  if (update.edited_message) return `e:${update.update_id}`;
  if (update.message) return `m:${chatId}:${update.message.message_id}`;
  return `u:${update.update_id}`;
}
