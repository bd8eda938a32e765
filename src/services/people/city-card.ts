import { z } from 'zod';
import { isDay, parseDay } from '../calendar/index.ts';
import { readFullName, readLine, readPhone } from './names.ts';

/** Rules for days off: the working week of five days with the Government's transfers, or of six. */
export const DAYS_OFF = ['five_days', 'six_days'] as const;

const line = z.string().min(1).max(300);
const days = z.array(z.string().refine(isDay)).max(60);

/** What a city's documents and messages need to know of it; everything may still be missing. */
export const citySchema = z.strictObject({
  /** «Администрация города Благовещенска» */
  officialName: line.optional(),
  /** «администрации города Благовещенска» */
  officialNameGenitive: line.optional(),
  /** «мэр города Благовещенска» */
  headTitle: line.optional(),
  /** As it stands under УТВЕРЖДАЮ, in the nominative. */
  approverPost: line.optional(),
  /** «П.И. Соснин» */
  approverName: line.optional(),
  /** To whom memoranda are addressed, in the dative. */
  addressee: line.optional(),
  signerPost: line.optional(),
  signerName: line.optional(),
  address: line.optional(),
  site: line.optional(),
  receptionPhone: line.optional(),
  dispatcherPhone: line.optional(),
  districts: z.array(z.string().min(1).max(60)).max(40).optional(),
  daysOff: z.enum(DAYS_OFF).optional(),
  /** Days off here besides those of the country, 'YYYY-MM-DD', in their order. */
  localDaysOff: days.optional(),
  /** Days of work here that are off in the country. */
  localWorkDays: days.optional(),
  /** Local time of the morning digest, 'HH:MM'. */
  digestAt: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .optional(),
});

export type CityCard = z.infer<typeof citySchema>;
export type CardField = keyof CityCard;

/** In the order of the screen. */
export const CARD_FIELDS = Object.keys(citySchema.shape) as CardField[];

/** Without these some document would have a hole. */
const NEEDED: readonly CardField[] = [
  'officialName',
  'officialNameGenitive',
  'headTitle',
  'approverPost',
  'approverName',
  'signerPost',
  'signerName',
];

/** The fields that documents still lack. */
export function missingForDocuments(card: CityCard): CardField[] {
  return NEEDED.filter((field) => card[field] === undefined);
}

/** A department whose name does not say whose it is: «отдел писем» of «администрации города …». */
const names = (department: string): boolean => /администраци|administration/iu.test(department);

/** «отдел писем администрации города Приреченска», as far as the card knows. */
export function fullDepartment(department: string, { officialNameGenitive }: CityCard): string {
  return names(department) || officialNameGenitive === undefined
    ? department
    : `${department} ${officialNameGenitive}`;
}

/** The fields that the papers of a questionnaire still lack: who publishes them, and whose the department is. */
export function missingForPaper(card: CityCard, department: string | null): CardField[] {
  const needed: CardField[] = ['officialName'];
  if (department !== null && !names(department)) needed.push('officialNameGenitive');
  return needed.filter((field) => card[field] === undefined);
}

/** Made once: each new schema is compiled anew, and cards are read by the hundred. */
const storedSchema = citySchema.strip();

/** What a surname ends in, in whichever case. */
const ENDING = /^(?:[аеиуыьюяй]|[иоы]го|[ое]му|[иы]м|[ое]м|[ое][йю]|[иоы]й|ая|ую)?$/u;

/** Where the card names people. */
const NAMING = ['approverName', 'addressee', 'signerName'] as const satisfies readonly CardField[];

/** The fields that name this person, as «А.В. Берёзкина» or in another case: «Берёзкиной А.В.» */
export function fieldsNaming(
  card: CityCard,
  person: { surname: string | null; name: string | null },
): CardField[] {
  const plain = (text: string | null): string => (text ?? '').toLowerCase().replaceAll('ё', 'е');
  const stem = plain(person.surname).replace(/(?:ий|ый|ой|ая|[аяьй])$/u, '');
  const initial = plain(person.name).slice(0, 1);
  if (stem.length < 2) return [];
  return NAMING.filter((field) => {
    const words = plain(card[field] ?? '').match(/\p{L}+/gu) ?? [];
    const isSurname = (word: string): boolean =>
      word.startsWith(stem) && ENDING.test(word.slice(stem.length));
    return words.some(isSurname) && words.some((word) => !isSurname(word) && word.startsWith(initial));
  });
}

/** The card as it is stored; what a later version wrote and this one does not know is left aside. */
export function readCard(stored: unknown): CityCard {
  return storedSchema.parse(stored);
}

export type ReadField =
  | { kind: 'ok'; value: string | string[] }
  | { kind: 'bad'; why: 'line' | 'name' | 'phone' | 'site' | 'districts' | 'days_off' | 'days' | 'time' };

/** Understands what was typed, or pressed, for a field. */
export function readField(field: CardField, text: string): ReadField {
  switch (field) {
    case 'approverName':
    case 'signerName':
      return found(signature(text), 'name');
    case 'receptionPhone':
    case 'dispatcherPhone':
      return found(readPhone(text), 'phone');
    case 'site':
      return found(site(text), 'site');
    case 'districts':
      return found(districts(text), 'districts');
    case 'daysOff':
      return found(DAYS_OFF.find((rule) => rule === text) ?? null, 'days_off');
    case 'localDaysOff':
    case 'localWorkDays':
      return found(listOfDays(text), 'days');
    case 'digestAt':
      return found(morning(text), 'time');
    default:
      return found(readLine(text, 300), 'line');
  }
}

function found(value: string | string[] | null, why: (ReadField & { kind: 'bad' })['why']): ReadField {
  return value === null ? { kind: 'bad', why } : { kind: 'ok', value };
}

/** «П.И. Соснин» out of «Соснин П.И.», «п. и. соснин» or the full name. */
function signature(text: string): string | null {
  const plain = text.trim().replace(/\s+/g, ' ');
  const before = /^(\p{L})\. ?(?:(\p{L})\. ?)?([\p{L}-]{2,})$/u.exec(plain);
  const after = /^([\p{L}-]{2,}) (\p{L})\. ?(?:(\p{L})\.)?$/u.exec(plain);
  if (before) return initials(before[1], before[2], before[3] ?? '');
  if (after) return initials(after[2], after[3], after[1] ?? '');
  const full = readFullName(plain);
  return full.kind === 'ok' ? initials(full.name[0], full.patronymic?.[0], full.surname) : null;
}

function initials(name: string | undefined, patronymic: string | undefined, surname: string): string {
  const letters = [name, patronymic]
    .filter((letter) => letter !== undefined)
    .map((letter) => `${letter.toUpperCase()}.`);
  return `${letters.join('')} ${surname.charAt(0).toUpperCase()}${surname.slice(1)}`;
}

function site(text: string): string | null {
  const address = text.trim().replace(/\/+$/, '');
  return /^(https?:\/\/)?([\p{L}\d-]+\.)+[\p{L}\d-]{2,}(\/\S*)?$/iu.test(address) && address.length <= 200
    ? address
    : null;
}

function districts(text: string): string[] | null {
  const names = text
    .split(/[\n,;]/)
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter(Boolean);
  const lower = names.map((name) => name.toLowerCase());
  const unique = names.filter((_, index) => lower.indexOf(lower[index] ?? '') === index);
  const fits = unique.length > 0 && unique.length <= 40 && unique.every((name) => name.length <= 60);
  return fits ? unique : null;
}

/** «09.05.2027; 12 июня 2027 г.»: each with its year, past ones too. */
function listOfDays(text: string): string[] | null {
  const read = text
    .split(/[\n,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [year] = /(?<!\d)20\d\d(?!\d)/.exec(part) ?? [];
      const parsed = year === undefined ? null : parseDay(part, { today: `${year}-01-01` });
      return parsed?.kind === 'day' ? parsed.day : null;
    });
  const known = [...new Set(read.filter((day) => day !== null))].sort();
  return read.length > 0 && !read.includes(null) && known.length <= 60 ? known : null;
}

function morning(text: string): string | null {
  const read = /^(\d{1,2})(?:[:.\- ](\d{2}))?$/.exec(text.trim());
  if (!read) return null;
  const [hour, minute] = [Number(read[1]), Number(read[2] ?? 0)];
  if (hour < 5 || hour > 12 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
