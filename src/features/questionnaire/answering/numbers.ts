/**
 * Numbers as officials write them: «около 1 500», «более 1,5 тыс.». The word before a number belongs to it and goes with
 * it into every sum.
 */

/** `qualifier` is the person's own word («свыше»), as it is shown again; null where the number is exact. */
export type Amount = { readonly qualifier: string | null; readonly value: number };

export type ParsedNumber =
  | ({ readonly kind: 'number' } & Amount)
  | { readonly kind: 'empty' }
  /** No number in it, or words that do not belong to one. */
  | { readonly kind: 'not_a_number' }
  /** «10-15», «от 10 до 15», «10, 20»: which one is meant? */
  | { readonly kind: 'several' }
  /** «1.500»: fifteen hundred or one and a half? Offered are both. */
  | { readonly kind: 'ambiguous'; readonly qualifier: string | null; readonly readings: readonly number[] }
  | { readonly kind: 'negative' }
  | { readonly kind: 'too_large' };

/** Reads a whole answer as one number. Units («человек») after the number are refused: the question says what is counted. */
export function parseNumber(text: string): ParsedNumber {
  const source = text.toLowerCase().replace(/ё/gu, 'е').replace(/\s+/gu, ' ').trim();
  const bare = source.replace(/\s*[.;!]$/u, (stop, at: number) =>
    /(?:тыс|млн|млрд)$/u.test(source.slice(0, at)) ? stop : '',
  );
  if (bare === '') return { kind: 'empty' };
  const { qualifier, rest } = readQualifier(bare);
  const match = shape.exec(rest);
  if (!match?.groups) return whyNot(rest);
  const { sign, digits = '', unit } = match.groups;
  const scale = unit === undefined ? 1 : (scales[unit.replace(/\.$/u, '').slice(0, 3)] ?? 1);
  const readings = readDigits(digits);
  if (readings.length === 0) return { kind: 'several' };
  const values = readings.map((reading) => rounded(reading * scale));
  if (values.some((value) => value > LARGEST)) return { kind: 'too_large' };
  const [value] = values;
  if (sign !== undefined && values.some((each) => each !== 0)) return { kind: 'negative' };
  if (values.length > 1 || value === undefined) return { kind: 'ambiguous', qualifier, readings: values };
  return { kind: 'number', qualifier, value };
}

/** «2 717», «1,5», with a narrow space that does not break between thousands. */
export function formatNumber(value: number): string {
  const [whole = '0', part] = String(Math.abs(rounded(value))).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, NARROW_SPACE);
  return `${rounded(value) < 0 ? '−' : ''}${grouped}${part === undefined ? '' : `,${part}`}`;
}

/**
 * Adds up. What all inexact parts are called the sum is called too («более 1 500» and 20 make «более 1 520»); parts that
 * are inexact in different directions make it «около».
 */
export function sumNumbers(amounts: readonly Amount[]): Amount {
  const value = rounded(amounts.reduce((sum, amount) => sum + amount.value, 0));
  const words = [...new Set(amounts.map(({ qualifier }) => qualifier).filter((word) => word !== null))];
  const [first, second] = [...new Set(words.map((word) => directions[word] ?? 'about'))];
  if (first === undefined) return { qualifier: null, value };
  const common = second === undefined ? ofSum[first] : ofSum.about;
  return { qualifier: words.length === 1 ? (words[0] ?? common) : common, value };
}

const NARROW_SPACE = '\u202f';

/** Above it, thousandths are no longer exact; no city counts so far. */
const LARGEST = 1e12;

const scales: Readonly<Record<string, number>> = { тыс: 1e3, млн: 1e6, мил: 1e6, млр: 1e9 };

const shape =
  /^(?<sign>[-−–])?\s?(?<digits>\d[\d .,']*?)\s?(?<unit>тыс\.?|тысяч[аиу]?|млн\.?|миллион(?:а|ов)?|млрд\.?)?$/u;

type Direction = 'more' | 'less' | 'about';

/** What a sum is called whose parts are inexact in this direction. */
const ofSum: Readonly<Record<Direction, string>> = { more: 'более', less: 'менее', about: 'около' };

const directions: Readonly<Record<string, Direction>> = {
  более: 'more',
  больше: 'more',
  свыше: 'more',
  'не менее': 'more',
  'не меньше': 'more',
  менее: 'less',
  меньше: 'less',
  почти: 'less',
  до: 'less',
  'не более': 'less',
  'не больше': 'less',
  'не свыше': 'less',
  около: 'about',
  порядка: 'about',
  примерно: 'about',
  приблизительно: 'about',
  ориентировочно: 'about',
  'more than': 'more',
  over: 'more',
  'at least': 'more',
  'less than': 'less',
  'at most': 'less',
  almost: 'less',
  about: 'about',
};

/** A word before a number by its place here, for the data of a button: the words themselves are too long. */
export const qualifierAt = (place: number): string | null => Object.keys(directions)[place] ?? null;
export const qualifierPlace = (qualifier: string | null): number =>
  Object.keys(directions).indexOf(qualifier ?? '');

/** Other ways to write the same. */
const synonyms: Readonly<Record<string, string>> = {
  '~': 'около',
  '≈': 'около',
  '>': 'более',
  '<': 'менее',
  '≥': 'не менее',
  '>=': 'не менее',
  '≤': 'не более',
  '<=': 'не более',
};

function readQualifier(text: string): { qualifier: string | null; rest: string } {
  const start = /^(?:[^\d\s]+ )*?[^\d\s]+?(?= ?-?\d)/u.exec(text)?.[0];
  if (start === undefined) return { qualifier: null, rest: text };
  const words = start.replace(/ чем$/u, '');
  const qualifier = synonyms[words] ?? words;
  if (!Object.hasOwn(directions, qualifier)) return { qualifier: null, rest: text };
  return { qualifier, rest: text.slice(start.length).trimStart() };
}

/** The values that the digits may mean; none when they are more than one number. */
function readDigits(digits: string): number[] {
  if (/^\d+$/u.test(digits)) return [Number(digits)];
  if (/^[1-9]\d{0,2}[.,]\d{3}$/u.test(digits)) {
    return [Number(digits.replace(/[.,]/u, '')), Number(digits.replace(',', '.'))];
  }
  if (/^\d{1,3}(?:[ ']\d{3})+$/u.test(digits)) return [Number(digits.replace(/[ ']/gu, ''))];
  const whole = /^(?<whole>\d+|\d{1,3}(?: \d{3})+),(?<part>\d+)$/u.exec(digits);
  if (whole?.groups)
    return [Number(`${(whole.groups['whole'] ?? '').replaceAll(' ', '')}.${whole.groups['part'] ?? ''}`)];
  if (/^\d+\.\d+$/u.test(digits)) return [Number(digits)];
  if (/^\d{1,3}(?:\.\d{3}){2,}$/u.test(digits)) return [Number(digits.replaceAll('.', ''))];
  return [];
}

function whyNot(text: string): ParsedNumber {
  const numbers = text.match(/\d+/gu) ?? [];
  return numbers.length > 1 && /^(?:от )?\d[\d .,]*(?:-|–|—|\/| до | или | и )\s?\d[\d .,]*$/u.test(text)
    ? { kind: 'several' }
    : { kind: 'not_a_number' };
}

/** Without the crumbs of binary fractions. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
