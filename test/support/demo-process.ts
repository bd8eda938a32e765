import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { packageRoot } from '../../src/platform/package-root.ts';
import { built } from './built.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** `npm start` with nothing set, or only what is given, in a process group of its own as a terminal gives it. */
export async function startDemo(dataDir: string, settings: Readonly<Record<string, string>> = {}) {
  const port = await freePort();
  const child = spawn(process.execPath, [built('main.js')], {
    cwd: packageRoot(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      DEMO_PORT: '0',
      HTTP_PORT: String(port),
      ...settings,
    },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  }
  const signalAll = (signal: NodeJS.Signals): void => {
    process.kill(-(child.pid ?? NaN), signal);
  };
  // Whoever started it may be interrupted himself.
  const endAll = (): void => signalAll('SIGINT');
  process.once('exit', endAll);
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', endAll);
    return code as number | null;
  });
  /** The address that the demo prints. */
  const address = (): string => /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
  return {
    said: () => out,
    address,
    /** What anybody can do who sees the address. */
    async sim(act: string, body?: object): Promise<unknown> {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${address()}/sim/${act}`, init);
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
    /** Resolves with its exit code. */
    ended,
    /** Ctrl-C, or that the terminal is closed (SIGHUP): the whole group is told. */
    async interrupt(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
      signalAll(signal);
      return ended;
    },
  };
}

export type DemoProcess = Awaited<ReturnType<typeof startDemo>>;
