import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { StartError } from '../platform/errors.ts';

/** Longest path of a Unix socket that every system takes, in bytes. */
const SOCKET_PATH_LIMIT = 100;
/** Milliseconds for a demo that runs to name its address. */
const PATIENCE = 1_000;

/**
 * Keeps other demos from a data folder as long as this process lives, and tells them `address`: a reset deletes what is in
 * it. The mark is a socket, on which nobody listens any more once its process was killed.
 * @returns gives the folder free
 * @throws StartError where another demo has it, or nothing can be written to it
 */
export async function claimFolder(dataDir: string, address: string): Promise<() => Promise<void>> {
  const directory = path.resolve(dataDir);
  const place = socketOf(directory);
  for (;;) {
    const server = createServer((other) => other.on('error', () => undefined).end(address));
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await once(server.listen(place), 'listening');
      return () => new Promise((resolve) => server.close(() => resolve()));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE')
        throw new StartError({ kind: 'data-dir', directory }, { cause: error });
    }
    const other = await whoHolds(place);
    if (other !== null) throw new StartError({ kind: 'demo-running', directory, address: other });
    await rm(place, { force: true });
  }
}

/** The address of the demo behind a socket; null: there is none. */
async function whoHolds(place: string): Promise<string | null> {
  const socket = connect(place);
  try {
    await once(socket, 'connect');
  } catch {
    return null;
  }
  // One that was stopped (Ctrl+Z) says nothing.
  socket.setTimeout(PATIENCE, () => socket.destroy());
  return text(socket).catch(() => '127.0.0.1');
}

function socketOf(directory: string): string {
  const near = path.join(directory, 'demo.socket');
  if (Buffer.byteLength(near) <= SOCKET_PATH_LIMIT) return near;
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `vestovoy-demo-${name}.socket`);
}
