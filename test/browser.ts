/**
 * What the tests of the page share: the browser, asked for before any test runs, so that its absence is told first, and
 * the page as it is built.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder into which the page was built; none where no test of it was expected. */
    page?: string;
  }
}

const candidates = process.env.CHROMIUM
  ? [process.env.CHROMIUM]
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const absent = `the tests of the page need a browser, and there is none at ${candidates.join(', ')}: apt-get install chromium, or set CHROMIUM to the path of one`;

const find = (): string | undefined => candidates.find((path) => existsSync(path));

/** The path of a chromium. @throws Error that says how to get one: no test is left out in silence. */
export function browserPath(): string {
  const found = find();
  if (found === undefined) throw new Error(absent);
  return found;
}

/** Builds the page into a folder of its own. @returns the folder, which is the caller's to remove. */
export async function buildPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mutandis-page-'));
  // What is tested is what is given to people, not a build for tests.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  const configFile = new URL('../workbench/page/vite.config.ts', import.meta.url).pathname;
  await build({ configFile, mode: 'production', logLevel: 'error', build: { outDir: folder } });
  process.env.NODE_ENV = mode;
  return folder;
}

/** What vitest runs before all tests. Whoever names the files to be run may name ones that need no browser. */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const named = process.argv.slice(2).filter((word) => word.includes('test'));
  if (named.length > 0 && !named.some((word) => word.includes('test/page'))) return undefined;
  if (find() === undefined) {
    if (named.length > 0) return undefined;
    console.error(absent);
    process.exit(1);
  }
  const folder = await buildPage();
  project.provide('page', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
