/**
 * Generation, measured in seconds of processor time of one core (`npm run bench:generate`): lambda terms and Proteus
 * configurations, well typed by construction, and updates that are applied; instances of each theorem; the time to find
 * each planted fault, against terms from the grammar (fast-check) filtered by the type checker, which is what one would
 * write without this project; and two workers against one. An argument gives the seconds for each measurement.
 */
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { make, type Expr, type Type } from '../semantics/stlc/grammar.ts';
import { make as makeProteus, proteus as proteusGrammar, type Config } from '../semantics/proteus/grammar.ts';
import { stlc } from '../rules/stlc/system.ts';
import { stlcVariants } from '../rules/stlc/variants.ts';
import { types } from '../rules/stlc/typing.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { equal } from '../semantics/terms.ts';
import { steps } from '../rules/proteus/reduction.ts';
import { proteus } from '../rules/proteus/system.ts';
import type { System } from '../rules/system.ts';
import { derive } from '../checker/derive.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { Open } from '../checker/generate/symbolic.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { Hunter, continuations } from '../checker/hunt/episodes.ts';
import { Trial } from '../checker/hunt/trial.ts';
import { proteusHints } from '../checker/proteus/hints.ts';
import { stlcHuntingGround } from '../checker/stlc/hunting-ground.ts';
import { stlcHints } from '../checker/stlc/hints.ts';
import { stlcTheorems } from '../proofs/stlc/theorems.ts';
import { calculi, unchanged } from '../proofs/calculi.ts';
import { casesOf } from '../proofs/obligations.ts';
import { collectAlone } from '../workbench/hunt/collector.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { hunt } from '../workbench/hunt/run.ts';
import { resolveTask, type Task } from '../workbench/hunt/task.ts';

const [secondsText, part] = process.argv.slice(2);
const measured = (name: string) => part === undefined || part === name;
collectAlone();
const seconds = Number(secondsText ?? 5);
const closed = make.Locals.NoLocals();
const column = (x: string | number, n: number) => String(x).padStart(n);

const sizeOf = (e: Expr): number =>
  e.tag === 'App' ? 1 + sizeOf(e.fun) + sizeOf(e.arg) : e.tag === 'Lam' ? 1 + sizeOf(e.body) : 1;
const typed = (system: System, e: Expr): boolean => isRight(derive(system, types.form, [closed, e], { record: false }));

/** Terms from the grammar alone: any variable, any type. */
const { expr } = fc.letrec<{ expr: Expr; type: Type }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(make.Type.Int(), make.Type.List()),
    fc.tuple(tie('type'), tie('type')).map(([a, b]) => make.Type.Arrow(a, b)),
  ),
  expr: fc.oneof(
    { depthSize: 'small', withCrossShrink: false },
    fc.oneof(
      fc.constantFrom(0n, 1n, 2n).map((n) => make.Expr.Num(n)),
      fc.constantFrom(
        make.Expr.Nil(),
        make.Expr.Cons(),
        make.Expr.Hd(),
        make.Expr.Tl(),
        make.Expr.Plus(),
        ...['x', 'y', 'z'].map((x) => make.Expr.Var(x)),
      ),
    ),
    fc.tuple(fc.constantFrom('x', 'y', 'z'), tie('type'), tie('expr')).map(([x, τ, e]) => make.Expr.Lam(x, τ, e)),
    fc.tuple(tie('expr'), tie('expr')).map(([f, a]) => make.Expr.App(f, a)),
    fc.tuple(tie('expr'), tie('expr')).map(([f, a]) => make.Expr.App(f, a)),
  ),
}));

function* grammarTerms(seed: number): IterableIterator<Expr> {
  for (let i = 0; ; i++) yield* fc.sample(expr, { numRuns: 500, seed: seed * 1000 + i });
}

/** Seconds of processor time since a moment; of all threads. */
const used = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** Seconds in which the code gets warm, which are not measured: what is asked is how much a long hunt tries. */
const warmth = 1;

/**
 * What is made in the time, and how much of it counts.
 * @param make makes the next one, or none; @param check looks at it, its time not counted.
 */
function rate<T>(make: (i: number) => readonly T[], check: (x: T) => number): { all: number; counted: number } {
  // Reading the clock is not to count.
  const batch = 1000;
  let [all, counted, time] = [0, 0, -warmth];
  for (let i = 0; time < seconds;) {
    const made: T[] = [];
    const start = process.cpuUsage();
    for (const end = i + batch; i < end; i++) made.push(...make(i));
    const before = time;
    time += used(start);
    if (before < 0) {
      if (time >= 0) time = 0;
      made.forEach(check);
      continue;
    }
    for (const x of made) {
      all++;
      counted += check(x);
    }
  }
  return { all: all / time, counted: counted / time };
}
const perSecond = (n: number) => Math.round(n).toLocaleString('en');

const chooser = new RandomChooser(1);
if (measured('terms')) {
  const generator = new Generator(stlc, stlcHints, chooser);
  /** How many rule instances they have at most: of typing there is one for each node, and those of look-ups are not counted. */
  const ample = [10, 11, 12, 13];
  const isLarge = (e: Expr): number => {
    if (!typed(stlc, e)) throw new Error('a term is not well typed');
    return sizeOf(e) >= 10 ? 1 : 0;
  };
  const fromRules = rate<Expr>((i) => {
    chooser.reseed(1, i);
    const size = ample[i % ample.length] as number;
    const found = generator.find('types', [closed, generator.unknown('Expr'), generator.unknown('Type')], size, {
      atLeast: 10,
    });
    return found === undefined ? [] : [found[1] as Expr];
  }, isLarge);
  const terms = grammarTerms(1);
  const fromGrammar = rate<Expr>(() => [terms.next().value as Expr].filter((e) => typed(stlc, e)), isLarge);
  console.log(`lambda terms, a second (${seconds} s each):`);
  console.log(`                        well typed   of 10 nodes or more`);
  const row = (name: string, r: typeof fromRules) =>
    console.log(`  ${name.padEnd(20)} ${column(perSecond(r.all), 11)} ${column(perSecond(r.counted), 18)}`);
  row('from the rules', fromRules);
  row('grammar, filtered', fromGrammar);
}

if (measured('faults')) {
  console.log('\ntime to each fault, in seconds of processor time (median of 3 seeds):');
  const limit = 2 * seconds;
  for (const v of stlcVariants) {
    const theorems = stlcTheorems.filter((t) => (v.expected as readonly string[]).includes(t.name));
    const rules: number[] = [];
    const grammar: number[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      const hunter = new Hunter(v.system, stlcHuntingGround, theorems, seed, { size: 12, base: v.base });
      let start = process.cpuUsage();
      for (let i = 0; hunter.episode(i).falls.length === 0; i++) if (used(start) > limit) break;
      rules.push(used(start));
      const trials = theorems.map((t) => new Trial(v.system, t));
      start = process.cpuUsage();
      search: for (const e of grammarTerms(seed)) {
        for (const trial of trials) {
          const env = trial.environment({ e });
          if (trial.attempt(env, 0, undefined, 0).kind === 'falls') break search;
        }
        if (used(start) > limit) break;
      }
      grammar.push(used(start));
    }
    const median = (xs: number[]) => xs.sort((a, b) => a - b)[1] as number;
    const show = (x: number) => (x >= limit ? `not in ${limit}` : x.toFixed(3));
    console.log(`  ${v.name.padEnd(20)} ${column(show(median(rules)), 11)} ${column(show(median(grammar)), 18)}`);
  }
}

if (measured('configurations')) {
  console.log(`\nProteus, a second (${seconds} s each):`);
  const g = new Generator(proteus, proteusHints, chooser);
  const constructor = (tag: string) => {
    const info = proteusGrammar.constructors.get(tag);
    if (info === undefined) throw new Error(`no constructor ${tag}`);
    return info;
  };
  const holds = (K: Config): number => {
    if (isLeft(derive(proteus, configurationOk.form, [K], { record: false }))) throw new Error('not well typed');
    return 1;
  };
  const configurations = (i: number, K: unknown): readonly Config[] => {
    chooser.reseed(2, i);
    return g.findSeveral('configurationOk', [K, g.unknown('Type')], i % 7, 8).map((args) => args[0] as Config);
  };
  const all = rate((i) => configurations(i, g.unknown('Config')), holds);
  const unknowns = (...sorts: readonly string[]) => sorts.map((sort) => g.unknown(sort));
  const point = () =>
    new Open(constructor('Configuration'), [
      ...unknowns('Types', 'Heap', 'Context'),
      new Open(constructor('Update'), unknowns('Cap')),
    ]);
  const wanted = () => new Open(constructor('Apply'), [makeProteus.Check.Dynamic(), g.unknown('Update')]);
  /** As many different updates of a configuration as a hunt tries. */
  const updates = (K: Config): (readonly unknown[])[] => {
    const all: (readonly unknown[])[] = [];
    for (let k = 0; k < continuations; k++) {
      const found = g.find('steps', [K, wanted(), g.unknown('Config')], 2);
      if (found !== undefined && !all.some((other) => equal(other[1], found[1]))) all.push(found);
    }
    return all;
  };
  const applied = rate(
    (i) => configurations(i, point()).flatMap(updates),
    (found) => {
      if (isLeft(derive(proteus, steps.form, found.slice(0, 2), { record: false }))) throw new Error('does not apply');
      return 1;
    },
  );
  console.log(`  configurations                        ${column(perSecond(all.all), 9)}`);
  console.log(`  configurations with an update applied ${column(perSecond(applied.all), 9)}`);
}

if (measured('instances')) {
  console.log(`\ninstances of theorems, a second (${seconds} s each), and the case reached least:`);
  for (const c of calculi)
    for (const t of c.theorems(c.base)) {
      const hunter = hunterFor(c, unchanged(c), [t], 1);
      const total = emptyTally();
      const start = process.cpuUsage();
      for (let i = 0; used(start) < seconds; i++) sum(total, hunter.episode(i));
      const n = (total.tests.get(t.name) ?? 0) / used(start);
      const cases = casesOf(c.base, t).map((k) => [k, total.cases.get(t.name)?.get(k) ?? 0] as const);
      const [least, reached] = cases.sort(([, a], [, b]) => a - b)[0] ?? ['', 0];
      const told = cases.length > 1 ? `   ${least}: ${reached} of ${total.tests.get(t.name) ?? 0}` : '';
      console.log(`  ${`${c.name} ${t.name}`.padEnd(28)} ${column(perSecond(n), 9)}${told}`);
    }
}

if (measured('workers')) {
  const warm = 2 * seconds;
  /** By turns, since machines get faster and slower with what else is on them. */
  const rounds = 3;
  console.log(
    `\nworkers: tests a second of the hunt on the base, ${2 * seconds} s each, after ${warm} s in which the code gets warm, ${rounds} times by turns`,
  );
  const task: Task = { system: 'proteus', variant: null, theorems: null, seed: 1, size: null };
  const resolved = await resolveTask(task);
  if (isLeft(resolved)) throw new Error(resolved.left);
  /** Tests a second. */
  const rateOf = async (workers: number): Promise<number> => {
    type Moment = { readonly tests: number; readonly time: number };
    const moments: Moment[] = [];
    await hunt(task, resolved.right, {
      runs: Number.MAX_SAFE_INTEGER,
      workers,
      out: null,
      fresh: true,
      first: false,
      command: '',
      progress(tests: number, time: number) {
        if (time >= warm) moments.splice(1, 1, { tests, time });
      },
      time: warm + 2 * seconds,
    });
    const [before, last] = moments as [Moment, Moment | undefined];
    if (last === undefined) throw new Error('the hunt ended before it was warm');
    return (last.tests - before.tests) / (last.time - before.time);
  };
  const ratios: number[] = [];
  for (let k = 0; k < rounds; k++) {
    const [one, two] = [await rateOf(1), await rateOf(2)];
    ratios.push(two / one);
    console.log(`  one: ${column(perSecond(one), 9)}   two: ${column(perSecond(two), 9)}   ${(two / one).toFixed(2)}`);
  }
  console.log(`  two are ${(ratios.sort((x, y) => x - y)[rounds >> 1] as number).toFixed(2)} times one in the median`);
}
