import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSimulator, type Person, type Simulator } from '../src/simulator/index.ts';
import { COUNTING_TABLES, type Copy, type CopySettings, startCopy } from './support/copies/copy.ts';
import { countHandlings, expectEachOnceInOrder } from './support/copies/effects.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

/** What is left of the app after `kill -9` of its real process. */
/** A real process on a busy machine. */
const WAIT = { timeout: 60_000, interval: 5 };
const CHATS = 40;
const EACH = 50;

let db: TestDatabase;
let simulator: Simulator;
let people: Person[];
let copies: Copy[];

beforeEach(async () => {
  db = await createTestDatabase();
  await db.database.pool.query(COUNTING_TABLES);
  simulator = await createSimulator();
  people = Array.from({ length: CHATS }, (_, i) => simulator.person({ firstName: `Person ${i}` }));
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
    receive: 'polling',
    secret: 'unused-in-this-test',
    ttl: 1,
    workMs: 1,
    ...settings,
  });
  copies.push(copy);
  return copy;
}

async function effects(): Promise<number> {
  const { rows } = await db.database.pool.query<{ count: number }>('select count(*) as count from effect');
  return Number(rows[0]?.count);
}

test('kill -9 in the middle of 2 000 updates, twice: the rest is handled, each once, each chat in order', async () => {
  for (let number = 0; number < EACH; number++) for (const person of people) person.send(String(number));
  for (const share of [0.3, 0.6]) {
    const copy = await start({});
    await vi.waitFor(async () => expect(await effects()).toBeGreaterThan(CHATS * EACH * share), WAIT);
    copy.signal('SIGKILL');
    expect(await copy.exited).toBeNull();
    expect(await effects()).toBeLessThan(CHATS * EACH);
  }
  const last = await start({});
  await vi.waitFor(async () => expect(await effects()).toBe(CHATS * EACH), WAIT);
  await vi.waitFor(() => expect(simulator.pendingUpdates).toBe(0), WAIT);
  await expectEachOnceInOrder(db.database.pool, { chats: CHATS, each: EACH });
  // Only what was in hand at the moment of a kill may have been begun twice: one update of each chat.
  expect((await countHandlings(db.database.pool)).repeated).toBeLessThanOrEqual(2 * CHATS);
  expect(await last.stop()).toBe(0);
}, 180_000);
