import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSimulator, type Person, type Simulator } from '../src/simulator/index.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { startProcess, type Running } from './support/running.ts';
import { seedTown } from './support/town.ts';

/** Three processes of the built app behind one webhook, over one database. */
const HEADS = 12;
const PARTS = 24;
const WAIT = { timeout: 60_000, interval: 10 };
const PATIENCE = { timeoutMs: 60_000 };

let db: TestDatabase;
let simulator: Simulator;
let copies: Running[];

beforeEach(async () => {
  db = await createTestDatabase();
  simulator = await createSimulator({ webhook: { firstPauseMs: 20, longestPauseMs: 500 } });
  copies = [];
});
afterEach(async () => {
  for (const copy of copies) await copy.kill();
  await simulator.close();
  await db.drop();
});

async function start(): Promise<Running> {
  const settings = {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    DATABASE_URL: db.url,
    HTTP_PORT: '0',
    MODE: 'webhook',
    WEBHOOK_URL: 'https://bot.example/telegram',
    WEBHOOK_SECRET: 'a-secret-of-the-test',
  };
  const copy = await startProcess(settings, () => undefined);
  copies.push(copy);
  return copy;
}

interface Part {
  telegramId: number;
  text: string;
}

/** The parts of all answers in the order in which they were stored. */
async function parts(): Promise<Part[]> {
  const { rows } = await db.database.pool.query<Part>(
    'select p."telegramId", piece.text from "Piece" piece join "Person" p on p.id = piece."authorId" order by piece.id',
  );
  return rows;
}

test('three copies, one killed in the middle: every part of every answer is stored once and in order', async () => {
  await Promise.all([start(), start(), start()]);
  simulator.setWebhookTargets(copies.map((copy) => copy.url));
  const now = simulator.now();
  const year = now.getUTCFullYear();
  const heads: Person[] = [];
  for (let id = 601; id < 601 + HEADS; id++) {
    const town = { now, year, dueOn: `${year + 1}-12-31`, headId: id, city: `Город ${id}` };
    await seedTown(db.database.prisma, town);
    heads.push(simulator.person({ id, firstName: 'Анна', started: true }));
  }
  await Promise.all(
    heads.map(async (head) => {
      head.send('анкета');
      await head.waitFor(/Анкета «/, PATIENCE);
      head.tap('1');
      await head.waitFor(/Вопрос 1 из 7/, PATIENCE);
    }),
  );

  for (let i = 0; i < PARTS; i++) for (const head of heads) head.send(`Мероприятие ${i} проведено.`);
  await vi.waitFor(async () => expect((await parts()).length).toBeGreaterThan(HEADS * 3), WAIT);
  await copies[1]?.kill();
  expect((await parts()).length).toBeLessThan(HEADS * PARTS);
  await vi.waitFor(async () => expect((await parts()).length).toBe(HEADS * PARTS), WAIT);

  const stored = await parts();
  const inOrder = Array.from({ length: PARTS }, (_, i) => `Мероприятие ${i} проведено.`);
  for (const head of heads) {
    expect(stored.filter(({ telegramId }) => telegramId === head.id).map(({ text }) => text)).toEqual(
      inOrder,
    );
  }
  // The status comes from whichever copy lives, and counts what is there.
  await Promise.all(heads.map((head) => head.waitFor(new RegExp(`Сохранено: ${PARTS} част`), PATIENCE)));
  const answers = await db.database.prisma.answer.findMany();
  expect(answers.map(({ pieceCount }) => pieceCount)).toEqual(heads.map(() => PARTS));
}, 180_000);
