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

/** Cities that sent anything, a text or a file, in the order of the alphabet. */
export function citiesInOrder({ cities }: VolumeInput): VolumeCity[] {
  return cities
    .filter(({ answers }) => answers.some((answer) => hasText(answer) || answer.files.length > 0))
    .sort((a, b) => byRussianAlphabet(a.name, b.name));
}

const withText = ({ answers }: VolumeCity): boolean => answers.some(hasText);

/** The volume: city by city, its answers under the wording of the questions. */
export function citiesBook(
  texts: Texts,
  input: VolumeInput,
  cities: readonly VolumeCity[],
  part?: PartOf,
): Book {
  const chapters = cities.filter(withText).map((city): Chapter => {
    const parts = input.questions.flatMap(({ code, text: wording }): Part[] => {
      const content = city.answers.find((answer) => answer.code === code && hasText(answer));
      if (!content) return [];
      const text: Part = { kind: 'text', content };
      return code === INTRO ? [text] : [{ kind: 'section', text: wording }, text];
    });
    return { title: city.name, ...(city.department && { under: city.department }), parts };
  });
  return {
    ...frame(texts, input, cities, part),
    capitals: true,
    chapters: [...chapters, ...appendix(texts, input, cities, part)],
  };
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
  const shared = frame(texts, input, cities, part);
  const cover = { ...shared.cover, notes: [t('volume:cover.by_questions'), ...shared.cover.notes.slice(1)] };
  return {
    ...shared,
    cover,
    capitals: false,
    chapters: [...chapters, ...appendix(texts, input, cities, part)],
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
      t('volume:verso.cities', { count: cities.filter(withText).length }),
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
  const files = cities.flatMap(({ name, answers }): Part[] => {
    const own = answers.flatMap((answer) => answer.files);
    return own.length === 0
      ? []
      : [
          { kind: 'section', text: name },
          { kind: 'text', content: { text: listed(own) } },
        ];
  });
  return [
    ...(options.listFiles && files.length > 0 ? [{ title: texts.t('volume:files'), parts: files }] : []),
    ...(options.listMissing && last && names.length > 0
      ? [
          {
            title: texts.t('volume:missing'),
            parts: [{ kind: 'text', content: { text: listed(names) } } as const],
          },
        ]
      : []),
  ];
}

/** A list with dashes; a name that would read as a line break or a mark of its own stays one item. */
function listed(names: readonly string[]): string {
  return names.map((name) => `– ${name.replace(/\s+/g, ' ').trim()}`).join('\n');
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
    rows: cities.filter(withText).map((city) => [
      city.name,
      city.department ?? '',
      ...input.questions.map(({ code }) => {
        const answer = city.answers.find((each) => each.code === code);
        return answer && hasText(answer) ? answer.text.trim().replaceAll('\u2028', '\n') : '';
      }),
    ]),
  };
}

function asOf({ t, language }: Texts, { asOf: at, association }: VolumeInput): string {
  const when = formatInstant(new Date(at), association.timeZone, language, 'table');
  return t('volume:as_of', { when, city: association.city });
}
