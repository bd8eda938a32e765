import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { built } from '../../test/support/built.ts';
import { claimFolder } from './folder-claim.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vestovoy-claim-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each(['near', 'far/'.repeat(40)])(
  'a folder is for one, who is named to the others (%s)',
  async (deep) => {
    const directory = path.join(folder, deep);
    const free = await claimFolder(directory, 'http://127.0.0.1:8081');
    await expect(claimFolder(directory, 'http://127.0.0.1:9999')).rejects.toMatchObject({
      fault: { kind: 'demo-running', directory: path.resolve(directory), address: 'http://127.0.0.1:8081' },
    });
    await free();
    expect(await readdir(directory)).toEqual([]);
    await (
      await claimFolder(directory, 'http://127.0.0.1:9999')
    )();
  },
);

test('who was killed has it no longer', async () => {
  const url = JSON.stringify(pathToFileURL(built('demo/folder-claim.js')).href);
  const code = `await (await import(${url})).claimFolder(${JSON.stringify(folder)}, 'a'); console.log('has it');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(claimFolder(folder, 'b')).rejects.toThrow();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(folder)).toHaveLength(1);
  await (
    await claimFolder(folder, 'b')
  )();
});

test('a folder that cannot be is told as such', async () => {
  await writeFile(path.join(folder, 'file'), '');
  const directory = path.join(folder, 'file/data');
  await expect(claimFolder(directory, 'a')).rejects.toMatchObject({ fault: { kind: 'data-dir', directory } });
});
