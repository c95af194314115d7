import { defineConfig } from 'vitest/config';

/** How fast the page and the command line answer, by the clock: one test at a time, on a machine that does nothing else. */
export default defineConfig({
  test: {
    include: ['test/speed/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: ['default', './test/reporter.ts'],
  },
});
