/**
 * How fast state spaces are explored, on one core: `npm run bench:explore`. E1 of threads.md section 13, grown; two
 * examples of components, grown; chain-ahead of sessions, and copies of server-label side by side; LTL on the product; and the same spaces under Maude's search and SPIN (bench/models/), where they are installed. Times are of
 * the processor. `npm run bench:explore -- --long` explores 5 million states, and the whole race in Maude (minutes).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLeft } from 'fp-ts/lib/Either.js';
import { check } from '../checker/explore/check.ts';
import { parseProperties } from '../checker/explore/parse.ts';
import { Space } from '../checker/explore/space.ts';
import type { TransitionSystem } from '../checker/explore/system.ts';
import { reduced, symmetric } from '../checker/explore/wrap.ts';
import { loadKernel, type LoadedKernel } from '../checker/components/load.ts';
import { exploreKernel } from '../checker/components/properties.ts';
import { KernelSpace } from '../checker/components/space.ts';
import { loadSession } from '../checker/sessions/load.ts';
import { SessionSpace } from '../checker/sessions/space.ts';
import { requestOf } from '../workbench/explore/request.ts';
import { race } from './models/race.ts';
import { sideBySide } from './models/side-by-side.ts';

const long = process.argv.includes('--long');

/** E1 with so many threads and rounds, under policy all and offer any. */
function e1(threads: number, rounds: number): TransitionSystem {
  const program = `type t = int  var v : t = 5  var n : int = 0  fun get (x : t) : int = x
fun work (i : int) : int = if i = 0 then 0 else (update; n := !n + get !v; work (i - 1))
in ${`fork work ${rounds}; `.repeat(threads - 1)}work ${rounds}`;
  const update =
    'update type t = { a : int } by c  fun get (x : t) : int = x.a  add fun c (x : int) : { a : int } = { a = x }';
  const request = requestOf({
    program: { file: 'e1.proteus', text: program },
    updates: [{ file: 'e1.update', text: update }],
    fresh: [],
    properties: [],
    choices: { policy: 'all', offer: 'any' },
  });
  if (isLeft(request)) throw new Error(request.left[0]?.message ?? 'E1 does not load');
  return request.right.updated;
}

/** An example of components in which one thread stands so many times more, under other names. */
function kernel(name: string, thread: string, times: number): LoadedKernel {
  const text = readFileSync(new URL(`../../examples/components/${name}.kernel`, import.meta.url), 'utf8');
  const line = text.split('\n').find((l) => l.startsWith(`thread ${thread} = `)) as string;
  const more = Array.from({ length: times }, (_, i) => line.replace(`thread ${thread}`, `thread ${thread}${i}`));
  const loaded = loadKernel(text.replace(line, [line, ...more].join('\n')), `${name}.kernel`);
  if (isLeft(loaded)) throw new Error(loaded.left[0]?.message ?? `${name} does not load`);
  return loaded.right;
}
const repeated = (name: string, thread: string, times: number): TransitionSystem =>
  new KernelSpace(kernel(name, thread, times).config);

const sessionText = (name: string): string =>
  readFileSync(new URL(`../../examples/sessions/${name}.session`, import.meta.url), 'utf8');

/** chain-ahead, whose leader may be any number of rounds ahead: as many as queues have room for. */
function chain(bound: number): TransitionSystem {
  const loaded = loadSession(sessionText('chain-ahead'), 'chain-ahead.session');
  if (isLeft(loaded)) throw new Error(loaded.left[0]?.message ?? 'chain-ahead does not load');
  return new SessionSpace(loaded.right.W, { bound });
}

const number = (n: number): string => Math.round(n).toLocaleString('en');

/** Seconds of the processor that something takes. */
function timed<T>(f: () => T): { readonly result: T; readonly seconds: number } {
  const start = process.cpuUsage();
  const result = f();
  const { user, system } = process.cpuUsage(start);
  return { result, seconds: Math.max((user + system) / 1e6, 1e-3) };
}

const line = (what: string, states: number, seconds: number, more = ''): void =>
  console.log(
    `${what.padEnd(44)}${number(states).padStart(10)} states${number(states / seconds).padStart(12)}/s${more}`,
  );

function explored(what: string, system: TransitionSystem, limit = 20_000_000): { space: Space; rate: number } {
  const { result: space, seconds } = timed(() => new Space(system, { limit }).explore());
  const resident = Math.round(process.memoryUsage().rss / 1e6);
  line(
    what,
    space.size,
    seconds,
    `  ${Math.round(space.bytes / space.size)} bytes a state (process: ${number(resident)} MB)`,
  );
  return { space, rate: space.size / seconds };
}

console.log('Mutandis');
const main = explored('E1, 3 threads, 2 rounds', e1(3, 2));
explored('E1, 2 threads, 8 rounds', e1(2, 8));
explored('E1, 3 threads, 2 rounds, symmetric', symmetric(e1(3, 2)));
explored('E1, 3 threads, 2 rounds, reduced', reduced(e1(3, 2)));
explored('E1, 3 threads, 2 rounds, reduced, symmetric', reduced(symmetric(e1(3, 2))));
explored('factory, 3 threads more (the first million)', repeated('factory', 's', 3), 1_000_000);
const cyclic = explored('cyclic, 1 thread more', repeated('cyclic', 's', 1));
explored('cyclic, 2 threads more (the first million)', repeated('cyclic', 's', 2), 1_000_000);
/** As `mutandis explore` does it: with the theorems that are claimed of states and steps, outcomes and completion. */
function claimed(name: string, times: number): void {
  const { config, program } = kernel(name, 's', times);
  const { result, seconds } = timed(() => exploreKernel(config, program, { limit: 1_000_000, equivalent: false }));
  const fell = result.fell.map((f) => f.theorem).join(', ');
  line(`${name}, ${times} threads more, theorems checked`, result.space.size, seconds, `  fell: ${fell || 'none'}`);
}
claimed('factory', 3);
claimed('cyclic', 2);
const pairs = (copies: number): TransitionSystem => sideBySide(sessionText('server-label'), ['c', 's'], copies, 2);
explored('chain-ahead, queues up to 60', chain(60));
if (long) explored('chain-ahead, queues up to 100', chain(100));
const twoPairs = explored('server-label, 2 copies side by side', pairs(2)).space.size;
const tenPairs = explored('server-label, 10 copies (the first million)', pairs(10), 1_000_000).rate;
if (long) explored('E1, 4 threads, 2 rounds, 5 million states', e1(4, 2), 5_000_000);

for (const text of ['G F done', 'unfair F done', 'G (write(n) = 10 -> F n = 15)', 'G F updated']) {
  const parsed = parseProperties(text, 'bench');
  if (isLeft(parsed) || parsed.right[0] === undefined) throw new Error(`${text} does not parse`);
  const property = parsed.right[0];
  const { result, seconds } = timed(() => check(main.space, property));
  if (isLeft(result)) throw new Error(result.left[0]?.message);
  const { product = 0, verdict } = result.right;
  const ratio = product / seconds / main.rate;
  line(
    `  ${property.kind} ${property.text}: ${verdict}`,
    product,
    seconds,
    `  of the product, ${ratio.toFixed(1)} times the states/s above`,
  );
}
const ours = explored('race, 3 threads, 6 rounds', race(3, 6)).rate;

const models = new URL('../../bench/models/', import.meta.url);
const model = (name: string): string => fileURLToPath(new URL(name, models));
const installed = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;

interface Searched {
  readonly states: number;
  readonly rate: number;
}

/** Runs a model under Maude; with fewer rounds where there is less time. */
function maude(what: string, text: string): Searched | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'mutandis-'));
  writeFileSync(join(folder, 'model.maude'), text);
  const output = execFileSync('maude', ['-no-banner', join(folder, 'model.maude')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const found = /states: (\d+)\s+rewrites: \d+ in (\d+)ms cpu/.exec(output.replace(/\n\s+/g, ' '));
  if (found === null) return undefined;
  const [states, seconds] = [Number(found[1]), Math.max(Number(found[2]) / 1000, 1e-3)];
  line(what, states, seconds);
  return { states, rate: states / seconds };
}

function spin(what: string, file: string, defines: readonly string[]): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'mutandis-'));
  copyFileSync(file, join(folder, 'model.pml'));
  execFileSync('spin', [...defines, '-a', 'model.pml'], { cwd: folder });
  execFileSync('cc', ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], { cwd: folder });
  const output = execFileSync('./pan', ['-E', '-m1000000', '-w24'], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const states = Number(/(\d+) states, stored/.exec(output)?.[1]);
  const seconds = Number(/elapsed time ([\d.]+) seconds/.exec(output)?.[1]);
  line(what, states, Math.max(seconds, 0.01));
  return states / seconds;
}

const ratios: string[] = [];
if (installed('maude')) {
  console.log('Maude');
  const text = readFileSync(model('race.maude'), 'utf8');
  // Its rate hardly depends on the number of rounds; six of them take minutes.
  const raced = maude(`race, 3 threads, ${long ? 6 : 4} rounds`, long ? text : text.replaceAll('| 6 >', '| 4 >'));
  const e1Searched = maude('E1, 3 threads, 2 rounds', readFileSync(model('e1.maude'), 'utf8'));
  const labels = readFileSync(model('server-label.maude'), 'utf8');
  const two = maude('server-label, 2 copies side by side', labels);
  if (two !== undefined && two.states !== twoPairs)
    console.log(`  the model is another one: Mutandis has ${number(twoPairs)} states`);
  const cycles = maude(
    'cyclic, 1 thread more',
    readFileSync(model('cyclic.maude'), 'utf8').replace('threads(1) } =>!', 'threads(2) } =>!'),
  );
  if (cycles !== undefined && cycles.states !== cyclic.space.size)
    console.log(`  the model is another one: Mutandis has ${number(cyclic.space.size)} states`);
  // All of ten copies is out of reach: those that six steps lead to.
  const ten = maude(
    'server-label, 10 copies, 6 steps',
    labels
      .replace('search [1] { copies(2) } =>!', 'search [1, 6] { copies(10) } =>*')
      .replace('< 0 | c-main', '< 10 | c-main'),
  );
  if (raced !== undefined) ratios.push(`${(ours / raced.rate).toFixed(1)} times Maude on the race`);
  if (e1Searched !== undefined) ratios.push(`${(main.rate / e1Searched.rate).toFixed(1)} times Maude on E1`);
  if (cycles !== undefined) ratios.push(`${(cyclic.rate / cycles.rate).toFixed(1)} times Maude on cyclic`);
  if (ten !== undefined) ratios.push(`${(tenPairs / ten.rate).toFixed(1)} times Maude on ten copies of server-label`);
} else console.log('Maude is not installed');
if (installed('spin') && installed('cc')) {
  console.log('SPIN (without its reduction; compiled with -O2)');
  const rate = spin('race, 3 threads, 6 rounds', model('race.pml'), []);
  const e1Rate = spin('E1, 3 threads, 2 rounds', model('e1.pml'), ['-DN=3', '-DK=2']);
  if (rate !== undefined) ratios.push(`${(ours / rate).toFixed(2)} times SPIN on the race`);
  if (e1Rate !== undefined) ratios.push(`${(main.rate / e1Rate).toFixed(2)} times SPIN on E1`);
} else console.log('SPIN is not installed');
if (ratios.length > 0) console.log(`Mutandis explores ${ratios.join(', ')}.`);
