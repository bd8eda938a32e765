import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport, type Transport, TransportError } from './transport.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of cleanUp.splice(0)) await act();
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function site(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(answer))}/bot1:SECRET/sendMessage`;
}

function transportBy(proxy?: string): Transport {
  const transport = createTransport({ proxy });
  cleanUp.push(() => transport.close());
  return transport;
}

/** A port at which nobody listens. */
async function deadPort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  server.close();
  return port;
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'answered',
    (error: unknown) => error,
  );

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      response.end(
        JSON.stringify({ type: request.headers['content-type'], body: Buffer.concat(chunks).toString() }),
      );
    });
};

describe('transport', () => {
  it('sends a text and bytes and reads the whole answer', async () => {
    const url = await site(echo);
    const transport = transportBy();
    for (const body of ['{"text":"Добрый день"}', Buffer.from('Добрый день'.repeat(100_000))]) {
      const answer = await transport.exchange({ url, body, contentType: 'application/x', limit: 5000 });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.content.toString())).toEqual({ type: 'application/x', body: body.toString() });
    }
  });

  it('knows what surely did not arrive', async () => {
    const transport = transportBy();
    const url = `http://127.0.0.1:${await deadPort()}/bot1:SECRET/sendMessage`;
    expect(await failure(transport.exchange({ url, body: '{}', limit: 5000 }))).toMatchObject({
      written: false,
      code: 'ECONNREFUSED',
    });
    const nowhere = 'http://nowhere.invalid/bot1:SECRET/sendMessage';
    expect(await failure(transport.exchange({ url: nowhere, body: '{}', limit: 5000 }))).toMatchObject({
      written: false,
    });
  });

  it('cannot know what became of a request that was cut off', async () => {
    const reset = await site((request) => {
      request.socket.resetAndDestroy();
    });
    const silent = await site(() => undefined);
    const halfway = await site((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"ok":');
      setImmediate(() => response.destroy());
    });
    const transport = transportBy();
    for (const [url, code] of [
      [reset, 'ECONNRESET'],
      [silent, 'TIMED_OUT'],
      [halfway, 'UND_ERR_SOCKET'],
    ] as const) {
      const error = await failure(transport.exchange({ url, body: '{}', limit: 300 }));
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ written: true });
      expect(['UND_ERR_SOCKET', code]).toContain((error as TransportError).code);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('SECRET');
    }
  });

  it('gives up in time and on abort, also while a connection is being made', async () => {
    // Accepts, and never answers the tunnel's request.
    const port = await listening(net.createServer());
    const transport = transportBy(`http://127.0.0.1:${port}`);
    const url = 'http://127.0.0.1:9/bot1:SECRET/sendMessage';
    expect(await failure(transport.exchange({ url, body: '{}', limit: 200 }))).toMatchObject({
      written: false,
      code: 'TIMED_OUT',
    });
    const controller = new AbortController();
    const call = failure(transport.exchange({ url, body: '{}', limit: 60_000, signal: controller.signal }));
    controller.abort();
    expect(await call).toMatchObject({ written: false, code: 'ABORTED' });
    const late = failure(transport.exchange({ url, body: '{}', limit: 60_000, signal: controller.signal }));
    expect(await late).toMatchObject({ written: false, code: 'ABORTED' });
  });

  it('goes through an HTTP proxy, and knows its refusal', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url);
      if (request.headers['proxy-authorization'] === undefined) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const target = net.connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      target.on('error', () => socket.destroy());
      socket.on('error', () => target.destroy());
    });
    const port = await listening(proxy);
    const url = await site(echo);
    const open = transportBy(`http://user:word@127.0.0.1:${port}`);
    expect((await open.exchange({ url, body: '{}', limit: 5000 })).status).toBe(200);
    const closed = transportBy(`http://127.0.0.1:${port}`);
    expect(await failure(closed.exchange({ url, body: '{}', limit: 5000 }))).toMatchObject({
      written: false,
    });
    expect(asked).toEqual([new URL(url).host, new URL(url).host]);
  });

  it('goes through a SOCKS5 proxy, and knows its refusal', async () => {
    let refusing = false;
    const proxy = net.createServer((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (wish: Buffer) => {
          const port = wish.readUInt16BE(wish.length - 2);
          const code = refusing ? 2 : 0;
          socket.write(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]));
          if (refusing) return;
          const target = net.connect(port, '127.0.0.1');
          target.on('error', () => socket.destroy());
          target.pipe(socket).pipe(target);
        });
      });
    });
    const url = await site(echo);
    const address = `socks5://127.0.0.1:${await listening(proxy)}`;
    expect((await transportBy(address).exchange({ url, body: '{}', limit: 5000 })).status).toBe(200);
    refusing = true;
    const error = await failure(transportBy(address).exchange({ url, body: '{}', limit: 5000 }));
    expect(error).toMatchObject({ written: false });
  });
});
