/**
 * The process in which a stranger's file is read (see guarded-run.ts): the file on the standard input, the value read
 * as JSON on the standard output. Code 2: the file was too much for the reader; any other is a fault of ours.
 */
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { Watch } from './guarded-run.ts';

/** What can be run here, each `(input, options) => value`; the value travels as JSON. */
const readers = {
  document: async () => (await import('./document-child.ts')).readInChild,
  orders: async () => (await import('./documents-child.ts')).makeInChild,
  spreadsheet: async () => (await import('./spreadsheet-child.ts')).readInChild,
};

export type Readers = typeof readers;

/** Plain JavaScript, so that its thread begins at once: this one may be at work without a pause. */
const WATCHING = `
const { megabytes, milliseconds } = require('node:worker_threads').workerData;
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
const start = spent();
setInterval(() => {
  if (process.memoryUsage.rss() > megabytes * 2 ** 20) process.kill(process.pid, 'SIGKILL');
  if (spent() - start > milliseconds) process.kill(process.pid, 'SIGXCPU');
}, 20);`;

const [name, options, watch] = process.argv.slice(2);
const read = await readers[name as keyof Readers]();
const input = await buffer(process.stdin);
if (watch !== undefined) {
  new Worker(WATCHING, { eval: true, execArgv: [], workerData: JSON.parse(watch) as Watch }).unref();
}
try {
  process.stdout.write(JSON.stringify(await read(input, JSON.parse(options ?? '') as never)));
} catch {
  process.exitCode = 2;
}
