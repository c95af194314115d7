import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // For the test that memory does not grow.
    execArgv: ['--expose-gc'],
    maxWorkers: 2,
    reporters: ['default', './test/reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: ['test/speed/**'],
          sequence: { groupOrder: 0 },
        },
      },
      // When the others are done, one at a time: what is measured is not the tests beside it.
      {
        extends: true,
        test: { name: 'speed', include: ['test/speed/**/*.test.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
