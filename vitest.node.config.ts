import { defineConfig, mergeConfig } from 'vitest/config';
import all from './vitest.config.ts';

/** The tests that need Node alone (npm test): no browser, no Redis, no Coq. */
const { test } = all;
export default mergeConfig(
  { ...all, test: { ...test, globalSetup: './test/built.ts' } },
  defineConfig({ test: { exclude: ['test/page/**', 'test/cluster*.test.ts', 'test/coq.test.ts'] } }),
);
