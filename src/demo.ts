import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';
import type { DemoConfig } from './config.ts';
import { prepareDemo, type Prepared } from './demo/prepare.ts';
import { officialsOf } from './demo/sample.ts';
import { createClock, machineNow } from './platform/clock.ts';
import { explainStartFault } from './platform/errors.ts';
import { createLog } from './platform/log.ts';
import { packageRoot } from './platform/package-root.ts';
import { createI18n, type Texts } from './services/i18n/i18n.ts';
import { createSimulator, type Simulator } from './simulator/index.ts';

/** The demo's bot; nobody outside this machine can use its token. */
const TOKEN = `1000000001:${'demo-token-'.repeat(3)}00`;
const USERNAME = 'vestovoy_demo_bot';

/** Settings of a real installation that would lead the demo astray. */
const LEFT_OUT = ['DATABASE_URL', 'WEBHOOK_URL', 'WEBHOOK_SECRET', 'TELEGRAM_PROXY', 'DEMO_PORT'];

/** Signals that reach the demo and are meant for the app. */
const FORWARDED = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs the app against a simulated Telegram: puts sample data into a database of its own (`demo` in the data folder, so
 * that they never meet real ones), starts the simulator with the people of the sample, and the program itself
 * (`command`, default: as this process was started) as a child that has the simulator's token and address. The child is
 * told nothing else: it knows of no demo; it tells where it listens. Signals go on to the child; when it ends the
 * simulator closes.
 *
 * @returns the exit code: the child's, or 1 if the demo could not start (then `print` was told why)
 */
export async function runDemo(
  config: DemoConfig,
  options: {
    env?: Readonly<Record<string, string | undefined>>;
    print?: (line: string) => void;
    command?: readonly string[];
  } = {},
): Promise<number> {
  const { env = process.env, print = console.log } = options;
  const texts = createI18n(path.join(packageRoot(), 'locales'))(config.defaultLanguage);
  let interrupted = false;
  let forward = (_signal: NodeJS.Signals): void => void (interrupted = true);
  const onSignal = (signal: NodeJS.Signals): void => forward(signal);
  for (const signal of FORWARDED) process.on(signal, onSignal);
  let simulator: Simulator | undefined;
  try {
    print(texts.t('start:demo.what'));
    const dataDir = path.join(config.dataDir, 'demo');
    const { clockStart } = config;
    // Before the database: a second demo on the same port must say so and touch nothing.
    let clock = createClock();
    simulator = await startSimulator(config.demoPort, texts, () => clock.now());
    const log = createLog({ level: env['LOG_LEVEL'] === undefined ? 'warn' : config.logLevel });
    const prepared = await prepareDemo({ dataDir, clockStart, token: TOKEN, texts, log });
    if (interrupted) return 0;
    clock = prepared.clock;
    bringPeople(simulator, prepared);
    tellWhatThereIs(print, texts, dataDir, simulator, prepared);

    // Empty counts as absent, and keeps the child from reading them out of a file.
    const kept = { ...env, ...Object.fromEntries(LEFT_OUT.map((name) => [name, ''])) };
    const [program = process.execPath, ...args] = options.command ?? [
      process.execPath,
      ...process.execArgv,
      ...process.argv.slice(1),
    ];
    const child = spawn(program, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        LOG_LEVEL: 'warn',
        ...kept,
        MODE: 'polling',
        DATA_DIR: dataDir,
        BOT_TOKEN: simulator.token,
        ADMIN_IDS: String(prepared.sample.administrator.id),
        TELEGRAM_API_ROOT: simulator.apiRoot,
      },
    });
    forward = (signal) => void child.kill(signal);
    child.once('message', ({ url }: { url: string }) =>
      print(texts.t('start:demo.app', { url: `${url}/ready` })),
    );
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
  } catch (error) {
    // Ctrl-C in a terminal reaches the database server, too, while it is being prepared.
    if (interrupted) return 0;
    const explained = explainStartFault(error, (key, values) => texts.t(key, values));
    if (explained === undefined) throw error;
    print(explained);
    return 1;
  } finally {
    for (const signal of FORWARDED) process.off(signal, onSignal);
    await simulator?.close();
  }
}

function startSimulator(port: number, { t }: Texts, now: () => Date): Promise<Simulator> {
  // The database outlives the simulator, and what it has seen it takes for a repetition: go on above all earlier
  // identifiers.
  const seconds = Math.floor(machineNow().getTime() / 1000);
  return createSimulator({
    port,
    token: TOKEN,
    botName: t('start:demo.bot'),
    botUsername: USERNAME,
    now,
    seed: seconds,
    firstUpdateId: seconds,
    firstMessageId: seconds,
  });
}

function bringPeople(simulator: Simulator, { sample, known }: Prepared): void {
  for (const { id, name, surname } of officialsOf(sample)) {
    simulator.person({ id, firstName: name, lastName: surname, started: known.has(id) });
  }
  for (const { id, name } of sample.strangers) {
    simulator.person({ id, firstName: name, started: known.has(id) });
  }
}

function tellWhatThereIs(
  print: (line: string) => void,
  { t }: Texts,
  dataDir: string,
  simulator: Simulator,
  { sample, invitation, fresh }: Prepared,
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
