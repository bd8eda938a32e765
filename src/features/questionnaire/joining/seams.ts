import { TELEGRAM_TEXT_LIMIT as LIMIT } from '../formatted.ts';
import { startsHeading, startsItem } from './list-marks.ts';
import { UNSEEN, clients, explains, joiners } from './paste-cuts.ts';
import { learnHabits, paragraphJoiner } from './seam-habits.ts';
import type { Client, Joiner } from './paste-cuts.ts';
import type { SeamKind, Weights } from './seam-habits.ts';

export type SeamVerdict = { readonly kind: SeamKind; readonly joiner: Joiner; readonly doubtful: boolean };

/** How often each client is met. Desktop leads: long answers come out of Word. */
const shareOf: Readonly<Record<Client, number>> = { desktop: 0.8, android: 0.06, ios: 0.04, hard: 0.1 };

/** A verdict below this certainty is shown to the person; the second figure where a piece is as long as a hard cut makes it. */
const CERTAIN = { elsewhere: 0.85, atTheLimit: 0.97 };

/** A client that cannot have made one seam may still have made the others: a piece may have been edited. */
const UNEXPLAINED = 1e-4;

/** For each client, how likely each white space is at a seam. */
type Table = Readonly<Record<Client, Readonly<Record<Joiner, number>>>>;

/**
 * Judges the seams between the pieces of one paste. For each client and each white space that may have stood at a seam
 * it asks whether that client would have cut just there, and weighs the answers by how well the white space suits the
 * letters around it. All seams of a paste were made by one client, so each of them tells something about the others.
 * A seam that no client explains (an edited piece, an unknown program) is judged by `plainSeam`.
 */
export function judgePaste(pieces: readonly string[], sentLengths: readonly number[]): SeamVerdict[] {
  const sent = pieces.map((piece, index) => asSent(piece, sentLengths[index] ?? piece.length));
  const habits = learnHabits(pieces);
  const belief: Record<Client, number> = { ...shareOf };
  const before: Partial<Record<Client, Joiner>> = {};
  const tables = pieces.slice(1).map((next, index): Table => {
    const earlier = pieces[index] ?? '';
    const suits = habits.suits(earlier, next);
    const row = (client: Client): Table[Client] => {
      const likely = (joiner: Joiner): number =>
        suits[joiner] * explains(client, sent[index] ?? earlier, joiner, next, before[client]);
      const found = { '': likely(''), ' ': likely(' '), '\n': likely('\n'), '\n\n': likely('\n\n') };
      const best = joiners.reduce((a, b) => (found[b] > found[a] ? b : a));
      belief[client] *= Math.max(sum(joiners.map((joiner) => found[joiner])), UNEXPLAINED);
      before[client] = best;
      return found;
    };
    return { desktop: row('desktop'), android: row('android'), ios: row('ios'), hard: row('hard') };
  });
  return tables.map((table, index) => {
    const earlier = pieces[index] ?? '';
    const plain = plainSeam(earlier, pieces[index + 1] ?? '', sentLengths[index] ?? earlier.length);
    return weighed(table, belief, sent[index] ?? '') ?? plain;
  });
}

function weighed(
  table: Table,
  belief: Readonly<Record<Client, number>>,
  earlier: string,
): SeamVerdict | undefined {
  const weight = (joiner: Joiner): number => {
    return sum(
      clients.map((client) => {
        const row = table[client];
        const total = sum(joiners.map((each) => row[each]));
        return total === 0 ? 0 : (belief[client] * row[joiner]) / total;
      }),
    );
  };
  const [one, two] = [weight('\n'), weight('\n\n')];
  const kinds: Weights = { tight: weight(''), space: weight(' '), paragraph: one + two };
  const total = kinds.tight + kinds.space + kinds.paragraph;
  if (total === 0) return undefined;
  const kind = heaviest(kinds);
  const joiner = kind === 'tight' ? '' : kind === 'space' ? ' ' : one > two ? '\n' : '\n\n';
  const certain = earlier.length >= LIMIT - UNSEEN ? CERTAIN.atTheLimit : CERTAIN.elsewhere;
  // Where a word may have been cut, only a reader knows: half a word may be a word.
  const wordCut = kind !== 'paragraph' && (earlier.length === LIMIT || kinds.tight / total > 0.005);
  return { kind, joiner, doubtful: wordCut || kinds[kind] / total < certain };
}

/**
 * The rules that need no knowledge of a client, in this order.
 * `sentLength` is the length of the earlier piece as it first arrived.
 */
export function plainSeam(earlier: string, next: string, sentLength: number): SeamVerdict {
  const say = (kind: SeamKind, doubtful: boolean): SeamVerdict => ({
    kind,
    joiner: kind === 'tight' ? '' : kind === 'space' ? ' ' : paragraphJoiner(earlier, next),
    doubtful,
  });
  if (startsItem(next) || startsHeading(next)) return say('paragraph', false);
  if (sentLength === LIMIT) return say('tight', true);
  if (earlier.includes('\n', LIMIT / 2)) return say('paragraph', false);
  if (/^\p{Ll}/u.test(next)) return say('space', false);
  if (/[.:;?!]$/u.test(earlier) && sentLength < 3500) return say('paragraph', true);
  return say('space', true);
}

/** An edited piece at its first length: nearly all that decides about a cut stands in the second half. */
function asSent(piece: string, sentLength: number): string {
  return piece.length < sentLength ? piece.padStart(sentLength, '_') : piece.slice(piece.length - sentLength);
}

function heaviest(kinds: Weights): SeamKind {
  if (kinds.paragraph >= kinds.space && kinds.paragraph >= kinds.tight) return 'paragraph';
  return kinds.space >= kinds.tight ? 'space' : 'tight';
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
