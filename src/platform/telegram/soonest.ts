/** A queue by time: the item with the smallest `at` comes first (a binary heap, O(log n)). */
export interface Soonest<T> {
  add(item: T, at: number): void;
  first(): { item: T; at: number } | undefined;
  /** Takes the first one out. */
  take(): void;
}

export function createSoonest<T>(): Soonest<T> {
  const heap: { item: T; at: number }[] = [];
  const at = (index: number): number => heap[index]?.at ?? Infinity;

  function swap(a: number, b: number): void {
    [heap[a], heap[b]] = [heap[b] as (typeof heap)[number], heap[a] as (typeof heap)[number]];
  }

  return {
    add(item, time) {
      heap.push({ item, at: time });
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (at(parent) <= at(child)) break;
        swap(parent, child);
        child = parent;
      }
    },
    first: () => heap[0],
    take() {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      for (let parent = 0; ;) {
        const left = 2 * parent + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(parent) <= at(child)) break;
        swap(parent, child);
        parent = child;
      }
    },
  };
}
