/** The browser that the tests of the page open. Asked for before any test runs, so that its absence is told first. */
import { existsSync } from 'node:fs';

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

/** What vitest runs before all tests. Whoever names the files to be run may name ones that need no browser. */
export default function setup(): void {
  const named = process.argv.slice(2).some((word) => word.includes('test'));
  if (named || find() !== undefined) return;
  console.error(absent);
  process.exit(1);
}
