import { defineConfig } from 'vitest/config';
import { asBuilt, built } from './test/built.ts';
import LongestFirst from './test/sequencer.ts';

/**
 * All tests (npm run test:all): .ci/run has what they need besides Node. Those that need Node alone are `npm test`
 * (vitest.node.config.ts); those of speed are a command of their own (vitest.speed.config.ts).
 */
export default defineConfig({
  plugins: [built()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/speed/**'],
    globalSetup: ['./test/browser.ts', './test/built.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // On a loaded machine what a page is asked for comes late; what does not come fails all the same.
    expect: { poll: { timeout: 30_000 } },
    // A machine that does something else may be too late for a page or a process: .ci/run tries such a test once more, and the end of the run names it.
    retry: Number(process.env.MUTANDIS_RETRY ?? 0),
    pool: 'forks',
    server: { deps: { external: [asBuilt] } },
    // The first for the test that memory does not grow; each of the two workers collects its garbage on its own core, and seldom.
    execArgv: ['--expose-gc', '--single-threaded-gc', '--max-semi-space-size=64'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/reporter.ts'],
  },
});
