import { type Random, randomDigits } from './random.ts';
import { badRequest } from './refusal.ts';

export type AttachmentKind = 'document' | 'photo' | 'voice' | 'sticker';

/** A file on the simulator's "servers". */
export interface StoredFile {
  readonly id: string;
  readonly uniqueId: string;
  readonly name: string;
  readonly mime: string;
  /** Path under `/file/bot<token>/`. */
  readonly path: string;
  readonly data: Buffer;
}

/** What a message carries besides text. */
export interface Attachment {
  readonly kind: AttachmentKind;
  readonly file: StoredFile;
  /** The object as the Bot API shows it: `Document`, `PhotoSize[]`, `Voice` or `Sticker`. */
  readonly wire: unknown;
  /** Of a voice message, in seconds. */
  readonly duration?: number;
  readonly emoji?: string;
}

export interface FileStore {
  add(kind: AttachmentKind, name: string, mime: string, data: Buffer): StoredFile;
  byId(id: string): StoredFile | undefined;
  byPath(path: string): StoredFile | undefined;
}

const FOLDERS = { document: 'documents', photo: 'photos', voice: 'voice', sticker: 'stickers' } as const;

const MIME_TYPES: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  doc: 'application/msword', pdf: 'application/pdf', rtf: 'text/rtf', odt: 'application/vnd.oasis.opendocument.text',
  txt: 'text/plain', csv: 'text/csv', html: 'text/html', zip: 'application/zip', json: 'application/json',
  ics: 'text/calendar', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', svg: 'image/svg+xml',
}; // prettier-ignore

export function createFileStore(random: Random): FileStore {
  const byId = new Map<string, StoredFile>();
  const byPath = new Map<string, StoredFile>();
  return {
    add(kind, givenName, givenMime, data) {
      // Half a pair of surrogates, which is no text, becomes U+FFFD.
      const name =
        Buffer.from(givenName.replace(/[\r\n]/g, ''))
          .toString()
          .replace(/^.*[/\\]/, '')
          .trim() || 'file';
      const extension = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase();
      const known = givenMime !== '' && givenMime !== 'application/octet-stream';
      const file: StoredFile = {
        id: `BQACAgIAAx${randomDigits(random, 20)}`,
        uniqueId: `AgAD${randomDigits(random, 11)}`,
        name,
        mime: known ? givenMime : (MIME_TYPES[extension ?? ''] ?? 'application/octet-stream'),
        path: `${FOLDERS[kind]}/file_${byId.size}${extension === undefined ? '' : `.${extension}`}`,
        data,
      };
      byId.set(file.id, file);
      byPath.set(file.path, file);
      return file;
    },
    byId: (id) => byId.get(id),
    byPath: (path) => byPath.get(path),
  };
}

export function documentOf(file: StoredFile): Attachment {
  return { kind: 'document', file, wire: { file_name: file.name, mime_type: file.mime, ...handle(file) } };
}

/** @throws Refusal when the bytes are no picture that Telegram takes */
export function photoOf(file: StoredFile): Attachment {
  const size = pictureSize(file.data);
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
  if (
    size.width + size.height > 10_000 ||
    Math.max(size.width, size.height) > 20 * Math.min(size.width, size.height)
  ) {
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  }
  return { kind: 'photo', file, wire: [{ ...handle(file), ...size }] };
}

/** @param duration in seconds */
export function voiceOf(file: StoredFile, duration: number): Attachment {
  return { kind: 'voice', file, duration, wire: { duration, mime_type: file.mime, ...handle(file) } };
}

export function stickerOf(file: StoredFile, emoji: string): Attachment {
  const wire = {
    type: 'regular',
    width: 512,
    height: 512,
    is_animated: false,
    is_video: false,
    emoji,
    ...handle(file),
  };
  return { kind: 'sticker', file, emoji, wire };
}

/** How the Bot API names a file. */
export function handle(file: StoredFile): { file_id: string; file_unique_id: string; file_size: number } {
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.data.length };
}

/** Width and height of a PNG or JPEG in pixels. */
function pictureSize(data: Buffer): { width: number; height: number } | undefined {
  if (data.length >= 24 && data.readUInt32BE(0) === 0x89504e47) {
    return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
  }
  if (data.length < 4 || data.readUInt16BE(0) !== 0xffd8) return undefined;
  let position = 2;
  while (position + 9 <= data.length && data[position] === 0xff) {
    const marker = data[position + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: data.readUInt16BE(position + 7), height: data.readUInt16BE(position + 5) };
    }
    position += 2 + data.readUInt16BE(position + 2);
  }
  return undefined;
}
