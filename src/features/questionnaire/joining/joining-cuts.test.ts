import { describe, expect, test } from 'vitest';
import { ownAnswers } from '../../../../test/support/own-answers.ts';
import { noSample, readSample } from '../../../../test/support/sample.ts';
import { joinPieces } from './joining.ts';
import { plainSeam } from './seams.ts';
import { statistics } from '../statistics.ts';

/**
 * Long answers, begun at every character, are cut as clients cut them and joined again. No letter may be lost, ever;
 * how often a seam is judged wrongly, and how often silently so, is bounded. The bounds are what was measured, rounded up.
 */

const LIMIT = 4096;

type Cutter = (text: string) => number;

/** Telegram Desktop, written down from its behaviour apart from the program under test. */
const desktop: Cutter = (text) => {
  const places: [RegExp, number][] = [
    [/\n(?=\n)/gu, 5],
    [/\n/gu, 4],
    [/(?<=[.?!])\s/gu, 3],
    [/(?<=[,:;])\s/gu, 2],
    [/\s/gu, 1],
  ];
  const window = text.slice(0, LIMIT + 2);
  for (const [pattern] of places) {
    const found = [...window.matchAll(pattern)]
      .map(({ index }) => index)
      .filter((at) => at > LIMIT / 2 && at <= LIMIT);
    const last = found.at(-1);
    if (last !== undefined) return last;
  }
  return LIMIT;
};

const hard: Cutter = (text) => (/[\udc00-\udfff]/.test(text.charAt(LIMIT)) ? LIMIT - 1 : LIMIT);

/** Android: of the last 300 characters the last blank line, the first newline, the last full stop, the last space. */
const android: Cutter = (text) => {
  const from = LIMIT - 300;
  const window = text.slice(from, LIMIT);
  const blank = window.lastIndexOf('\n\n');
  if (blank >= 0) return from + blank + 1;
  const newline = window.indexOf('\n');
  if (newline >= 0) return from + newline;
  const stop = [...window.matchAll(/(?<=\.)\s/gu)].at(-1) ?? [...window.matchAll(/\s/gu)].at(-1);
  return stop ? from + stop.index : LIMIT;
};

/** iOS: after the last newline or full stop. */
const ios: Cutter = (text) => /^[^]*[\n.]/u.exec(text.slice(0, LIMIT))?.[0].length ?? LIMIT;

type Cut = { pieces: string[]; gaps: string[] };

function cut(source: string, cutter: Cutter): Cut {
  const result: Cut = { pieces: [], gaps: [] };
  let rest = source.trim();
  let gap = '';
  while (rest !== '') {
    const raw = rest.slice(0, rest.length > LIMIT ? cutter(rest) : rest.length);
    rest = rest.slice(raw.length);
    const text = raw.trim();
    gap += raw.slice(0, raw.length - raw.trimStart().length);
    if (text === '') continue;
    if (result.pieces.length > 0) result.gaps.push(gap);
    result.pieces.push(text);
    gap = raw.slice(raw.trimEnd().length);
  }
  return result;
}

const join = (pieces: readonly string[]) =>
  joinPieces(
    pieces.map((text, index) => ({
      id: index + 1,
      messageId: index + 1,
      receivedAt: new Date(Date.UTC(2027, 1, 5, 1, 0, index)),
      senderId: 1,
      text,
      entities: [],
    })),
  );

const kindOf = (gap: string): string => (gap === '' ? 'tight' : gap.includes('\n') ? 'paragraph' : 'space');
const bare = (text: string): string => text.replace(/\s+/gu, '');
const newlines = (gap: string): number => gap.split('\n').length - 1;

/** `plain`: wrong by the rules that know no client. */
type Rates = {
  seams: number;
  wrong: number;
  plain: number;
  silent: number;
  doubtful: number;
  otherBlank: number;
};

function ratesOf(source: string, cutter: Cutter, step: number): Rates {
  const rates: Rates = { seams: 0, wrong: 0, plain: 0, silent: 0, doubtful: 0, otherBlank: 0 };
  let rest = bare(source);
  for (let from = 0; from + LIMIT < source.length; from += step) {
    if (from > 0) rest = rest.slice(bare(source.slice(from - step, from)).length);
    if (/[\udc00-\udfff]/.test(source.charAt(from))) continue;
    const { pieces, gaps } = cut(source.slice(from), cutter);
    const joined = join(pieces);
    if (bare(joined.text) !== rest) throw new Error(`letters were lost, begun at ${from}`);
    joined.seams.forEach(({ kind, joiner, doubtful }, index) => {
      const gap = gaps[index] ?? '';
      const wrong = kind !== kindOf(gap);
      rates.seams += 1;
      rates.wrong += Number(wrong);
      const [earlier = '', next = ''] = pieces.slice(index, index + 2);
      rates.plain += Number(plainSeam(earlier, next, earlier.length).kind !== kindOf(gap));
      rates.silent += Number(wrong && !doubtful);
      rates.doubtful += Number(doubtful);
      rates.otherBlank += Number(!wrong && newlines(joiner) !== newlines(gap));
    });
  }
  return rates;
}

const sample = readSample();
const achieved = sample?.answers.ACHIEVED ?? '';
const prose = ownAnswers.ACHIEVED.replace(/\s*\n+\s*(?:[-–•] )?/gu, ' ');

type Bounds = Omit<Rates, 'seams' | 'plain'>;
const rows: readonly (readonly [string, string, number, string, Cutter, Bounds])[] = [
  ['the sample', achieved, 1, 'Desktop', desktop, { wrong: 0.1, silent: 0.05, doubtful: 4, otherBlank: 0 }],
  ['the sample', achieved, 1, 'hard', hard, { wrong: 3.2, silent: 0.1, doubtful: 90, otherBlank: 0 }],
  // Every character takes its time too, and with the sample at hand says nothing new.
  [
    'our text',
    ownAnswers.ACHIEVED,
    sample ? 4 : 1,
    'Desktop',
    desktop,
    { wrong: 0.1, silent: 0, doubtful: 1, otherBlank: 0 },
  ],
  [
    'our text',
    ownAnswers.ACHIEVED,
    sample ? 4 : 1,
    'hard',
    hard,
    { wrong: 4.6, silent: 0.1, doubtful: 89, otherBlank: 0.2 },
  ],
  [
    'our text',
    ownAnswers.ACHIEVED,
    16,
    'Android',
    android,
    { wrong: 6, silent: 5, doubtful: 3, otherBlank: 1 },
  ],
  ['our text', ownAnswers.ACHIEVED, 16, 'iOS', ios, { wrong: 18, silent: 14, doubtful: 18, otherBlank: 5 }],
  [
    'prose without line breaks',
    prose,
    16,
    'Desktop',
    desktop,
    { wrong: 0.1, silent: 0, doubtful: 16, otherBlank: 0 },
  ],
  [
    'prose without line breaks',
    prose,
    16,
    'hard',
    hard,
    { wrong: 5, silent: 0.1, doubtful: 93, otherBlank: 0 },
  ],
];

describe.each(rows)('%s', (name, source, step, client, cutter, bounds) => {
  test.skipIf(source === '')(
    `cut by ${client} (the sample is skipped where ${noSample})`,
    () => {
      const rates = ratesOf(source, cutter, step);
      const percent = (count: number): number => Math.round((count / rates.seams) * 10_000) / 100;
      const keys = ['wrong', 'silent', 'doubtful', 'otherBlank'] as const;
      const shown = [...keys, 'plain' as const].map((key) => `${key} ${percent(rates[key])} %`).join(', ');
      process.stdout.write(`${name}, ${client}: ${rates.seams} seams, ${shown}\n`);
      expect(rates.seams * step).toBeGreaterThan(4000);
      for (const key of keys) expect(percent(rates[key]), key).toBeLessThanOrEqual(bounds[key]);
      expect(percent(rates.wrong)).toBeLessThan(percent(rates.plain) + 0.1);
    },
    120_000,
  );
});

test.skipIf(!sample)(`the sample as it is pasted (skipped where ${noSample})`, () => {
  const source = achieved;
  const { pieces } = cut(source, desktop);
  expect(source.length).toBe(8883);
  expect(pieces.map((text) => text.length)).toEqual([3880, 4057, 938]);
  const joined = join(pieces);
  expect(statistics(joined)).toMatchObject({ characters: 8875, listItems: 47, pieces: 3 });
  expect(joined.text).toBe(source.trim());
  expect(joined.seams.map(({ kind, doubtful }) => [kind, doubtful])).toEqual([
    ['paragraph', false],
    ['paragraph', false],
  ]);
  expect(bare(join(cut(source, hard).pieces).text)).toBe(bare(source));
});

test('our own text is of the same size and shape', () => {
  const source = ownAnswers.ACHIEVED;
  const { pieces } = cut(source, desktop);
  expect(Math.round(source.length / 100)).toBe(89);
  expect(pieces).toHaveLength(3);
  expect(join(pieces).text).toBe(source.trim());
});
