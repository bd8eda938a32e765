import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { takeAway } from '../../../test/support/copies/database-away.ts';
import { createSimulator, rawCall, type Simulator } from '../../simulator/index.ts';
import { createHttpServer, type HttpServer } from '../http/server.ts';
import { createLog } from '../log.ts';
import { inboxDepth, storeUpdates } from './inbox.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createWebhookRoute } from './webhook.ts';

const SECRET = 'a-secret-of-the-test';
let db: TestDatabase;
let simulator: Simulator;
let http: HttpServer;
let lanes: Lanes;
let seen: string[];
let lines: string[];

beforeEach(async () => {
  db = await createTestDatabase();
  const { pool } = db.database;
  seen = [];
  lines = [];
  const log = createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  lanes = createLanes({
    pool,
    log,
    handle: (turn) => Promise.resolve({}).finally(() => seen.push(turn.update?.message?.text ?? '')),
  });
  const store = async (updates: Parameters<typeof storeUpdates>[1]): Promise<void> => {
    await storeUpdates(pool, updates);
    lanes.kick();
  };
  const routes = [createWebhookRoute({ path: '/telegram', secret: SECRET, store, log })];
  http = await createHttpServer({ host: '127.0.0.1', port: 0, routes, log });
  simulator = await createSimulator({ webhook: { firstPauseMs: 50, longestPauseMs: 200 } });
  lanes.start();
});
afterEach(async () => {
  await simulator.close();
  await http.close(0);
  await lanes.stop();
  await db.drop();
});

const update = {
  update_id: 5,
  message: { message_id: 1, date: 0, chat: { id: 1, type: 'private' }, text: 'hello' },
};

async function post(body: string, secret: string | null = SECRET): Promise<Response> {
  return fetch(`${http.url}/telegram`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret !== null && { 'x-telegram-bot-api-secret-token': secret }),
    },
    body,
  });
}

const open = async (): Promise<number> => (await inboxDepth(db.database.pool)).open;

test.each([
  ['no secret', null],
  ['a wrong secret', 'another-secret-12345'],
  ['a part of the secret', SECRET.slice(0, -1)],
])('%s: refused, nothing is stored', async (_, secret) => {
  expect((await post(JSON.stringify(update), secret)).status).toBe(401);
  const { rows } = await db.database.pool.query('select 1 from "Update"');
  expect(rows).toEqual([]);
});

test.each(['', '{', '[]', 'null', '{"update_id":"5"}', '{"message":{}}'])('no update: %j', async (body) => {
  expect((await post(body)).status).toBe(400);
});

test('an update is stored before the answer, and handled', async () => {
  await lanes.stop();
  expect((await post(JSON.stringify(update))).status).toBe(200);
  expect(await open()).toBe(1);
});

test('one that comes again is answered in the same way and handled once', async () => {
  for (let i = 0; i < 3; i++) expect((await post(JSON.stringify(update))).status).toBe(200);
  await vi.waitFor(async () => expect(await open()).toBe(0));
  expect(seen).toEqual(['hello']);
});

test('through Telegram: in order within a chat', async () => {
  await rawCall(simulator, 'setWebhook', { url: `${http.url}/telegram`, secret_token: SECRET });
  const people = ['Anna', 'Boris', 'Vera'].map((firstName) => simulator.person({ firstName }));
  for (let i = 0; i < 10; i++) for (const person of people) person.send(`${person.id} ${i}`);
  await vi.waitFor(() => expect(seen).toHaveLength(30), { timeout: 5000 });
  for (const { id } of people) {
    const own = seen.filter((text) => text.startsWith(`${id} `));
    expect(own).toEqual(Array.from({ length: 10 }, (_, i) => `${id} ${i}`));
  }
});

test('while the database is away the answer is 503; Telegram sends again, and everything is handled', async () => {
  await rawCall(simulator, 'setWebhook', { url: `${http.url}/telegram`, secret_token: SECRET });
  const person = simulator.person({ firstName: 'Anna' });
  const bringBack = await takeAway(db.connection);
  const answer = await post(JSON.stringify(update));
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  person.send('kept by Telegram');
  await vi.waitFor(() => expect(lines.join('')).toContain('will send it again'));
  expect(simulator.pendingUpdates).toBe(1);
  await bringBack();
  await vi.waitFor(() => expect(seen).toEqual(['kept by Telegram']), { timeout: 8000 });
  expect(simulator.pendingUpdates).toBe(0);
  expect(lines.join('')).not.toContain('kept by Telegram');
});
