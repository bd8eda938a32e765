/**
 * The process in which a stranger's file is read (see guarded-run.ts): the file on the standard input, the value read
 * as JSON on the standard output. Code 2: the file was too much for the reader, also where it left a promise that failed
 * unheard; 13, Node's own: it left one that nothing will ever settle. Any other is a fault of ours.
 */
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { Guard } from './guarded-run.ts';

/** What can be run here, each `(input, options) => value`; the value travels as JSON. */
const readers = {
  document: async () => (await import('./document-child.ts')).readInChild,
  orders: async () => (await import('./documents-child.ts')).makeInChild,
  spreadsheet: async () => (await import('./spreadsheet-child.ts')).readInChild,
};

export type Readers = typeof readers;

/**
 * Plain JavaScript, so that its thread begins at once: the other one may be at work without a pause. A child whose
 * parent is gone ends with it, and one that nobody ended in time ends itself.
 */
const WATCHING = `
const { parentPort, workerData } = require('node:worker_threads');
const { parent, limit, megabytes = Infinity, milliseconds = Infinity } = workerData;
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
let start = Infinity;
parentPort.once('message', () => { start = spent(); });
setInterval(() => {
  if (process.ppid !== parent || process.uptime() * 1000 > limit) process.kill(process.pid, 'SIGKILL');
  if (process.memoryUsage.rss() > megabytes * 2 ** 20) process.kill(process.pid, 'SIGKILL');
  if (spent() - start > milliseconds) process.kill(process.pid, 'SIGXCPU');
}, 20);`;

const [name, options = '', guard = ''] = process.argv.slice(2);
const workerData = JSON.parse(guard) as Guard;
const watching = new Worker(WATCHING, { eval: true, execArgv: [], workerData });
watching.unref();
const read = await readers[name as keyof Readers]();
const input = await buffer(process.stdin);
process.on('unhandledRejection', () => process.exit(2));
watching.postMessage('reading');
try {
  process.stdout.write(JSON.stringify(await read(input, JSON.parse(options) as never)));
} catch {
  process.exitCode = 2;
}
