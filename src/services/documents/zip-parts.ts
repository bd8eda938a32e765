import { fromBufferPromise } from 'yauzl';

export interface ZipLimits {
  /** What the wanted parts may come to, counted while inflating: what a file says of itself is not believed. */
  inflatedBytes: number;
  entries: number;
}

export type ZipOpening =
  /** The names of all parts, and the content of those wanted, in their order. */
  | { kind: 'opened'; names: string[]; parts: Map<string, Buffer> }
  | { kind: 'broken' }
  | { kind: 'encrypted' }
  | { kind: 'inflates-too-large'; limit: number }
  | { kind: 'too-many-entries'; entries: number; limit: number };

/** Takes the wanted parts out of a zip file, and never inflates more than the limit. */
export async function openZip(
  content: Buffer,
  limits: ZipLimits,
  wanted: (name: string) => boolean,
): Promise<ZipOpening> {
  try {
    const zip = await fromBufferPromise(content, { validateEntrySizes: false });
    if (zip.entryCount > limits.entries) {
      return { kind: 'too-many-entries', entries: zip.entryCount, limit: limits.entries };
    }
    const names: string[] = [];
    const parts = new Map<string, Buffer>();
    let inflated = 0;
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      if (entry.isEncrypted()) return { kind: 'encrypted' };
      if (!wanted(entry.fileName)) continue;
      const chunks: Buffer[] = [];
      const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
      for await (const chunk of stream) {
        inflated += chunk.length;
        if (inflated > limits.inflatedBytes) {
          return { kind: 'inflates-too-large', limit: limits.inflatedBytes };
        }
        chunks.push(chunk);
      }
      parts.set(entry.fileName, Buffer.concat(chunks));
    }
    return { kind: 'opened', names, parts };
  } catch {
    return { kind: 'broken' };
  }
}
