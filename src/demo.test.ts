import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../test/support/built.ts';
import { type DemoConfig, parseConfig } from './config.ts';
import { runDemo } from './demo.ts';
import { createSimulator } from './simulator/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vestovoy-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

function demo(env: Record<string, string>): DemoConfig {
  const parsed = parseConfig(env);
  if (parsed.kind !== 'ok' || parsed.config.mode !== 'demo') throw new Error('not the demo');
  return parsed.config;
}

/** A child in the app's place that writes down what it was given and what Telegram says to it. */
function witness(file: string, rest: string): string[] {
  const code = `
    const { BOT_TOKEN, TELEGRAM_API_ROOT } = process.env;
    const answer = await (await fetch(TELEGRAM_API_ROOT + '/bot' + BOT_TOKEN + '/getMe')).json();
    require('node:fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify({ env: process.env, answer }));
    ${rest}`;
  return [process.execPath, '-e', `(async () => {${code}})()`];
}

test('the child gets a token that its Telegram knows, and nothing that leads elsewhere; its code is ours', async () => {
  const file = path.join(folder, 'given.json');
  const lines: string[] = [];
  const env = {
    DEMO_PORT: '0',
    DATA_DIR: folder,
    HTTP_PORT: '8090',
    TELEGRAM_PROXY: 'http://10.0.0.1:3128',
    WEBHOOK_SECRET: 'left-over-from-yesterday',
  };
  const command = witness(file, `process.send({ url: 'http://127.0.0.3:45678' }, () => process.exit(7));`);
  const code = await runDemo(demo(env), { env, print: (line) => lines.push(line), command });
  expect(code).toBe(7);

  const given = JSON.parse(await readFile(file, 'utf8')) as { env: Record<string, string>; answer: unknown };
  expect(given.answer).toMatchObject({ ok: true, result: { is_bot: true } });
  const dataDir = path.join(folder, 'demo');
  expect(given.env).toMatchObject({
    MODE: 'polling',
    DATA_DIR: dataDir,
    HTTP_PORT: '8090',
    ADMIN_IDS: '100',
  });
  // Empty counts as absent, and keeps the child from reading it out of a file.
  expect(given.env).toMatchObject({ TELEGRAM_PROXY: '', WEBHOOK_SECRET: '' });
  const seen = parseConfig(given.env);
  expect(seen).toMatchObject({ kind: 'ok', config: { mode: 'polling', adminIds: [expect.any(Number)] } });

  const told = lines.join('\n');
  expect(told).toContain(given.env['TELEGRAM_API_ROOT']);
  expect(told).toContain('http://127.0.0.3:45678/ready');
  expect(told).toContain('@BotFather');
}, 60_000);

test('a taken port is said in words', async () => {
  const other = await createSimulator();
  const lines: string[] = [];
  const env = { DEMO_PORT: String(other.port), DEFAULT_LANGUAGE: 'en', DATA_DIR: '/nowhere' };
  const code = await runDemo(demo(env), { env, print: (line) => lines.push(line) });
  await other.close();
  expect(code).toBe(1);
  expect(lines.join()).toMatch(new RegExp(`127\\.0\\.0\\.1:${other.port} is in use`));
});

test('a signal goes on to the child, and the demo lives until it has ended', async () => {
  const file = path.join(folder, 'stopping.json');
  const rest = `
    process.on('SIGTERM', async () => {
      const answer = await fetch(TELEGRAM_API_ROOT + '/bot' + BOT_TOKEN + '/getMe');
      process.exit(answer.ok ? 3 : 4);
    });
    setInterval(() => {}, 1000);
    console.log('child is up');`;
  const url = (name: string) => JSON.stringify(pathToFileURL(built(name)).href);
  const launcher = `
    const { runDemo } = await import(${url('demo.js')});
    const { parseConfig } = await import(${url('config.js')});
    const { config } = parseConfig(process.env);
    const command = ${JSON.stringify(witness(file, rest))};
    process.exit(await runDemo(config, { print: () => {}, command }));`;
  const outer = spawn(process.execPath, ['--input-type=module', '-e', launcher], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], DEMO_PORT: '0', DATA_DIR: folder },
  });
  let out = '';
  outer.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  while (!out.includes('child is up')) {
    await Promise.race([once(outer.stdout, 'data'), once(outer, 'exit')]);
    expect(outer.exitCode).toBeNull();
  }
  outer.kill('SIGTERM');
  const [code] = (await once(outer, 'close')) as [number | null];
  expect(code).toBe(3);
}, 60_000);
