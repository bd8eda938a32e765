import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type BotApi, refusalAnswer } from './bot-api.ts';
import type { FileStore } from './files.ts';
import { parseMultipart } from './multipart.ts';
import { type PageServer, assertLocal } from './page-server.ts';
import { type Params, type Upload, isRecord } from './params.ts';
import { Refusal, badRequest } from './refusal.ts';

/** Handles what stands under `/sim`; gives what goes out as `result`. @throws Refusal */
export type ControlPlane = (verb: string, path: string, body: unknown) => Promise<unknown>;

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

const NO_UPLOADS: ReadonlyMap<string, Upload> = new Map();

/** Serves the Bot API, file downloads and the control plane on 127.0.0.1. @param port 0 for any free one */
export async function startHttpServer(deps: {
  port: number;
  token: string;
  api: BotApi;
  files: FileStore;
  bodyLimit: number;
  downloadBytes: number;
  control: ControlPlane;
  page: PageServer;
}): Promise<HttpServer> {
  const { token, api, files, control } = deps;
  const botPrefix = `/bot${token}/`;
  const filePrefix = `/file/bot${token}/`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? null : new URLSearchParams(target.slice(mark + 1));
    assertLocal(request, !/^\/(bot|file\/|sim\/)/.test(path));
    if (path.startsWith('/file/')) return sendFile(path, response);
    if (await deps.page(path, request, response)) return;
    if (path.startsWith('/sim/')) return answerControl(request, response, path);
    const body = await readBody(request, deps.bodyLimit);
    if (!path.startsWith(botPrefix)) {
      throw path.startsWith('/bot') ? new Refusal(401, 'Unauthorized') : new Refusal(404, 'Not Found');
    }
    const { params, uploads } = readParams(request.headers['content-type'] ?? '', body, query);
    const onGone = (listener: () => void): void => void response.once('close', listener);
    write(response, await api.perform(path.slice(botPrefix.length), { params, uploads, onGone }));
  }

  function sendFile(path: string, response: ServerResponse): void {
    if (!path.startsWith(filePrefix)) throw new Refusal(401, 'Unauthorized');
    const file = files.byPath(decodeURIComponent(path.slice(filePrefix.length)));
    if (!file || file.data.length > deps.downloadBytes) throw new Refusal(404, 'Not Found');
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': file.data.length,
    });
    response.end(file.data);
  }

  async function answerControl(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const body = await readBody(request, deps.bodyLimit);
    const given: unknown = body.length > 0 ? parseJson(body) : {};
    const result = await control(request.method ?? 'GET', path.slice('/sim'.length), given);
    write(response, { kind: 'answer', status: 200, body: JSON.stringify(result ?? null) });
  }

  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const malformed = error instanceof URIError;
      write(response, refusalAnswer(malformed ? badRequest('malformed address') : error));
    });
  });
  // Long polls and uploads may take as long as they like.
  server.requestTimeout = 0;
  await listen(server, deps.port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function write(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'silence' || response.destroyed) return;
  if (answer.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  // It failed in the middle of its answer.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(answer.body);
  const retryAfter = answer.status === 429 ? /"retry_after":(\d+)/.exec(answer.body)?.[1] : undefined;
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  });
  response.end(body);
}

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too large is read to its end, so that the caller gets the answer and not a broken pipe.
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new Refusal(413, 'Request Entity Too Large');
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function readParams(
  contentType: string,
  body: Buffer,
  query: URLSearchParams | null,
): { params: Params; uploads: ReadonlyMap<string, Upload> } {
  const params: Params = query ? Object.fromEntries(query) : {};
  if (body.length === 0) return { params, uploads: NO_UPLOADS };
  if (contentType.startsWith('multipart/form-data')) {
    const uploads = new Map<string, Upload>();
    for (const { name, fileName, contentType: type, data } of parseMultipart(body, contentType)) {
      if (fileName === undefined) params[name] = data.toString();
      else uploads.set(name, { fileName, contentType: type ?? '', data });
    }
    return { params, uploads };
  }
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return {
      params: Object.assign(params, Object.fromEntries(new URLSearchParams(body.toString()))),
      uploads: NO_UPLOADS,
    };
  }
  const given = parseJson(body);
  if (!isRecord(given)) throw badRequest('object expected as request body');
  return { params: Object.assign(params, given), uploads: NO_UPLOADS };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    throw badRequest("can't parse request body JSON object");
  }
}
