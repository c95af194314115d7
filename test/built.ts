/**
 * Tests load what is built: the modules that people get, compiled once, and not by each test file anew. What a test imports
 * by its source is taken from dist/, which is brought up to date before any test runs; the page's own modules stay sources.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';

const root = resolve(import.meta.dirname, '..');
const compiled = /^(semantics|rules|checker|proofs|workbench(?!\/page\/)|bench)\/.*\.ts$/;

/** Where modules of dist/ stand: they are loaded as they are. */
export const asBuilt = new RegExp(`^${root}/dist/`);

/** A plugin that takes an import of a source, in a test, to what is built of it. */
export const built = (): Plugin => ({
  name: 'built',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return undefined;
    const file = relative(root, join(dirname(importer), source));
    return compiled.test(file) ? join(root, 'dist', file.replace(/\.ts$/, '.js')) : undefined;
  },
});

/** What vitest runs before all tests. @throws Error with what the compiler says. */
export default function build(): void {
  const r = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' });
  if (r.status !== 0) throw new Error(`what the tests load is not built:\n${r.stdout}${r.stderr}`);
}
