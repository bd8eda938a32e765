import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { z } from 'zod';

/*
 * A backup is a gzipped text that psql could read as well: a header as a comment, each table as COPY … FROM stdin, and
 * the SHA-256 of all that precedes it.
 */
const headerShape = z.object({
  format: z.literal('vestovoy-backup'),
  version: z.literal(1),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string() })),
});

export type BackupHeader = z.infer<typeof headerShape>;
export type BackupTable = BackupHeader['tables'][number];

/** Not a backup of ours, cut short, or changed since it was written. */
export class DamagedBackup extends Error {
  override readonly name = 'DamagedBackup';
}

const END_OF_ROWS = '\\.\n';
const seal = (digest: string) => `-- sha256 ${digest}\n`;
const SEAL_LENGTH = seal('').length + 64;
/** In bytes: the header names every table and migration. */
const LONGEST_LINE = 10_000_000;

/** The statement that takes a table's rows. */
export function copyFromStdin({ name, columns }: BackupTable): string {
  return `copy public.${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join(', ')}) from stdin`;
}

/** Writes a backup; it gets its name only when it is complete. `rows` gives a table's rows as COPY's text. */
export async function writeBackupFile(
  file: string,
  header: BackupHeader,
  rows: (table: BackupTable) => AsyncIterable<Buffer>,
): Promise<void> {
  async function* content(): AsyncGenerator<Buffer | string> {
    yield `-- ${JSON.stringify(header)}\n`;
    for (const table of header.tables) {
      yield `${copyFromStdin(table)};\n`;
      yield* rows(table);
      yield END_OF_ROWS;
    }
  }
  async function* sealed(): AsyncGenerator<Buffer | string> {
    const hash = createHash('sha256');
    for await (const chunk of content()) {
      hash.update(chunk);
      yield chunk;
    }
    yield seal(hash.digest('hex'));
  }
  const unfinished = `${file}.part`;
  try {
    // What people wrote is in it: for the owner's eyes only.
    await pipeline(sealed, createGzip(), createWriteStream(unfinished, { mode: 0o600, flush: true }));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Reads a whole backup and gives its header, if the checksum is right.
 *
 * @throws DamagedBackup otherwise
 */
export async function verifyBackupFile(file: string): Promise<BackupHeader> {
  const source = unsealed(file);
  const header = await readHeader(createReader(source));
  while ((await source.next()).done !== true);
  return header;
}

/**
 * Hands over the rows of each table in turn; they must be taken before the next.
 *
 * @throws DamagedBackup at the latest behind the last table
 */
export async function readBackupFile(
  file: string,
  take: (table: BackupTable, rows: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const source = unsealed(file);
  try {
    const reader = createReader(source);
    const header = await readHeader(reader);
    for (const table of header.tables) {
      if ((await reader.line()) !== `${copyFromStdin(table)};`)
        throw new DamagedBackup('not the announced table');
      await take(table, reader.rows());
    }
    while ((await source.next()).done !== true);
  } finally {
    await source.return(undefined);
  }
}

async function readHeader(reader: Reader): Promise<BackupHeader> {
  const line = await reader.line();
  try {
    return headerShape.parse(JSON.parse(line.slice(3)));
  } catch (cause) {
    throw new DamagedBackup('no header', { cause });
  }
}

/** The content without the seal. Throws after the last chunk if the seal is not right. */
async function* unsealed(file: string): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip();
  const source = createReadStream(file).on('error', (error) => gunzip.destroy(error));
  const hash = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      held = Buffer.concat([held, chunk]);
      if (held.length <= SEAL_LENGTH) continue;
      const told = held.subarray(0, -SEAL_LENGTH);
      held = held.subarray(-SEAL_LENGTH);
      hash.update(told);
      yield told;
    }
  } catch (cause) {
    if ((cause as { code?: string }).code?.startsWith('Z_') === true)
      throw new DamagedBackup('bad gzip', { cause });
    throw cause;
  } finally {
    source.destroy();
  }
  if (held.toString() !== seal(hash.digest('hex'))) throw new DamagedBackup('wrong checksum');
}

interface Reader {
  /** Up to the next line break, without it. */
  line(): Promise<string>;
  /** Up to the end of a table's rows. */
  rows(): AsyncGenerator<Buffer>;
}

function createReader(source: AsyncIterator<Buffer, void>): Reader {
  let rest: Buffer = Buffer.alloc(0);
  async function more(): Promise<void> {
    const next = await source.next();
    if (next.done === true) throw new DamagedBackup('cut short');
    rest = Buffer.concat([rest, next.value]);
  }
  return {
    async line() {
      let end: number;
      while ((end = rest.indexOf('\n')) === -1) {
        if (rest.length > LONGEST_LINE) throw new DamagedBackup('no line');
        await more();
      }
      const line = rest.subarray(0, end).toString();
      rest = rest.subarray(end + 1);
      return line;
    },
    async *rows() {
      // The end follows a line break; before the first row that one stood in the line above.
      rest = Buffer.concat([Buffer.from('\n'), rest]);
      for (let from = 1; ; await more()) {
        const end = rest.indexOf(`\n${END_OF_ROWS}`);
        const safe = end === -1 ? rest.length - END_OF_ROWS.length : end + 1;
        if (safe > from) yield rest.subarray(from, safe);
        if (end !== -1) {
          rest = rest.subarray(safe + END_OF_ROWS.length);
          return;
        }
        if (safe > from) {
          rest = rest.subarray(safe);
          from = 0;
        }
      }
    },
  };
}
