import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    maxWorkers: 4,
    // Stories wait for real time and real processes; on a busy machine one may come too late, and is told as flaky.
    retry: 1,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
