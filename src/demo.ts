import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { DemoConfig } from './config.ts';
import { type AppProcess, startAppProcess } from './demo/app-process.ts';
import { createDirector } from './demo/director.ts';
import { claimFolder } from './demo/folder-claim.ts';
import { writeLetter } from './demo/letter.ts';
import { prepareDemo, type Prepared } from './demo/prepare.ts';
import { officialsOf } from './demo/sample.ts';
import { createClock, machineNow } from './platform/clock.ts';
import { stopEmbedded } from './platform/database/embedded.ts';
import { explainStartFault } from './platform/errors.ts';
import { createLog } from './platform/log.ts';
import { packageRoot } from './platform/package-root.ts';
import { createI18n, type Language, type Texts } from './services/i18n/i18n.ts';
import { createSimulator, type Play, type Simulator, type SimulatorOptions } from './simulator/index.ts';

/** The demo's bot; nobody outside this machine can use its token. */
const TOKEN = `1000000001:${'demo-token-'.repeat(3)}00`;
const USERNAME = 'vestovoy_demo_bot';

/** Settings of a real installation that would lead the demo astray. */
const LEFT_OUT = ['DATABASE_URL', 'WEBHOOK_URL', 'WEBHOOK_SECRET', 'TELEGRAM_PROXY', 'DEMO_PORT'];

/** Signals that reach the demo and are meant for the app; SIGHUP: the terminal is closed, and nobody would see the demo. */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds that *reset* leaves to an app whose data go in any case. */
const PATIENCE = 5_000;

interface Options {
  env?: Readonly<Record<string, string | undefined>>;
  print?: (line: string) => void;
  /** The app's program and arguments; default: as this process was started. */
  command?: readonly string[];
}

/**
 * Runs the app against a simulated Telegram: puts sample data into a database of its own (`demo` in the data folder, so
 * that they never meet real ones), starts the simulator with the people of the sample and a page to play on, and the
 * program itself as a child that has the simulator's token and address. The child is told nothing else: it knows of no
 * demo; it tells where it listens. Signals go on to the child; when it ends the simulator closes. *Reset* on the page ends
 * the play, and the next begins with the sample data, at the same address.
 *
 * @returns the exit code: the child's, or 1 if the demo could not start (then `print` was told why)
 */
export async function runDemo(config: DemoConfig, options: Options = {}): Promise<number> {
  const running: Running = { app: undefined, interrupted: false };
  const onSignal = (signal: NodeJS.Signals): void => {
    running.interrupted = true;
    running.app?.end(signal);
  };
  for (const signal of FORWARDED) process.on(signal, onSignal);
  try {
    let next = config;
    for (;;) {
      const outcome = await play(next, running, options);
      if (typeof outcome === 'number') return outcome;
      if (running.interrupted) return 0;
      next = { ...config, ...outcome };
    }
  } finally {
    for (const signal of FORWARDED) process.off(signal, onSignal);
  }
}

interface Running {
  app: AppProcess | undefined;
  /** A signal came: nothing begins any more. */
  interrupted: boolean;
}

type Anew = Pick<DemoConfig, 'demoPort' | 'defaultLanguage'>;

/** From one start to its end: an exit code, or at which port and in which language the next play begins anew. */
async function play(config: DemoConfig, running: Running, options: Options): Promise<number | Anew> {
  const { env = process.env, print = console.log } = options;
  const i18n = createI18n(path.join(packageRoot(), 'locales'));
  const texts = i18n(config.defaultLanguage);
  let anew: Language | undefined;
  let begins: (play: Play) => void = () => undefined;
  let simulator: Simulator | undefined;
  let unclaim: (() => Promise<void>) | undefined;
  try {
    print(texts.t('start:demo.what'));
    const dataDir = path.join(config.dataDir, 'demo');
    const { clockStart } = config;
    // Before the database: a second demo on the same port must say so and touch nothing.
    let clock = createClock();
    simulator = await startSimulator(config.demoPort, texts, {
      now: () => clock.now(),
      director: createDirector({
        play: new Promise((resolve) => (begins = resolve)),
        app: () => running.app,
        reset(language = config.defaultLanguage) {
          if (anew === undefined) running.app?.end('SIGTERM', PATIENCE);
          anew = language;
        },
      }),
    });
    unclaim = await claimFolder(config.dataDir, simulator.apiRoot);
    const log = createLog({ level: env['LOG_LEVEL'] === undefined ? 'warn' : config.logLevel });
    const language = config.defaultLanguage;
    const prepared = await prepareDemo({ dataDir, clockStart, token: TOKEN, language, i18n, log });
    clock = prepared.clock;
    bringPeople(simulator, prepared);
    begins(await playOf(prepared));
    if (running.interrupted) return 0;
    tellWhatThereIs(print, dataDir, simulator, prepared);

    // Empty counts as absent, and keeps the child from reading them out of a file.
    const kept = { ...env, ...Object.fromEntries(LEFT_OUT.map((name) => [name, ''])) };
    running.app = startAppProcess({
      command: options.command ?? [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
      env: {
        LOG_LEVEL: 'warn',
        ...kept,
        MODE: 'polling',
        DATA_DIR: dataDir,
        DEFAULT_LANGUAGE: prepared.texts.language,
        BOT_TOKEN: simulator.token,
        ADMIN_IDS: String(prepared.sample.administrator.id),
        TELEGRAM_API_ROOT: simulator.apiRoot,
      },
      listening: (url) => print(texts.t('start:demo.app', { url: `${url}/ready` })),
    });
    const code = await running.app.ended;
    // One that was killed leaves its server.
    await stopEmbedded({ dataDir, log });
    if (anew === undefined || running.interrupted) return code;
    await rm(dataDir, { recursive: true, force: true });
    return { demoPort: simulator.port, defaultLanguage: anew };
  } catch (error) {
    // Ctrl-C in a terminal reaches the database server, too, while it is being prepared.
    if (running.interrupted) return 0;
    const explained = explainStartFault(error, (key, values) => texts.t(key, values));
    if (explained === undefined) throw error;
    print(explained);
    return 1;
  } finally {
    running.app = undefined;
    await unclaim?.();
    await simulator?.close();
  }
}

function startSimulator(
  port: number,
  { t }: Texts,
  stage: Pick<SimulatorOptions, 'director'> & { now: () => Date },
): Promise<Simulator> {
  // The database outlives the simulator, and what it has seen it takes for a repetition: go on above all earlier
  // identifiers.
  const seconds = Math.floor(machineNow().getTime() / 1000);
  return createSimulator({
    ...stage,
    port,
    token: TOKEN,
    botName: t('start:demo.bot'),
    botUsername: USERNAME,
    seed: seconds,
    firstUpdateId: seconds,
    firstMessageId: seconds,
    page: path.join(packageRoot(), 'dist/simulator/page'),
  });
}

function bringPeople(simulator: Simulator, { sample, known }: Prepared): void {
  for (const { id, name, surname, post, city, timeZone } of officialsOf(sample)) {
    const about = city === null ? post : `${city}, ${post}`;
    simulator.person({ id, firstName: name, lastName: surname, about, timeZone, started: known.has(id) });
  }
  for (const { id, name, note, timeZone } of sample.strangers) {
    simulator.person({ id, firstName: name, about: note, timeZone, started: known.has(id) });
  }
}

/** What the page is told: the language, and what lies on the desk. */
async function playOf({ id, sample, texts, year, clock }: Prepared): Promise<Play> {
  const letter = await writeLetter(sample.letter, { texts, year, createdAt: clock.now() });
  return { id, language: texts.language, desk: [{ id: 'letter', ...letter }] };
}

function tellWhatThereIs(
  print: (line: string) => void,
  dataDir: string,
  simulator: Simulator,
  { sample, texts: { t }, invitation, fresh }: Prepared,
): void {
  const url = simulator.apiRoot;
  const noted = ({ note, atFirst }: { note: string; atFirst?: string | undefined }): string =>
    [note, fresh ? atFirst : null].filter(Boolean).join('; ');
  print(t('start:demo.simulator', { url }));
  if (!fresh) print(t('start:demo.kept', { directory: dataDir }));
  print(`\n${t('start:demo.people')}`);
  const officials = officialsOf(sample);
  for (const official of officials) {
    const { id, surname, name, patronymic, post, city } = official;
    const who = `${surname} ${name} ${patronymic}`;
    const where = city === null ? post : `${post}, ${city}`;
    print(t('start:demo.person', { id, who, where, note: noted(official) }));
  }
  for (const one of sample.strangers)
    print(t('start:demo.stranger', { id: one.id, who: one.name, note: noted(one) }));

  const [stranger] = sample.strangers;
  const id = officials.find(({ kind }) => kind === 'head')?.id ?? sample.administrator.id;
  const read = (chat: number): string =>
    `curl -s ${url}/sim/chats/${chat}/transcript | node -p "JSON.parse(require('fs').readFileSync(0)).transcript"`;
  print(`\n${t('start:demo.try')}`);
  print(`  curl -s ${url}/sim/persons/${id}/send -d '{"text":"${t('start:demo.word')}"}'`);
  print(`  ${read(id)}`);
  if (invitation !== null && stranger !== undefined) {
    const { token, code } = invitation;
    print(`\n${t('start:demo.invitation', { id: stranger.id, code })}`);
    const link = `https://t.me/${USERNAME}?start=${token}`;
    print(`  curl -s ${url}/sim/persons/${stranger.id}/open -d '{"link":"${link}"}'`);
    print(`  ${read(stranger.id)}`);
  }
  print(`\n${t('start:demo.token')}`);
  print(t('start:demo.stop'));
}
