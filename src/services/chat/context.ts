import type { Context } from 'grammy';
import type { Actor } from '../people/actor.ts';
import type { Texts } from '../i18n/i18n.ts';
import type { Wake } from '../../platform/telegram/lane-store.ts';
import type { DialogueState } from './dialogues.ts';
import type { Screen } from './screen.ts';
import type { Sight } from './sight.ts';

/** The question that is open, with what decides whether a part of its answer may be stored without reading more. */
export interface Place {
  assignmentId: number;
  code: string;
  kind: 'long_text' | 'short_text' | 'number';
  cityId: number;
  respondentSeatId: number | null;
  departmentId?: number | null;
  /** The seat of an executor, where the person may write because it was given to him. */
  givenSeatId?: number | null;
  /** The message that asks it: once something is written below, it stays and loses its buttons. */
  asked?: number | undefined;
  /** The newest part of the answer that the person has been told of. */
  newest?: number | undefined;
}

/** What a chat remembers between updates. A column of its lane: written together with the done mark, never by itself. */
export interface ChatState {
  /** Where the person is: the question that texts and files are answers to. */
  place?: Place;
  dialogue?: DialogueState;
  /** The menu that may be edited in place while it is the last message of the chat. */
  screen?: { messageId: number; /** ms since 1970, civil time */ sentAt: number; about?: string };
  /** The message whose buttons the person saw last, each by its label. */
  sight?: Sight;
  /** The questionnaire that was on the screen last. */
  form?: number;
  /** It is entered for its city by a coordinator, who goes on to another city: see `Feature.passing`. */
  entered?: true;
  /** When the last long part of a text was sent (seconds since 1970): what follows at once belongs to it. */
  long?: number;
  /** The messages with which a new bunch of texts outside any question began. */
  bunches?: number[];
  /** Wrong invitation codes of the last hour: ms since 1970, civil time. */
  codeTries?: number[];
  /** The seat a person with several speaks for. */
  seatId?: number;
  /** The invitation whose token or code was given in this chat: only *Да, это я* for it counts. */
  openedInvitationId?: number;
  /** The invitation whose «Это вы?» was answered with *Нет*: who to ask for access. */
  declinedInvitationId?: number;
  /** Name of the reply keyboard that the person sees. */
  keyboard?: string;
}

/** What every handler finds beside grammY's own fields. */
export interface Turned {
  readonly chatId: number;
  readonly actor: Actor;
  readonly texts: Texts;
  /** Civil time of this turn. */
  readonly now: Date;
  /** Idempotency: 'm:<chat>:<message>', 'e:<update>', 'c:<callback>'; a verb called twice in one turn adds a suffix. */
  readonly requestKey: string;
  readonly attempts: number;
  readonly state: ChatState;
  readonly screen: Screen;
  /** Does `what` in this chat after some seconds, in order; a later call replaces an earlier one. null cancels. */
  wakeIn(wake: Wake | null): void;
  /** The person, his seats or his language changed: later updates of this chat see it. */
  actorChanged(): void;
}

export type Ctx = Context & Turned;
