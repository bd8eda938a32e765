/** A decree of the Government «О переносе выходных дней»: whose day off, lost to a holiday or not, is taken when. */
export interface Decree {
  /** The number without its sign: '1466'. */
  number: string;
  /** The day, 'YYYY-MM-DD', that it bears. */
  signedOn: string;
  /** Pairs of days 'YYYY-MM-DD' of one year: this day off is moved to that day. */
  moves: readonly (readonly [from: string, to: string])[];
}

/** Non-working holidays, 'MM-DD': article 112 of the Labour Code, part 1. */
export const holidays: readonly string[] = [
  '01-01',
  '01-02',
  '01-03',
  '01-04',
  '01-05',
  '01-06',
  '01-07',
  '01-08',
  '02-23',
  '03-08',
  '05-01',
  '05-09',
  '06-12',
  '11-04',
];

/** The last of the holidays, 'MM-DD' from 1 January on, whose days off are moved by a decree alone: part 2. */
export const lastMovedByDecree = '01-08';

/** By their years. A year that is not here is reckoned by the law alone. */
export const decrees: Readonly<Record<string, Decree>> = {
  2025: {
    number: '1335',
    signedOn: '2024-10-04',
    moves: [
      ['2025-01-04', '2025-05-02'],
      ['2025-01-05', '2025-12-31'],
      ['2025-02-23', '2025-05-08'],
      ['2025-03-08', '2025-06-13'],
      ['2025-11-01', '2025-11-03'],
    ],
  },
  2026: {
    number: '1466',
    signedOn: '2025-09-24',
    moves: [
      ['2026-01-03', '2026-01-09'],
      ['2026-01-04', '2026-12-31'],
    ],
  },
  // Published on 18.09.2026 under the number 0001202609180037.
  2027: {
    number: '1187',
    signedOn: '2026-09-17',
    moves: [
      ['2027-01-02', '2027-11-05'],
      ['2027-01-03', '2027-12-31'],
      ['2027-02-20', '2027-02-22'],
    ],
  },
};
