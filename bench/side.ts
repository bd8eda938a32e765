import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What every side of a contest is told. */
export interface SideSettings {
  token: string;
  apiRoot: string;
  databaseUrl: string;
}

/** One side of a contest: a process of its own, so that its CPU time is its own. */
export interface Side {
  name: string;
  /** CPU time that the process has used so far, in seconds, all threads. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `sides/<name>`; resolves when it is ready. `CPU_PROFILE=<folder>` leaves a profile of each there. */
export async function startSide(name: string, settings: SideSettings): Promise<Side> {
  const program = fileURLToPath(new URL(`sides/${name}${path.extname(import.meta.url)}`, import.meta.url));
  const profiles = process.env['CPU_PROFILE'];
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}/${name}`];
  const child = fork(program, [JSON.stringify(settings)], { execArgv: profiling });
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`${name} ended with ${String(code)}`)));
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return {
    name,
    async cpuSeconds() {
      child.send('cpu');
      const [microseconds] = (await Promise.race([once(child, 'message'), ended])) as [number];
      return microseconds / 1e6;
    },
    async stop() {
      child.send('stop');
      await exited;
    },
  };
}

/** In the process of a side: reads the settings, then answers what `Side` asks. */
export async function runSide(
  start: (settings: SideSettings) => Promise<() => Promise<unknown>>,
): Promise<void> {
  const stop = await start(JSON.parse(process.argv[2] ?? '{}') as SideSettings);
  process.on('disconnect', () => process.exit(1));
  process.on('message', (question) => {
    const { user, system } = process.cpuUsage();
    if (question === 'cpu') process.send?.(user + system);
    else void stop().finally(() => process.exit(0));
  });
  process.send?.('ready');
}
