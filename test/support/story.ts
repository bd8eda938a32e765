import { writeFileSync } from 'node:fs';
import { startProcess, startWithin } from './running.ts';
import type { Running } from './running.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

/** The whole app, talking over HTTP to the simulator, on a real database; the civil time is the story's. */
export interface Story {
  simulator: Simulator;
  database: TestDatabase['database'];
  databaseUrl: string;
  /** Everything the app logged so far. */
  log: string;
  /** What the bot said so far, texts that it edited later as well. */
  readonly said: readonly string[];
  /** Only with `process`: SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Stops the app as SIGTERM would, and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Moves the app's and Telegram's time forward, and has the jobs run. */
  advance(milliseconds: number): Promise<void>;
  url(): string;
  close(): Promise<void>;
}

export async function startStory(options: {
  /** Where civil time begins. */
  at: string;
  adminIds?: readonly number[];
  env?: Record<string, string>;
  /** The built app as a process of its own, so that it can be killed; otherwise it runs within the test. */
  process?: boolean;
  simulator?: SimulatorOptions;
}): Promise<Story> {
  const { at, adminIds = [], env = {} } = options;
  const { database, url: databaseUrl, drop } = await createTestDatabase();
  const shift = new Date(at).getTime() - Date.now();
  const said: string[] = [];
  const simulator = await createSimulator({
    now: () => new Date(Date.now() + shift),
    ...options.simulator,
    onCall(call) {
      options.simulator?.onCall?.(call);
      const { text, reply_markup: markup } = call.params;
      if (typeof text === 'string') said.push(`${text}\n${buttonsOf(markup)}`);
    },
  });
  let app: Running | undefined;

  const story: Story = {
    simulator,
    database,
    databaseUrl,
    log: '',
    said,
    async start() {
      const settings = {
        BOT_TOKEN: simulator.token,
        TELEGRAM_API_ROOT: simulator.apiRoot,
        DATABASE_URL: databaseUrl,
        ADMIN_IDS: adminIds.join(','),
        HTTP_PORT: '0',
        CLOCK_START: simulator.now().toISOString(),
        LOG_LEVEL: 'info',
        ...env,
      };
      const write = (line: string): void => void (story.log += line);
      app = await (options.process === true ? startProcess(settings, write) : startWithin(settings, write));
    },
    async stop() {
      await app?.stop();
      app = undefined;
    },
    async kill() {
      await app?.kill();
      app = undefined;
    },
    async restart() {
      await story.stop();
      await story.start();
    },
    async advance(milliseconds) {
      simulator.advance(milliseconds);
      const answer = await fetch(`${story.url()}/demo/clock`, {
        method: 'POST',
        body: JSON.stringify({ milliseconds }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    url: () => app?.url ?? '',
    async close() {
      await story.stop();
      await simulator.close();
      await drop();
    },
  };
  await story.start();
  return story;
}

function buttonsOf(markup: unknown): string {
  const { inline_keyboard: rows = [] } = (markup ?? {}) as { inline_keyboard?: { text: string }[][] };
  return rows.map((row) => row.map(({ text }) => `[${text}]`).join(' ')).join('\n');
}

/** Leaves every chat of a story, and all screens, in the folder that TRANSCRIPTS names, to be read aloud. */
export function keepTranscript({ simulator, said, log }: Story, name: string): void {
  const folder = process.env['TRANSCRIPTS'];
  if (folder === undefined) return;
  const told = [...simulator.persons.values()].map((one) => `======== ${one.id}\n${one.transcript()}`);
  writeFileSync(
    `${folder}/${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 60)}.txt`,
    [...told, '======== screens', ...said, '======== log', log].join('\n\n'),
  );
}
