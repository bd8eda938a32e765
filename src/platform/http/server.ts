import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Log } from '../log.ts';
import type { Route } from './route.ts';

export interface HttpServer {
  /** The port in use (chosen by the system where 0 was asked for). */
  port: number;
  /** Where this machine reaches it, without a slash at the end. */
  url: string;
  /** Takes no more connections, lets running requests end for up to `graceMs` (default 5 000), then cuts them. */
  close(graceMs?: number): Promise<void>;
}

/** An update of Telegram is far below this; anything larger is not from Telegram. */
const MAX_BODY_BYTES = 1_048_576;

/**
 * Starts to listen. A taken port rejects with the system's error (EADDRINUSE), which `explainStartFault` knows.
 *
 * Connections are kept 75 s, longer than the proxies in front (60 s), or they meet a connection just closed.
 */
export async function createHttpServer(options: {
  host: string;
  port: number;
  routes: readonly Route[];
  log: Log;
}): Promise<HttpServer> {
  const app = new Hono();
  app.use(
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text('The body is larger than 1 MiB.\n', 413) }),
  );
  for (const route of options.routes) app.on(route.method, route.path, route.handler);
  app.notFound((c) => c.text('There is nothing at this address. Try /health, /ready or /metrics.\n', 404));
  app.onError((error, c) => {
    options.log.error({ err: error, method: c.req.method }, 'a request failed');
    return c.text('The request failed on our side.\n', 500);
  });

  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { keepAliveTimeout: 75_000, headersTimeout: 80_000 },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;

  return {
    port,
    url: `http://${reachable(options.host)}:${port}`,
    close: (graceMs = 5_000) =>
      new Promise<void>((resolve, reject) => {
        // A connection kept alive becomes idle only after its last answer, so it is looked for until all are gone.
        const idle = setInterval(() => {
          server.closeIdleConnections();
        }, 50);
        const limit = setTimeout(() => {
          server.closeAllConnections();
        }, graceMs);
        server.close((error) => {
          clearInterval(idle);
          clearTimeout(limit);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
