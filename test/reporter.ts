/**
 * The last line of a test run, for tools that read it: `N passed, M failed`, and `, K skipped` if there are any; before
 * it, each test that passed only when it was tried again (MUTANDIS_RETRY).
 */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    const again: string[] = [];
    for (const m of modules) {
      // A file that does not load has no tests, and has failed.
      if (m.errors().length > 0) failed++;
      // A group whose hook throws skips its tests, and has failed.
      for (const suite of m.children.allSuites()) if (suite.errors().length > 0) failed++;
      for (const test of m.children.allTests()) {
        const state = test.result().state;
        if (test.diagnostic()?.flaky)
          again.push(`passed only when tried again: ${m.relativeModuleId}: ${test.fullName}`);
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped++;
      }
    }
    const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.on('exit', () => console.log([...again, line].join('\n')));
  }
}
