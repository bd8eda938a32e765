import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Plugin } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST =
  /\/(test\/(story-|ten-weeks|page|demo|copies|reminders-crash|volume|letters|campaign-life|executor-shut)|joining-cuts|embedded\.|services\/(delivery|scheduler)\/)/;

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

const at = (...names: string[]): string => path.join(import.meta.dirname, ...names);

/**
 * Tests meet the program as it is built, and as it runs: Node reads it at once, where hundreds of sources would be
 * translated and handed to each worker.
 */
const asBuilt: Plugin = {
  name: 'as built',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
    const file = path.resolve(path.dirname(importer), source);
    const ours = path.relative(at('src'), file);
    // The page is built as one piece, for a browser.
    if (ours.startsWith('..') || ours.startsWith('simulator/page/') || ours.endsWith('.test.ts')) return null;
    return { id: at('dist', ours.replace(/\.ts$/, '.js')), external: true };
  },
};

// What has changed is built first; what has not is left alone.
execFileSync(process.execPath, [at('scripts/build.mjs')], { stdio: 'inherit' });

export default defineConfig({
  plugins: [asBuilt],
  test: {
    server: { deps: { external: [/\/dist\//] } },
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
