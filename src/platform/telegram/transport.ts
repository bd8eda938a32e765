import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';

/** One request to the Bot API. */
export interface Dispatch {
  url: string;
  /** Absent: GET. */
  body?: string | Uint8Array;
  contentType?: string;
  /** Milliseconds for all of it, counted from the call: connecting, writing, reading the answer to its end. */
  limit: number;
  /** grammY's signal is a polyfill that knows `addEventListener` and `aborted` only. */
  signal?: Signal | undefined;
}

export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What the server answered, read to the end. */
export interface Answer {
  status: number;
  content: Buffer;
}

/** No answer came. Holds no address, for the address of the Bot API holds the token. */
export class TransportError extends Error {
  /** False: not a byte of the request was written, so it surely did not arrive. */
  readonly written: boolean;
  readonly code: string;

  constructor(written: boolean, code: string) {
    super(`no answer from Telegram: ${code}`);
    this.name = 'TransportError';
    this.written = written;
    this.code = code;
  }
}

export interface Transport {
  /** Makes one request. Throws nothing but `TransportError`. */
  exchange(dispatch: Dispatch): Promise<Answer>;
  /** Cuts off what is under way. */
  close(): Promise<void>;
}

/** Creates the way to the Bot API: connections kept alive, through a proxy if one is given (`http:`, `https:`, `socks5:`). */
export function createTransport(options: { proxy?: string | undefined } = {}): Transport {
  const pool = createPool(options.proxy);

  return {
    // Dispatched by hand: `undici.request` costs twice as much by its streams and signals, which nobody here needs.
    exchange: ({ url, body, contentType, limit, signal }) =>
      new Promise((resolve, reject) => {
        let written = false;
        let over = false;
        let cutOff: () => void = () => undefined;
        let status = 0;
        const chunks: Buffer[] = [];

        function end(): void {
          over = true;
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
        }
        function fail(code: string): void {
          if (over) return;
          end();
          reject(new TransportError(written, code));
          cutOff();
        }
        const onAbort = (): void => fail('ABORTED');
        const timer = setTimeout(() => fail('TIMED_OUT'), limit);
        if (signal?.aborted === true) return fail('ABORTED');
        signal?.addEventListener('abort', onAbort);

        const path = url.indexOf('/', url.indexOf('//') + 2);
        pool.dispatch(
          {
            origin: url.slice(0, path),
            path: url.slice(path),
            method: body === undefined ? 'GET' : 'POST',
            headers: contentType === undefined ? {} : { 'content-type': contentType },
            body: body ?? null,
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          {
            // There is a connection (the proxy's tunnel included), and not a byte is written yet.
            onConnect(abort) {
              cutOff = abort;
              if (over) abort();
              else written = true;
            },
            onHeaders(code) {
              status = code;
              return true;
            },
            onData(chunk) {
              chunks.push(chunk);
              return true;
            },
            onComplete() {
              if (over) return;
              end();
              resolve({
                status,
                content: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
              });
            },
            onError: (error) => fail(codeOf(error)),
          },
        );
      }),
    close: () => pool.destroy(),
  };
}

function createPool(proxy: string | undefined): Dispatcher {
  if (proxy === undefined) return new Agent();
  return new URL(proxy).protocol.startsWith('socks') ? new Socks5ProxyAgent(proxy) : new ProxyAgent(proxy);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
