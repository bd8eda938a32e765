import type { Update } from 'grammy/types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ALLOWED_UPDATES, storeUpdates } from '../src/platform/telegram/inbox.ts';
import { createSimulator, type Person, rawCall, type Simulator } from '../src/simulator/index.ts';
import { COUNTING_TABLES, type Copy, type CopySettings, startCopy } from './support/copies/copy.ts';
import { countHandlings, expectEachOnceInOrder } from './support/copies/effects.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

/** Several real processes over one database. */
/** Real processes on a busy machine. */
const WAIT = { timeout: 60_000, interval: 5 };
const SECRET = 'a-secret-of-the-test';

let db: TestDatabase;
let simulator: Simulator;
let copies: Copy[];

beforeEach(async () => {
  db = await createTestDatabase();
  await db.database.pool.query(COUNTING_TABLES);
  simulator = await createSimulator({ webhook: { firstPauseMs: 20, longestPauseMs: 500, timeoutMs: 3000 } });
  copies = [];
});
afterEach(async () => {
  for (const copy of copies) copy.signal('SIGKILL');
  await simulator.close();
  await db.drop();
});

async function start(settings: Partial<CopySettings>): Promise<Copy> {
  const copy = await startCopy({
    name: `copy ${copies.length + 1}`,
    databaseUrl: db.url,
    apiRoot: simulator.apiRoot,
    token: simulator.token,
    receive: 'webhook',
    secret: SECRET,
    ttl: 1,
    workMs: 5,
    ...settings,
  });
  copies.push(copy);
  return copy;
}

const crowd = (size: number): Person[] =>
  Array.from({ length: size }, (_, i) => simulator.person({ firstName: `Person ${i}` }));

async function count(table: string): Promise<number> {
  const { rows } = await db.database.pool.query<{ count: number }>(`select count(*) as count from ${table}`);
  return Number(rows[0]?.count);
}

async function listenWith(targets: readonly Copy[]): Promise<void> {
  simulator.setWebhookTargets(targets.map((copy) => copy.url));
  await rawCall(simulator, 'setWebhook', {
    url: 'https://bot.example/telegram',
    secret_token: SECRET,
    allowed_updates: ALLOWED_UPDATES,
  });
}

test('three copies behind one webhook: order in a chat, each update once, each job once; one is killed in the middle', async () => {
  const [first, second, third] = (await Promise.all(
    [1, 2, 3].map((i) => start({ name: `copy ${i}`, jobs: true, ttl: 3 })),
  )) as [Copy, Copy, Copy];
  await listenWith([first, second, third]);
  const people = crowd(30);
  const half = 20;
  for (let number = 0; number < half; number++) for (const person of people) person.send(String(number));
  await vi.waitFor(async () => expect(await count('effect')).toBe(30 * half), WAIT);
  const quiet = await countHandlings(db.database.pool);
  expect(quiet.repeated).toBe(0);
  expect(Object.keys(quiet.by)).toEqual(['copy 1', 'copy 2', 'copy 3']);

  for (let number = half; number < 2 * half; number++)
    for (const person of people) person.send(String(number));
  await vi.waitFor(async () => expect(await count('effect')).toBeGreaterThan(30 * half * 1.4), WAIT);
  second.signal('SIGKILL');
  expect(await second.exited).toBeNull();
  await vi.waitFor(async () => expect(await count('effect')).toBe(30 * half * 2), WAIT);
  await vi.waitFor(() => expect(simulator.pendingUpdates).toBe(0), WAIT);
  await expectEachOnceInOrder(db.database.pool, { chats: 30, each: 2 * half });
  // Only what the killed copy had in hand may have been begun twice: one update of each chat.
  expect((await countHandlings(db.database.pool)).repeated).toBeLessThanOrEqual(30);

  await vi.waitFor(async () => expect(await count('job_run')).toBeGreaterThan(5), WAIT);
  const { rows: slots } = await db.database.pool.query<{ times: number; copies: number }>(
    'select count(*)::int as times, count(distinct copy)::int as copies from job_run group by slot',
  );
  for (const slot of slots) expect(slot).toEqual({ times: 1, copies: 1 });
  expect(await Promise.all([first.stop(), third.stop()])).toEqual([0, 0]);
}, 120_000);

test('a copy that is stopped for longer than its leases and goes on: no effect twice, no state of its own', async () => {
  const people = crowd(20);
  for (const person of people) person.open(''); // so that it may be written to
  const message = (person: Person, number: number): Update => {
    const who = { id: person.id, first_name: 'Person' };
    return {
      update_id: 1 + number * people.length + people.indexOf(person),
      message: {
        message_id: number + 1,
        date: 0,
        chat: { ...who, type: 'private' },
        from: { ...who, is_bot: false },
        text: String(number),
      },
    };
  };
  const late = await start({ workMs: 20 });
  const updates = Array.from({ length: 20 }, (_, number) => people.map((person) => message(person, number)));
  await storeUpdates(db.database.pool, updates.flat());
  await vi.waitFor(async () => expect(await count('effect')).toBeGreaterThan(60), WAIT);
  late.signal('SIGSTOP');
  const heir = await start({});
  await vi.waitFor(async () => expect(await count('effect')).toBe(400), WAIT);
  await expectEachOnceInOrder(db.database.pool, { chats: 20, each: 20 });

  // It takes part again, and what it had in hand when it was stopped changes nothing.
  late.signal('SIGCONT');
  await storeUpdates(
    db.database.pool,
    people.map((person) => message(person, 20)),
  );
  await vi.waitFor(async () => expect(await count('effect')).toBe(420), WAIT);
  expect(await late.stop()).toBe(0);
  expect(await heir.stop()).toBe(0);
  await expectEachOnceInOrder(db.database.pool, { chats: 20, each: 21 });
  expect((await countHandlings(db.database.pool)).repeated).toBeLessThanOrEqual(20);
}, 120_000);

test('while polling, one copy polls; when it is killed the other one goes on', async () => {
  const people = crowd(10);
  const first = await start({ receive: 'polling' });
  const second = await start({ receive: 'polling' });
  for (let number = 0; number < 10; number++) for (const person of people) person.send(String(number));
  await vi.waitFor(async () => expect(await count('effect')).toBeGreaterThan(40), WAIT);
  first.signal('SIGKILL');
  for (let number = 10; number < 20; number++) for (const person of people) person.send(String(number));
  await vi.waitFor(async () => expect(await count('effect')).toBe(200), WAIT);
  await expectEachOnceInOrder(db.database.pool, { chats: 10, each: 20 });
  expect(await second.stop()).toBe(0);
}, 120_000);
