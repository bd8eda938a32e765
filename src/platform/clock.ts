/**
 * The only file that reads the machine's clock.
 *
 * Civil time (`Clock`) is what rules, queries and people see; it may run with an offset (`CLOCK_START`, the demo).
 * Machine time (`machineNow`, `monotonic`) serves leases, back-off and pacing and never shifts.
 */
export interface Clock {
  /** The present instant of the app. */
  now(): Date;
  /** Milliseconds by which the app's time is ahead of the machine's. */
  offset(): number;
  /** Moves the app's time forward; a negative amount is a fault, for time never goes back. */
  advance(milliseconds: number): void;
}

export function createClock(offset = 0): Clock {
  let ahead = offset;
  return {
    now: () => new Date(Date.now() + ahead),
    offset: () => ahead,
    advance(milliseconds) {
      if (milliseconds < 0) throw new RangeError('the clock never goes back');
      ahead += milliseconds;
    },
  };
}

/** The machine's own instant. */
export function machineNow(): Date {
  return new Date();
}

/** Milliseconds of a clock that never jumps, for measuring spans within this process. */
export function monotonic(): number {
  return performance.now();
}
