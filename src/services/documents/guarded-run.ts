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
  /** What is watched from within, where the code is not ours: it fills memory besides the heap, and hangs. */
  watch?: Watch;
}

export interface Watch {
  /** Of all memory. */
  megabytes: number;
  /** Of the processor's time, from the start of the reading. */
  milliseconds: number;
}

/** What a child is told of its bounds. */
export interface Guard extends Partial<Watch> {
  /** Without this process nobody waits for the child. */
  parent: number;
  /** Milliseconds from its start, when nobody ended it before. */
  limit: number;
}

export type GuardedOutcome<Value> =
  | { kind: 'done'; value: Value }
  /** The reader could not make sense of the file. */
  | { kind: 'failed' }
  | { kind: 'out-of-time' }
  | { kind: 'out-of-memory' };

/** See guarded-child.ts. */
const FAILED = [2, 13];
/** By so much later than its parent, a child ends itself. */
const LATER = 2_000;
const folder = fileURLToPath(new URL('.', import.meta.url));
/** Found out once, at the first file. */
let program: string[] | undefined;

/** Each may fill hundreds of megabytes, so only so many are at work; the others wait, readers never for large documents. */
const reading: Queue = { places: 2, waiting: [] };
const making: Queue = { places: 1, waiting: [] };

interface Queue {
  places: number;
  waiting: (() => void)[];
}

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
  const queue = reader === 'orders' ? making : reading;
  if (queue.places === 0) await new Promise<void>((resolve) => queue.waiting.push(resolve));
  else queue.places -= 1;
  try {
    return await run(reader, input, JSON.stringify(options), limits);
  } finally {
    const next = queue.waiting.shift();
    if (next === undefined) queue.places += 1;
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
  const guard: Guard = { parent: process.pid, limit: limits.milliseconds + LATER, ...limits.watch };
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${limits.megabytes}`, ...program, reader, options, JSON.stringify(guard)],
    {
      cwd: folder,
      env: { TZ: 'UTC' },
    },
  );
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
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
    if (code !== null && FAILED.includes(code)) return { kind: 'failed' };
    if (signal === 'SIGXCPU') return { kind: 'out-of-time' };
    // V8 aborts when its heap is full; the system kills when the machine's memory is.
    if (signal !== null) return { kind: 'out-of-memory' };
    throw new Error(`The reader "${reader}" ended with code ${code}: ${complaint.slice(0, 2000)}`);
  } finally {
    clearTimeout(timer);
    process.off('exit', end);
  }
}
