/** The command line as built, called in a folder of the test's own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { casesIn, root } from './support.ts';

export const main = join(root, 'dist/workbench/cli/main.js');
export let dir = '';
beforeAll(() => {
  if (!existsSync(main)) throw new Error('the command line is not built: npm run build');
  dir = mkdtempSync(join(tmpdir(), 'mutandis-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

export const mutandis = (...args: string[]) => {
  const r = spawnSync(process.execPath, [main, ...args], { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { code: r.status, out: r.stdout, err: r.stderr };
};
export const file = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(dir, name), text);
  return name;
};
export const json = (out: string) => JSON.parse(out) as Record<string, never>;

export const celsius = casesIn('test/cases').find((c) => c.name === 'celsius');
/** Writes the program and the update of the case celsius into the folder. */
export const setUp = () => {
  if (!celsius) throw new Error('the case celsius');
  file('celsius.proteus', celsius.text);
  file('celsius.1.update', celsius.updates[0]?.text ?? '');
};
