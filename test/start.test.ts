import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../src/platform/package-root.ts';
import { createSimulator } from '../src/simulator/index.ts';
import type { Simulator } from '../src/simulator/index.ts';
import { createTestDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { startProcess } from './support/running.ts';

/** What an operator sees when the program cannot start, or cannot go on: the built program, its words, its exit code. */

let simulator: Simulator;
let database: TestDatabase;

beforeAll(async () => {
  simulator = await createSimulator({});
  database = await createTestDatabase();
});
afterAll(async () => {
  await simulator.close();
  await database.drop();
});

async function run(env: Record<string, string>): Promise<{ code: number | null; told: string }> {
  const child = spawn(process.execPath, [path.join(packageRoot(), 'dist/main.js')], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'silent', ...env },
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, told };
}

const good = (): Record<string, string> => ({
  BOT_TOKEN: simulator.token,
  TELEGRAM_API_ROOT: simulator.apiRoot,
  DATABASE_URL: database.url,
  HTTP_PORT: '0',
});

describe('a start that fails says why in one message, with exit code 1', { timeout: 60_000 }, () => {
  test('every faulty setting is named, none is repeated', async () => {
    const { code, told } = await run({
      ...good(),
      BOT_TOKEN: 'top-secret',
      ADMIN_IDS: 'Анна',
      SWEEP_CRON: 'often',
    });
    expect(code).toBe(1);
    for (const name of ['BOT_TOKEN', 'ADMIN_IDS', 'SWEEP_CRON']) expect(told).toContain(name);
    expect(told).not.toMatch(/top-secret|Анна|often/);
  });

  test('a token that Telegram does not know', async () => {
    const { code, told } = await run({ ...good(), BOT_TOKEN: `4200000000:${'x'.repeat(35)}` });
    expect(code).toBe(1);
    expect(told).toMatch(/Telegram|Телеграм/);
    expect(told).toContain('BOT_TOKEN');
    expect(told).not.toContain('x'.repeat(35));
  });

  test('a database that is not there', async () => {
    const { code, told } = await run({
      ...good(),
      DATABASE_URL: 'postgresql://vestovoy:hidden-word@127.0.0.1:9/vestovoy',
    });
    expect(code).toBe(1);
    expect(told).toContain('127.0.0.1:9');
    expect(told).not.toContain('hidden-word');
  });

  test('a database newer than the program', async () => {
    const newer = await createTestDatabase();
    await newer.database.pool.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ('1', 'x', '29990101000000_from_the_future', now(), now(), 1)`,
    );
    const { code, told } = await run({ ...good(), DATABASE_URL: newer.url });
    await newer.drop();
    expect(code).toBe(1);
    expect(told).toContain('29990101000000_from_the_future');
  });

  test('a stranger who polls with the same token ends it, in plain words', async () => {
    let told = '';
    const app = await startProcess({ ...good(), LOG_LEVEL: 'info' }, (line) => (told += line));
    const words = 'Обновления этого бота уже получает другая программа.';
    const ended = (): boolean => told.includes(words);
    const stranger = async (): Promise<void> => {
      await fetch(`${simulator.apiRoot}/bot${simulator.token}/getUpdates?timeout=0`).catch(() => undefined);
    };
    for (let turn = 0; turn < 200 && !ended(); turn += 1) await stranger();
    await app.stop();
    expect(told).toContain(words);
  });
});
