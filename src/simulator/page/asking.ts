import type { CallbackAnswer } from '../callback-queries.ts';
import type { InlineButton } from '../keyboards.ts';
import type { T } from './texts.ts';

/** Why something could not be done, in the simulator's words. */
class Refused extends Error {}

/** What the simulator refuses, and how the page puts it. */
const WORDS = [
  [/no answer to the press/, 'no_answer'],
  [/fetch failed|the app (?:is|ended|does not answer)/, 'no_app'],
  [/clock never goes back/, 'past'],
  [/milliseconds/, 'far'],
  [/not a link to/, 'foreign_link'],
  [/is blocked/, 'blocked'],
  [/IMAGE_PROCESS_FAILED/, 'no_picture'],
  [/Too Large|too big/i, 'too_large'],
  [/non-empty/, 'empty'],
  [/changes nothing/, 'same'],
] as const;

/** Nobody is there: then a fetch throws a TypeError. */
export const isUnanswered = (error: unknown): boolean => error instanceof TypeError;

/** Why something could not be done, for whoever did it. */
export function inWords(error: unknown, t: T): string {
  if (isUnanswered(error)) return t('strip.no_connection');
  const why = (error as Error).message;
  const known = WORDS.find(([sign]) => sign.test(why));
  return known ? t(`refusals.${known[1]}`) : t('refusals.other', { why });
}

/** Asks the simulator. @throws Refused, or a TypeError where nobody answers */
export async function ask(path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<unknown> {
  const answer = await fetch(`/sim/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const said = (await answer.json()) as { description?: string };
  // The simulator may add the whole dialogue, for whoever reads a log.
  if (!answer.ok) throw new Refused(said.description?.split('\n')[0] ?? String(answer.status));
  return said;
}

/** What a person does; see the simulator's control plane. */
export const actOf = (person: number, act: string, body: object = {}): Promise<unknown> =>
  ask(`persons/${person}/${act}`, body);

/** Presses a button under a message; resolves with what the bot shows over the chat. */
export const press = (
  person: number,
  { text, callback_data: data }: InlineButton,
  messageId: number,
): Promise<CallbackAnswer> =>
  actOf(person, 'press', { button: text, data, messageId }) as Promise<CallbackAnswer>;

/** Sends a file, a picture as a photograph. */
export async function sendFile(person: number, file: File, caption: string): Promise<void> {
  const base64 = await base64Of(file);
  const photo = /^image\/(png|jpeg)$/.test(file.type);
  await actOf(person, photo ? 'photo' : 'document', { base64, caption, ...(!photo && { name: file.name }) });
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const { result } = reader;
      resolve(typeof result === 'string' ? result.slice(result.indexOf(',') + 1) : '');
    });
    reader.addEventListener('error', () => {
      reject(reader.error ?? new Error(file.name));
    });
    reader.readAsDataURL(file);
  });
}
