/** `npm run demo`: an example translated, typed, run with an update, and its derivation replayed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultName, loadCalculus } from '../proofs/registry.ts';

const main = fileURLToPath(new URL('./cli/main.js', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'mutandis-'));
const [ending] = (await loadCalculus(defaultName))?.language?.endings ?? [];
const program = `examples/gauge${ending}`;
const update = ['--update', 'examples/gauge.1.update'];
const derivation = join(dir, 'gauge.json');

const commands = [
  ['translate', '--latents', program],
  ['check', program],
  ['run', program, ...update, '--trace'],
  ['derive', program, ...update, '-o', derivation],
  ['replay', derivation],
];
let code = 0;
for (const args of commands) {
  console.log(`\n$ mutandis ${args.map((a) => (a === derivation ? 'gauge.json' : a)).join(' ')}`);
  const r = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  process.stdout.write((r.stdout + r.stderr).replaceAll(derivation, 'gauge.json'));
  code ||= r.status ?? 1;
}
rmSync(dir, { recursive: true });
process.exitCode = code;
