import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/** The app beside the simulator, as a process of its own: it can be killed and started again. */
export interface AppProcess {
  /** Resolves with the exit code once the app has ended, and not to be started again. */
  readonly ended: Promise<number>;
  /** Where it listens, once it does. @throws Error where it ends before */
  url(): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, and a new start; resolves when it runs again. */
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
  let tell: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (tell = resolve));

  function start(): { child: ChildProcess; address: Promise<string> } {
    again = false;
    const started = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
    const listens = new Promise<string>((resolve, reject) => {
      started.once('message', ({ url }: { url: string }) => resolve(url));
      started.once('exit', () => reject(new Error('the app ended before it ran')));
    });
    // Nobody may ask for it.
    listens.catch(() => undefined);
    started.once('exit', (code, signal) => {
      if (again) ({ child, address } = start());
      else tell(code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
    });
    return { child: started, address: listens };
  }

  let { child, address } = start();
  void address.then(listening, () => undefined);
  return {
    ended,
    url: () => address,
    signal: (signal) => void child.kill(signal),
    async restart() {
      again = true;
      const killed = once(child, 'exit');
      child.kill('SIGKILL');
      await killed;
      await address;
    },
  };
}
