import type { ReadBlock } from '../../src/services/documents/index.ts';

/**
 * Blocks as lines for the eye: `#` before a heading, `<name>` for a bookmark, the sign of an item by its depth, the cells
 * of a row parted by ` | `.
 */
export function seen(blocks: readonly ReadBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'table') return block.rows.map((cells) => cells.join(' | '));
    const { heading, item, mark, text } = block;
    const shown = item === null ? text : `${'  '.repeat(item.level - 1)}${item.marker} ${text}`;
    return `${'#'.repeat(heading ?? 0)}${mark === null ? '' : `<${mark}>`}${shown}`;
  });
}
