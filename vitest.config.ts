import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Stories through the whole app wait most and take longest: begun last, they would run alone while cores idle. */
class StoriesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      /\/test\/story-/.test(moduleId) ? 0 : /\/test\//.test(moduleId) ? 1 : 2;
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b)));
  }
}

const shared = {
  pool: 'forks',
  // Stories wait for real time and real processes; on a busy machine one may come too late, and is told as flaky.
  retry: 1,
  testTimeout: 90_000,
  hookTimeout: 90_000,
  expect: { poll: { timeout: 20_000 } },
} as const;

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    maxWorkers: 4,
    sequence: { sequencer: StoriesFirst },
    projects: [
      { test: { ...shared, name: 'stories', include: ['test/**/*.test.ts'] } },
      // Nothing happens on import, so that these share their processes: to read all modules anew for each costs more.
      { test: { ...shared, name: 'units', include: ['src/**/*.test.ts'], isolate: false } },
    ],
  },
});
