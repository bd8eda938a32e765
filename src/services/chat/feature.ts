import type { Route } from '../../platform/http/route.ts';
import type { Actor } from '../people/actor.ts';
import type { Job } from '../scheduler/index.ts';
import type { PassOn, Renderer } from '../delivery/index.ts';
import type { Key } from '../i18n/keys.ts';
import type { Ctx } from './context.ts';
import type { Dialogue } from './dialogues.ts';

export interface Command {
  name: string;
  /** What the command menu says; null keeps it out of the menu. */
  describe: Key | null;
  /** Who sees it in the menu and may use it. */
  allowed: (actor: Actor) => boolean;
  /** The menu asks `allowed` of the person with all his posts, not of the post that he speaks for. */
  ofPerson?: boolean;
  handle: (ctx: Ctx, argument: string) => Promise<void>;
}

/** A button of the reply keyboard; its label, typed by hand, works as well. */
export interface MenuEntry {
  /** Labels and typed words by which it is found, in every language. */
  label: Key;
  words: readonly MenuWord[];
  /** Lower comes first on the keyboard; at most four are shown. */
  order: number;
  allowed: (actor: Actor) => boolean;
  /** See `Command`. */
  ofPerson?: boolean;
  handle: (ctx: Ctx) => Promise<void>;
  /** Found by words only; a button on the screen with such a label comes before it. */
  hidden?: true;
  /** «сбор за 2026 год»: a year may stand behind the word. */
  dated?: true;
  /** The same as a button under a message, by its name. */
  button?: string;
}

/** Words that are understood anywhere when typed alone. */
export type MenuWord =
  | 'menu'
  | 'questionnaire'
  | 'plan'
  | 'deadlines'
  | 'help'
  | 'cancel'
  | 'campaign'
  | 'open_campaign'
  | 'waiting'
  | 'remind'
  | 'board'
  | 'staff'
  | 'city'
  | 'mydata'
  | 'acting'
  | 'post'
  | 'experience';

/** What the city sees of a feature; `app.ts` mounts each in one line. */
export interface Feature {
  /** Comes before everything; true: nothing else is offered (access was cut off). */
  gate?: (ctx: Ctx) => Promise<boolean>;
  commands?: readonly Command[];
  menu?: readonly MenuEntry[];
  /** By the name in the callback data. */
  buttons?: Readonly<Record<string, (ctx: Ctx, args: string[]) => Promise<void>>>;
  dialogues?: readonly Dialogue[];
  /** Before a button (by its name), or a command or word of the menu (null), does what it does. */
  passing?: (ctx: Ctx, button: string | null) => void;
  /** It is the rest of a text whose beginning `message` took: it is offered there before anything else. */
  continues?: (ctx: Ctx) => boolean;
  /** Texts and files that no command, button or dialogue took. True: taken. */
  message?: (ctx: Ctx) => Promise<boolean>;
  edited?: (ctx: Ctx) => Promise<boolean>;
  /** A long text that a dialogue about something else did not understand; true: it was kept, and the person told. */
  unheard?: (ctx: Ctx) => Promise<boolean>;
  /** «Меню» of a person for whom the keyboard alone is not enough; true: it was shown. */
  ownMenu?: (ctx: Ctx) => Promise<boolean>;
  /** Where the person was, shown anew after something interrupted; true: it had a place to show. */
  resume?: (ctx: Ctx) => Promise<boolean>;
  /** What is due for this person, for the typed word «сроки»; null: nothing. */
  deadlines?: (ctx: Ctx) => Promise<string | null>;
  /** By the `kind` of what was to be done later. */
  wakes?: Readonly<Record<string, (ctx: Ctx, what: Record<string, unknown>) => Promise<void>>>;
  jobs?: readonly Job[];
  routes?: readonly Route[];
  renderers?: Readonly<Record<string, Renderer>>;
  /** By the kind of the notice. */
  passOn?: Readonly<Record<string, PassOn>>;
}
