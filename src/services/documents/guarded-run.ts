import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Readers } from './guarded-child.ts';
import { guardedProgram } from './guarded-program.ts';

type Reader<Name extends keyof Readers> = Awaited<ReturnType<Readers[Name]>>;

/** What a reader may use. */
export interface GuardLimits {
  /** Of V8's heap. */
  megabytes: number;
  /** From the start of the process, its own start included. */
  milliseconds: number;
  /** What is watched from within, for readers that are not ours: they fill memory besides the heap, and hang. */
  watch?: Watch;
}

export interface Watch {
  /** Of all memory. */
  megabytes: number;
  /** Of the processor's time, from the start of the reading. */
  milliseconds: number;
}

export type GuardedOutcome<Value> =
  | { kind: 'done'; value: Value }
  /** The reader could not make sense of the file. */
  | { kind: 'failed' }
  | { kind: 'out-of-time' }
  | { kind: 'out-of-memory' };

const FAILED = 2;
const folder = fileURLToPath(new URL('.', import.meta.url));
/** Found out once, at the first file. */
let program: string[] | undefined;

/** Each reader may fill hundreds of megabytes, so only so many are at work; the others wait. */
let places = 2;
const waiting: (() => void)[] = [];

/**
 * Reads a stranger's file in a process of its own, which a hostile file may fill or hang without harm to this one. It
 * inherits no environment: no token, no database. Throws where the process ends by a fault of the program.
 */
export async function runGuarded<Name extends keyof Readers>(
  reader: Name,
  input: Buffer,
  options: Parameters<Reader<Name>>[1],
  limits: GuardLimits,
): Promise<GuardedOutcome<Awaited<ReturnType<Reader<Name>>>>> {
  if (places === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else places -= 1;
  try {
    return await run(reader, input, JSON.stringify(options), limits);
  } finally {
    const next = waiting.shift();
    if (next === undefined) places += 1;
    else next();
  }
}

async function run<Value>(
  reader: string,
  input: Buffer,
  options: string,
  limits: GuardLimits,
): Promise<GuardedOutcome<Value>> {
  program ??= guardedProgram();
  const watch = limits.watch === undefined ? [] : [JSON.stringify(limits.watch)];
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${limits.megabytes}`, ...program, reader, options, ...watch],
    {
      cwd: folder,
      env: { TZ: 'UTC' },
    },
  );
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limits.milliseconds);
  // One that ends before it has read everything breaks the pipe; how it ended is told by its code.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [output, complaint, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (late) return { kind: 'out-of-time' };
    if (code === 0) return { kind: 'done', value: JSON.parse(output) as Value };
    if (code === FAILED) return { kind: 'failed' };
    if (signal === 'SIGXCPU') return { kind: 'out-of-time' };
    // V8 aborts when its heap is full; the system kills when the machine's memory is.
    if (signal !== null) return { kind: 'out-of-memory' };
    throw new Error(`The reader "${reader}" ended with code ${code}: ${complaint.slice(0, 2000)}`);
  } finally {
    clearTimeout(timer);
  }
}
