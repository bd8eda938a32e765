import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { built } from '../test/support/built.ts';
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts';
import { runSql } from '../test/support/postgres.ts';
import { startEmbedded } from './platform/database/embedded.ts';
import { createLog } from './platform/log.ts';

let folder: string;
let file: string;
let own: TestDatabase;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vestovoy-command-'));
  file = path.join(folder, 'backup.gz');
  own = await createTestDatabase();
});
afterEach(async () => {
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

const tellPeak = `data:text/javascript,process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))`;

/** Runs the built command as a process of its own, with these settings only. `peak`: megabytes of memory. */
async function run(
  name: 'backup' | 'restore',
  settings: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; out: string; err: string; peak: number }> {
  const options = { env: { PATH: process.env['PATH'], ...settings } };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', tellPeak, built(`${name}.js`), ...args],
      options,
      (error, out, told) => {
        const [err = '', peak] = told.split(/peak (\d+)\n/);
        resolve({ code: error === null ? 0 : Number(error.code), out, err, peak: Number(peak) / 1024 });
      },
    );
  });
}

test('from a given server into an embedded one, without a bot, and never over data', async () => {
  await own.database.prisma.city.create({ data: { name: 'Заречный', timeZone: 'Asia/Yekaterinburg' } });
  const dataDir = path.join(folder, 'data');

  const backup = await run('backup', { DATABASE_URL: own.url }, file);
  expect(backup).toMatchObject({ code: 0, err: '' });
  expect(backup.out).toMatch(/Копия записана: .*backup\.gz\. Таблиц: \d+, строк: 1\.\n/);

  const restored = await run('restore', { DATA_DIR: dataDir, DEFAULT_LANGUAGE: 'en' }, file);
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(restored.out).toMatch(/The database was restored .* rows: 1\./);

  const running = await startEmbedded({ dataDir, log: createLog({ level: 'silent' }) });
  try {
    expect(await run('backup', { DATA_DIR: dataDir }, file)).toMatchObject({ code: 0, err: '' });
    const again = await run('restore', { DATA_DIR: dataDir }, file);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('База не пуста');
    expect(await runSql(running.connection, 'select name from "City"')).toEqual([{ name: 'Заречный' }]);
  } finally {
    await running.stop();
  }
});

test('what is wrong is said in words', async () => {
  const settings = { DATABASE_URL: own.url };
  expect((await run('backup', settings)).err).toContain('npm run backup --');
  expect((await run('backup', { DATABASE_URL: 'mysql://x' }, file)).err).toContain('DATABASE_URL');
  expect(await run('restore', settings, path.join(folder, 'absent.gz'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('absent.gz') as string,
  });
});

test('a hundred megabytes of rows need no more memory than none', { timeout: 120_000 }, async () => {
  const settings = { DATABASE_URL: own.url };
  const target = await createTestDatabase();
  try {
    const empty = await run('backup', settings, file);
    await own.database.prisma.$executeRaw`
      insert into "File" (sha256, name, mime, size, content, "createdAt")
      select n::text, '', '', 1, decode(repeat(md5(n::text), 31250), 'hex'), now() from generate_series(1, 100) n`;
    await own.database.prisma.$executeRaw`
      insert into "Lease" (name, data) select n::text, to_jsonb(repeat('текст ', 100)) from generate_series(1, 50000) n`;
    const backup = await run('backup', settings, file);
    const restored = await run('restore', { DATABASE_URL: target.url }, file);
    expect([backup.code, restored.code]).toEqual([0, 0]);
    // What is written and read piece by piece still leaves some garbage; the rows themselves would be 100 and more.
    expect(backup.peak - empty.peak).toBeLessThan(80);
    expect(restored.peak - empty.peak).toBeLessThan(80);
    const digest = `select count(*), md5(string_agg(md5(content), '' order by id)) as files from "File"`;
    expect(await runSql(target.connection, digest)).toEqual(await runSql(own.connection, digest));
  } finally {
    await target.drop();
  }
});
