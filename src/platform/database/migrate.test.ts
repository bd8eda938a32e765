import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diffSchemas } from '../../../scripts/schema-diff.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { runSql } from '../../../test/support/postgres.ts';
import { createLog } from '../log.ts';
import { packageRoot } from '../package-root.ts';
import { applyMigrations, type Migration, migrationsFolder, readMigrations } from './migrate.ts';

const log = createLog({ level: 'silent' });
let own: TestDatabase;

beforeEach(async () => {
  own = await createTestDatabase({ empty: true });
});
afterEach(() => own.drop());

const migration = (name: string, sql: string): Migration => ({ name, sql, checksum: name.padEnd(64, '0') });
const first = migration('1_first', 'create table a (id int); create table b (id int)');
const second = migration('2_second', 'insert into a values (1); alter table a add column more text');

const apply = (...migrations: Migration[]) => applyMigrations(own.connection, migrations, log);
const applied = () =>
  runSql(
    own.connection,
    'select migration_name as name, checksum from _prisma_migrations order by started_at',
  );
const tables = async () =>
  (
    await runSql(
      own.connection,
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
  ).map((row) => (row as { name: string }).name);

test('eight starts at once apply each migration once', async () => {
  await Promise.all(Array.from({ length: 8 }, () => apply(first, second)));
  expect(await applied()).toEqual([
    { name: first.name, checksum: first.checksum },
    { name: second.name, checksum: second.checksum },
  ]);
  expect(await runSql(own.connection, 'select * from a')).toEqual([{ id: 1, more: null }]);
});

test('only what is missing is applied', async () => {
  await apply(first);
  await apply(first, second);
  await apply(first, second);
  expect(await runSql(own.connection, 'select id from a')).toEqual([{ id: 1 }]);
});

test('a migration that fails leaves nothing of itself, and the earlier ones stay', async () => {
  const broken = migration('2_broken', 'create table c (id int); insert into nowhere values (1)');
  await expect(apply(first, broken)).rejects.toMatchObject({ code: '42P01' });
  expect(await tables()).toEqual(['_prisma_migrations', 'a', 'b']);
  expect(await applied()).toHaveLength(1);
  await apply(first, second);
  expect(await applied()).toHaveLength(2);
});

test('a database newer than the program is refused and not touched', async () => {
  await apply(first, second);
  await expect(apply(first)).rejects.toMatchObject({
    fault: { kind: 'database-newer', migration: '2_second' },
  });
  await expect(apply(first, migration('3_third', 'create table c ()'))).rejects.toMatchObject({
    fault: { kind: 'database-newer', migration: '2_second' },
  });
  expect(await tables()).toEqual(['_prisma_migrations', 'a', 'b']);
});

test('a migration changed after it was applied is refused', async () => {
  await apply(first);
  const changed = { ...first, checksum: 'f'.repeat(64) };
  await expect(apply(changed, second)).rejects.toMatchObject({
    fault: { kind: 'migration-changed', migration: '1_first' },
  });
});

test('the migrations lead to the present schema', async () => {
  const migrations = await readMigrations(migrationsFolder());
  await apply(...migrations);
  expect(await applied()).toEqual(migrations.map(({ name, checksum }) => ({ name, checksum })));

  const schema = await readFile(path.join(packageRoot(), 'prisma/schema.prisma'), 'utf8');
  const copies = await Promise.all(
    migrations.map(({ name }) =>
      readFile(path.join(migrationsFolder(), name, 'schema.prisma'), 'utf8').catch(() => ''),
    ),
  );
  expect(await diffSchemas(copies.findLast((copy) => copy !== '') ?? '', schema)).toBe('');
  for (const [, model] of schema.matchAll(/^model (\w+)/gm)) expect(await tables()).toContain(model);
});

test('a state that no rule knows is refused by the database', async () => {
  await apply(...(await readMigrations(migrationsFolder())));
  const person = (reach: string) =>
    runSql(own.connection, `insert into "Person" (reach, "createdAt") values ($1, now())`, [reach]);
  await person('blocked');
  await expect(person('asleep')).rejects.toMatchObject({ constraint: 'person_reach' });
});
