import type { Line } from './lines.ts';

const COMING = /(?:следующ|предстоящ|наступающ|будущ|новом)\S* год/iu;
const PLANS = /план|предсто|задач|намеч|намерен|приоритет|продолж|будет|будут|предусм|ставит|перспектив/iu;

/**
 * Where an answer goes over to the coming year: the last paragraphs, with the lists that follow them, that name it and
 * speak of plans. Null where there are none, or where all of it is about that year.
 */
export function tasksFrom(lines: readonly Line[], year: number): number | null {
  const paragraphs = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => line.text.trim() !== '' && !line.item && line.cells === null);
  let from: number | null = null;
  for (const { line, index } of paragraphs.toReversed()) {
    const names = line.text.includes(String(year + 1)) || COMING.test(line.text);
    if (!names || !PLANS.test(line.text)) break;
    from = index;
  }
  const first = lines.findIndex(({ text }) => text.trim() !== '');
  return from === first ? null : from;
}
