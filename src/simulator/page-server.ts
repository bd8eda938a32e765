import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Director } from './director.ts';
import type { FileStore } from './files.ts';
import type { Live } from './live.ts';
import { Refusal } from './refusal.ts';

/** Answers what a browser asks for beside the Bot API and the acts under `/sim`; false: it is none of this. */
export type PageServer = (
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Only what is served here may run or be shown; nobody may frame the page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SAFE = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Milliseconds: a word in between keeps the stream from being taken for dead. */
const HEARTBEAT = 15_000;

/** @param folder the built page; null: there is none, only the stream and the files */
export function createPageServer(deps: {
  folder: string | null;
  files: FileStore;
  live: Live;
  play: Director['play'] | undefined;
}): PageServer {
  const { folder, files, live, play } = deps;

  function stream(response: ServerResponse): void {
    response.writeHead(200, { ...SAFE, 'content-type': 'text/event-stream' });
    const unfollow = live.follow(
      (event) => response.write(`data: ${JSON.stringify(event)}\n\n`),
      // The page asks anew.
      () => response.destroy(),
    );
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT);
    response.once('close', () => {
      clearInterval(heartbeat);
      unfollow();
    });
  }

  function sendFile(wanted: string, response: ServerResponse): void {
    const file = files.byPath(wanted);
    if (!file) throw new Refusal(404, 'Not Found');
    answerFile(file, response);
  }

  async function sendFromDesk(wanted: string, response: ServerResponse): Promise<void> {
    const file = (await play?.())?.desk.find(({ id }) => id === wanted);
    if (!file) throw new Refusal(404, 'Not Found');
    answerFile({ name: file.name, mime: '', data: file.content }, response);
  }

  async function sendPage(target: string, response: ServerResponse): Promise<boolean> {
    if (folder === null) return false;
    const name = target === '/' ? 'index.html' : target.slice(1);
    const type = TYPES[path.extname(name)];
    const file = path.join(folder, name);
    if (type === undefined || !file.startsWith(folder + path.sep)) return false;
    const content = await readFile(file).catch(() => null);
    if (content === null) return false;
    response.writeHead(200, { ...SAFE, 'content-type': type, 'content-length': content.length });
    response.end(content);
    return true;
  }

  return async (target, request, response) => {
    if (request.method !== 'GET') return false;
    if (target === '/sim/live') {
      stream(response);
      return true;
    }
    if (target.startsWith('/sim/desk/')) {
      await sendFromDesk(decodeURIComponent(target.slice('/sim/desk/'.length)), response);
      return true;
    }
    if (target.startsWith('/sim/files/')) {
      sendFile(decodeURIComponent(target.slice('/sim/files/'.length)), response);
      return true;
    }
    return sendPage(decodeURIComponent(target), response);
  };
}

function answerFile(
  { name, mime, data }: { name: string; mime: string; data: Buffer },
  response: ServerResponse,
): void {
  // A picture is shown in the chat; whatever else somebody has sent is only saved, never opened here.
  const shown = /^image\/(png|jpeg)$/.test(mime);
  response.writeHead(200, {
    ...SAFE,
    'content-type': shown ? mime : 'application/octet-stream',
    'content-length': data.length,
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
  response.end(data);
}

/**
 * A page of some other site must not reach in: neither through a name that points to the loopback, nor by a request that a
 * browser sends from there, with an `Origin` or, as for a picture, without one.
 * @param linked a link from elsewhere may lead there
 * @throws Refusal
 */
export function assertLocal({ headers, method }: IncomingMessage, linked: boolean): void {
  const { host = '', origin, 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode } = headers;
  const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
  const own = origin === undefined || origin === `http://${host}`;
  const opened = linked && method === 'GET' && mode === 'navigate';
  if (!local || !own || !(site === 'none' || site === 'same-origin' || opened))
    throw new Refusal(403, 'Forbidden');
}
