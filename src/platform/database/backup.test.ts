import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { runSql } from '../../../test/support/postgres.ts';
import { createLog } from '../log.ts';
import { backUp } from './backup.ts';
import type { Connection } from './connection.ts';
import { applyMigrations, type Migration, migrationsFolder, readMigrations } from './migrate.ts';
import { restore } from './restore.ts';

const log = createLog({ level: 'silent' });
const at = new Date('2027-02-08T14:20:00.123Z');
const AWKWARD = [
  '\\.',
  '\\.\n\\.',
  'таб\tи\r\nстрока\\n',
  '',
  '\\N',
  '«ёлка» 👩‍👩‍👧 "кавычки"',
  "'; drop table x; --",
];

let folder: string;
let file: string;
let databases: TestDatabase[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vestovoy-backup-'));
  file = path.join(folder, 'backup.gz');
});
afterEach(async () => {
  for (const each of databases) await each.drop();
  databases = [];
  await rm(folder, { recursive: true, force: true });
});

async function newDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const database = await createTestDatabase(options);
  databases.push(database);
  return database;
}

/** Rows in tables that refer to each other, with everything that a text format may stumble over. */
async function fill({ database: { prisma } }: TestDatabase): Promise<void> {
  for (const [index, text] of AWKWARD.entries()) {
    const city = await prisma.city.create({
      data: { name: `${index}${text}`, timeZone: 'Asia/Khabarovsk', card: { text } },
    });
    const person = await prisma.person.create({
      data: { telegramId: 2n ** 51n + BigInt(index), surname: text, name: null, createdAt: at },
    });
    const seat = await prisma.seat.create({ data: { kind: 'head', cityId: city.id, post: text } });
    await prisma.holding.create({ data: { seatId: seat.id, personId: person.id, from: at } });
    await prisma.file.create({
      data: {
        sha256: String(index),
        name: text,
        mime: 'image/png',
        size: 999,
        content: randomBytes(999),
        createdAt: at,
      },
    });
  }
}

/** Every row of every table as text, where the sequences stand, and the constraints. */
async function contents(connection: Connection): Promise<Record<string, unknown[]>> {
  const tables = (await runSql(
    connection,
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1`,
  )) as { name: string }[];
  const all: Record<string, unknown[]> = {
    sequences: await runSql(connection, 'select sequencename, last_value from pg_sequences order by 1'),
    constraints: await runSql(
      connection,
      `select conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) from pg_constraint
       where connamespace = 'public'::regnamespace and conname <> '_prisma_migrations_pkey' order by 1, 2`,
    ),
  };
  for (const { name } of tables)
    all[name] = await runSql(connection, `select t::text from "${name}" t order by 1`);
  return all;
}

const ours = () => readMigrations(migrationsFolder());

test('every row of every table comes back, and numbering goes on', async () => {
  const [source, target] = await Promise.all([newDatabase(), newDatabase({ empty: true })]);
  await fill(source);
  expect(await backUp(source.connection, file)).toMatchObject({ kind: 'written', rows: AWKWARD.length * 5 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  expect(await restore(target.connection, file, await ours(), log)).toMatchObject({
    kind: 'restored',
    rows: AWKWARD.length * 5,
  });
  const expected = await contents(source.connection);
  expect(expected['City']).toHaveLength(AWKWARD.length);
  expect(await contents(target.connection)).toEqual(expected);

  const next = await target.database.prisma.city.create({ data: { name: 'next', timeZone: 'UTC' } });
  expect(next.id).toBe(AWKWARD.length + 1);
});

test('tables that were made but are empty may be restored into', async () => {
  const [source, target] = await Promise.all([newDatabase(), newDatabase()]);
  await fill(source);
  await backUp(source.connection, file);
  expect(await restore(target.connection, file, await ours(), log)).toMatchObject({ kind: 'restored' });
  expect(await contents(target.connection)).toEqual(await contents(source.connection));
});

test('data are never restored over', async () => {
  const [source, target] = await Promise.all([newDatabase(), newDatabase()]);
  await fill(source);
  await backUp(source.connection, file);
  await target.database.prisma.city.create({ data: { name: 'Заречный', timeZone: 'UTC' } });
  const before = await contents(target.connection);
  expect(await restore(target.connection, file, await ours(), log)).toEqual({ kind: 'occupied' });
  expect(await contents(target.connection)).toEqual(before);
});

test('a damaged file is refused before anything is written', async () => {
  const [source, target] = await Promise.all([newDatabase(), newDatabase({ empty: true })]);
  await fill(source);
  await backUp(source.connection, file);
  const { size } = await stat(file);
  const plain = gunzipSync(await readFile(file));
  const other = path.join(folder, 'other.gz');

  const damages: Record<string, () => Promise<void>> = {
    'a bit turned': async () => {
      const handle = await open(file, 'r+');
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.floor(size / 2));
      buffer[0]! ^= 1;
      await handle.write(buffer, 0, 1, Math.floor(size / 2));
      await handle.close();
      await writeFile(other, await readFile(file));
    },
    'a letter changed and packed anew': () =>
      writeFile(other, gzipSync(plain.toString().replace('Khabarovsk', 'Khabarovks'))),
    'the end missing': async () => {
      await writeFile(other, await readFile(file));
      await truncate(other, size - 1);
    },
    'the second half missing, packed anew': () =>
      writeFile(other, gzipSync(plain.subarray(0, plain.length / 2))),
    'another text': () => writeFile(other, gzipSync('сметы\n'.repeat(1000))),
    'not packed': () => writeFile(other, plain),
    empty: () => writeFile(other, ''),
  };
  for (const [name, damage] of Object.entries(damages).reverse()) {
    await damage();
    expect(await restore(target.connection, other, await ours(), log), name).toEqual({ kind: 'damaged' });
  }
  expect(await contents(target.connection)).toEqual({ sequences: [], constraints: [] });
});

const m1: Migration = {
  name: '1',
  sql: 'create table a (id serial primary key, text text)',
  checksum: '1'.repeat(64),
};
const m2: Migration = {
  name: '2',
  sql: `alter table a add column long boolean; update a set long = length(text) > 3`,
  checksum: '2'.repeat(64),
};

test('a backup older than the program is brought up to date', async () => {
  const [source, target] = await Promise.all([newDatabase({ empty: true }), newDatabase({ empty: true })]);
  await applyMigrations(source.connection, [m1], log);
  await runSql(source.connection, `insert into a (text) values ('да'), ('столица')`);
  await backUp(source.connection, file);
  expect(await restore(target.connection, file, [m1, m2], log)).toMatchObject({ kind: 'restored', rows: 2 });
  expect(await runSql(target.connection, 'select text, long from a order by id')).toEqual([
    { text: 'да', long: false },
    { text: 'столица', long: true },
  ]);
});

test('a backup newer than the program, or of another one, is refused', async () => {
  const [source, target] = await Promise.all([newDatabase({ empty: true }), newDatabase({ empty: true })]);
  await applyMigrations(source.connection, [m1, m2], log);
  await backUp(source.connection, file);
  const changed = { ...m1, checksum: '3'.repeat(64) };
  expect(await restore(target.connection, file, [m1], log)).toEqual({ kind: 'foreign', migration: '2' });
  expect(await restore(target.connection, file, [changed, m2], log)).toEqual({
    kind: 'foreign',
    migration: '1',
  });
  expect(await contents(target.connection)).toEqual({ sequences: [], constraints: [] });
});

test('tables further than the backup are in the way', async () => {
  const [source, target] = await Promise.all([newDatabase({ empty: true }), newDatabase({ empty: true })]);
  await applyMigrations(source.connection, [m1], log);
  await backUp(source.connection, file);
  await applyMigrations(target.connection, [m1, m2], log);
  expect(await restore(target.connection, file, [m1, m2], log)).toEqual({ kind: 'occupied' });
});

test('a backup shows one moment while others write', async () => {
  const [source, target] = await Promise.all([newDatabase({ empty: true }), newDatabase({ empty: true })]);
  const tables = { ...m1, sql: 'create table a (n int, filler text); create table b (n int)' };
  await applyMigrations(source.connection, [tables], log);
  await runSql(
    source.connection,
    `insert into a select -1, repeat(md5(n::text), 30) from generate_series(1, 20000) n`,
  );
  const writer = new pg.Client({ ...source.connection });
  await writer.connect();
  let written = 0;
  let writing = true;
  const work = (async () => {
    for (; writing; written += 1) {
      await writer.query(
        `begin; insert into a values (${written}); insert into b values (${written}); commit`,
      );
    }
  })();
  await expect.poll(() => written).toBeGreaterThan(10);
  const before = written;
  await backUp(source.connection, file);
  const meanwhile = written - before;
  writing = false;
  await work;
  await writer.end();
  await restore(target.connection, file, [tables], log);
  const inA = await runSql(target.connection, 'select n from a where n >= 0 order by n');
  expect(inA).toEqual(await runSql(target.connection, 'select n from b order by n'));
  expect(inA.length).toBeGreaterThanOrEqual(before);
  expect(meanwhile).toBeGreaterThan(10);
  expect(inA.length).toBeLessThan(written);
});

test('a backup that fails leaves the earlier one of that name', async () => {
  const [source, blank] = await Promise.all([newDatabase(), newDatabase({ empty: true })]);
  await backUp(source.connection, file);
  const earlier = await readFile(file);
  expect(await backUp(blank.connection, file)).toEqual({ kind: 'no-tables' });
  await expect(backUp(source.connection, path.join(folder, 'nowhere/backup.gz'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
  expect(await readFile(file)).toEqual(earlier);
  expect(await readdir(folder)).toEqual(['backup.gz']);
});
