/** Wakes those who wait for something to happen. No ring is lost between looking and waiting. */
export interface Bell {
  ring(): void;
  /** How often it has rung: to be read before looking for work. */
  rings(): number;
  /** Resolves at the next ring after the `since`-th, in `milliseconds` at the latest. */
  heard(since: number, milliseconds: number): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  let count = 0;
  return {
    ring() {
      count += 1;
      for (const wake of waiting) wake();
    },
    rings: () => count,
    heard: (since, milliseconds) =>
      new Promise((resolve) => {
        if (count !== since) {
          resolve();
          return;
        }
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        waiting.add(wake);
      }),
  };
}
