import type { Update } from 'grammy/types';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { chatOf, inboxDepth, storeUpdates, sweepInbox } from './inbox.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.database.pool.query('truncate "Update", "Lane"');
});

const message = (id: number, chat: number, text = 'text'): Update =>
  ({
    update_id: id,
    message: { message_id: id, date: 0, chat: { id: chat, type: 'private' }, text },
  }) as Update;

async function stored(): Promise<{ id: number; chatId: number; payload: Update; doneAt: Date | null }[]> {
  const { rows } = await db.database.pool.query<{
    id: number;
    chatId: number;
    payload: Update;
    doneAt: Date | null;
  }>('select * from "Update" order by seq');
  return rows;
}

test('each kind that the app asks for belongs to its chat', () => {
  const chat = { id: 5, type: 'private' };
  const from = { id: 6 };
  expect(chatOf({ update_id: 1, edited_message: { chat } } as Update)).toBe(5);
  expect(chatOf({ update_id: 1, callback_query: { from, message: { chat } } } as Update)).toBe(5);
  expect(chatOf({ update_id: 1, callback_query: { from } } as Update)).toBe(6);
  expect(chatOf({ update_id: 1, my_chat_member: { chat } } as Update)).toBe(5);
  expect(chatOf({ update_id: 1, poll: {} } as unknown as Update)).toBeNull();
});

test('updates are stored in the order given, whatever their numbers, each chat with one lane', async () => {
  const updates = [message(900, 1), message(3, 2), message(901, 1), message(2, 2)];
  expect(await storeUpdates(db.database.pool, updates)).toBe(4);
  const rows = await stored();
  expect(rows.map((row) => Number(row.id))).toEqual([900, 3, 901, 2]);
  expect(rows.map((row) => row.payload)).toEqual(updates);
  const lanes = await db.database.pool.query('select "chatId" from "Lane" order by 1');
  expect(lanes.rows.map((row: { chatId: number }) => Number(row.chatId))).toEqual([1, 2]);
});

test('an update that comes again is stored once, also within one batch, at the same time and after it was handled', async () => {
  const { pool } = db.database;
  const updates = Array.from({ length: 50 }, (_, i) => message(i + 1, i % 3));
  const counts = await Promise.all(
    Array.from({ length: 8 }, () => storeUpdates(pool, [...updates, message(1, 0)])),
  );
  expect(counts.reduce((sum, count) => sum + count)).toBe(50);
  await pool.query(`update "Update" set "doneAt" = now(), payload = null, outcome = 'done' where id = 7`);
  expect(await storeUpdates(pool, [message(7, 0)])).toBe(0);
  const rows = await stored();
  expect(rows).toHaveLength(50);
  expect(rows.find((row) => Number(row.id) === 7)?.doneAt).not.toBeNull();
});

test('kinds without a chat are left out; nothing at all is no fault', async () => {
  const { pool } = db.database;
  expect(await storeUpdates(pool, [])).toBe(0);
  expect(await storeUpdates(pool, [{ update_id: 1, poll: {} } as unknown as Update])).toBe(0);
  expect(await storeUpdates(pool, [{ update_id: 1, poll: {} } as unknown as Update, message(2, 1)])).toBe(1);
});

test('an update whose chat cannot be told is dropped instead of coming again for ever, its batch is kept', async () => {
  const broken = [{}, { chat: {} }, { chat: { id: 'abc' } }, { chat: { id: 2 ** 70 } }].map(
    (content, i) => ({ update_id: i + 1, message: content }) as unknown as Update,
  );
  expect(await storeUpdates(db.database.pool, [...broken, message(9, 1)])).toBe(1);
});

test('what jsonb cannot hold stops nobody: U+0000 and halves of pairs are replaced, everything else is kept', async () => {
  const texts = [
    'nul \u0000 end',
    'half \ud83d end',
    'other half \ude00',
    'whole 😀',
    'typed \\u0000',
    'quoted "\\"',
  ];
  await storeUpdates(
    db.database.pool,
    texts.map((text, i) => message(i + 1, 1, text)),
  );
  expect((await stored()).map((row) => row.payload.message?.text)).toEqual([
    'nul \ufffd end',
    'half \ufffd end',
    'other half \ufffd',
    'whole 😀',
    'typed \\u0000',
    'quoted "\\"',
  ]);
});

test('depth counts what is open and tells the age of the oldest', async () => {
  const { pool } = db.database;
  expect(await inboxDepth(pool)).toEqual({ open: 0, oldestSeconds: 0 });
  await storeUpdates(pool, [message(1, 1), message(2, 1), message(3, 2)]);
  await pool.query(`update "Update" set at = now() - interval '90 seconds' where id = 2`);
  await pool.query(`update "Update" set "doneAt" = now(), at = now() - interval '1 day' where id = 3`);
  const { open, oldestSeconds } = await inboxDepth(pool);
  expect(open).toBe(2);
  expect(oldestSeconds).toBeGreaterThanOrEqual(90);
  expect(oldestSeconds).toBeLessThan(100);
});

test('the sweep removes tombstones after 30 days and nothing that is open', async () => {
  const { pool } = db.database;
  await storeUpdates(pool, [message(1, 1), message(2, 1), message(3, 1)]);
  await pool.query(`update "Update" set at = now() - interval '40 days'`);
  await pool.query(`update "Update" set "doneAt" = now() - interval '31 days' where id = 1`);
  await pool.query(`update "Update" set "doneAt" = now() - interval '29 days' where id = 2`);
  expect(await sweepInbox(pool)).toBe(1);
  expect((await stored()).map((row) => Number(row.id))).toEqual([2, 3]);
});
