import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { paragraph, word } from '../../../test/support/word-xml.ts';
import { readDocument } from './document-in.ts';
import { buildDocuments } from './documents-out.ts';

const PROGRAM = fileURLToPath(new URL('../../../test/support/guard-process.ts', import.meta.url));
const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** A process that reads a file without end, and the number of its child that is at it. */
async function parentAtWork(milliseconds: number) {
  const parent = spawn(process.execPath, ['--import', 'tsx', PROGRAM, String(milliseconds)]);
  ended.push(() => parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(line.toString());
  expect(runs(child)).toBe(true);
  return { parent, child };
}

/** One that ended stands as a zombie where nobody takes note of its end. */
function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    const state = `/proc/${id}/stat`;
    return !existsSync(state) || !readFileSync(state, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

it('ends the child with its parent, however that ended', async () => {
  const { parent, child } = await parentAtWork(120_000);
  parent.kill('SIGKILL');
  await vi.waitUntil(() => !runs(child), { timeout: 5_000, interval: 20 });
}, 30_000);

it('ends a child that nobody ended in time', async () => {
  const { parent, child } = await parentAtWork(1_000);
  parent.kill('SIGSTOP');
  await vi.waitUntil(() => !runs(child), { timeout: 10_000, interval: 20 });
}, 30_000);

it('reads while large documents are made, however many wait', async () => {
  const at = { title: '', author: '', createdAt: '2027-02-12T07:42:00Z' };
  const content = { text: `${'слово '.repeat(300)}\n`.repeat(300) };
  const book = {
    cover: { top: '', title: [], under: '', notes: [], foot: [] },
    verso: [],
    contents: '',
    runningHead: '',
    capitals: true,
    chapters: [{ title: 'Город', parts: [{ kind: 'text' as const, content }] }],
  };
  const done: string[] = [];
  const making = [1, 2, 3, 4, 5].map(async () => {
    await buildDocuments([{ kind: 'book', file: { name: 'а.docx', properties: at }, book }]);
    done.push('made');
  });
  const { kind } = await readDocument({ name: 'а.docx', content: word(paragraph('Текст')) });
  done.push(kind);
  await Promise.all(making);
  expect(done.toSorted()).toEqual(['made', 'made', 'made', 'made', 'made', 'read']);
  // Behind all that waited it would be the last but one at the best.
  expect(done.indexOf('read')).toBeLessThan(3);
}, 60_000);
