/**
 * The process in which a stranger's file is read (see guarded-run.ts): the file on the standard input, the value read
 * as JSON on the standard output. Code 2: the file was too much for the reader; any other is a fault of ours.
 */
import { buffer } from 'node:stream/consumers';

/** What can be run here, each `(input, options) => value`; the value travels as JSON. */
const readers = {
  spreadsheet: async () => (await import('./spreadsheet-child.ts')).readInChild,
};

export type Readers = typeof readers;

const [name, options] = process.argv.slice(2);
const read = await readers[name as keyof Readers]();
const input = await buffer(process.stdin);
try {
  process.stdout.write(JSON.stringify(await read(input, JSON.parse(options ?? '') as never)));
} catch {
  process.exitCode = 2;
}
