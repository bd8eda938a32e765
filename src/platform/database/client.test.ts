import { afterEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { runSql } from '../../../test/support/postgres.ts';
import { createLog } from '../log.ts';
import { createDatabase } from './client.ts';
import { toNumber } from './numbers.ts';

const log = createLog({ level: 'silent' });
const instant = new Date('2027-02-08T14:20:00.123Z');
let own: TestDatabase;

afterEach(() => own.drop());

test('instants are stored right in a database whose zone is Asia/Kamchatka', async () => {
  own = await createTestDatabase();
  const [{ name } = { name: '' }] = (await runSql(own.connection, 'select current_database() as name')) as {
    name: string;
  }[];
  await runSql(own.connection, `alter database ${name} set timezone to 'Asia/Kamchatka'`);

  await own.database.prisma.person.create({ data: { createdAt: instant } });
  await own.database.pool.query('insert into "Person" ("createdAt") values ($1)', [instant]);

  const written = await runSql(
    own.connection,
    'select extract(epoch from "createdAt") * 1000 as at from "Person"',
  );
  expect(written.map((row) => Number((row as { at: string }).at))).toEqual([
    instant.getTime(),
    instant.getTime(),
  ]);
  const people = await own.database.prisma.person.findMany();
  expect(people.map((person) => person.createdAt)).toEqual([instant, instant]);
  const { rows } = await own.database.pool.query<{ createdAt: Date; zone: string }>(
    `select "createdAt", current_setting('timezone') as zone from "Person"`,
  );
  expect(rows).toEqual([
    { createdAt: instant, zone: 'UTC' },
    { createdAt: instant, zone: 'UTC' },
  ]);
});

test('an address reaches the same database, and its own options are kept beside ours', async () => {
  own = await createTestDatabase();
  await own.database.prisma.city.create({ data: { name: 'Заречный', timeZone: 'Asia/Yekaterinburg' } });
  const separator = own.url.includes('?') ? '&' : '?';
  const connectionString = `${own.url}${separator}options=${encodeURIComponent('-c statement_timeout=7000')}`;
  const other = createDatabase({ connectionString }, { log });
  try {
    expect(await other.prisma.city.count()).toBe(1);
    const { rows } = await other.pool.query<{ zone: string; limit: string }>(
      `select current_setting('timezone') as zone, current_setting('statement_timeout') as limit`,
    );
    expect(rows).toEqual([{ zone: 'UTC', limit: '7s' }]);
  } finally {
    await other.close();
  }
});

test('a slow statement is told of at debug, without its values, however it is asked', async () => {
  own = await createTestDatabase();
  const lines: string[] = [];
  const told = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const watched = createDatabase(own.connection, { log: told });
  try {
    await watched.pool.query("select pg_sleep(0.25), 'Rowan' as quoted, $1::text as given", ['Alder']);
    await watched.prisma.$queryRaw`select pg_sleep(0.25)::text, ${'Alder'}::text`;
    await watched.pool.query('select 1');
  } finally {
    await watched.close();
  }
  const slow = lines.map((line) => JSON.parse(line) as { level: string; ms: number; sql: string });
  expect(slow).toHaveLength(2);
  for (const { level, ms, sql } of slow) {
    expect([level, ms >= 200, sql.includes('pg_sleep')]).toEqual(['debug', true, true]);
  }
  expect(lines.join()).not.toMatch(/Rowan|Alder/);
});

test('the pool gives a bigint as a number and a day as it is written', async () => {
  own = await createTestDatabase();
  const { pool } = own.database;
  const { rows } = await pool.query(
    `select 4503599627370495::bigint as id, '2027-02-08'::date as day, null::bigint as none`,
  );
  expect(rows).toEqual([{ id: 4_503_599_627_370_495, day: '2027-02-08', none: null }]);
  await expect(pool.query('select 9007199254740993::bigint')).rejects.toThrow(RangeError);
});

test('connections cut by the server are replaced', async () => {
  own = await createTestDatabase();
  const { pool, prisma } = own.database;
  await Promise.all([prisma.city.count(), prisma.seat.count()]);
  const lost = new Promise((resolve) => pool.once('error', resolve));
  await runSql(
    own.connection,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await lost;
  await expect.poll(() => prisma.city.count().catch(() => 'cut')).toBe(0);
});

test('a bigint that does not fit into a number is refused', async () => {
  own = await createTestDatabase({ empty: true });
  expect(toNumber(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => toNumber(2n ** 53n)).toThrow(RangeError);
  expect(() => toNumber(-(2n ** 53n))).toThrow(RangeError);
});
