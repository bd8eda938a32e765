import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { built } from '../../test/support/built.ts';
import { createLog } from './log.ts';
import { createShutdown } from './shutdown.ts';

const silent = createLog({ level: 'silent' });

test('closes the last registered first, each once, however often it is asked', async () => {
  const closed: string[] = [];
  const shutdown = createShutdown(silent);
  for (const name of ['database', 'server', 'poller']) shutdown.register(name, () => closed.push(name));
  await Promise.all([shutdown.stop('a'), shutdown.stop('b')]);
  await shutdown.stop('c');
  expect(closed).toEqual(['poller', 'server', 'database']);
});

test('waits for a closer before the next, but not for ever, and goes on after one that fails', async () => {
  const seen: string[] = [];
  const shutdown = createShutdown(silent);
  shutdown.register('last', () => seen.push('last'));
  shutdown.register('late', () => new Promise(() => undefined), 20);
  shutdown.register('failing', () => Promise.reject(new Error('x')));
  shutdown.register('throwing', () => {
    throw new Error('x');
  });
  shutdown.register('slow', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push('slow');
  });
  await shutdown.stop('test');
  expect(seen).toEqual(['slow', 'last']);
});

/** A process of its own, of the built program, that has one closer, of 1.5 s where `slow`, and keeps running. */
function start(what: 'quick' | 'slow' | 'rejects' | 'throws') {
  const url = (name: string) => JSON.stringify(pathToFileURL(built(`platform/${name}`)).href);
  const code = `
    const { createLog } = await import(${url('log.js')});
    const { createShutdown } = await import(${url('shutdown.js')});
    const shutdown = createShutdown(createLog({ level: 'info' }));
    shutdown.register('base', () => console.log('base closed'));
    shutdown.register('work', () => new Promise((r) => setTimeout(r, ${what === 'slow' ? 8_000 : 10})));
    shutdown.listen();
    setInterval(() => {}, 1000);
    console.log('started');
    if (${what === 'rejects'}) Promise.reject(new Error('unforeseen 123456789:AAfictional-token_of-a-test-00000000'));
    if (${what === 'throws'}) setImmediate(() => { throw new Error('unforeseen'); });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, out }));
  return {
    ended,
    signal: (name: NodeJS.Signals) => child.kill(name),
    async says(word: string) {
      while (!out.includes(word)) await once(child.stdout, 'data');
    },
  };
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s closes and exits with 0', async (signal) => {
  const child = start('quick');
  await child.says('started');
  child.signal(signal);
  const { code, out } = await child.ended;
  expect(code).toBe(0);
  expect(out).toContain('base closed');
});

test('the same Ctrl-C heard twice is one; a second, later, ends at once', async () => {
  const child = start('slow');
  await child.says('started');
  const started = performance.now();
  child.signal('SIGINT');
  await child.says('stopping');
  child.signal('SIGINT');
  const impatient = setInterval(() => child.signal('SIGINT'), 300);
  const { code, out } = await child.ended;
  clearInterval(impatient);
  expect(code).toBe(130);
  expect(out).not.toContain('base closed');
  expect(performance.now() - started).toBeGreaterThan(1_000);
});

test.each(['rejects', 'throws'] as const)(
  'a fault nobody caught (%s) is logged, all is closed, exit 1',
  async (what) => {
    const { code, out } = await start(what).ended;
    expect(code).toBe(1);
    expect(out).toContain('unforeseen');
    expect(out).not.toContain('AAfictional');
    expect(out).toContain('base closed');
  },
);
