import { search } from '../src/features/questionnaire/experience/search-store.ts';
import { wordsOf } from '../src/features/questionnaire/experience/words.ts';
import { monotonic } from '../src/platform/clock.ts';
import { createDatabase, type Database } from '../src/platform/database/client.ts';
import type { Connection } from '../src/platform/database/connection.ts';
import { applyMigrations, migrationsFolder, readMigrations } from '../src/platform/database/migrate.ts';
import { createLog } from '../src/platform/log.ts';
import { onDatabase, runSql } from '../test/support/postgres.ts';

const CITIES = 100;
const YEARS = 10;
const CODES = 7;
/** Characters of an answer: a questionnaire of 12 000. */
const LENGTH = 1_700;
const ROUNDS = 15;
/** Milliseconds. */
export const SEARCH_BOUND = 100;

const COMMON = 'администрация города работа организация муниципальный проведение граждан мероприятия'.split(
  ' ',
);
const SYLLABLES =
  'ба бе ва го да де жи за ка ко ла ле ми мо на не по ра ре ро са со та то фа хо ча ша ща ки'.split(' ');
const ENDINGS = ['ние', 'ство', 'ый', 'ами', 'ость', 'ция'];

/** How long a search takes at most for one of two, and for nineteen of twenty, over a hundred cities and ten years. */
export async function searching(server: Connection): Promise<{ p50: number; p95: number; line: string }> {
  const log = createLog({ level: 'warn' });
  await runSql(server, 'create database search');
  const connection = onDatabase(server, 'search');
  await applyMigrations(connection, await readMigrations(migrationsFolder()), log);
  const database = createDatabase(connection, { log });
  try {
    const vocabulary = await seed(database);
    const rare = vocabulary.at(-1) ?? '';
    const wrong = (word: string): string => word.slice(0, 3) + word.slice(4);
    const queries = [
      COMMON[0],
      `${COMMON[1]} ${COMMON[2]}`,
      `"${COMMON[3]} ${COMMON[2]}"`,
      vocabulary[10],
      rare,
      `${vocabulary[20]} ${vocabulary[30]}`,
      wrong(vocabulary[200] ?? ''),
      `${wrong(vocabulary[300] ?? '')} ${wrong(rare)}`,
    ].map((text) => text ?? '');
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      for (const text of queries) {
        const begun = monotonic();
        await search(database.prisma, { text, code: null, cityId: null, year: null }, 0);
        // The first round is for the compilers and the cache.
        if (round > 0) times.push(monotonic() - begun);
      }
    }
    times.sort((a, b) => a - b);
    const at = (part: number): number => times[Math.floor(times.length * part)] ?? 0;
    const [p50, p95] = [at(0.5), at(0.95)];
    const amount = `${CITIES * YEARS * CODES} answers`;
    const line = `search in ${amount}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, bound ${SEARCH_BOUND} ms`;
    return { p50, p95, line };
  } finally {
    await database.close();
  }
}

/** Answers of made-up words, a few of which stand in nearly each. @returns the made-up words, the most frequent first */
async function seed({ pool }: Database): Promise<string[]> {
  let state = 7;
  /** Numerical Recipes' generator: the same answers in each run. */
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const one = (words: readonly string[]): string => words[random(words.length)] ?? '';
  const vocabulary = Array.from(
    { length: 12_000 },
    () => Array.from({ length: 3 + random(3) }, () => one(SYLLABLES)).join('') + one(ENDINGS),
  );
  const text = (): string => {
    const words: string[] = [];
    for (let length = 0; length < LENGTH;) {
      const word = random(7) === 0 ? one(COMMON) : (vocabulary[random(1 + random(vocabulary.length))] ?? '');
      words.push(random(12) === 0 ? `${word}.` : word);
      length += word.length + 1;
    }
    return words.join(' ');
  };
  await pool.query(`insert into "Branch" (code, short, name) values ('organisation', 'ОРГ', 'Работа')`);
  await pool.query(
    `insert into "Form" (code, version, questions, "createdAt") values ('organisation', 1, '[]', now())`,
  );
  await pool.query(
    `insert into "Campaign" ("branchId", "formId", year, "dueOn") select 1, 1, 2016 + n, now() from generate_series(1, $1) n`,
    [YEARS],
  );
  await pool.query(
    `insert into "City" (name, "timeZone") select 'Город ' || n, 'Asia/Omsk' from generate_series(1, $1) n`,
    [CITIES],
  );
  await pool.query(
    `insert into "Assignment" ("campaignId", "cityId") select c.id, t.id from "Campaign" c, "City" t`,
  );
  const { rows } = await pool.query<{ id: number }>(`select id from "Assignment" order by id`);
  for (const { id } of rows) {
    const texts = Array.from({ length: CODES }, text);
    await pool.query(
      `insert into "Passage" ("assignmentId", code, "cityId", year, text)
      select a.id, 'Q' || u.n, a."cityId", c.year, u.text
      from "Assignment" a join "Campaign" c on c.id = a."campaignId", unnest($2::text[]) with ordinality u(text, n)
      where a.id = $1`,
      [id, texts],
    );
    await pool.query(`insert into "PassageWord" select unnest($1::text[]) on conflict do nothing`, [
      [...new Set(texts.flatMap(wordsOf))],
    ]);
  }
  await pool.query('analyze');
  return vocabulary;
}
