import type { Sentence } from './sentences.ts';

/** поставлено на контроль ≠ исполнено + долгосрочных; `difference` is without sign. */
export type ControlMismatch = {
  readonly kind: 'control_figures';
  readonly set: number;
  readonly done: number;
  readonly longTerm: number;
  readonly difference: number;
  readonly quote: string;
  readonly offset: number;
};

type Label = 'set' | 'done' | 'longTerm';
type Figures = Partial<Record<Label, number>>;

/** How many sentences after «поставлено» still tell about the same instructions. */
const NEIGHBOURS = 2;

/**
 * Looks for the three figures in neighbouring sentences, in either order of words («исполнено 2 662», «2662 поручения
 * исполнено»). Silent when one of them is missing, inexact («более 2 700»), or when further kinds are counted (снято с
 * контроля, просрочено): then the sum says nothing.
 */
export function controlMismatches(sentences: readonly Sentence[]): ControlMismatch[] {
  return sentences.flatMap((first, index): ControlMismatch[] => {
    let figures = figuresIn(first.text);
    if (figures.set === undefined || otherKinds.test(first.text)) return [];
    let last = first;
    for (const next of sentences.slice(index + 1, index + 1 + NEIGHBOURS)) {
      if (figures.done !== undefined && figures.longTerm !== undefined) break;
      const more = figuresIn(next.text);
      if (more.set !== undefined || otherKinds.test(next.text)) return [];
      figures = { ...more, ...figures };
      last = next;
    }
    const { set, done, longTerm } = figures;
    if (set === undefined || done === undefined || longTerm === undefined || set === done + longTerm)
      return [];
    const quote = [first, last].map(({ text }) => text);
    return [
      {
        kind: 'control_figures',
        set,
        done,
        longTerm,
        difference: Math.abs(set - done - longTerm),
        quote: first === last ? first.text : quote.join(' … '),
        offset: first.offset,
      },
    ];
  });
}

const labels: readonly (readonly [Label, RegExp])[] = [
  ['longTerm', /долгосрочн\p{Ll}*(?:\s+исполнени\p{Ll}+)?/giu],
  ['set', /(?:на\s+контроль\s+)?поставлен\p{Ll}*(?:\s+на\s+контроль)?/giu],
  ['done', /(?<!не\s)(?<!\p{L})исполнен(?:о|ы|ных)(?!\p{L})/giu],
];

const otherKinds =
  /просрочен|не исполнен|неисполнен|с нарушени|с опоздани|позже срок|снят[оы]?(?!\p{L})|отозван|отмен[её]н|на исполнении|в работе|перенес[её]н|остал/iu;

const number =
  /(?<![\d.,№/-])(?<!№\s)\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d%])|(?<![\d.,№/-])(?<!№\s)\d+(?![\d%]|[.,/-]\d|\s*%)/gu;

const inexact = /(?:около|более|свыше|порядка|почти|менее|примерно|больше|[~>≈])\s*$/iu;

function figuresIn(sentence: string): Figures {
  const figures: Figures = {};
  const text = sentence.replace(/\([^)]*\)/gu, (inside) => ' '.repeat(inside.length));
  for (const clause of text.split(/[,;:]\s|\sи\s(?=\d)|\sа\s/u)) {
    const free = [...clause.matchAll(number)]
      .filter((match) => !isYear(clause, match) && !inexact.test(clause.slice(0, match.index)))
      .map((match) => ({
        value: Number(match[0].replace(/\D/gu, '')),
        start: match.index,
        end: match.index + match[0].length,
      }));
    const found = labels.flatMap(([label, pattern]) =>
      [...clause.matchAll(pattern)].map((match) => ({
        label,
        start: match.index,
        end: match.index + match[0].length,
      })),
    );
    for (const { label, start, end } of found) {
      const distance = (each: { start: number; end: number }): number =>
        each.start >= end ? each.start - end : start - each.end;
      const nearest = free.reduce<(typeof free)[number] | undefined>(
        (best, each) => (best === undefined || distance(each) < distance(best) ? each : best),
        undefined,
      );
      if (nearest === undefined || figures[label] !== undefined) continue;
      figures[label] = nearest.value;
      free.splice(free.indexOf(nearest), 1);
    }
  }
  return figures;
}

function isYear(clause: string, match: RegExpMatchArray): boolean {
  const after = clause.slice((match.index ?? 0) + match[0].length);
  return (
    /^\s*(?:год|г\.|гг\.)/u.test(after) ||
    /^\s*(?:январ|феврал|март|апрел|мая|июн|июл|август|сентябр|октябр|ноябр|декабр)/iu.test(after)
  );
}
