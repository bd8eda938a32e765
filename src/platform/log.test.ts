import { EventEmitter } from 'node:events';
import { GrammyError } from 'grammy';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { createDatabase } from './database/client.ts';
import { sessionConfig } from './database/connection.ts';
import type { PrismaClient } from './database/generated/client.ts';
import { createLog, type Log, logWarnings } from './log.ts';

const TOKEN = '123456789:AAfictional-token_of-a-test-00000000';
const TEXT = 'Проведено 12 совещаний с участием мэра';

/** What a log writes while `use` uses it, checked to be whole lines of JSON. */
function written(use: (log: Log) => void, secrets: string[] = []): string {
  let out = '';
  const log = createLog({ level: 'trace', secrets, destination: { write: (line) => (out += line) } });
  use(log);
  for (const line of out.trim().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object');
  return out;
}

describe('a token does not come out', () => {
  const url = `https://api.telegram.org/bot${TOKEN}/getMe`;
  test.each<[string, (log: Log) => void]>([
    ['in an error message', (log) => log.error({ err: new Error(`GET ${url} failed`) }, 'failed')],
    ['in a nested cause', (log) => log.error({ err: new Error('a', { cause: new Error(url) }) }, 'failed')],
    [
      'in an error of another error',
      (log) => log.error({ err: new AggregateError([new Error(url)], 'b') }, 'failed'),
    ],
    ['in a URL', (log) => log.info({ url }, 'calling')],
    ['in a URL object', (log) => log.info({ url: new URL(url) }, 'calling')],
    [
      'in a file path',
      (log) => log.info({ deep: { er: [{ path: `/file/bot${TOKEN}/photos/1.jpg` }] } }, 'got'),
    ],
    ['in a settings object', (log) => log.info({ config: { botToken: TOKEN, mode: 'polling' } }, 'started')],
    ['in the message itself', (log) => log.info(`using ${TOKEN}`)],
    ['in an error given alone', (log) => log.error(new Error(url))],
    ['in what a child log is bound to', (log) => log.child({ url }).info('calling')],
    ['in a thrown string', (log) => log.error({ err: url }, 'failed')],
  ])('%s', (_, use) => {
    const out = written(use);
    expect(out).not.toContain(TOKEN);
    expect(out).not.toContain('AAfictional');
  });
});

describe('secrets', () => {
  test('passwords in URLs and named fields', () => {
    const out = written((log) => {
      log.info(
        { database: 'postgres://vestovoy:word-of-pass@db/vestovoy', proxy: 'socks5://u:word-of-pass@p:1' },
        'x',
      );
      log.info({ webhook: { secret: 'word-of-pass' }, password: 'word-of-"pass' }, 'x');
    });
    expect(out).not.toContain('word-of');
    expect(out).toContain('@db/vestovoy');
  });

  test('strings named as secrets, wherever they stand', () => {
    expect(
      written((log) => log.info({ header: 'x hush-hush-hush y' }, 'hush-hush-hush'), ['hush-hush-hush']),
    ).not.toContain('hush');
  });
});

describe('texts and names do not come out', () => {
  test('of an update, whole', () => {
    const from = { id: 77, is_bot: false, first_name: 'Anna', last_name: 'Birch', username: 'anna_b' };
    const message = {
      message_id: 5,
      from,
      chat: { id: 77, title: 'A chat' },
      text: 'Our "answer"',
      caption: 'Photo',
    };
    const out = written((log) => log.debug({ update: { update_id: 1, message } }, 'received'));
    for (const cut of ['Anna', 'Birch', 'anna_b', 'A chat', 'answer', 'Photo'])
      expect(out).not.toContain(cut);
    expect(out).toContain('"message_id":5');
    expect(out).toContain('"id":77');
  });

  test('in Russian, in any field', () => {
    const out = written((log) =>
      log.info({ note: TEXT, list: ['Берёзкина А.В.', 7], file: 'Анкета.docx' }, `got ${TEXT}`),
    );
    expect(out).not.toMatch(/\p{Script=Cyrillic}/u);
    expect(out).toContain('7');
  });

  test('of a refused call to Telegram', () => {
    const refusal = { ok: false, error_code: 400, description: 'Bad Request: chat not found' } as const;
    const err = new GrammyError("Call to 'sendMessage' failed!", refusal, 'sendMessage', {
      chat_id: 1,
      text: 'Dear sir',
    });
    const out = written((log) => log.warn({ err }, 'refused'));
    expect(out).not.toContain('Dear sir');
    expect(out).toContain('"error_code":400');
    expect(out).toContain('"method":"sendMessage"');
  });

  test.each(['Dear sir, this is no JSON', 'Dear'])('of JSON that cannot be read: %s', (source) => {
    const out = written((log) => {
      try {
        JSON.parse(source);
      } catch (err) {
        log.error({ err }, 'failed');
      }
    });
    expect(out).toContain('SyntaxError');
    expect(out).not.toContain('Dear');
  });
});

describe('faults of PostgreSQL', () => {
  async function fault(sql: string, values: unknown[] = []): Promise<unknown> {
    const client = new pg.Client(sessionConfig(inject('postgres').server));
    await client.connect();
    try {
      await client.query(sql, values);
      throw new Error('the query passed');
    } catch (error) {
      return error;
    } finally {
      await client.end();
    }
  }

  test('lose the row that they quote and keep their code', async () => {
    const err = await fault(`do $$ begin create temp table t (id int primary key, said text not null);
      insert into t values (1, 'Dear sir'); insert into t values (1, 'Dear madam'); end $$`);
    const out = written((log) => log.error({ err }, 'failed'));
    expect(out).not.toMatch(/Dear|Key/);
    expect(out).toContain('"code":"23505"');
    expect(out).toContain('t_pkey');
  });

  test('lose the input that they quote', async () => {
    const err = await fault('select $1::int', ['Sensitive']);
    const out = written((log) => log.error({ err }, 'failed'));
    expect(out).not.toContain('Sensitive');
    expect(out).toContain('"code":"22P02"');
  });

  async function faultOfPrisma(call: (prisma: PrismaClient) => Promise<unknown>): Promise<unknown> {
    const database = createDatabase(inject('postgres').server, { log: createLog({ level: 'silent' }) });
    const error: unknown = await call(database.prisma).then(
      () => new Error('the call passed'),
      (reason: unknown) => reason,
    );
    await database.close();
    return error;
  }

  test.each<[string, (prisma: PrismaClient) => Promise<unknown>]>([
    [
      'PrismaClientValidationError',
      (prisma) => prisma.city.create({ data: { name: 'Sensitive', nonsense: 'Sensitive' } } as never),
    ],
    ['PrismaClientKnownRequestError', (prisma) => prisma.$queryRaw`select ${'Sensitive'}::text::int`],
  ])('lose what Prisma tells of the call: %s', async (type, call) => {
    const err = await faultOfPrisma(call);
    expect((err as Error).message).toContain('Sensitive');
    const out = written((log) => log.error({ err }, 'failed'));
    expect(out).not.toContain('Sensitive');
    expect(out).toContain(type);
  });
});

test('an error keeps what is needed to find it', () => {
  const err = new TypeError('cannot read lane 5', { cause: new RangeError('page is too large') });
  const line: unknown = JSON.parse(written((log) => log.error({ err, chatId: 5 }, 'failed')));
  expect(line).toMatchObject({
    level: 'error',
    msg: 'failed',
    chatId: 5,
    err: {
      type: 'TypeError',
      message: 'cannot read lane 5',
      stack: expect.arrayContaining([expect.stringMatching(/^at .*log\.test\.ts/)]) as string[],
      cause: { type: 'RangeError', message: 'page is too large' },
    },
  });
});

test('a warning of Node.js is a line of the log: an experiment at debug, anything else at warn', () => {
  const node = new EventEmitter();
  let printed = 0;
  node.on('warning', () => (printed += 1));
  const out = written((log) => {
    logWarnings(log, node);
    node.emit('warning', Object.assign(new Error('SOCKS5 is experimental'), { name: 'ExperimentalWarning' }));
    node.emit('warning', Object.assign(new Error('11 listeners'), { name: 'MaxListenersExceededWarning' }));
  });
  const levels = out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { level: string }).level);
  expect([printed, levels]).toEqual([0, ['debug', 'warn']]);
});
