import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // For the test that memory does not grow.
    execArgv: ['--expose-gc'],
    maxWorkers: 2,
    reporters: ['default', './test/reporter.ts'],
  },
});
