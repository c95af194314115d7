/** The theorems of threads: each unsound variant falls on its smallest witness, by a theorem that is named; the base and the sound ones do not. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { keys } from '../semantics/maps.ts';
import { all } from '../semantics/proteus/capability.ts';
import { signatureMap } from '../semantics/proteus/grammar.ts';
import { noLocals } from '../semantics/proteus/types.ts';
import { make, threadsMap, type Config, type Path, type Update } from '../semantics/threads/grammar.ts';
import { bindingOk } from '../rules/proteus/heaps.ts';
import { types } from '../rules/proteus/typing.ts';
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import { mutantsOf, type Mutant } from '../rules/mutants.ts';
import type { Variant } from '../rules/variant.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { exploration } from '../checker/hunt/exploration.ts';
import { Hunter } from '../checker/hunt/episodes.ts';
import { Trial } from '../checker/hunt/trial.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { load } from '../checker/proteus/load.ts';
import { examine, read, type Sampled } from '../checker/threads/hunting.ts';
import { derive } from '../checker/derive.ts';
import { ThreadSpace, type PolicyName } from '../checker/threads/space.ts';
import { threads } from '../rules/threads/system.ts';
import { unchanged } from '../proofs/calculi.ts';
import { ofProteus, runsAsProteus } from '../proofs/threads/functions.ts';
import { theoremsOf } from '../proofs/threads/theorems.ts';
import { threadsCalculus as calculus } from '../proofs/threads/calculus.ts';
import { packageRoot } from '../proofs/records.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { loadWritten } from '../workbench/hunt/load.ts';
import { proteusCalculus } from '../proofs/proteus/calculus.ts';
import { expectFelled } from './felled.ts';
import { casesIn, loadCase, mustLoad, root } from './support.ts';

const TOREC = `update type t = { a : int } by c
fun get (x : t) : int = x.a
add fun c (x : int) : { a : int } = { a = x }`;
const head = 'type t = int\nvar v : t = 5\nvar out : int = 0\nvar l : int = 0\nfun get (x : t) : int = x\nin ';

interface Witness {
  readonly variant: string;
  readonly e: string;
  readonly policy: PolicyName;
  readonly program?: string;
  readonly update?: string;
}

/** Section 11, in its order. */
const witnesses: readonly Witness[] = [
  { variant: 'main-exits', e: 'fork (update; out := get !v); update; get !v', policy: 'all' },
  { variant: 'fork-fresh', e: 'update; fork (!v + 1); 0', policy: 'barrier' },
  { variant: 'fork-regain', e: 'update; fork 0; !v + 1', policy: 'barrier' },
  { variant: 'own-stack-only', e: 'fork (out := !v + 1); update; 0', policy: 'all' },
  { variant: 'main-only', e: 'fork (out := !v + 1); fork update; 0', policy: 'all' },
  { variant: 'redex-only', e: 'fork (out := 1; out := !v + 1); update; 0', policy: 'all' },
  { variant: 'blocked-unchecked', e: 'acquire l; fork (acquire l; out := !v + 1); update; l := 0', policy: 'all' },
  { variant: 'fork-body-unchecked', e: 'update; fork (!v + 1); 0', policy: 'all' },
  { variant: 'check-then-act', e: 'fork (out := get !v); update; 0', policy: 'all' },
  { variant: 'fork-not-rewritten', e: 'update; fork (v := 7); 0', policy: 'all' },
  { variant: 'others-not-rewritten', e: 'fork (v := 7); update; 0', policy: 'all' },
  { variant: 'finished-not-rewritten', e: 'fork update; let x : t = 7 in x', policy: 'all' },
  { variant: 'one-capability', e: 'fork (update; out := !v + 1); update; 0', policy: 'barrier' },
  { variant: 'blocked-ignored', e: 'acquire l; fork (acquire l; out := !v + 1); update; l := 0', policy: 'barrier' },
  { variant: 'forked-missed', e: 'fork (out := !v + 1); update; 0', policy: 'barrier' },
  { variant: 'main-suffices', e: 'fork (out := !v + 1); update; 0', policy: 'barrier' },
  { variant: 'acquire-any', e: '', policy: 'all', program: 'type t = int\nvar l : t = 0\nin acquire l' },
  { variant: 'versions-types', e: 'fork (update; out := get !v); update; get !v', policy: 'versions' },
  { variant: 'force-shared', e: 'fork (out := get !v); update; v := 7; get !v', policy: 'all' },
  { variant: 'assign-ignores-busy', e: 'fork (out := get !v); update; v := 7; get !v', policy: 'all' },
  {
    variant: 'running-replaced',
    e: '',
    policy: 'all',
    program: 'var w : int = 1 + 1\nin fork !w; update; !w',
    update: 'update var w : int = 9',
  },
];

/** The theorems that fall on a program, and how many instances were tried. */
function fallen(v: Variant, w: Witness) {
  const found = read(v.system, { program: w.program ?? head + w.e, updates: [w.update ?? TOREC] });
  if (found === undefined) return { falls: new Set<string>(), tried: 0 };
  const tally = emptyTally();
  const trials = new Map(theoremsOf(v.system).map((t) => [t.name, new Trial(v.system, t)]));
  const chooser = new RandomChooser(11);
  const hunt = exploration({
    system: v.system,
    huntingGround: calculus.huntingGround,
    chooser,
    trials,
    tally,
    episode: 0,
  });
  for (let i = 0; i < (w.variant === 'running-replaced' ? 10 : 1); i++) examine(hunt, found, { policy: w.policy });
  return {
    falls: new Set(tally.falls.map((f) => f.theorem)),
    tried: [...tally.tests.values()].reduce((a, b) => a + b, 0),
  };
}

const variantNamed = (name: string) => calculus.variants.find((v) => v.name === name) as Variant;

describe('every unsound variant', () => {
  test('has a witness', () => {
    const unsound = calculus.variants.filter((v) => v.expected !== 'sound').map((v) => v.name);
    expect(witnesses.map((w) => w.variant)).toEqual(unsound);
  });
  test.each(witnesses.filter((w) => w.variant !== 'fork-regain'))('$variant falls on $e', (w) => {
    const v = variantNamed(w.variant);
    const { falls } = fallen(v, w);
    const expected = v.expected as readonly string[];
    expect(
      [...falls].some((t) => expected.includes(t)),
      [...falls].join(),
    ).toBe(true);
    // And nothing does there in the calculus as it is.
    const base = fallen(unchanged(calculus), w);
    expect([...base.falls]).toEqual([]);
    if (w.variant !== 'acquire-any') expect(base.tried).toBeGreaterThan(10);
  });
  test('fork-regain falls by capabilities that grow', () => {
    const v = variantNamed('fork-regain');
    const hunter = hunterFor(
      calculus,
      v,
      theoremsOf(v.system).filter((t) => t.name === 'TT3'),
      8,
    );
    const falls = Array.from({ length: 60 }, (_, i) => hunter.episode(i).falls).flat();
    expect(falls[0]).toMatchObject({ theorem: 'TT3', case: 'T-Acquire' });
    // And where the rule itself is the last one.
    expect(falls.find((f) => f.case === 'T-Fork')).toMatchObject({ theorem: 'TT3' });
    expect(falls.some((f) => f.case !== 'T-Fork')).toBe(true);
    expect(new Set(falls.map((f) => f.theorem))).toEqual(new Set(['TT3']));
  });
  test('what is found is made smaller, written down, and checks', () => {
    const program = expectFelled(calculus, 'own-stack-only', { theorem: 'TT8', seed: 4, episodes: 200, lines: 25 });
    expect(program).toMatch(/-- thread \d+: .*con\[t\]/);
  });
});

test.each(calculus.variants.filter((v) => v.expected === 'sound'))('$name is sound on every witness', (v) => {
  let tried = 0;
  for (const w of witnesses.slice(0, 16)) {
    const { falls, tried: n } = fallen(v, w);
    expect([w.e, ...falls]).toEqual([w.e]);
    tried += n;
  }
  expect(tried).toBeGreaterThan(1_000);
});

test('TT1 to TT16 survive episodes of programs explored to their end', () => {
  const hunter = hunterFor(calculus, unchanged(calculus), theoremsOf(threads), 17);
  const total = emptyTally();
  for (let i = 0; i < 60; i++) sum(total, hunter.episode(i));
  expect(total.falls).toEqual([]);
  expect(total.explored.different.size).toBeGreaterThan(25);
  for (const name of ['TT1', 'TT2', 'TT6', 'TT7', 'TT8', 'TT8s', 'TT9', 'TT10', 'TT12', 'TT14', 'TT15'])
    expect(total.tests.get(name) ?? 0, name).toBeGreaterThan(0);
});

test('where the rule of a variant does not ask for a well-formed update, an ill-formed one is applied, and TT8 falls', () => {
  const [unasked] = [...mutantsOf(threads, { judgements: ['moves'] })].filter(
    (m) => m.name === 'R-Upd without premise 4',
  );
  const program = 'type t = int\nfun f (x : int) : int = x\nin update; f 1';
  const w: Witness = {
    variant: '',
    e: '',
    policy: 'all',
    program,
    update: 'update\nfun f (x : { a : int }) : int = x.a',
  };
  expect([...fallen((unasked as Mutant).variant, w).falls]).toEqual(['TT8']);
  expect([...fallen(unchanged(calculus), w).falls]).toEqual([]);
});

test('which steps are independent is seen by the rules that are asked about', async () => {
  // There thread 2 ends where the calculus has it wait: both threads change which threads there are.
  const loaded = await loadWritten(join(packageRoot, 'bench/heldout/acquire-takes-twice.rules'), 'threads');
  if (isLeft(loaded)) throw new Error(loaded.left.map((e) => e.message).join());
  const { system } = loaded.right;
  const { config } = read(threads, { program: 'var l : int = 1\nin 0', updates: [] }) as Sampled;
  const { Num, Fork, Acquire, Ext } = make.Expr;
  const expressions = { 0: Num(0n), 1: Fork(Num(0n)), 2: Acquire(Ext('l')) };
  const S = make.State.State(config.types, config.heap, threadsMap.of(Object.entries(expressions)));
  const outcome = (at: System, j: string, j1: string) => {
    const trial = new Trial(at, theoremsOf(at).find((t) => t.name === 'TT14') as Theorem);
    return trial.attempt(trial.environment({ S, j, j1 }), 0, undefined, 0);
  };
  expect(outcome(system, '1', '2')).toEqual({ kind: 'vacuous', premise: 3 });
  // In the calculus it cannot move at all.
  expect(outcome(threads, '1', '2')).toEqual({ kind: 'vacuous', premise: 2 });
});

describe('TT15', () => {
  const TT15 = theoremsOf(threads).find((t) => t.name === 'TT15') as Theorem;
  const outcome = (program: string, moving: readonly string[]) => {
    const { config, queue } = read(threads, { program, updates: [] }) as Sampled;
    const states = new ThreadSpace(config, queue, { system: threads, policy: 'all', offer: 'any' });
    const π = moving.reduceRight<Path>((rest, j) => make.Path.Then(make.Move.Moves(j), rest), make.Path.Stop());
    const trial = new Trial(threads, TT15);
    return trial.attempt(trial.environment({ S: states.term(states.start), π }), 0, undefined, 0).kind;
  };
  // The child stands before its assignment; main reads z, and its contents assign z; the child writes; main writes back.
  const moving = '0 1 0 0 0 0 0 1 0'.split(' ');
  test('says nothing of contents that assign the variable they are in, and of who writes after them', () => {
    expect(outcome('var z : int ref = (let x : int ref ref = z in x := ref 1) in fork (z := ref 0); !z', moving)).toBe(
      'holds',
    );
  });
});

describe('TT16', () => {
  const TT16 = theoremsOf(threads).find((t) => t.name === 'TT16') as Theorem;
  const outcome = (program: string, update: string) => {
    const { config, queue } = read(threads, { program, updates: [update] }) as Sampled;
    const states = new ThreadSpace(config, queue, { system: threads, policy: 'all', offer: 'any' });
    const trial = new Trial(threads, TT16);
    const U = states.worlds.at(0).update as Update;
    return trial.attempt(trial.environment({ S: states.term(states.start), U }), 0, undefined, 0).kind;
  };
  const zero = 'update\ntype t = int by c\nadd fun c (x : int) : int = 0';
  const head = 'type t = int\nvar z : t ref = ref 1\n';
  test('speaks of references as well: what nobody reads after the update is run at the end', () => {
    expect(outcome(`${head}in let x : t ref = !z in update`, zero)).toBe('holds');
  });
  test('contents that read the variable they are in come to no end, and are left as they stand', () => {
    expect(outcome(`${head}var a : int = !a + 1\nin update`, zero)).toBe('holds');
  });
});

test('contents that a thread runs are typed in a heap, and as an expression nowhere', () => {
  const { types: Ω } = (read(threads, { program: head + '0', updates: [] }) as Sampled).config;
  const run = make.Expr.By(make.Expr.Num(0n), '0');
  const contents = make.Binding.Variable(make.Type.Int(), run);
  const Σ = signatureMap.empty;
  expect(isRight(derive(threads, bindingOk.form, [Ω, Σ, contents]))).toBe(true);
  expect(isRight(derive(threads, types.form, [Ω, Σ, noLocals, all, make.Mu.U(), run]))).toBe(false);
});

test('what is generated for TT11 and TT13 has definitions, with forks and without', () => {
  const tried: { heap: number; forks: boolean }[] = [];
  const theorems = theoremsOf(threads).filter((t) => t.name === 'TT11');
  const hunter = new Hunter(threads, calculus.huntingGround, theorems, 3, {
    holds: (_, { K }) => {
      const { heap } = K as Config;
      tried.push({ heap: keys(heap).length, forks: !ofProteus.compute(K as never) });
    },
  });
  for (let i = 0; i < 60; i++) hunter.episode(i);
  expect(tried.filter((x) => x.heap > 1).length).toBeGreaterThan(20);
  expect(tried.filter((x) => x.forks).length).toBeGreaterThan(10);
  expect(tried.filter((x) => !x.forks).length).toBeGreaterThan(10);
});

test('TT13: every example of Proteus runs as it does there, step for step', () => {
  const files = [
    ...readdirSync(`${root}examples`),
    ...readdirSync(`${root}test/cases`).map((f) => `../test/cases/${f}`),
  ];
  let compared = 0;
  for (const f of files.filter((name) => name.endsWith('.proteus'))) {
    const loaded = load(readFileSync(`${root}examples/${f}`, 'utf8'), f);
    if (isLeft(loaded)) continue;
    expect(runsAsProteus.compute(loaded.right.config), f).toBe(true);
    compared++;
  }
  expect(compared).toBeGreaterThan(40);
});

test('TT13: with updates, policy all is the dynamic check, and barrier the static one', () => {
  let applied = 0;
  let refused = 0;
  for (const c of casesIn('test/cases'))
    for (const [check, policy] of [
      ['dynamic', 'all'],
      ['static', 'barrier'],
    ] as const) {
      const found = loadCase(c);
      if ('kind' in found) continue;
      const { loaded, queue } = mustLoad(c);
      const one = proteusCalculus.language?.run(loaded, { queue, check, maxSteps: 300 });
      const two = calculus.language?.run(loaded, { queue, choices: { policy }, maxSteps: 300 });
      const told = (r: typeof one) => ({
        outcome: r?.outcome,
        steps: r?.steps,
        points: r?.points,
        updates: r?.updates.map((u) => ({
          applied: u.applied,
          refused: u.refusals.map((x) => [x.step, x.reasons.map((y) => y.code)]),
        })),
      });
      expect(told(two), `${c.name} ${policy}`).toEqual(told(one));
      for (const u of one?.updates ?? []) {
        if (u.applied) applied++;
        refused += u.refusals.length;
      }
    }
  expect(applied).toBeGreaterThan(15);
  expect(refused).toBeGreaterThan(15);
});
