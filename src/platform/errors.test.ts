import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { GrammyError, HttpError } from 'grammy';
import pg from 'pg';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { onDatabase } from '../../test/support/postgres.ts';
import { type Connection, sessionConfig } from './database/connection.ts';
import { blamingProxy, explainStartFault, findStartFault, StartError, type StartFault } from './errors.ts';
import { createHttpServer } from './http/server.ts';
import { createLog } from './log.ts';
import { packageRoot } from './package-root.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function failureToConnect(connection: Connection): Promise<unknown> {
  const client = new pg.Client(sessionConfig(connection));
  return client.connect().then(
    () => client.end().then(() => new Error('the connection was made')),
    (error: unknown) => error,
  );
}

/** A port on which something of ours listens, or (closed again) on which nobody does. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => server.close());
  return (server.address() as { port: number }).port;
}

describe('a database that cannot be used', () => {
  test('refuses the connection', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failureToConnect({ connectionString: `postgres://u:p@localhost:${port}/d` });
    expect(findStartFault(error)).toEqual({
      kind: 'database-refused',
      address: expect.stringMatching(`(127\\.0\\.0\\.1|::1):${port}`) as string,
    });
  });

  test('has no such host', async () => {
    const error = await failureToConnect({ connectionString: 'postgres://u:p@no-such-host.invalid/d' });
    expect(findStartFault(error)).toMatchObject({ kind: 'database-unreachable' });
  });

  test('does not answer in time', async () => {
    const port = await listen(createServer());
    const client = new pg.Client({ host: '127.0.0.1', port, connectionTimeoutMillis: 50 });
    const error: unknown = await client.connect().catch((reason: unknown) => reason);
    expect(findStartFault(error)).toMatchObject({ kind: 'database-unreachable' });
  });

  test('does not exist', async () => {
    const error = await failureToConnect(onDatabase(inject('postgres').server, 'no_such_database'));
    expect(findStartFault(error)).toEqual({ kind: 'database-missing' });
  });

  test('knows no such user', async () => {
    const { server } = inject('postgres');
    const stranger: Connection =
      'connectionString' in server
        ? {
            connectionString: Object.assign(new URL(server.connectionString), { username: 'no_such_user' })
              .href,
          }
        : { ...server, user: 'no_such_user' };
    expect(findStartFault(await failureToConnect(stranger))).toEqual({ kind: 'database-password' });
  });

  test.each([
    ['28P01', 'database-password'],
    ['53100', 'disk-full'],
    ['53300', 'database-busy'],
    ['57P03', 'database-busy'],
    ['42501', 'database-rights'],
    ['ENOSPC', 'disk-full'],
  ])('code %s is %s, also inside another error', (code, kind) => {
    const error = Object.assign(new Error('x'), { code });
    expect(findStartFault(error)).toMatchObject({ kind });
    expect(findStartFault(new Error('outer', { cause: error }))).toMatchObject({ kind });
  });
});

test('a port in use is told with its address', async () => {
  const log = createLog({ level: 'silent' });
  const first = await createHttpServer({ host: '127.0.0.1', port: 0, routes: [], log });
  closers.push(() => first.close());
  const second: unknown = await createHttpServer({
    host: '127.0.0.1',
    port: first.port,
    routes: [],
    log,
  }).catch((error: unknown) => error);
  expect(findStartFault(second)).toEqual({ kind: 'port-taken', address: `127.0.0.1:${first.port}` });
});

describe('Telegram', () => {
  function refusal(error_code: number, method = 'getMe', description = 'Unauthorized'): GrammyError {
    return new GrammyError('refused', { ok: false, error_code, description }, method, {});
  }

  test.each([
    [refusal(401), { kind: 'token-refused' }],
    [refusal(404), { kind: 'token-refused' }],
    [refusal(409, 'getUpdates'), { kind: 'second-poller' }],
    [refusal(400, 'setWebhook', 'Bad Request'), { kind: 'webhook-refused', description: 'Bad Request' }],
    [
      new HttpError('no', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })),
      { kind: 'telegram-unreachable' },
    ],
    [refusal(400, 'sendMessage'), undefined],
  ])('%s', (error, fault) => {
    expect(findStartFault(error)).toEqual(fault);
  });
});

test('no answer from Telegram is told of the proxy where one is set, without its password', () => {
  const silent = new HttpError('no', new Error('x'));
  expect(findStartFault(blamingProxy(silent, 'socks5://bot:hidden@127.0.0.1:1080'))).toEqual({
    kind: 'proxy-unreachable',
    address: '127.0.0.1:1080',
  });
  expect(blamingProxy(silent, undefined)).toBe(silent);
  const other = new Error('odd');
  expect(blamingProxy(other, 'http://127.0.0.1:3128')).toBe(other);
});

describe('words', () => {
  const faults: { [Kind in StartFault['kind']]: Extract<StartFault, { kind: Kind }> } = {
    'database-refused': { kind: 'database-refused', address: 'A1' },
    'database-unreachable': { kind: 'database-unreachable', address: 'A1' },
    'database-password': { kind: 'database-password' },
    'database-missing': { kind: 'database-missing' },
    'database-rights': { kind: 'database-rights' },
    'database-busy': { kind: 'database-busy' },
    'database-newer': { kind: 'database-newer', migration: 'A1' },
    'migration-changed': { kind: 'migration-changed', migration: 'A1' },
    'embedded-absent': { kind: 'embedded-absent' },
    'embedded-root': { kind: 'embedded-root' },
    'embedded-failed': { kind: 'embedded-failed', logFile: 'A1' },
    'data-dir': { kind: 'data-dir', directory: 'A1' },
    'disk-full': { kind: 'disk-full' },
    'demo-running': { kind: 'demo-running', directory: 'A1', address: 'A2' },
    'port-taken': { kind: 'port-taken', address: 'A1' },
    'port-forbidden': { kind: 'port-forbidden', address: 'A1' },
    'address-unknown': { kind: 'address-unknown', address: 'A1' },
    'token-refused': { kind: 'token-refused' },
    'second-poller': { kind: 'second-poller' },
    'webhook-refused': { kind: 'webhook-refused', description: 'A1' },
    'telegram-unreachable': { kind: 'telegram-unreachable' },
    'proxy-unreachable': { kind: 'proxy-unreachable', address: 'A1' },
    'clock-shifted': { kind: 'clock-shifted', appTime: 'A1' },
  };
  type Words = Record<'what' | 'cure', string>;

  test.each(['ru', 'en'])('what is wrong and the cure, of every fault, in %s', async (language) => {
    const file = await readFile(path.join(packageRoot(), 'locales', language, 'start.json'), 'utf8');
    const words = JSON.parse(file) as { faults: Record<string, Words> };
    expect(Object.keys(words.faults).sort()).toEqual(['heading', ...Object.keys(faults)].sort());
    for (const fault of Object.values(faults)) {
      const told = explainStartFault(new StartError(fault), (key, values) => {
        const found = key
          .replace('start:', '')
          .split('.')
          .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], words);
        return (found as string).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
      });
      expect(told?.split('\n')).toHaveLength(3);
      expect(told).not.toContain('{{');
      if (Object.keys(fault).length > 1) expect(told).toContain('A1');
    }
  });

  test('none for an error that nobody foresaw', () => {
    expect(explainStartFault(new Error('odd'), (key) => key)).toBeUndefined();
    expect(explainStartFault('odd', (key) => key)).toBeUndefined();
  });
});
