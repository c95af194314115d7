import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { asBuilt, built } from './test/built.ts';
import { apart, LongestFirst, paths } from './test/files.ts';

/** One more than there are cores: tests wait for browsers, processes and files. */
const maxWorkers = Math.min(4, availableParallelism() + 1);

/** A configuration of all tests but those of speed, and some others. */
export const without = (left: readonly string[], globalSetup: string[]) => {
  const test = {
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // On a loaded machine what a page is asked for comes late; what does not come fails all the same.
    expect: { poll: { timeout: 30_000 } },
    // A machine that does something else may be too late for a page or a process: .ci/run tries such a test once more, and the end of the run names it.
    retry: Number(process.env.MUTANDIS_RETRY ?? 0),
    pool: 'forks' as const,
    server: { deps: { external: [asBuilt] } },
    // The first for the test that memory does not grow; each worker collects its garbage on its own core, and seldom.
    execArgv: ['--expose-gc', '--single-threaded-gc', '--max-semi-space-size=64'],
    maxWorkers,
  };
  const except = [...paths(left), 'test/speed/**'];
  return defineConfig({
    test: {
      globalSetup,
      maxWorkers,
      sequence: { sequencer: LongestFirst },
      reporters: ['default', './test/reporter.ts'],
      projects: [
        { plugins: [built()], test: { ...test, name: 'apart', include: paths(apart), exclude: except } },
        {
          plugins: [built()],
          test: {
            ...test,
            name: 'shared',
            include: ['test/**/*.test.ts'],
            exclude: [...paths(apart), ...except],
            isolate: false,
          },
        },
      ],
    },
  });
};

/**
 * All tests (npm run test:all), as .ci/run has them. `npm test` has those that need Node alone and do not take long
 * (vitest.node.config.ts); those of speed are a command of their own (vitest.speed.config.ts).
 */
export default without([], ['./test/browser.ts', './test/built.ts']);
