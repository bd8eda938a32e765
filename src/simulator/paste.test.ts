import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutAsDesktop, cutHard } from './paste.ts';

const sample = new URL('../../../shared/samples/blagoveshchensk-2022.txt', import.meta.url);

describe('a paste in Telegram Desktop', () => {
  it.skipIf(!existsSync(sample))(
    'cuts the sample in front of list items (skipped where the samples are absent)',
    () => {
      const whole = readFileSync(sample, 'utf8');
      const answer = whole.slice(0, whole.indexOf('2. Какие успехи'));
      expect(answer).toHaveLength(8_883);
      const pieces = cutAsDesktop(answer);
      expect(pieces.map((piece) => piece.length)).toEqual([3_880, 4_057, 938]);
      expect(pieces.slice(1).map((piece) => piece.slice(0, 2))).toEqual(['- ', '- ']);
      expect(pieces.join('').replace(/\s/g, '')).toBe(answer.replace(/\s/g, ''));
    },
  );

  it('leaves a text of exactly the limit whole', () => {
    expect(cutAsDesktop('а'.repeat(4_096))).toEqual(['а'.repeat(4_096)]);
  });

  it.each([
    ['a blank line to a later newline', 'aaaaaaaaa\n\nbb\nc dddddd', ['aaaaaaaaa', 'bb\nc dddddd']],
    ['the last newline to a later sentence', 'aaaaaaaaa\nb. c ddddd', ['aaaaaaaaa', 'b. c ddddd']],
    ['a sentence to a later comma', 'aaaaaaaaa. b, c ddddd', ['aaaaaaaaa.', 'b, c ddddd']],
    ['a comma to a later space', 'aaaaaaaaa, b cc ddddd', ['aaaaaaaaa,', 'b cc ddddd']],
    ['the last space', 'aaaaaaaaa bb ccddddddd', ['aaaaaaaaa bb', 'ccddddddd']],
    ['the last sign inside a word', 'aaaaaaaaa/bbbbbbbbbb', ['aaaaaaaaa/', 'bbbbbbbbbb']],
    ['nothing in the first half', 'a. b\n\naaaaaaaaaaaaaaaa', ['a. b\n\naaaaaaaaa', 'aaaaaaa']],
  ])('prefers %s', (_, text, pieces) => {
    expect(cutAsDesktop(text, 16)).toEqual(pieces);
  });

  it('does not part a surrogate pair', () => {
    for (const piece of cutAsDesktop('😀'.repeat(40), 15))
      expect(() => encodeURIComponent(piece)).not.toThrow();
  });
});

describe('a hard cut', () => {
  it('comes at each 4 096th unit', () => {
    expect(cutHard('а'.repeat(9_000)).map((piece) => piece.length)).toEqual([4_096, 4_096, 808]);
  });

  it('comes one unit earlier where it would part a surrogate pair', () => {
    const pieces = cutHard(`${'а'.repeat(4_095)}😀б`);
    expect(pieces.map((piece) => piece.length)).toEqual([4_095, 3]);
  });
});
