import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST =
  /\/(test\/(story-|ten-weeks|demo|campaign-life|executor-shut)|joining-cuts|embedded\.|services\/(delivery|scheduler)\/)/;

/**
 * What takes longest begins first: begun last, it would run alone while cores idle. Then by turns what plays a story, and
 * waits much of the time, and what computes.
 */
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      LONGEST.test(moduleId) ? 0 : /\/test\//.test(moduleId) ? 1 : 2;
    const [longest = [], stories = [], rest = []] = [0, 1, 2].map((wanted) =>
      files.filter((file) => rank(file) === wanted),
    );
    const byTurns = stories.flatMap((story, at) => [story, ...rest.slice(at, at + 1)]);
    return Promise.resolve([...longest, ...byTurns, ...rest.slice(stories.length)]);
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    // Nothing happens on import, so that files share their processes: to read all modules anew for each costs as much again.
    isolate: false,
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
    // Stories wait for real time and real processes; on a busy machine one may come too late, and is told as flaky.
    retry: 1,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
