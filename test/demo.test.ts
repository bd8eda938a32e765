import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from './support/built.ts';

const root = path.resolve(import.meta.dirname, '..');
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'vestovoy-demo-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** `npm start` with nothing set, in a process group of its own as a terminal gives it. */
async function startDemo() {
  const port = await freePort();
  const child = spawn(process.execPath, [built('main.js')], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, DEMO_PORT: '0', HTTP_PORT: String(port) },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    said: () => out,
    /** What anybody can do who sees the address that the demo prints. */
    async sim(act: string, body?: object): Promise<unknown> {
      const [address = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(out) ?? [];
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${address}/sim/${act}`, init);
      if (!answer.ok) throw new Error(`${act}: ${await answer.text()}`);
      return answer.json();
    },
    /** What `/ready` says once it says yes. */
    async ready(): Promise<unknown> {
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined);
        if (answer?.ok === true) return answer.json();
        if (child.exitCode !== null) throw new Error(out);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    /** Ctrl-C: the terminal tells the whole group. */
    async interrupt(): Promise<number | null> {
      process.kill(-(child.pid ?? NaN), 'SIGINT');
      return ended;
    },
  };
}

const databaseRuns = (): boolean => existsSync(path.join(dataDir, 'demo/postgres/postmaster.pid'));

test('with nothing set the demo runs, ends at Ctrl-C with its database, and starts again on its data', async () => {
  for (const round of [1, 2]) {
    const demo = await startDemo();
    expect(await demo.ready(), `round ${round}`).toMatchObject({ ready: true, telegram: 'ok' });
    // Its words come by a pipe, that it is ready by HTTP: either may be first.
    await expect.poll(demo.said).toMatch(/демонстрация.*@BotFather/s);
    expect(demo.said()).toMatch(/http:\/\/127\.0\.0\.1:\d+\n/);
    expect(databaseRuns()).toBe(true);
    // What was true at the beginning is not said of data that somebody has played with.
    expect(demo.said().includes('заполнена наполовину')).toBe(round === 1);
    expect(demo.said().includes('Данные прошлого запуска сохранены')).toBe(round === 2);

    // The head who is half-way, then the person for whom the invitation is.
    await demo.sim('persons/202/send', { text: 'анкета' });
    const seen = await demo.sim('persons/202/wait', { text: 'Готово 3 из 7', timeoutMs: 15_000 });
    expect(JSON.stringify(seen)).toContain('Благовещенск');
    const [link = ''] = /https:\/\/t\.me\/[^"\s]+/.exec(demo.said()) ?? [];
    await demo.sim('persons/901/open', { link });
    await demo.sim('persons/901/wait', { text: 'Рябинин Павел Андреевич', timeoutMs: 15_000 });

    expect(await demo.interrupt()).toBe(0);
    expect(databaseRuns()).toBe(false);
  }
}, 120_000);
