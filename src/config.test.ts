import { describe, expect, test } from 'vitest';
import { type Config, isLoopback, parseConfig, VARIABLE_NAMES } from './config.ts';

const TOKEN = '123456789:AAfictional-token_of-a-test-00000000';

function accept(env: Record<string, string>): Config {
  const parsed = parseConfig(env);
  if (parsed.kind !== 'ok') throw new Error(parsed.message);
  return parsed.config;
}

function refuse(env: Record<string, string>): string {
  const parsed = parseConfig(env);
  if (parsed.kind !== 'faulty') throw new Error('was accepted');
  return parsed.message;
}

describe('modes', () => {
  test('nothing set is the demo', () => {
    expect(accept({})).toMatchObject({
      mode: 'demo',
      demoPort: 8081,
      http: { host: '127.0.0.1', port: 8080 },
    });
  });

  test('a token alone is polling with the embedded database', () => {
    const config = accept({ BOT_TOKEN: TOKEN, DATA_DIR: '/srv/vestovoy' });
    expect(config).toMatchObject({
      mode: 'polling',
      botToken: TOKEN,
      adminIds: [],
      database: { kind: 'embedded', dataDir: '/srv/vestovoy' },
      telegram: { apiRoot: 'https://api.telegram.org', proxy: undefined },
      defaultLanguage: 'ru',
      logLevel: 'info',
      sweepCron: '* * * * *',
      clockStart: undefined,
    });
  });

  test('a webhook carries its address and secret', () => {
    const config = accept({
      BOT_TOKEN: TOKEN,
      MODE: 'webhook',
      WEBHOOK_URL: 'https://bot.example.org/telegram',
      WEBHOOK_SECRET: 'a-secret-of-some-length',
      DATABASE_URL: 'postgres://vestovoy:p%40ss@db/vestovoy',
      TELEGRAM_API_ROOT: 'http://10.0.0.7:8081/',
      TELEGRAM_PROXY: 'socks5://127.0.0.1:1080',
    });
    expect(config).toMatchObject({
      mode: 'webhook',
      webhook: { url: 'https://bot.example.org/telegram', secret: 'a-secret-of-some-length' },
      database: { kind: 'given', url: 'postgres://vestovoy:p%40ss@db/vestovoy' },
      telegram: { apiRoot: 'http://10.0.0.7:8081', proxy: 'socks5://127.0.0.1:1080' },
    });
  });

  test('the configuration is frozen in depth', () => {
    const config = accept({ BOT_TOKEN: TOKEN });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.values(config).filter((value) => typeof value === 'object')).toSatisfy((values: object[]) =>
      values.every((value) => Object.isFrozen(value)),
    );
  });
});

describe('reading', () => {
  test('an empty string counts as absent', () => {
    const empty = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, ' ']));
    expect(accept(empty)).toEqual(accept({}));
  });

  test('administrators are separated by commas', () => {
    expect(accept({ BOT_TOKEN: TOKEN, ADMIN_IDS: ' 11, 22 ,33 ' })).toMatchObject({ adminIds: [11, 22, 33] });
  });

  test('the clock may be shifted where the API root is on the loopback, and in the demo', () => {
    const CLOCK_START = '2027-02-01T09:00:00+09:00';
    const clockStart = new Date('2027-02-01T00:00:00Z');
    const TELEGRAM_API_ROOT = 'http://127.0.0.1:9000';
    expect(accept({ BOT_TOKEN: TOKEN, CLOCK_START, TELEGRAM_API_ROOT })).toMatchObject({ clockStart });
    expect(accept({ CLOCK_START })).toMatchObject({ mode: 'demo', clockStart });
    expect(refuse({ BOT_TOKEN: TOKEN, CLOCK_START })).toContain('CLOCK_START');
    expect(refuse({ BOT_TOKEN: TOKEN, CLOCK_START, TELEGRAM_API_ROOT: 'http://10.0.0.7' })).toContain(
      'CLOCK_START',
    );
  });

  test.each([
    ['http://localhost:8081', true],
    ['http://127.8.0.1', true],
    ['http://[::1]:8081', true],
    ['http://127.0.0.1.example.org', false],
    ['https://api.telegram.org', false],
  ])('%s on the loopback: %s', (url, expected) => {
    expect(isLoopback(url)).toBe(expected);
  });
});

describe('faults', () => {
  test.each([
    ['BOT_TOKEN', 'hello'],
    ['ADMIN_IDS', '@somebody'],
    ['ADMIN_IDS', '0'],
    ['DATABASE_URL', 'mysql://u@h/d'],
    ['MODE', 'pull'],
    ['WEBHOOK_URL', 'http://bot.example.org/telegram'],
    ['WEBHOOK_SECRET', 'short'],
    ['WEBHOOK_SECRET', 'with a space in it, long enough'],
    ['HTTP_HOST', 'a b'],
    ['HTTP_PORT', '65536'],
    ['HTTP_PORT', '0x50'],
    ['DEMO_PORT', '-1'],
    ['TELEGRAM_API_ROOT', 'api.telegram.org'],
    ['TELEGRAM_PROXY', 'ftp://proxy'],
    ['DEFAULT_LANGUAGE', 'de'],
    ['LOG_LEVEL', 'loud'],
    ['SWEEP_CRON', '60 * * * *'],
    ['CLOCK_START', '2027-02-01'],
    ['CLOCK_START', '2027-02-01T09:00:00'],
  ])('%s=%s is refused alone, with an example that is accepted', (name, value) => {
    const base: Record<string, string> = { BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: 'http://127.0.0.1:9000' };
    const message = refuse({ ...base, [name]: value });
    expect(message.match(/^[A-Z_]+(?=:)/gm)).toEqual([name]);
    const example = new RegExp(`${name}=(.+)$`, 'm').exec(message)?.[1] ?? '';
    expect(accept({ ...base, [name]: example })).toBeDefined();
  });

  test('all are told at once, in one message', () => {
    const message = refuse({
      BOT_TOKEN: 'x',
      HTTP_PORT: 'x',
      LOG_LEVEL: 'x',
      MODE: 'webhook',
      CLOCK_START: 'x',
    });
    expect(message.match(/^[A-Z_]+(?=:)/gm)?.sort()).toEqual(
      ['BOT_TOKEN', 'CLOCK_START', 'HTTP_PORT', 'LOG_LEVEL', 'WEBHOOK_SECRET', 'WEBHOOK_URL'].sort(),
    );
  });

  test.each<Record<string, string>>([
    { DATABASE_URL: 'postgres://vestovoy:word@db/vestovoy' },
    { WEBHOOK_URL: 'https://bot.example.org/telegram' },
    { MODE: 'webhook', WEBHOOK_URL: 'https://bot.example.org/t', WEBHOOK_SECRET: 'a-secret-of-some-length' },
  ])('a real installation that forgot its token does not become a demo: %j', (env) => {
    expect(refuse(env).match(/^[A-Z_]+(?=:)/gm)).toEqual(['BOT_TOKEN']);
  });

  test('no value is repeated: a secret may stand in any of them', () => {
    const secret = 'hunter2-hunter2';
    const env = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, `!${secret} `]));
    expect(refuse({ ...env, DATA_DIR: '', DEFAULT_LANGUAGE: '' })).not.toContain(secret);
    expect(refuse({ DATABASE_URL: `postgres://u:${secret}@h/d` })).not.toContain(secret);
  });

  test('the message is in the language of the installation', () => {
    expect(refuse({ HTTP_PORT: 'x' })).toMatch(/Ожидается/);
    expect(refuse({ HTTP_PORT: 'x', DEFAULT_LANGUAGE: 'en' })).toMatch(/Expected/);
  });
});

describe('warnings', () => {
  function warnings(env: Record<string, string>): readonly string[] {
    const parsed = parseConfig(env);
    return parsed.kind === 'ok' ? parsed.warnings : [];
  }

  test('a misspelt variable is named with the one that was meant', () => {
    const [only, ...rest] = warnings({
      BOT_TOKN: TOKEN,
      NODE_ENV: 'production',
      PATH: '/bin',
      HTTP_PROXY: 'http://p',
    });
    expect(only).toMatch(/BOT_TOKN .*BOT_TOKEN/);
    expect(rest).toEqual([]);
  });

  test('WEBHOOK_URL without MODE=webhook has no effect, and that is said', () => {
    const env = { BOT_TOKEN: TOKEN, WEBHOOK_URL: 'https://bot.example.org/telegram' };
    expect(warnings(env)).toEqual([expect.stringContaining('MODE=webhook')]);
    expect(warnings({ BOT_TOKEN: TOKEN })).toEqual([]);
  });
});
