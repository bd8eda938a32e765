import { type ZodType, z } from 'zod';
import type { Director, Stage } from './director.ts';
import type { ControlPlane } from './http-server.ts';
import type { Person } from './person.ts';
import { Refusal } from './refusal.ts';
import { showMessage } from './showing.ts';
import type { Simulator } from './simulator.ts';
import { printTranscript } from './transcript.ts';
import type { Chat, ChatMessage, World } from './world.ts';

type Controlled = Omit<Simulator, 'apiRoot' | 'port' | 'close'>;

const effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('no-answer') }),
  z.strictObject({ kind: z.literal('server-error'), status: z.number().optional() }),
  z.strictObject({ kind: z.literal('too-many'), retryAfter: z.number(), freeze: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('refusal'), status: z.number(), description: z.string() }),
  z.strictObject({ kind: z.literal('answer-lost'), silent: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('slow'), delayMs: z.number() }),
]);

const faultRule = z.strictObject({
  effect,
  method: z.union([z.string(), z.array(z.string())]).optional(),
  chatId: z.number().optional(),
  after: z.number().optional(),
  times: z.number().optional(),
  probability: z.number().optional(),
});

const newPerson = z.strictObject({
  id: z.number().optional(),
  firstName: z.string(),
  lastName: z.string().optional(),
  username: z.string().optional(),
  languageCode: z.string().nullable().optional(),
});

/** Milliseconds: whoever looks at a telephone waits no longer for what a press does. */
const PRESS_WAIT = 6_000;

/** What a person can be told to do: `POST /sim/persons/<id>/<act>`. */
const ACTS: Readonly<Record<string, (person: Person, body: unknown) => unknown>> = {
  send: (person, body) => showMessage(person.send(read(z.object({ text: z.string() }), body).text)),
  paste: (person, body) => {
    const { text, cut } = read(
      z.object({ text: z.string(), cut: z.enum(['desktop', 'hard']).optional() }),
      body,
    );
    return person.paste(text, cut ? { cut } : {}).map(showMessage);
  },
  edit: (person, body) => {
    const { messageId, text } = read(z.object({ messageId: z.number(), text: z.string() }), body);
    return showMessage(person.edit(messageIn(person, messageId), text));
  },
  open: (person, body) => showMessage(person.open(read(z.object({ link: z.string() }), body).link)),
  tap: (person, body) => showMessage(person.tapKeyboard(read(z.object({ label: z.string() }), body).label)),
  press: (person, body) => {
    const shape = z.object({
      button: z.string(),
      data: z.string().optional(),
      messageId: z.number().optional(),
      timeoutMs: z.number().optional(),
    });
    const { button, data, messageId, timeoutMs = PRESS_WAIT } = read(shape, body);
    const message = messageId === undefined ? undefined : messageIn(person, messageId);
    // What there is no button for is thrown before anything is awaited.
    return person.press(button, message, { data, timeoutMs }).catch(() => {
      throw new Refusal(504, 'Timeout: no answer to the press');
    });
  },
  document: (person, body) => {
    const shape = z.object({ name: z.string(), base64: z.string(), caption: z.string().optional() });
    const { name, base64, caption } = read(shape, body);
    return showMessage(person.sendDocument(name, Buffer.from(base64, 'base64'), '', caption));
  },
  photo: (person, body) => {
    const { base64, caption } = read(z.object({ base64: z.string(), caption: z.string().optional() }), body);
    return showMessage(person.sendPhoto(Buffer.from(base64, 'base64'), caption));
  },
  voice: (person, body) =>
    showMessage(person.sendVoice(read(z.object({ seconds: z.number().optional() }), body).seconds)),
  sticker: (person) => showMessage(person.sendSticker()),
  idle: (person, body) => {
    const shape = z.object({ quietMs: z.number().optional(), timeoutMs: z.number().optional() });
    const { quietMs, timeoutMs = 30_000 } = read(shape, body);
    return person.idle(quietMs, { timeoutMs });
  },
  wait: async (person, body) => {
    const shape = z.object({ text: z.string(), timeoutMs: z.number().optional() });
    const { text, timeoutMs = 5_000 } = read(shape, body);
    return showMessage(await person.waitFor(text, { timeoutMs }));
  },
  mark: (person) => person.mark(),
  block: (person) => person.block(),
  unblock: (person) => person.unblock(),
  deactivate: (person) => person.deactivate(),
};

/** As much as the app's own clock takes at once. */
const forward = z
  .int()
  .min(0)
  .max(366 * 24 * 3_600_000);

const advance = z.union([
  z.object({ milliseconds: forward }),
  z.object({ to: z.string(), timeZone: z.string().optional() }),
]);

/** The simulator over HTTP, for the demo's page and for tests in other processes: JSON in, JSON out, under `/sim`. */
export function createControlPlane(
  simulator: Controlled,
  world: World,
  director: Director | undefined,
): ControlPlane {
  function route(verb: string, path: string, body: unknown): unknown {
    const [, place, id, part] = path.split('/');
    switch (`${verb} ${place ?? ''}${id === undefined ? '' : '/:id'}${part === undefined ? '' : '/:part'}`) {
      case 'GET persons':
        return [...simulator.persons.values()].map(showPerson);
      case 'POST persons':
        return showPerson(simulator.person(withoutUndefined(read(newPerson, body))));
      case 'POST persons/:id/:part': {
        const act = part !== undefined && Object.hasOwn(ACTS, part) ? ACTS[part] : undefined;
        if (act) return act(personBy(id), body);
        break;
      }
      case 'GET chats':
        return [...world.chats.values()].map(tellChat);
      case 'GET chats/:id/:part': {
        const chat = world.chats.get(Number(id));
        if (chat && part === 'messages') return [...chat.messages.values()].map(showMessage);
        if (chat && part === 'transcript') return { transcript: printTranscript(chat) };
        break;
      }
      case 'GET faults':
        return simulator.faults.rules;
      case 'POST faults':
        simulator.faults.add(withoutUndefined(read(faultRule, body)));
        return true;
      case 'DELETE faults':
        simulator.faults.clear();
        return true;
      case 'GET clock':
        return { now: simulator.now() };
      case 'POST clock':
        simulator.advance(read(z.object({ advanceMs: forward }), body).advanceMs);
        return { now: simulator.now() };
      case 'POST director/:id':
        if (director && id === 'advance')
          return director.advance(read(advance, body), simulator.now()).then(follow);
        if (director && id === 'restart') return director.restart();
        if (director && id === 'reset')
          return director.reset(read(z.object({ language: z.string().optional() }), body).language);
        break;
      case 'GET director/:id':
        if (director && id === 'stage') return stageOf(director);
        break;
      case 'GET counts':
        return Object.fromEntries(simulator.counts);
      default:
    }
    throw new Refusal(404, `Not Found: ${verb} /sim${path}`);
  }

  /** The app's clock may have been moved before by somebody whom its answer did not reach. */
  const follow = (time: Date): void =>
    simulator.advance(Math.max(0, time.getTime() - simulator.now().getTime()));

  function personBy(id: string | undefined): Person {
    const person = simulator.persons.get(Number(id));
    if (!person) throw new Refusal(404, `Not Found: no person ${id ?? ''}`);
    return person;
  }

  return async (verb, path, body) => {
    try {
      return (await route(verb, path, body)) ?? true;
    } catch (error) {
      throw error instanceof Refusal
        ? error
        : new Refusal(409, error instanceof Error ? error.message : String(error));
    }
  };
}

async function stageOf({ play }: Director): Promise<Stage> {
  const { id: played, language, desk } = await play();
  return { play: played, language, desk: desk.map(({ id, name }) => ({ id, name })) };
}

function read<T>(shape: ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (!parsed.success) throw new Refusal(400, `Bad Request: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function messageIn(person: Person, id: number): ChatMessage {
  const message = person.chat.find((candidate) => candidate.id === id);
  if (!message) throw new Refusal(404, `Not Found: no message ${id}`);
  return message;
}

function showPerson({ id, profile, taps, messagesSent, ...person }: Person): Record<string, unknown> {
  const { firstName, lastName, username, languageCode } = profile;
  return { id, firstName, lastName, username, languageCode, taps, messagesSent, keyboard: person.keyboard() };
}

function tellChat(chat: Chat): Record<string, unknown> {
  const { id, kind, title, access, migratedTo } = chat;
  return { id, kind, title, access, migratedTo, messages: chat.messages.size };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Optional fields that are absent rather than undefined, as the simulator's own types want them. */
function withoutUndefined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
