import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Person,
  type RawAnswer,
  type Simulator,
  type SimulatorOptions,
  createSimulator,
  rawCall,
} from './index.ts';

interface Arrival {
  readonly text: string;
  readonly path: string | undefined;
  readonly secret: unknown;
  readonly at: number;
}

interface Hook {
  readonly port: number;
  readonly arrivals: Arrival[];
  /** Texts in the order in which they were accepted. */
  readonly accepted: string[];
  /** How many requests were open at once at most. */
  widest: number;
  /** What to answer; by default 200. */
  answer: (text: string) => Promise<Reply> | Reply;
}

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const servers: Server[] = [];
const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function hook(): Promise<Hook> {
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    made.widest = Math.max(made.widest, open);
    void (async () => {
      const { message } = JSON.parse(await bodyOf(request)) as { message: { text: string } };
      const secret = request.headers['x-telegram-bot-api-secret-token'];
      made.arrivals.push({ text: message.text, path: request.url, secret, at: performance.now() });
      const { status, headers = {}, body = '' } = await made.answer(message.text);
      if (status === 200) made.accepted.push(message.text);
      open -= 1;
      response.writeHead(status, headers).end(body);
    })();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const made: Hook = { port, arrivals: [], accepted: [], widest: 0, answer: () => ({ status: 200 }) };
  return made;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function start(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; anna: Person; boris: Person }> {
  const simulator = await createSimulator({ webhook: { firstPauseMs: 20, longestPauseMs: 50 }, ...options });
  simulators.push(simulator);
  return {
    simulator,
    anna: simulator.person({ firstName: 'Анна' }),
    boris: simulator.person({ firstName: 'Борис' }),
  };
}

const set = (simulator: Simulator, port: number, more: Record<string, unknown> = {}): Promise<RawAnswer> =>
  rawCall(simulator, 'setWebhook', { url: `http://127.0.0.1:${port}/telegram`, ...more });

describe('webhook delivery', () => {
  it('carries the secret, delivers what waited, keeps the order of a chat', async () => {
    const { simulator, anna } = await start();
    const app = await hook();
    anna.send('0');
    expect((await set(simulator, app.port, { secret_token: 'top_Secret-1' })).ok).toBe(true);
    for (let turn = 1; turn < 30; turn++) anna.send(String(turn));
    await simulator.idle(20);
    expect(app.accepted).toEqual(Array.from({ length: 30 }, (_, turn) => String(turn)));
    expect(app.widest).toBe(1);
    expect(app.arrivals[0]).toMatchObject({ path: '/telegram', secret: 'top_Secret-1' });
    expect(simulator.pendingUpdates).toBe(0);
    expect(await set(simulator, app.port, { secret_token: 'тайна' })).toMatchObject({
      description: 'Bad Request: secret token contains unallowed characters',
    });
  });

  it('a failing update blocks its chat and is tried again; other chats go on', async () => {
    const { simulator, anna, boris } = await start();
    const app = await hook();
    let failures = 3;
    app.answer = (text) => ({ status: text === 'а1' && failures-- > 0 ? 500 : 200 });
    await set(simulator, app.port);
    for (const text of ['а1', 'а2']) anna.send(text);
    for (const text of ['б1', 'б2']) boris.send(text);
    await simulator.idle(60);
    expect(app.accepted.filter((text) => text.startsWith('а'))).toEqual(['а1', 'а2']);
    expect(app.accepted.slice(0, 2)).toEqual(['б1', 'б2']);
    expect(app.arrivals.filter(({ text }) => text === 'а1')).toHaveLength(4);
    const { result } = await rawCall(simulator, 'getWebhookInfo');
    expect(result).toMatchObject({
      pending_update_count: 0,
      max_connections: 40,
      last_error_message: 'Wrong response from the webhook: 500',
    });
  });

  it('honours Retry-After', async () => {
    const { simulator, anna } = await start();
    const app = await hook();
    app.answer = () =>
      app.arrivals.length > 1 ? { status: 200 } : { status: 503, headers: { 'retry-after': '1' } };
    await set(simulator, app.port);
    anna.send('а');
    await simulator.idle(20);
    const [first, second] = app.arrivals;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(950);
  });

  it('opens no more than max_connections at once', async () => {
    const { simulator } = await start();
    const app = await hook();
    const held: (() => void)[] = [];
    app.answer = () => new Promise((resolve) => held.push(() => resolve({ status: 200 })));
    await set(simulator, app.port, { max_connections: 3 });
    for (let turn = 0; turn < 10; turn++) simulator.person({ firstName: `Житель ${turn}` }).send('а');
    while (app.accepted.length < 10) {
      const before = app.accepted.length;
      await expect.poll(() => held.length).toBe(Math.min(3, 10 - before));
      const releases = held.splice(0);
      for (const release of releases) release();
      await expect.poll(() => app.accepted.length).toBe(before + releases.length);
    }
    expect(app.widest).toBe(3);
  });

  it('goes round the copies of an app and passes over one that is down', async () => {
    const { simulator, anna } = await start();
    const [one, two, down] = [await hook(), await hook(), await hook()];
    const gone = servers.pop();
    await new Promise((resolve) => gone?.close(resolve));
    simulator.setWebhookTargets([one, two, down].map(({ port }) => `http://127.0.0.1:${port}`));
    await set(simulator, 9);
    for (let turn = 0; turn < 9; turn++) anna.send(String(turn));
    await simulator.idle(20);
    const arrivals = [...one.arrivals, ...two.arrivals].sort((a, b) => a.at - b.at);
    expect(arrivals.map(({ text }) => Number(text))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(arrivals.every(({ path }) => path === '/telegram')).toBe(true);
    expect(one.arrivals.length).toBeGreaterThanOrEqual(3);
    expect(two.arrivals.length).toBeGreaterThanOrEqual(3);
  });

  it('set again as it was, goes on undisturbed; deleted, leaves the rest to polling', async () => {
    const { simulator, anna } = await start();
    const app = await hook();
    let release = (): void => undefined;
    app.answer = () => new Promise((resolve) => (release = () => resolve({ status: 200 })));
    await set(simulator, app.port);
    anna.send('1');
    anna.send('2');
    await expect.poll(() => app.arrivals.length).toBe(1);
    await set(simulator, app.port);
    await rawCall(simulator, 'deleteWebhook');
    release();
    await expect.poll(() => simulator.pendingUpdates).toBe(1);
    const { result } = await rawCall(simulator, 'getUpdates');
    expect(result).toMatchObject([{ message: { text: '2' } }]);
    expect(app.arrivals).toHaveLength(1);
  });

  it('carries out a method that comes as the answer', async () => {
    const { simulator, anna } = await start();
    const app = await hook();
    const body = JSON.stringify({ method: 'sendMessage', chat_id: anna.id, text: 'Принято' });
    app.answer = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body });
    await set(simulator, app.port);
    anna.send('а');
    expect((await anna.waitFor('Принято')).id).toBe(2);
  });
});
