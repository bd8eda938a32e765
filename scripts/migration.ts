import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { machineNow } from '../src/platform/clock.ts';
import { migrationsFolder } from '../src/platform/database/migrate.ts';
import { packageRoot } from '../src/platform/package-root.ts';
import { diffSchemas } from './schema-diff.ts';

/**
 * `npm run migration -- NAME` writes the next migration: the way from the schema that the last migration kept a copy of
 * to the present one, with its own copy. Its SQL may be edited by hand before the first commit. A name that begins
 * with a time stamp keeps it.
 */
const name = process.argv[2] ?? '';
if (!/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: npm run migration -- name_in_small_letters');
  process.exit(1);
}

const folder = migrationsFolder();
const schema = await readFile(path.join(packageRoot(), 'prisma/schema.prisma'), 'utf8');
const sql = await diffSchemas(await lastSchema(), schema);

const stamp = machineNow().toISOString().replace(/\D/g, '').slice(0, 14);
const place = path.join(folder, /^\d{14}_/.test(name) ? name : `${stamp}_${name}`);
await mkdir(place, { recursive: true });
await writeFile(path.join(place, 'migration.sql'), sql === '' ? '-- The schema did not change.\n' : sql, {
  flag: 'wx',
});
await writeFile(path.join(place, 'schema.prisma'), schema);
console.log(path.relative(process.cwd(), path.join(place, 'migration.sql')));

/** The newest kept copy; a schema without tables before the first. */
async function lastSchema(): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  for (const each of names.sort().reverse()) {
    const copy = await readFile(path.join(folder, each, 'schema.prisma'), 'utf8').catch(() => undefined);
    if (copy !== undefined) return copy;
  }
  return 'datasource db {\n  provider = "postgresql"\n}\n';
}
