import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { Message } from 'grammy/types';
import type { Db } from '../../platform/database/client.ts';
import { classify } from '../../platform/telegram/outcome.ts';
import type { PrismaClient } from '../../platform/database/generated/client.ts';
import { isProgram, isProgramName } from './programs.ts';

/** Telegram gives a bot files of up to 20 MB: https://core.telegram.org/bots/api#getfile */
const LARGEST = 20 * 1024 * 1024;

/** A file that a person sent: which one, and what it is called. Photos have no name of their own. */
export interface SentFile {
  telegramFileId: string;
  name: string;
  mime: string;
  /** Bytes, as Telegram tells. */
  size: number;
}

export type Kept =
  | { kind: 'kept'; fileId: number }
  | { kind: 'too_large'; megabytes: number }
  | { kind: 'failed' }
  /** It would run on the computer of whoever opens it: programs and scripts are not kept. */
  | { kind: 'program' };

/** The document or photo of a message; null when there is none that could be kept. */
export function sentFile(message: Message, photoName: string): SentFile | null {
  const { document, photo } = message;
  if (document) {
    return {
      telegramFileId: document.file_id,
      name: (document.file_name ?? 'document').slice(0, 200),
      mime: document.mime_type ?? 'application/octet-stream',
      size: document.file_size ?? 0,
    };
  }
  const largest = photo?.at(-1);
  return largest
    ? {
        telegramFileId: largest.file_id,
        name: `${photoName}-${message.message_id}.jpg`,
        mime: 'image/jpeg',
        size: largest.file_size ?? 0,
      }
    : null;
}

export type Fetched =
  | { kind: 'fetched'; content: Buffer }
  | { kind: 'too_large'; megabytes: number }
  | { kind: 'failed' };

export interface Files {
  /** Fetches a file from Telegram and keeps nothing of it. */
  fetch(file: Pick<SentFile, 'telegramFileId' | 'size'>): Promise<Fetched>;
  /** Fetches a file from Telegram and keeps it in the database; the same content is kept once. */
  keep(file: SentFile, now: Date): Promise<Kept>;
}

export function createFiles(deps: {
  prisma: PrismaClient;
  api: Api;
  download: (filePath: string) => Promise<Buffer>;
}): Files {
  const { prisma, api, download } = deps;

  /** null: Telegram will not give it out, now or ever (too large after all, or gone). */
  async function pathOf(telegramFileId: string): Promise<string | null> {
    try {
      return (await api.getFile(telegramFileId)).file_path ?? null;
    } catch (error) {
      if (classify(error).kind === 'refused') return null;
      throw error;
    }
  }

  async function fetch({
    telegramFileId,
    size,
  }: Pick<SentFile, 'telegramFileId' | 'size'>): Promise<Fetched> {
    if (size > LARGEST) return { kind: 'too_large', megabytes: Math.ceil(size / 1024 / 1024) };
    const path = await pathOf(telegramFileId);
    if (path === null) return { kind: 'failed' };
    const content = await download(path).catch(() => null);
    return content === null ? { kind: 'failed' } : { kind: 'fetched', content };
  }

  return {
    fetch,
    async keep(file, now) {
      const { name, mime } = file;
      if (isProgramName(name)) return { kind: 'program' };
      const fetched = await fetch(file);
      if (fetched.kind !== 'fetched') return fetched;
      const { content } = fetched;
      if (isProgram(content)) return { kind: 'program' };
      const id = await storeFile(prisma, { name, mime, content }, now);
      return { kind: 'kept', fileId: id };
    },
  };
}

/** Puts a file into the database; the same content is kept once. @returns its id */
export async function storeFile(
  db: Db,
  { name, mime, content }: { name: string; mime: string; content: Buffer },
  now: Date,
): Promise<number> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const { id } = await db.file.upsert({
    where: { sha256 },
    create: { sha256, name, mime, size: content.length, content: new Uint8Array(content), createdAt: now },
    update: {},
    select: { id: true },
  });
  return id;
}
