import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { machineNow } from '../clock.ts';
import { createKeptClock } from './kept-clock.ts';
import { createLease } from './lease.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const leaseNamed = (name: string, ttl = 60_000) => createLease(test.database.pool, name, { ttl });

describe('a lease', () => {
  it('goes to one of many who ask at once', async () => {
    const leases = Array.from({ length: 8 }, () => leaseNamed('one'));
    const won = await Promise.all(leases.map((lease) => lease.acquire()));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(leases.map((lease) => lease.held())).toEqual(won);
  });

  it('is kept by beats, and passes on when it is given back', async () => {
    const [first, second] = [leaseNamed('passes'), leaseNamed('passes')];
    expect(await first.acquire()).toBe(true);
    expect(await first.acquire()).toBe(true);
    expect(await second.acquire()).toBe(false);
    await second.release();
    expect(await second.acquire()).toBe(false);
    await first.release();
    expect(first.held()).toBe(false);
    expect(await second.acquire()).toBe(true);
    expect(await first.acquire()).toBe(false);
  });

  it('passes on when it runs out, and its holder knows without asking', async () => {
    const [first, second] = [leaseNamed('runs out', 300), leaseNamed('runs out', 300)];
    expect(await first.acquire()).toBe(true);
    expect(await second.acquire()).toBe(false);
    await expect.poll(() => second.acquire(), { timeout: 5000 }).toBe(true);
    expect(first.held()).toBe(false);
    expect(await first.acquire()).toBe(false);
  });

  it('lets anybody postpone, and only forward', async () => {
    const [first, second] = [leaseNamed('postponed'), leaseNamed('postponed')];
    await second.postpone('frozenUntil', 60_000);
    await first.acquire();
    await second.postpone('frozenUntil', 1000);
    await second.postpone('other', 5000);
    const states = [await first.beat(), await second.beat()];
    expect(states.map(({ held }) => held)).toEqual([true, false]);
    for (const { data, now } of states) {
      const rest = Date.parse(String(data['frozenUntil'])) - now.getTime();
      expect(rest).toBeGreaterThan(50_000);
      expect(rest).toBeLessThanOrEqual(60_000);
      expect(data['other']).toBeTypeOf('string');
    }
  });
});

it('a clock shifted once is refused where real people are written to, whatever the settings say', async () => {
  const { pool } = test.database;
  expect((await createKeptClock(pool, undefined, false)).clock.offset()).toBe(0);
  const shifted = new Date(machineNow().getTime() + 21 * 86_400_000);
  await createKeptClock(pool, shifted, true);
  const refusal: unknown = await createKeptClock(pool, undefined, false).catch((error: unknown) => error);
  const appTime = expect.stringContaining(shifted.toISOString().slice(0, 10)) as string;
  expect(refusal).toMatchObject({ fault: { kind: 'clock-shifted', appTime } });
  expect((await createKeptClock(pool, undefined, true)).clock.offset()).toBeGreaterThan(20 * 86_400_000);
});
