import type { Pool } from 'pg';
import { createDatabase, type Database } from '../src/platform/database/client.ts';
import { type Connection, connectionUrl } from '../src/platform/database/connection.ts';
import { applyMigrations, migrationsFolder, readMigrations } from '../src/platform/database/migrate.ts';
import { createLog } from '../src/platform/log.ts';
import { createSimulator, type Person, type Simulator } from '../src/simulator/index.ts';
import { onDatabase, runSql } from '../test/support/postgres.ts';
import { seedTown } from '../test/support/town.ts';
import { add, judge, measure, type Measure } from './contest.ts';
import { pieceOf, PIECES, QUESTIONS, READY } from './questions.ts';
import { type Side, startSide } from './side.ts';
import type { Row } from './table.ts';

const ROUNDS = 2;
const PEOPLE = 24;
const PATIENCE = { timeoutMs: 60_000 };

/**
 * Rows 2 and 3: heads of department answer seven questions by five pieces each. Against the documented stack the whole
 * talk is compared, questions, statuses and buttons included; against the bare statements the storing of the pieces.
 */
export async function pieces(server: Connection): Promise<Row[]> {
  const app = await enter(server, 'pieces-app');
  const bare = await enter(server, 'pieces-bare');
  const stack = await enter(server, 'pieces-stack');
  try {
    // For the compilers; the bare program has less to warm itself by.
    await answerApp(app, 4);
    await answerStack(stack, 4);
    for (let i = 0; i < 4; i++) await answerBare(bare);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        app: await answerApp(app),
        stack: await answerStack(stack),
        bare: await answerBare(bare),
      });
    }
    const common = { unit: 'pieces per CPU-second', amount: PEOPLE * QUESTIONS.length * PIECES };
    return [
      {
        ...common,
        name: 'pieces stored: the app / grammY + runner + conversations + storage-prisma',
        bound: 5,
        ...judge(rounds.map(({ app, stack }) => ({ ours: app.storing, theirs: stack.storing }))),
      },
      {
        ...common,
        name: 'pieces stored: the app / its own statements through pg and undici alone',
        bound: 0.5,
        ...judge(rounds.map(({ app, bare }) => ({ ours: app.storing, theirs: bare.storing }))),
      },
      {
        ...common,
        name: 'the whole talk, with the screens of both: the app / the same stack',
        bound: null,
        ...judge(rounds.map(({ app, stack }) => ({ ours: app.talk, theirs: stack.talk }))),
      },
    ];
  } finally {
    await Promise.all([app.stop(), bare.stop(), stack.stop()]);
  }
}

interface Contestant {
  side: Side;
  simulator: Simulator;
  database: Database;
  stop: () => Promise<unknown>;
}

async function enter(
  server: Connection,
  name: 'pieces-app' | 'pieces-bare' | 'pieces-stack',
): Promise<Contestant> {
  const log = createLog({ level: 'warn' });
  const connection = onDatabase(server, name.replace('-', '_'));
  await runSql(server, `create database ${name.replace('-', '_')}`);
  if (name === 'pieces-stack') {
    await runSql(connection, 'create table "Session" (id serial primary key, key text unique, value text)');
    await runSql(
      connection,
      'create table "Answer" (id serial primary key, "chatId" bigint, code text, text text, unique ("chatId", code))',
    );
  } else await applyMigrations(connection, await readMigrations(migrationsFolder()), log);
  const database = createDatabase(connection, { log });
  const simulator = await createSimulator();
  const { token, apiRoot } = simulator;
  const side = await startSide(name, { token, apiRoot, databaseUrl: connectionUrl(connection) });
  return {
    side,
    simulator,
    database,
    async stop() {
      try {
        await side.stop();
      } finally {
        await Promise.all([simulator.close(), database.close()]);
      }
    },
  };
}

let nextId = 501;

/** Heads, each in a city of his own with an open questionnaire. */
async function addHeads({ simulator, database }: Contestant) {
  const now = simulator.now();
  const year = now.getUTCFullYear();
  const heads = [];
  for (let i = 0; i < PEOPLE; i++) {
    const id = nextId++;
    const town = { now, year, dueOn: `${year + 1}-12-31`, headId: id, city: `Город ${id}` };
    const seeded = await seedTown(database.prisma, town);
    heads.push({ ...seeded, person: simulator.person({ id, firstName: 'Анна', started: true }) });
  }
  return heads;
}

const pause = (milliseconds = 10): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Everybody sends the pieces of one answer at once; until all are stored. */
async function store(
  people: readonly Person[],
  question: number,
  stored: () => Promise<boolean>,
): Promise<void> {
  for (const person of people) {
    for (let i = 0; i < PIECES; i++) person.send(pieceOf(question * PIECES + i));
  }
  while (!(await stored())) await pause();
}

interface Play {
  /** Everything from the first question to the last answer. */
  talk: Measure;
  /** Of it, from sending the pieces of an answer until they are stored. */
  storing: Measure;
}

async function answerApp(contestant: Contestant, questions = QUESTIONS.length): Promise<Play> {
  const { side, database } = contestant;
  const people = (await addHeads(contestant)).map(({ person }) => person);
  const all = (step: (person: Person) => Promise<unknown>) => Promise.all(people.map(step));
  const storing: Measure[] = [];
  const talk = await measure(side, async () => {
    await all(async (person) => {
      person.send('анкета');
      await person.waitFor(/Анкета «/, PATIENCE);
      person.tap('1');
      await person.waitFor(/Вопрос 1 из/, PATIENCE);
    });
    for (let question = 0; question < questions; question++) {
      const stored = await countPieces(database.pool);
      storing.push(await measure(side, () => store(people, question, stored)));
      await all(async (person) => {
        await person.waitFor(/Сохранено: 5 частей/, PATIENCE);
        person.tap(READY);
        await person.waitFor(new RegExp(`Вопрос ${question + 1} готов`), PATIENCE);
      });
    }
  });
  return { talk, storing: add(storing) };
}

async function answerStack(contestant: Contestant, questions = QUESTIONS.length): Promise<Play> {
  const { side, simulator, database } = contestant;
  const people = Array.from({ length: PEOPLE }, () => simulator.person({ firstName: 'Анна' }));
  const storing: Measure[] = [];
  const talk = await measure(side, async () => {
    for (const person of people) person.open('');
    for (const [question, { text }] of QUESTIONS.entries()) {
      await Promise.all(people.map((person) => person.waitFor(text, PATIENCE)));
      if (question === questions) return;
      const last = pieceOf(question * PIECES + PIECES - 1).slice(0, 20);
      const stored = async (): Promise<boolean> => {
        await pause(50);
        const { rows } = await database.pool.query<{ count: number }>(
          `select count(*) as count from "Session" where position($1 in value) > 0`,
          [last],
        );
        return rows[0]?.count === PEOPLE;
      };
      storing.push(await measure(side, () => store(people, question, stored)));
      for (const person of people) person.tap(READY);
    }
    await Promise.all(people.map((person) => person.waitFor('Спасибо.', PATIENCE)));
  });
  return { talk, storing: add(storing) };
}

async function answerBare(contestant: Contestant): Promise<Pick<Play, 'storing'>> {
  const { side, database } = contestant;
  const { pool } = database;
  const heads = await addHeads(contestant);
  const people = heads.map(({ person }) => person);
  const storing: Measure[] = [];
  for (const [question, { code }] of QUESTIONS.entries()) {
    for (const { person, assignmentId, cityId, seatId } of heads) {
      const state = { place: { assignmentId, code, kind: 'long_text', cityId, respondentSeatId: seatId } };
      await pool.query(
        `insert into "Lane" ("chatId", state) values ($1, $2) on conflict ("chatId") do update set state = excluded.state`,
        [person.id, JSON.stringify(state)],
      );
    }
    const stored = await countPieces(pool);
    storing.push(await measure(side, () => store(people, question, stored)));
  }
  return { storing: add(storing) };
}

/** Whether all pieces of one more answer of everybody are stored and marked as done. */
async function countPieces(pool: Pool): Promise<() => Promise<boolean>> {
  const count = async (): Promise<{ pieces: number; open: number }> => {
    const { rows } = await pool.query<{ pieces: number; open: number }>(
      `select (select count(*) from "Piece") as pieces, (select count(*) from "Update" where "doneAt" is null) as open`,
    );
    return rows[0] ?? { pieces: 0, open: 0 };
  };
  const before = await count();
  return async () => {
    const { pieces, open } = await count();
    return pieces === before.pieces + PEOPLE * PIECES && open === 0;
  };
}
