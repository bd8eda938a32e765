import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { Refusal } from '../simulator/index.ts';

/** The app beside the simulator, as a process of its own: it can be killed and started again. */
export interface AppProcess {
  /** Resolves with the exit code once the app has ended, and not to be started again. */
  readonly ended: Promise<number>;
  /** Where it listens, once it does, or does again. @throws Error where it ends before */
  url(): Promise<string>;
  /** Nothing starts it again after that. One that has not ended after `patience` milliseconds (15 000) is killed. */
  end(signal: NodeJS.Signals, patience?: number): void;
  /** SIGKILL, and a new start; resolves when it runs again. @throws Refusal where it is ending */
  restart(): Promise<void>;
}

/**
 * Starts the app.
 * @param options.command program and arguments
 * @param options.listening called at the first start
 */
export function startAppProcess(options: {
  command: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  listening: (url: string) => void;
}): AppProcess {
  const { env, listening } = options;
  const [program = process.execPath, ...args] = options.command;
  let again = false;
  /** It has run once: what it needs is there. */
  let ran = false;
  let ending = false;
  let restarting: Promise<void> | undefined;
  let killing: NodeJS.Timeout | undefined;
  let tell: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (tell = resolve));

  function start(): { child: ChildProcess; address: Promise<string> } {
    again = false;
    let runs = false;
    const started = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
    const listens = new Promise<string>((resolve, reject) => {
      started.once('message', ({ url }: { url: string }) => {
        ran = runs = true;
        resolve(url);
      });
      started.once('exit', () => reject(new Error('the app ended before it ran')));
    });
    // Nobody may ask for it.
    listens.catch(() => undefined);
    started.once('exit', (code, signal) => {
      // One that was restarted and does not reach Telegram tries again, as under a supervisor.
      if ((again || (ran && !runs)) && !ending) {
        ({ child, address } = start());
        return;
      }
      ending = true;
      clearTimeout(killing);
      tell(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
    return { child: started, address: listens };
  }

  async function killAndStart(): Promise<void> {
    again = true;
    const killed = once(child, 'exit');
    child.kill('SIGKILL');
    await killed;
    await address;
  }

  let { child, address } = start();
  void address.then(listening, () => undefined);
  return {
    ended,
    async url() {
      await restarting;
      return address;
    },
    end(signal, patience = 15_000) {
      ending = true;
      child.kill(signal);
      clearTimeout(killing);
      killing = setTimeout(() => child.kill('SIGKILL'), patience).unref();
    },
    async restart() {
      if (ending) throw new Refusal(409, 'Conflict: the app is ending');
      restarting ??= killAndStart().finally(() => (restarting = undefined));
      await restarting;
    },
  };
}
