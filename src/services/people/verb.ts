import type { PrismaClient } from '../../platform/database/generated/client.ts';
import type { Actor } from './actor.ts';

/** Who calls a verb, in answer to what, when. A turn of the chat (`Ctx`) is one. */
export interface By {
  actor: Actor;
  /** See journal/once.ts; a second verb of the same turn adds a suffix. */
  requestKey: string;
  /** Civil time. */
  now: Date;
}

export interface PeopleDependencies {
  prisma: PrismaClient;
  /** Under which invitation codes are hashed: `codeKeyFrom(botToken)`. */
  codeKey: Buffer;
  /** Telegram ids of the first administrators. */
  adminIds: readonly number[];
}

/** A verb that the seat of the actor does not allow; nothing changed. */
export type NoRight = { kind: 'no_right' };
export const NO_RIGHT: NoRight = { kind: 'no_right' };

/** What the verb is about is not there (any more): an old button, or data from a stranger. */
export type NotFound = { kind: 'not_found' };
export const NOT_FOUND: NotFound = { kind: 'not_found' };
