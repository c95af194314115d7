/**
 * Generation compared (`npm run bench:generate`): well-typed lambda terms from the rules, against terms from the grammar
 * (fast-check) filtered by the type checker, which is what one would write without this project; the time either takes
 * to find each planted fault; Proteus configurations with an update; and two threads against one. One run, one machine.
 */
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { make, type Expr, type Type } from '../semantics/stlc/grammar.ts';
import { make as makeProteus, proteus as proteusGrammar, type Config } from '../semantics/proteus/grammar.ts';
import { stlc } from '../rules/stlc/system.ts';
import { stlcVariants } from '../rules/stlc/variants.ts';
import { types } from '../rules/stlc/typing.ts';
import { proteus } from '../rules/proteus/system.ts';
import type { System } from '../rules/system.ts';
import { derive, Settled } from '../checker/derive.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { Open } from '../checker/generate/symbolic.ts';
import { Hunter } from '../checker/hunt/episodes.ts';
import { Trial } from '../checker/hunt/trial.ts';
import { proteusHints } from '../checker/proteus/hints.ts';
import { stlcGround } from '../checker/stlc/ground.ts';
import { stlcHints } from '../checker/stlc/hints.ts';
import { stlcTheorems } from '../proofs/stlc/theorems.ts';
import { steps } from '../rules/proteus/reduction.ts';
import { hunt } from '../workbench/hunt/run.ts';
import { resolveTask, type Task } from '../workbench/hunt/task.ts';

const [secondsText] = process.argv.slice(2);
const seconds = Number(secondsText ?? 5);
const closed = make.Locals.NoLocals();
const column = (x: string | number, n: number) => String(x).padStart(n);
const per = (n: number, time: number) => Math.round(n / time).toLocaleString('en');

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

/** Counts what comes out in the time: well-typed terms, and those of ten nodes or more. */
function count(next: () => Expr | undefined): { all: number; large: number; time: number } {
  const start = performance.now();
  let all = 0;
  let large = 0;
  while (performance.now() - start < seconds * 1000)
    for (let k = 0; k < 50; k++) {
      const e = next();
      if (e === undefined || !typed(stlc, e)) continue;
      all++;
      if (sizeOf(e) >= 10) large++;
    }
  return { all, large, time: (performance.now() - start) / 1000 };
}

const chooser = new RandomChooser(1);
const generator = new Generator(stlc, stlcHints, chooser);
let made = 0;
const fromRules = count(() => {
  chooser.reseed(1, made++);
  const found = generator.find('types', [closed, generator.unknown('Expr'), generator.unknown('Type')], made % 20);
  return found?.[1] as Expr | undefined;
});
const terms = grammarTerms(1);
const fromGrammar = count(() => terms.next().value as Expr);
console.log(`lambda terms, generated and checked, a second (${seconds} s each):`);
console.log(`                        well typed   of 10 nodes or more`);
const row = (name: string, r: typeof fromRules) =>
  console.log(`  ${name.padEnd(20)} ${column(per(r.all, r.time), 11)} ${column(per(r.large, r.time), 18)}`);
row('from the rules', fromRules);
row('grammar, filtered', fromGrammar);
console.log(
  `  ratio                ${column((fromRules.all / Math.max(1, fromGrammar.all)).toFixed(0), 11)} ${column((fromRules.large / Math.max(1, fromGrammar.large)).toFixed(0), 18)}`,
);

console.log('\ntime to each fault, in seconds (median of 3 seeds):');
const limit = 2 * seconds;
for (const v of stlcVariants) {
  const theorems = stlcTheorems.filter((t) => (v.expected as readonly string[]).includes(t.name));
  const rules: number[] = [];
  const grammar: number[] = [];
  for (let seed = 1; seed <= 3; seed++) {
    const hunter = new Hunter(v.system, stlcGround, theorems, seed, { size: 12, base: v.base });
    let start = performance.now();
    for (let i = 0; hunter.episode(i).falls.length === 0; i++) if (performance.now() - start > limit * 1000) break;
    rules.push((performance.now() - start) / 1000);
    const trials = theorems.map((t) => new Trial(v.system, t));
    start = performance.now();
    search: for (const e of grammarTerms(seed)) {
      for (const trial of trials) {
        const env = trial.environment({ e });
        if (trial.attempt(env, 0, undefined, 0).kind === 'falls') break search;
      }
      if (performance.now() - start > limit * 1000) break;
    }
    grammar.push((performance.now() - start) / 1000);
  }
  const median = (xs: number[]) => xs.sort((a, b) => a - b)[1] as number;
  const show = (x: number) => (x >= limit ? `not in ${limit}` : x.toFixed(3));
  console.log(`  ${v.name.padEnd(20)} ${column(show(median(rules)), 11)} ${column(show(median(grammar)), 18)}`);
}

console.log(`\nProteus, a second (${seconds} s each):`);
{
  const g = new Generator(proteus, proteusHints, chooser);
  const settled = new Settled(['bindingOk', 'updateOk', 'definitionsOk']);
  const apply = proteusGrammar.constructors.get('Apply');
  if (apply === undefined) throw new Error('no constructor Apply');
  let configurations = 0;
  let updates = 0;
  const start = performance.now();
  for (let i = 0; performance.now() - start < seconds * 1000; i++) {
    chooser.reseed(2, i);
    for (const [K] of g.findSeveral('configurationOk', [g.unknown('Config'), g.unknown('Type')], i % 7, 8)) {
      configurations++;
      if ((K as Config).e.tag !== 'Update') continue;
      const wanted = new Open(apply, [makeProteus.Check.Dynamic(), g.unknown('Update')]);
      const found = g.find('steps', [K, wanted, g.unknown('Config')], 2);
      if (found && isRight(derive(proteus, steps.form, found.slice(0, 2), { record: false, settled }))) updates++;
    }
  }
  const time = (performance.now() - start) / 1000;
  console.log(`  configurations                        ${column(per(configurations, time), 9)}`);
  console.log(`  of them applying a generated update   ${column(per(updates, time), 9)}`);
}

const warm = 2 * seconds;
console.log(
  `\nthreads: tests a second of the hunt on the base, ${4 * seconds} s each, after ${warm} s in which the code gets warm`,
);
const rates: number[] = [];
for (const workers of [1, 2]) {
  const task: Task = { system: 'proteus', variant: null, theorems: null, seed: 1, size: null };
  const resolved = await resolveTask(task);
  if (isLeft(resolved)) throw new Error(resolved.left);
  let before: { readonly tests: number; readonly time: number } | undefined;
  const options = {
    runs: Number.MAX_SAFE_INTEGER,
    workers,
    out: null,
    fresh: true,
    first: false,
    command: '',
    progress(tests: number, time: number) {
      if (time >= warm) before ??= { tests, time };
    },
  };
  const report = await hunt(task, resolved.right, { ...options, time: warm + 2 * seconds });
  if (before === undefined) throw new Error('the hunt ended before it was warm');
  const rate = (report.tests - before.tests) / (report.seconds - before.time);
  rates[workers] = Math.max(rates[workers] as number, rate);
  console.log(`  ${workers}: ${column(Math.round(rate).toLocaleString('en'), 9)}`);
}
console.log(`  ratio ${((rates[2] as number) / (rates[1] as number)).toFixed(2)}`);
