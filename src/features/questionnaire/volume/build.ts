import { buildDocuments, fileName } from '../../../services/documents/index.ts';
import type { BuiltFile, DocumentOrder } from '../../../services/documents/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { citiesBook, citiesInOrder, questionsBook, volumeSheet, type PartOf } from './content.ts';
import { cutByLetters } from './cut.ts';
import type { VolumeCity, VolumeInput } from './input.ts';

/** Larger files Telegram does not take from a bot. */
const FILE_LIMIT = 50_000_000;

/** Which of the three it is, and which part of it where it was too large for one file. */
export interface VolumeFile extends BuiltFile {
  kind: VolumeKind;
  part: number;
}

export type VolumeKind = (typeof VOLUME_KINDS)[number];
export const VOLUME_KINDS = ['cities', 'questions', 'table'] as const;

type Make = (cities: readonly VolumeCity[], part?: PartOf) => DocumentOrder;

/**
 * The files of a volume: by cities, by questions, and as a table; each cut by letters of the alphabet where it would be
 * larger than the limit. They are made in a process of their own, while this one goes on. Throws where that one fails.
 * @param fileLimit in bytes
 */
export async function buildVolume(
  texts: Texts,
  input: VolumeInput,
  { fileLimit = FILE_LIMIT } = {},
): Promise<{ files: VolumeFile[] }> {
  const cities = citiesInOrder(input);
  const makes = makesOf(texts, input);
  const whole = await buildDocuments(makes.map((make) => make(cities)));
  const files: VolumeFile[] = [];
  for (const [index, make] of makes.entries()) {
    const [file, kind] = [whole[index], VOLUME_KINDS[index]];
    if (!file || !kind) continue;
    const bytes = file.content.length;
    const parts = bytes <= fileLimit ? [file] : await inParts(make, cities, bytes, fileLimit);
    files.push(...parts.map((each, at) => ({ ...each, kind, part: at + 1 })));
  }
  return { files };
}

/** As few parts as fit; one letter that does not fit alone stays as it is. */
async function inParts(
  make: Make,
  cities: readonly VolumeCity[],
  bytes: number,
  fileLimit: number,
): Promise<BuiltFile[]> {
  const most = new Set(cutByLetters(cities, cities.length).map(({ letters }) => letters)).size;
  for (let count = Math.max(2, Math.ceil(bytes / fileLimit)); ; count += 1) {
    const slices = cutByLetters(cities, count);
    const parts = await buildDocuments(
      slices.map((slice, index) =>
        make(slice.cities, { letters: slice.letters, number: index + 1, of: slices.length }),
      ),
    );
    if (slices.length >= most || parts.every(({ content }) => content.length <= fileLimit)) return parts;
  }
}

function makesOf(texts: Texts, input: VolumeInput): Make[] {
  const { t } = texts;
  const author = input.association.name;
  const named = (extension: string, word: string, part?: PartOf): DocumentOrder['file'] => {
    const parts = [t('volume:file.word'), String(input.year), word, part?.letters ?? ''].filter(Boolean);
    const name = fileName(parts, extension);
    const title = t('volume:file.title', { branch: input.branch, year: input.year });
    return { name, properties: { title, author, createdAt: input.asOf } };
  };
  return [
    (cities, part) => ({
      kind: 'book',
      file: named('docx', '', part),
      book: citiesBook(texts, input, cities, part),
    }),
    (cities, part) => ({
      kind: 'book',
      file: named('docx', t('volume:file.by_questions'), part),
      book: questionsBook(texts, input, cities, part),
    }),
    (cities, part) => ({
      kind: 'spreadsheet',
      file: named('xlsx', t('volume:file.table'), part),
      sheets: [volumeSheet(texts, input, cities, part)],
    }),
  ];
}
