import { describe, expect, it } from 'vitest';
import {
  codeKeyFrom,
  expiryOf,
  hashCode,
  hashToken,
  invitationState,
  minutesUntilNextTry,
  newSecret,
  readCode,
  readToken,
  showCode,
  triesLeft,
} from './invitation.ts';

const now = new Date('2027-02-01T10:00:00Z');
const minutes = (count: number) => count * 60_000;

describe('secrets', () => {
  it('fit into a deep link and carry at least 128 bits', () => {
    const { token, code } = newSecret();
    expect(token).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(Buffer.from(token, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    expect(code).toMatch(/^\d{8}$/);
    expect(newSecret()).not.toEqual({ token, code });
  });

  it('are stored as hashes; without the bot token the code cannot be tried out', () => {
    const { token } = newSecret();
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashToken(token)).not.toBe(hashToken(newSecret().token));
    const key = codeKeyFrom('100:secret');
    expect(hashCode('12345678', key)).toBe(hashCode('12345678', codeKeyFrom('100:secret')));
    expect(hashCode('12345678', key)).not.toBe(hashCode('12345678', codeKeyFrom('100:other')));
  });

  it('are read from what people send', () => {
    expect(readCode(' 1234 5678 ')).toBe('12345678');
    expect(readCode('12-34-56-78')).toBe('12345678');
    expect(readCode('1234567')).toBeNull();
    expect(readCode('код 12345678')).toBeNull();
    expect(readToken('a'.repeat(32))).toBe('a'.repeat(32));
    expect(readToken('x')).toBeNull();
    expect(readToken(`${'a'.repeat(32)}!`)).toBeNull();
    expect(showCode('12345678')).toBe('1234 5678');
  });
});

describe('tries of a code', () => {
  it('are five in an hour', () => {
    const tries = [50, 40, 30, 20].map((ago) => now.getTime() - minutes(ago));
    expect(minutesUntilNextTry(tries, now)).toBe(0);
    expect(triesLeft(tries, now)).toBe(1);
    const five = [...tries, now.getTime()];
    expect(minutesUntilNextTry(five, now)).toBe(10);
    expect(triesLeft(five, now)).toBe(0);
    expect(minutesUntilNextTry(five, new Date(now.getTime() + minutes(11)))).toBe(0);
  });
});

describe('invitationState', () => {
  const createdAt = new Date('2027-01-25T10:00:00Z');
  const fresh = { createdAt, expiresAt: expiryOf(createdAt), usedAt: null };

  it('is open for 14 days', () => {
    expect(fresh.expiresAt.toISOString()).toBe('2027-02-08T10:00:00.000Z');
    expect(invitationState(fresh, now)).toBe('open');
    expect(invitationState(fresh, new Date(fresh.expiresAt.getTime() - 1))).toBe('open');
    expect(invitationState(fresh, fresh.expiresAt)).toBe('expired');
  });

  it('tells revoked from expired, and used from both', () => {
    expect(invitationState({ ...fresh, expiresAt: now }, now)).toBe('revoked');
    expect(invitationState({ ...fresh, usedAt: now }, fresh.expiresAt)).toBe('used');
  });
});
