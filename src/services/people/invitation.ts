import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';

/** How long a link and its code work. */
const INVITATION_DAYS = 14;
const CODE_TRIES = 5;
const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** What is shown once: the link's token and the code for offices where t.me does not open. */
export interface Secret {
  token: string;
  /** Eight digits. */
  code: string;
}

/** 192 random bits as base64url: 32 characters, half of what a deep link may carry. */
export function newSecret(): Secret {
  return {
    token: randomBytes(24).toString('base64url'),
    code: String(randomInt(100_000_000)).padStart(8, '0'),
  };
}

/** The key under which codes are hashed; without the bot's token a dump of the database does not give them away. */
export function codeKeyFrom(botToken: string): Buffer {
  return createHmac('sha256', botToken).update('invitation codes').digest();
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Eight digits alone could be tried out offline, hence the key. */
export function hashCode(code: string, codeKey: Buffer): string {
  return createHmac('sha256', codeKey).update(code).digest('hex');
}

/**
 * The payload of a deep link as a token; null for anything that cannot be one.
 * https://core.telegram.org/bots/features#deep-linking: up to 64 characters of A-Z a-z 0-9 _ -
 */
export function readToken(payload: string): string | null {
  return /^[A-Za-z0-9_-]{22,64}$/.test(payload) ? payload : null;
}

/** The code out of what a person typed («1234 5678», «12-34-56-78»); null where it is not eight digits. */
export function readCode(text: string): string | null {
  const digits = text.replace(/[\s\-–—.]/g, '');
  return /^\d{8}$/.test(digits) ? digits : null;
}

/** «1234 5678» */
export function showCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

export function expiryOf(createdAt: Date): Date {
  return new Date(createdAt.getTime() + INVITATION_DAYS * DAY);
}

/** The tries of the last hour among those remembered (ms since 1970). */
export function recentTries(tries: readonly number[], now: Date): number[] {
  return tries.filter((at) => now.getTime() - at < HOUR);
}

/** Minutes until the next try is allowed; 0: now. */
export function minutesUntilNextTry(tries: readonly number[], now: Date): number {
  const recent = recentTries(tries, now);
  const oldest = recent.at(-CODE_TRIES);
  return oldest === undefined ? 0 : Math.ceil((oldest + HOUR - now.getTime()) / 60_000);
}

/** Tries that are left in this hour. */
export function triesLeft(tries: readonly number[], now: Date): number {
  return Math.max(0, CODE_TRIES - recentTries(tries, now).length);
}

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

/** Revoking brings the expiry forward, so that is how the two are told apart. */
export function invitationState(
  invitation: { createdAt: Date; expiresAt: Date; usedAt: Date | null },
  now: Date,
): InvitationState {
  if (invitation.usedAt !== null) return 'used';
  if (invitation.expiresAt > now) return 'open';
  return invitation.expiresAt < expiryOf(invitation.createdAt) ? 'revoked' : 'expired';
}
