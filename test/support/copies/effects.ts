import type { Pool } from 'pg';
import { expect, vi } from 'vitest';

/**
 * Each message of each chat took effect once and in order, and saw the state that the one before it left: `seen` counts
 * in the state of the lane.
 */
export async function expectEachOnceInOrder(
  pool: Pool,
  { chats, each }: { chats: number; each: number },
): Promise<void> {
  const { rows } = await pool.query<{ numbers: number[]; seen: number[] }>(
    'select array_agg(number order by place) as numbers, array_agg(seen order by place) as seen from effect group by chat',
  );
  const inOrder = Array.from({ length: each }, (_, i) => i);
  expect(rows).toHaveLength(chats);
  for (const { numbers, seen } of rows) {
    expect(numbers).toEqual(inOrder);
    expect(seen).toEqual(inOrder);
  }
  // The mark comes after the effect.
  await vi.waitFor(async () => {
    const { rows: left } = await pool.query(
      `select 1 from "Update" where "doneAt" is null or outcome <> 'done' or payload is not null`,
    );
    expect(left).toEqual([]);
  });
}

/** How many messages were handed to a handler more than once, and how many each copy handled. */
export async function countHandlings(pool: Pool): Promise<{ repeated: number; by: Record<string, number> }> {
  const { rows } = await pool.query<{ copy: string; count: string }>(
    'select copy, count(*) as count from handling group by copy order by copy',
  );
  const { rows: repeated } = await pool.query(
    'select 1 from handling group by chat, number having count(*) > 1',
  );
  return {
    repeated: repeated.length,
    by: Object.fromEntries(rows.map(({ copy, count }) => [copy, Number(count)])),
  };
}
