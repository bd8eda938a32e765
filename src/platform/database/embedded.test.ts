import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { built } from '../../../test/support/built.ts';
import { runSql } from '../../../test/support/postgres.ts';
import { createLog } from '../log.ts';
import type { Server } from './connection.ts';
import { startEmbedded, stopEmbedded } from './embedded.ts';

let told = '';
const log = createLog({ level: 'info', destination: { write: (line) => void (told += line) } });
let root: string;
let dataDir: string;
let servers: Server[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vestovoy-embedded-'));
});

beforeEach(() => {
  told = '';
  dataDir = path.join(root, 'shared');
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) await server.stop();
  servers = [];
  children = [];
  expect(await serverPid()).toBeUndefined();
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function start(): Promise<Server> {
  const server = await startEmbedded({ dataDir, log });
  servers.push(server);
  return server;
}

/** Another process, of the built program, that uses the same folder. Says `ready` when it has the server. */
function startChild(): ChildProcess {
  const url = (name: string) => JSON.stringify(pathToFileURL(built(`platform/${name}`)).href);
  const program = `
    import { startEmbedded } from ${url('database/embedded.js')};
    import { createLog } from ${url('log.js')};
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: createLog({ level: 'silent' }) });
    console.log('ready');
    process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function serverPid(): Promise<number | undefined> {
  const file = await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  return file === '' ? undefined : Number(file.split('\n')[0]);
}

test('a fresh folder gets a server in UTC that knows Russian and keeps what it was told', async () => {
  const { connection } = await start();
  const [row] = await runSql(
    connection,
    `select lower('ЁЛКА') as small, 'Благовещенск' ilike '%БЛАГО%' as alike,
       to_tsvector('russian', 'Совещания') @@ to_tsquery('russian', 'совещание') as found,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
       current_setting('listen_addresses') as listens, current_setting('log_timezone') as zone`,
  );
  expect(row).toEqual({
    small: 'ёлка',
    alike: true,
    found: true,
    fsync: 'on',
    commit: 'on',
    listens: '',
    zone: 'UTC',
  });
  await runSql(connection, 'create extension pg_trgm');
});

test('statements that fail leave nothing of their text in the log of the server', async () => {
  const { connection } = await start();
  await expect(runSql(connection, `select 'Семён Петрович'::int`)).rejects.toThrow();
  await runSql(
    connection,
    `create table people (name text unique); insert into people values ('Семён Петрович')`,
  );
  await expect(runSql(connection, `insert into people values ('Семён Петрович')`)).rejects.toThrow();
  expect(await readFile(path.join(dataDir, 'postgres.log'), 'utf8')).not.toContain('Семён');
});

test('the server is shared, and the last one out stops it', async () => {
  const mine = await start();
  const pid = await serverPid();
  const child = startChild();
  await once(child.stdout!, 'data');
  await mine.stop();
  expect(await runSql(mine.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await serverPid()).toBe(pid);
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(await serverPid()).toBeUndefined();
});

test('a server left by a killed process is used again', async () => {
  const child = startChild();
  await once(child.stdout!, 'data');
  const pid = await serverPid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await start();
  expect(await serverPid()).toBe(pid);
  expect(await runSql(server.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a kill in the middle of the first start is made good by the next', async () => {
  dataDir = path.join(root, 'killed');
  const child = startChild();
  await expect
    .poll(() => readdir(dataDir).catch(() => []), { interval: 5, timeout: 10_000 })
    .toContainEqual(expect.stringMatching(/^postgres\.new-/));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(dataDir)).not.toContain('postgres');
  const server = await start();
  expect(await runSql(server.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a server that was killed together with its app recovers what was committed', async () => {
  const child = startChild();
  await once(child.stdout!, 'data');
  const mine = await start();
  await runSql(mine.connection, `create table kept (text text); insert into kept values ('сохранено')`);
  await mine.stop();
  child.kill('SIGKILL');
  await once(child, 'exit');
  process.kill((await serverPid())!, 'SIGKILL');
  const server = await start();
  expect(await runSql(server.connection, 'select * from kept')).toEqual([{ text: 'сохранено' }]);
});

describe('a server that dies while it is used', () => {
  const one = ({ connection }: Server) => runSql(connection, 'select 1 as one').catch(() => 'away');
  const back = { timeout: 20_000, interval: 20 };

  const linesOf = (words: string) =>
    told
      .split('\n')
      .filter((line) => line.includes(words))
      .map((line) => Date.parse((JSON.parse(line) as { time: string }).time));

  /** SIGKILL of the server; its number. */
  async function kill(): Promise<number> {
    const pid = (await serverPid())!;
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  test('is brought back at the same address, each time, later when it dies at once again', async () => {
    const server = await start();
    await runSql(server.connection, `create table lived (text text); insert into lived values ('сохранено')`);
    for (const times of [1, 2]) {
      const pid = await kill();
      await expect.poll(() => linesOf('is back').length, back).toBe(times);
      expect(await serverPid()).not.toBe(pid);
      expect(await runSql(server.connection, 'select * from lived')).toEqual([{ text: 'сохранено' }]);
    }
    const [, died] = linesOf('went away');
    const [, , again] = linesOf('server was started');
    expect(again! - died!).toBeGreaterThanOrEqual(1_000);
  });

  test('and cannot be started just now is tried again', async () => {
    const server = await start();
    await rename(path.join(dataDir, 'postgres'), path.join(dataDir, 'elsewhere'));
    process.kill(
      Number((await readFile(path.join(dataDir, 'elsewhere/postmaster.pid'), 'utf8')).split('\n')[0]),
      'SIGKILL',
    );
    await expect.poll(() => told, back).toContain('stays away');
    await rename(path.join(dataDir, 'elsewhere'), path.join(dataDir, 'postgres'));
    await expect.poll(() => one(server), back).toEqual([{ one: 1 }]);
  });

  test('is one server again for all who use it', async () => {
    const child = startChild();
    await once(child.stdout!, 'data');
    const mine = await start();
    await kill();
    await expect.poll(() => told, back).toContain('is back');
    await mine.stop();
    await expect.poll(() => one(mine), back).toEqual([{ one: 1 }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(await one(mine)).toBe('away');
  });

  test('stays away from one who is leaving', async () => {
    const server = await start();
    await kill();
    await server.stop();
    expect(await one(server)).toBe('away');
    expect(told).not.toContain('stays away');
    expect(await one(await start())).toEqual([{ one: 1 }]);
  });
});

test('a process number that now belongs to another program does not keep the server from starting', async () => {
  const server = await start();
  const left = await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  await server.stop();
  await writeFile(path.join(dataDir, 'postgres/postmaster.pid'), left.replace(/^\d+/, String(process.pid)));
  const again = await start();
  expect(await runSql(again.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('four first starts at once make one server', async () => {
  dataDir = path.join(root, 'crowded');
  const all = await Promise.all([start(), start(), start(), start()]);
  expect(new Set(all.map(({ connection }) => JSON.stringify(connection))).size).toBe(1);
  expect((await readdir(dataDir)).sort()).toEqual(['lib', 'postgres', 'postgres.log']);
});

test('a folder too deep for a socket, with a name that needs quoting', async () => {
  dataDir = path.join(root, `Папка с данными 'города'`, 'x'.repeat(80));
  const { connection } = await start();
  expect('host' in connection && connection.host.startsWith(tmpdir())).toBe(true);
  expect(await runSql(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a folder that cannot be is named', async () => {
  await writeFile(path.join(root, 'file'), '');
  dataDir = path.join(root, 'file');
  await expect(start()).rejects.toMatchObject({ fault: { kind: 'data-dir', directory: dataDir } });
});

test('what a killed process left is ended, and nothing that somebody uses', async () => {
  const [killed, user] = [startChild(), startChild()];
  for (const child of [killed, user]) await once(child.stdout ?? child, 'data');
  killed.kill('SIGKILL');
  const pid = await serverPid();
  await stopEmbedded({ dataDir, log });
  expect(pid).toBeDefined();
  expect(await serverPid()).toBe(pid);

  user.kill('SIGKILL');
  await stopEmbedded({ dataDir, log });
  expect(await serverPid()).toBeUndefined();
  await stopEmbedded({ dataDir, log });
}, 60_000);
