import type { Book, Chapter, OutSheet, Part } from '../../../services/documents/index.ts';
import { formatDay, formatInstant } from '../../../services/calendar/index.ts';
import type { Texts } from '../../../services/i18n/i18n.ts';
import { INTRO } from '../form.ts';
import { byRussianAlphabet } from './alphabet.ts';
import { hasText, type VolumeCity, type VolumeInput } from './input.ts';

/** Which part of a volume that was too large for one file. */
export interface PartOf {
  letters: string;
  number: number;
  of: number;
}

/** Cities that submitted anything: also files alone, or that there is nothing to say. In the order of the alphabet. */
export function citiesInOrder({ cities }: VolumeInput): VolumeCity[] {
  return [...cities].sort((a, b) => byRussianAlphabet(a.name, b.name));
}

const isWordless = ({ answers }: VolumeCity): boolean => !answers.some(hasText);
const filesOf = ({ answers }: VolumeCity): string[] => answers.flatMap(({ files }) => files);

/** The volume: city by city, its answers under the wording of the questions. */
export function citiesBook(
  texts: Texts,
  input: VolumeInput,
  cities: readonly VolumeCity[],
  part?: PartOf,
): Book {
  const chapters = cities.map((city): Chapter => {
    const answers = input.questions.flatMap(({ code, text: wording }): Part[] => {
      const content = city.answers.find((answer) => answer.code === code && hasText(answer));
      if (!content) return [];
      const text: Part = { kind: 'text', content };
      return code === INTRO ? [text] : [{ kind: 'section', text: wording }, text];
    });
    const parts = isWordless(city) ? remarksOn(texts, input, city) : answers;
    return { title: city.name, ...(city.department && { under: city.department }), parts };
  });
  return {
    ...frame(texts, input, cities, part),
    capitals: true,
    chapters: [...chapters, ...appendix(texts, input, cities, part)],
  };
}

/** What stands in the place of answers where none is in words. */
function remarksOn({ t }: Texts, { options }: VolumeInput, city: VolumeCity): Part[] {
  const files = filesOf(city);
  const none = files.length === 0 && !city.withholds && city.answers.some(({ skipped }) => skipped);
  const lines = [
    t(`volume:wordless.${none ? 'nothing' : 'no_text'}`),
    ...(options.listFiles && files.length > 0
      ? [t('volume:wordless.files', { names: files.map(inOneLine).join('; ') })]
      : []),
  ];
  return lines.map((text) => ({ kind: 'remark', text }));
}

/** The same by questions: each with what city after city answered. */
export function questionsBook(
  texts: Texts,
  input: VolumeInput,
  cities: readonly VolumeCity[],
  part?: PartOf,
): Book {
  const { t } = texts;
  const chapters = input.questions.flatMap(({ code, text: wording }): Chapter[] => {
    const parts = cities.flatMap((city): Part[] => {
      const content = city.answers.find((answer) => answer.code === code && hasText(answer));
      return content
        ? [
            { kind: 'section', text: city.name },
            { kind: 'text', content },
          ]
        : [];
    });
    return parts.length === 0 ? [] : [{ title: wording, short: '', parts }];
  });
  const wordless = namesOf(
    t('volume:wordless.cities'),
    cities.filter(isWordless).map(({ name }) => name),
  );
  const shared = frame(texts, input, cities, part);
  const cover = { ...shared.cover, notes: [t('volume:cover.by_questions'), ...shared.cover.notes.slice(1)] };
  return {
    ...shared,
    cover,
    capitals: false,
    chapters: [...chapters, ...wordless, ...appendix(texts, input, cities, part)],
  };
}

function frame(
  texts: Texts,
  input: VolumeInput,
  cities: readonly VolumeCity[],
  part?: PartOf,
): Omit<Book, 'capitals' | 'chapters'> {
  const { t, language } = texts;
  const { association, branch, year, closedOn } = input;
  const years = { branch, year, next: year + 1 };
  return {
    cover: {
      top: association.name,
      title: [branch.toLocaleUpperCase(language), t('volume:cover.title')],
      under: t('volume:cover.years', years),
      notes: [t('volume:cover.materials'), ...(part ? [t('volume:cover.part', { ...part })] : [])],
      foot: [association.city, String(closedOn?.slice(0, 4) ?? year + 1)],
    },
    verso: [
      t('volume:verso.wording'),
      closedOn === null
        ? t('volume:verso.open', { at: asOf(texts, input) })
        : t('volume:verso.closed', { day: formatDay(closedOn, language, 'text') }),
      t('volume:verso.cities', { count: cities.length }),
    ],
    contents: t('volume:contents'),
    runningHead: t('volume:running_head', years),
  };
}

/** What stands behind the cities: who sent nothing, and which files there are. */
function appendix(
  texts: Texts,
  { missing, options }: VolumeInput,
  cities: readonly VolumeCity[],
  part?: PartOf,
): Chapter[] {
  const last = part === undefined || part.number === part.of;
  const names = [...missing].sort(byRussianAlphabet);
  const files = cities.flatMap((city): Part[] => {
    const own = filesOf(city);
    return own.length === 0
      ? []
      : [
          { kind: 'section', text: city.name },
          { kind: 'text', content: { text: listed(own) } },
        ];
  });
  return [
    ...(options.listFiles && files.length > 0 ? [{ title: texts.t('volume:files'), parts: files }] : []),
    ...(options.listMissing && last ? namesOf(texts.t('volume:missing'), names) : []),
  ];
}

/** A chapter that is a list of cities; none where there are none. */
function namesOf(title: string, names: readonly string[]): Chapter[] {
  return names.length === 0 ? [] : [{ title, parts: [{ kind: 'text', content: { text: listed(names) } }] }];
}

/** A list with dashes; a name that would read as a line break or a mark of its own stays one item. */
function listed(names: readonly string[]): string {
  return names.map((name) => `– ${inOneLine(name)}`).join('\n');
}

function inOneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

/** City by question. */
export function volumeSheet(
  texts: Texts,
  input: VolumeInput,
  cities: readonly VolumeCity[],
  part?: PartOf,
): OutSheet {
  const { t } = texts;
  return {
    name: t('volume:sheet.name'),
    above: [
      t('volume:file.title', { branch: input.branch, year: input.year }),
      t('volume:sheet.as_of', { at: asOf(texts, input) }),
      ...(part ? [t('volume:cover.part', { ...part })] : []),
    ],
    columns: [
      { title: t('volume:sheet.city'), width: 22 },
      { title: t('volume:sheet.department'), width: 30 },
      ...input.questions.map(({ text }) => ({ title: text, width: 60 })),
    ],
    rows: cities.map((city) => [
      city.name,
      city.department ?? '',
      ...input.questions.map(({ code }) => {
        const answer = city.answers.find((each) => each.code === code);
        if (answer?.skipped) return t('volume:wordless.nothing');
        return answer && hasText(answer) ? answer.text.trim().replaceAll('\u2028', '\n') : '';
      }),
    ]),
  };
}

function asOf({ t, language }: Texts, { asOf: at, association }: VolumeInput): string {
  const when = formatInstant(new Date(at), association.timeZone, language, 'table');
  return t('volume:as_of', { when, city: association.city });
}
