import type { Flow } from './flow.ts';

/** A paragraph leaves no single line at the foot of a page, and takes none to the next. */
const TOGETHER = 2;

/**
 * Into how many pages flows fall that begin on a new page of `height`: widows and orphans, headings that stay with
 * their text, and space before a paragraph left out at the top of a page, as Word and LibreOffice do it.
 * @param offset room that is taken at the top of the first page already; may be below nought
 */
export function countPages(flows: readonly Flow[], height: number, offset = 0): number {
  let page = 1;
  let at = offset;
  const turn = (): void => {
    page += 1;
    at = 0;
  };
  for (let index = 0; index < flows.length; index += 1) {
    const flow = flows[index] as Flow;
    // A chain that is kept together moves together; it was measured where it began.
    const begins = flows[index - 1]?.keepNext !== true;
    if (begins && at > 0 && at + chainHeight(flows, index, at) > height) {
      turn();
      at = flow.again;
    }
    if (at > 0) at += flow.before;
    let left = flow.lines;
    for (;;) {
      const room = Math.max(0, Math.floor((height - at) / flow.pitch));
      const placed = linesPlaced(left, room, flow.whole, at <= flow.again);
      at += placed * flow.pitch;
      left -= placed;
      if (left === 0) break;
      turn();
    }
    at += flow.after;
  }
  return page;
}

/** How many of the lines that are left stay on a page with room for so many. */
function linesPlaced(left: number, room: number, whole: boolean, onFreshPage: boolean): number {
  if (left <= room) return left;
  if (whole && !onFreshPage) return 0;
  const placed = left - room < TOGETHER ? left - TOGETHER : room;
  if (placed < TOGETHER) return onFreshPage ? Math.max(1, room) : 0;
  return placed;
}

/** The room that must be there for what begins at `first`: all that is kept with its next, and the next one's first lines. */
function chainHeight(flows: readonly Flow[], first: number, at: number): number {
  let height = 0;
  for (let index = first; index < flows.length; index += 1) {
    const flow = flows[index] as Flow;
    if (at + height > 0) height += flow.before;
    if (!flow.keepNext) {
      const least = flow.whole || flow.lines <= TOGETHER + 1 ? flow.lines : TOGETHER;
      return height + least * flow.pitch;
    }
    height += flow.lines * flow.pitch + flow.after;
  }
  return height;
}
