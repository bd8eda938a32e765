import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { createPacing } from '../../src/platform/telegram/pacing.ts';
import { createShutdown } from '../../src/platform/shutdown.ts';
import { built } from './built.ts';
import { CONNECTIONS } from './database.ts';

/** The app while it runs. */
export interface Running {
  url: string;
  /** As SIGTERM would. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

type Write = (line: string) => void;

/** Within this process: quick, and a debugger steps into it. */
export async function startWithin(env: Record<string, string>, write: Write): Promise<Running> {
  const parsed = parseConfig(env);
  if (parsed.kind === 'faulty') throw new Error(parsed.message);
  if (parsed.config.mode === 'demo') throw new Error('a story wants BOT_TOKEN');
  const log = createLog({ level: parsed.config.logLevel, destination: { write } });
  const shutdown = createShutdown(log);
  const { url } = await startApp(parsed.config, {
    log,
    shutdown,
    // Stories play in a minute what takes people a week; the pace has tests of its own, and processes keep both.
    pacing: createPacing({ perSecond: Infinity, chats: false }),
    silence: 0.3,
    connections: CONNECTIONS,
    fatal: (error) => {
      log.fatal({ err: error }, 'the app cannot go on');
    },
  });
  return {
    url,
    stop: () => shutdown.stop('the test says so'),
    kill: () => Promise.reject(new Error('only a process can be killed')),
  };
}

/** The built program as a process of its own. */
export async function startProcess(env: Record<string, string>, write: Write): Promise<Running> {
  const child = spawn(process.execPath, [built('main.js')], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  child.stderr.on('data', (chunk: Buffer) => {
    write(chunk.toString());
  });
  const url = await new Promise<string>((resolve, reject) => {
    let told = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      told += `${line}\n`;
      write(`${line}\n`);
      const entry = readLine(line);
      if (entry['msg'] === 'running' && typeof entry['url'] === 'string') resolve(entry['url']);
    });
    void exited.then(() => {
      reject(new Error(`the app ended before it ran:\n${told}`));
    });
  });
  return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function readLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}
