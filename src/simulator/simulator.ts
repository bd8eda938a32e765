import { machineNow, monotonic } from '../platform/clock.ts';
import { type BotApi, type CallListener, createBotApi } from './bot-api.ts';
import { createCallbackQueries } from './callback-queries.ts';
import { createCommandMenus } from './command-menus.ts';
import { createControlPlane } from './control-plane.ts';
import type { Director } from './director.ts';
import { type Faults, createFaults } from './faults.ts';
import { createFileStore } from './files.ts';
import { type Group, createGroup } from './groups.ts';
import { startHttpServer } from './http-server.ts';
import { createLive } from './live.ts';
import { type RateLimits, TELEGRAM_RATES, createLimiter } from './limits.ts';
import type { Context, Measures, Methods } from './methods/context.ts';
import { editingMethods } from './methods/editing.ts';
import { profileMethods } from './methods/profile.ts';
import { receivingMethods } from './methods/receiving.ts';
import { sendingMethods } from './methods/sending.ts';
import { isRecord } from './params.ts';
import { createPerson } from './create-person.ts';
import type { Person } from './person.ts';
import { createPageServer } from './page-server.ts';
import { createPolling } from './polling.ts';
import { randomDigits, seededRandom } from './random.ts';
import { createUpdatesQueue } from './updates-queue.ts';
import { createWatching } from './watching.ts';
import { type WebhookSettings, createWebhookDelivery } from './webhook-delivery.ts';
import { type Profile, createWorld } from './world.ts';

export interface SimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default: one made from the seed. */
  readonly token?: string;
  readonly botUsername?: string;
  readonly botName?: string;
  /** The civil time at which things happen; default the machine's. `advance` adds to it. */
  readonly now?: () => Date;
  /** Decides identifiers, chances of faults and how pastes are cut. Default 1. */
  readonly seed?: number;
  /** The first `update_id`; Telegram's are arbitrary, too. */
  readonly firstUpdateId?: number;
  /** The first message in each chat; a simulator that follows another over the same database must go on above it. */
  readonly firstMessageId?: number;
  readonly limits?: Limits;
  readonly webhook?: Partial<WebhookSettings>;
  /** As `webhook.targets`: see there. */
  readonly webhookTargets?: readonly string[];
  /** Share (0 to 1) of pastes cut hard at 4 096 instead of as Telegram Desktop does; default 0. */
  readonly hardCutShare?: number;
  readonly onCall?: CallListener;
  /** The folder of the built page, served at `/`. */
  readonly page?: string;
  /** What the page may ask for beside the simulator itself. */
  readonly director?: Director;
}

export interface Limits extends Partial<Measures> {
  /** Pace of messages; true for Telegram's own. Absent: only a fault or `freeze` answers 429. */
  readonly rates?: true | Partial<RateLimits>;
  /** How long a press can be answered, in seconds; default 60. */
  readonly callbackSeconds?: number;
  /** Messages that a chat keeps; default 5 000. */
  readonly messagesKept?: number;
}

/** Who a person is; everything has a default but the first name. */
export interface PersonOptions {
  readonly id?: number;
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
  /** Default `ru`; null for a client that tells none. */
  readonly languageCode?: string | null;
  /** They have talked to the bot before: it may write first. Default false. */
  readonly started?: boolean;
  /** See `Profile`. */
  readonly timeZone?: string;
  readonly about?: string;
}

/** A Telegram of our own on 127.0.0.1. */
export interface Simulator {
  /** What stands before `/bot<token>/<method>`. */
  readonly apiRoot: string;
  readonly port: number;
  readonly token: string;
  readonly bot: Profile;
  readonly faults: Faults;
  /** Calls by method so far, refused ones included. */
  readonly counts: BotApi['counts'];
  /** How many calls the limits refused so far. */
  readonly refusedByLimits: number;
  /** Updates that the bot has not confirmed. */
  readonly pendingUpdates: number;
  person(options: PersonOptions): Person;
  readonly persons: ReadonlyMap<number, Person>;
  group(options: { title: string; id?: number }): Group;
  now(): Date;
  /** Moves the simulator's clock forward by so many milliseconds. */
  advance(milliseconds: number): void;
  /** The `update_id` that comes next; lower than before only while no update waits. */
  setNextUpdateId(id: number): void;
  setWebhookTargets(targets: readonly string[]): void;
  /** Refuses every call with 429 for so many seconds. */
  freeze(seconds: number): void;
  /** Resolves when all updates were fetched and nothing happened in any chat for `quietMs` (300). */
  idle(quietMs?: number, options?: { timeoutMs?: number }): Promise<void>;
  close(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;

/** Starts a simulator. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const random = seededRandom(options.seed ?? 1);
  const token = options.token ?? `${randomDigits(random, 10)}:AAsim${randomDigits(random, 30)}`;
  const { limits = {} } = options;
  const measures: Measures = {
    downloadBytes: limits.downloadBytes ?? 20 * MEGABYTE,
    uploadBytes: limits.uploadBytes ?? 50 * MEGABYTE,
    deletableSeconds: limits.deletableSeconds ?? 48 * 60 * 60,
  };
  let ahead = 0;
  const base = options.now ?? machineNow;
  const now = (): Date => new Date(base().getTime() + ahead);

  const bot: Profile = {
    id: Number(token.split(':')[0]),
    isBot: true,
    firstName: options.botName ?? 'Simulated bot',
    username: options.botUsername ?? 'simulated_bot',
  };
  const world = createWorld({
    bot,
    now,
    messagesKept: limits.messagesKept ?? 5_000,
    firstMessageId: options.firstMessageId ?? 1,
  });
  const queue = createUpdatesQueue({
    firstId: options.firstUpdateId ?? 100_000_000 + Math.floor(random() * 1e8),
    now,
  });
  const polling = createPolling(queue);
  const files = createFileStore(random);
  const queries = createCallbackQueries({ random, now, expireSeconds: limits.callbackSeconds ?? 60 });
  const menus = createCommandMenus(world);
  const faults = createFaults(seededRandom((options.seed ?? 1) + 1));
  const rates =
    limits.rates === undefined ? null : { ...TELEGRAM_RATES, ...(limits.rates === true ? {} : limits.rates) };
  const limiter = createLimiter({ rates, monotonic });
  const watching = createWatching(queue);

  let targets = options.webhookTargets ?? options.webhook?.targets ?? [];
  const settings: WebhookSettings = {
    firstPauseMs: 200,
    longestPauseMs: 5_000,
    timeoutMs: 60_000,
    ...options.webhook,
    get targets() {
      return targets;
    },
  };
  const webhook = createWebhookDelivery({ queue, settings, now, runAnswer });
  queue.onPush = (update) => {
    if (webhook.current) webhook.push(update);
    else polling.wake();
  };

  const context: Context = { world, files, queries, menus, measures };
  const methods: Methods = {
    ...receivingMethods({ queue, polling, webhook }),
    ...sendingMethods(context),
    ...editingMethods(context),
    ...profileMethods(context),
  };
  const live = createLive({ world, menus });
  const api = createBotApi({
    methods,
    world,
    faults,
    limiter,
    onCall: options.onCall,
    onRefusal: (method, chatId, why) => live.refused(method, chatId, why),
  });

  /** Telegram carries out a method that stands in the answer to a webhook and tells nobody how it went. */
  function runAnswer(answer: unknown): void {
    if (!isRecord(answer) || typeof answer['method'] !== 'string') return;
    void api.perform(answer['method'], { params: answer, uploads: new Map(), onGone: () => undefined });
  }

  const persons = new Map<number, Person>();
  let nextPersonId = 7_000_000_001;
  let nextGroupId = -4_000_000_001;

  const simulator: Omit<Simulator, 'apiRoot' | 'port' | 'close'> = {
    token,
    bot,
    faults,
    counts: api.counts,
    get refusedByLimits() {
      return limiter.refused;
    },
    get pendingUpdates() {
      return queue.size;
    },
    person({ id = nextPersonId++, languageCode = 'ru', started = false, ...rest }) {
      if (persons.has(id)) throw new Error(`there is a person ${id} already`);
      const profile: Profile = {
        id,
        isBot: false,
        ...rest,
        languageCode: languageCode ?? undefined,
      };
      const chat = world.addChat({
        id,
        kind: 'private',
        title: rest.firstName,
        person: profile,
        access: started ? 'open' : 'not-started',
      });
      const { hardCutShare = 0 } = options;
      const person = createPerson(
        { world, queue, files, queries, menus, watching, random, hardCutShare },
        profile,
        chat,
      );
      persons.set(id, person);
      world.tell(chat);
      return person;
    },
    persons,
    group: ({ title, id = nextGroupId-- }) =>
      createGroup(
        { world, queue },
        world.addChat({ id, kind: 'group', title, person: null, access: 'open' }),
      ),
    now,
    advance(milliseconds) {
      if (milliseconds < 0) throw new RangeError('the clock never goes back');
      ahead += milliseconds;
      live.moved();
    },
    setNextUpdateId: (id) => queue.setNextId(id),
    setWebhookTargets(next) {
      targets = next;
    },
    freeze: (seconds) => limiter.freeze(seconds),
    idle: (quietMs = 300, { timeoutMs = 30_000 } = {}) => watching.idle(world.watchers, quietMs, timeoutMs),
  };

  const server = await startHttpServer({
    port: options.port ?? 0,
    token,
    api,
    files,
    bodyLimit: measures.uploadBytes + MEGABYTE,
    downloadBytes: measures.downloadBytes,
    control: createControlPlane(simulator, world, options.director),
    page: createPageServer({ folder: options.page ?? null, files, live, play: options.director?.play }),
  });

  return Object.assign(simulator, {
    apiRoot: `http://127.0.0.1:${server.port}`,
    port: server.port,
    async close() {
      watching.close();
      polling.close();
      await Promise.all([webhook.close(), server.close()]);
    },
  });
}
