/**
 * How fast derive, the two runners and replay are, on one core: `npm run bench`. Each figure is the best of several
 * rounds in a process of its own, so that what another measurement leaves in memory does not count; the programs are
 * below. A reduction that the machine takes is the unit of steps; a rule instance of nodes.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isLeft } from 'fp-ts/lib/Either.js';
import { produce } from 'immer';
import { heapMap, make, type Binding } from '../semantics/proteus/grammar.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { nodesOf } from '../checker/derivation.ts';
import { decode, encode } from '../checker/format.ts';
import { load, type Loaded } from '../checker/proteus/load.ts';
import { record } from '../checker/proteus/record.ts';
import { byRules, runWith } from '../checker/proteus/run.ts';
import { machineOf } from '../checker/proteus/machine.ts';
import { replay } from '../checker/replay.ts';
import { systemFinder } from '../proofs/calculi.ts';
import { Machine as ByHand } from '../test/hand-machine.ts';

const loop = (n: number) => `type money = int
type account = { balance : money, moves : int }
var acc : account ref = ref { balance = 0, moves = 0 }
fun plus (a : money) : int -> money = add1
fun add1 (b : int) : money = b + 1
fun pay (m : money) : int = let a = !(!acc) in !acc := { balance = a.balance + m, moves = a.moves + 1 }; a.moves
fun loop (i : int) : int = if i = 0 then (!(!acc)).balance else (pay i; update; loop (i - 1))
in loop ${n}`;

const open = (text: string): Loaded => {
  const l = load(text, 'bench', { record: true });
  if (isLeft(l)) throw new Error(l.left.map((e) => `${e.line}:${e.column} ${e.message}`).join('\n'));
  return l.right;
};

/** Units a second, the best of eight rounds. */
function rate(round: () => number): number {
  let best = 0;
  for (let i = 0; i < 8; i++) {
    const start = performance.now();
    const units = round();
    best = Math.max(best, (units / (performance.now() - start)) * 1000);
  }
  return best;
}

const say = (what: string, perSecond: number, unit: string) =>
  console.log(`${what.padEnd(36)} ${Math.round(perSecond).toLocaleString('en').padStart(12)} ${unit}/s`);

/** One round of each after the other: what else the machine does hits both. Time on the processor. */
function compared(rounds: readonly (() => number)[], times: number): number[] {
  const best = rounds.map(() => 0);
  for (let k = 0; k < times; k++)
    rounds.forEach((round, i) => {
      const before = process.cpuUsage();
      const units = round();
      const { user, system } = process.cpuUsage(before);
      best[i] = Math.max(best[i] as number, (units / (user + system)) * 1e6);
    });
  return best;
}
const shorter = () => open(loop(2000));

/** What is measured, each in a process of its own. */
const measurements: Readonly<Record<string, () => void>> = {
  derive() {
    const wide = open(
      `${Array.from({ length: 2000 }, (_, i) => `fun f${i} (x : int) : int = if x = ${i} then x * 2 + ${i} else f${(i * 7) % 2000} (x - 1)`).join('\n')}\nin f0 1`,
    );
    const size = nodesOf([wide.typing as never]).length;
    say(
      'derive (typing a program)',
      rate(() => {
        derive(proteus, configurationOk.form, [wide.config]);
        return size;
      }),
      'nodes',
    );
  },
  machine() {
    const long = open(loop(100_000));
    const [made, byHand] = compared(
      [machineOf(proteus, long.config), new ByHand(long.config)].map((m) => () => {
        const before = m?.steps ?? 0;
        m?.jump(long.config);
        m?.run(Infinity, false);
        return (m?.steps ?? 0) - before;
      }),
      8,
    ) as [number, number];
    say('step (the machine)', made, 'steps');
    say('step (the one written by hand)', byHand, 'steps');
    console.log(`${'ratio'.padEnd(36)} ${(made / byHand).toFixed(2).padStart(12)}`);
  },
  rules() {
    const { config } = shorter();
    say(
      'step (the rules, with derivations)',
      rate(() => runWith(proteus, byRules(proteus, config), [], { check: 'dynamic' }).steps),
      'steps',
    );
  },
  /** One place of a configuration changed: as the rules do it, and by immer. */
  places() {
    const many = Array.from({ length: 64 }, (_, i) => `x${i}`);
    const binding = (n: number): Binding => make.Binding.Cell(make.Type.Int(), make.Expr.Num(BigInt(n)));
    const asTerm = heapMap.of(many.map((x, i) => [x, binding(i)]));
    const asRecord: Readonly<Record<string, Binding>> = Object.fromEntries(many.map((x, i) => [x, binding(i)]));
    const times = 20_000;
    const round = (change: (x: string, b: Binding) => unknown) => () => {
      for (let i = 0; i < times; i++) change(many[i % many.length] as string, other);
      return times;
    };
    const other = binding(-1);
    const [term, record] = compared(
      [
        round((x, b) => heapMap.set(asTerm, x, b)),
        round((x, b) =>
          produce(asRecord, (heap: Record<string, Binding>) => {
            heap[x] = b;
          }),
        ),
      ],
      8,
    ) as [number, number];
    say('change a place (maps of the grammar)', term, 'changes');
    say('change a place (immer, a record)', record, 'changes');
    console.log(`${'ratio'.padEnd(36)} ${(term / record).toFixed(2).padStart(12)}`);
  },
  replay() {
    const { roots } = record(proteus, shorter(), [], { check: 'dynamic' });
    const text = [...encode(proteus, roots)].join('');
    const read = decode(JSON.parse(text), systemFinder());
    if (isLeft(read)) throw new Error(read.left);
    const { proof } = read.right;
    say(
      'replay (a recorded run)',
      rate(() => {
        const v = replay(proteus, proof);
        if (!v.ok) throw new Error(v.message);
        return v.nodes;
      }),
      'nodes',
    );
    say(
      'read, decode and replay the file',
      rate(() => {
        const again = decode(JSON.parse(text), systemFinder());
        if (isLeft(again)) throw new Error(again.left);
        const v = replay(proteus, again.right.proof);
        return v.ok ? v.nodes : 0;
      }),
      'nodes',
    );
  },
};

const [only] = process.argv.slice(2);
if (only !== undefined) measurements[only]?.();
else {
  for (const name of Object.keys(measurements))
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' });
  console.log(`node ${process.version}, ${process.arch}`);
}
