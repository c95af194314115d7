/** What the hunt is told of Proteus: how programs run with updates, and what is worth counting of them. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import { entries, keys } from '../../semantics/maps.ts';
import {
  make,
  proteus as grammar,
  type Action,
  type Check,
  type Config,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import { conFree, signatureOf } from '../../semantics/proteus/heaps.ts';
import { all, contains, none } from '../../semantics/proteus/capability.ts';
import { focus, hole, plug } from '../../semantics/proteus/contexts.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import { steps } from '../../rules/proteus/reduction.ts';
import type { System } from '../../rules/system.ts';
import { node, type Derivation } from '../derivation.ts';
import { derive } from '../derive.ts';
import type { Generator } from '../generate/generator.ts';
import { Open } from '../generate/symbolic.ts';
import type { HuntingGround, RunState } from '../hunt/hunting-ground.ts';
import { proteusHints } from './hints.ts';
import { admissionReasons } from './run.ts';
import { updateLabels } from './update-labels.ts';

const silent = make.Action.Silent();
const apply = grammar.constructors.get('Apply');
const checks = [make.Check.Dynamic(), make.Check.Static()] as const;

/** Steps that a run is followed for. */
const mostSteps = 40;
const mostUpdates = 3;

/** A program's run: its updates are generated where it meets update points, and applied where they are admitted. */
function* states(system: System, args: readonly unknown[], g: Generator, size: number): IterableIterator<RunState> {
  const K = args[0] as Config;
  // A program has no references.
  if (keys(K.heap).some((w) => w.startsWith('@'))) return;
  // Runs that meet no update point show little, but where a name is looked through at once.
  if (K.e.tag !== 'Con' && !hasPoint(K) && g.choose(8) > 0) return;
  // The static check admits what the rules of typing promise: faults in them show there.
  const check = checks[g.choose(3) > 0 ? 1 : 0] as Check;
  let updates = 0;
  yield* follow(system, K, mostSteps, (at) => {
    if (updates >= mostUpdates || apply === undefined) return undefined;
    // Where the update point lets a type change that the stack uses, an update is looked for again and again.
    const promised = check.tag === 'Static' && brokenPromise(at);
    if (!promised && g.choose(check.tag === 'Static' ? 3 : 2) === 0) return undefined;
    for (let k = promised ? 6 : 1; k > 0; k--) {
      const wanted = new Open(apply, [check, g.unknown('Update')]);
      const found = g.find('steps', [at, wanted, g.unknown('Config')], Math.min(3, size));
      if (found === undefined) continue;
      const { update } = found[1] as { update: Update };
      if (promised && k > 1 && conFree.compute(plug.compute(at.context, at.e), keys(update.changed))) continue;
      updates++;
      return found[1];
    }
    return undefined;
  });
}

/** A run that tries, at each update point, the action that is said; where that is none or fails, the update point is passed. */
function* follow(
  system: System,
  start: Config,
  most: number,
  atPoint: (K: Config) => unknown,
): IterableIterator<RunState> {
  let K = start;
  const actions: unknown[] = [];
  const plan: unknown[] = [];
  for (let i = 0; ; i++) {
    let next: { readonly action: unknown; readonly after: Config } | undefined;
    if (i < most) {
      const point = K.e.tag === 'Update';
      const wish = point ? atPoint(K) : undefined;
      // What generation proposes is taken as derived.
      next = (wish === undefined ? undefined : step(system, K, wish)) ?? step(system, K, silent);
      if (point && next !== undefined) plan.push(next.action);
    }
    yield { state: K, actions: actions.slice(), plan: plan.slice(), last: next === undefined };
    if (next === undefined || growing(K)) return;
    K = next.after;
    actions.push(next.action);
  }
}

/** Whether numbers grow without end: squares of squares fill any memory in a few dozen steps. */
function growing({ e }: Config): boolean {
  if (e.tag !== 'Op' || e.e1.tag !== 'Num' || e.e2.tag !== 'Num') return false;
  const large = 10n ** 60n;
  return [e.e1.n, e.e2.n].some((n) => n > large || n < -large);
}

/** Whether a type that the update point lets change is used concretely by what is left to run. */
function brokenPromise(K: Config): boolean {
  if (K.e.tag !== 'Update') return false;
  const { cap } = K.e;
  const free = keys(K.types).filter((t) => !contains(cap, t));
  return free.length > 0 && !conFree.compute(plug.compute(K.context, K.e), free);
}

/** Whether there is an update point in the program or its definitions. */
function hasPoint(K: Config): boolean {
  const stack: Node[] = [plug.compute(K.context, K.e)];
  for (const [, b] of entries(K.heap)) if (b.tag === 'Fun') stack.push(b.body);
  while (stack.length > 0) {
    const e = stack.pop() as Node;
    if (e.tag === 'Update') return true;
    stack.push(...children(e));
  }
  return false;
}

function step(
  system: System,
  K: Config,
  action: unknown,
): { readonly action: unknown; readonly after: Config } | undefined {
  const r = derive(system, steps.form, [K, action], { record: false, fuel: 100_000 });
  return isLeft(r) ? undefined : { action, after: r.right.outputs[0] as Config };
}
/** A run as one derivation: Run-Start, and a Run-Step for each action. */
function recordRun(system: System, K: Config, actions: readonly unknown[]): Derivation {
  let run = node(system, 'Run-Start', { K }, [K, K], []);
  let K1 = K;
  for (const α of actions) {
    const r = derive(system, steps.form, [K1, α]);
    if (isLeft(r)) break;
    const K2 = r.right.outputs[0] as Config;
    run = node(system, 'Run-Step', { K, K1, K2, α }, [K, K2], [run, r.right.derivation]);
    K1 = K2;
  }
  return run;
}

const isConfig = (x: unknown): x is Config =>
  typeof x === 'object' && x !== null && (x as { tag?: string }).tag === 'Configuration';

const { NoTypes } = make.TypeFields;
const { NoFields } = make.Fields;
const least: Readonly<Record<string, readonly unknown[]>> = {
  Expr: [make.Expr.Num(0n), make.Expr.Rec(NoFields())],
  Type: [make.Type.Int(), make.Type.Record(NoTypes())],
  Fields: [NoFields()],
  TypeFields: [NoTypes()],
  Cap: [all, none],
  Mu: [make.Mu.N()],
  Action: [silent],
  Operator: [make.Operator.Plus()],
};

export const proteusHuntingGround: HuntingGround = {
  hints: proteusHints,
  several: 4,
  settled: ['bindingOk', 'updateOk', 'definitionsOk'],
  runs: {
    judgement: 'runs',
    states,
    again: (system, args, plan) => {
      let point = 0;
      return follow(system, args[0] as Config, 2 * mostSteps, () => plan[point++]);
    },
    labels: (K, action) => {
      const α = action as Action;
      return α.tag === 'Apply' ? updateLabels(K as Config, α.update) : [];
    },
    derivation: (system, [K], actions) => recordRun(system, K as Config, actions),
  },
  labels: (trial, env) => {
    const [K, U] = [trial.value(env, 'K'), trial.value(env, 'U')];
    return U === undefined || !isConfig(K) ? [] : updateLabels(K, U as Update);
  },
  shrinking: {
    whole: (x) => (isConfig(x) ? make.Config.Configuration(x.types, x.heap, hole, plug.compute(x.context, x.e)) : x),
    placed: (x, { grammar }) => (isConfig(x) ? inOrderOf(grammar, focus).compute(x) : x),
    least: (sort) => least[sort] ?? [],
    everywhere: ['Type', 'Cap'],
  },
  tags: (theorem, trial, env) => {
    if (theorem !== 'T8' && theorem !== 'T8s') return [];
    const U = trial.value(env, 'U') as Update;
    return ['applied an update', ...(keys(U.changed).length > 0 ? ['applied an update that changes a type'] : [])];
  },
  subjectTags: (system, args, g) => {
    const K = args[0];
    if (typeof K !== 'object' || K === null || (K as Config).tag !== 'Configuration') return [];
    const at = K as Config;
    const tags = ['configurations'];
    if (at.e.tag !== 'Update') return tags;
    tags.push('at an update point');
    // Well-formed updates, admitted or not: of some it is said which, and why.
    if (g.choose(32) > 0) return tags;
    const found = g.find('updateOk', [at.types, signatureOf.compute(at.heap), g.unknown('Update')], 2);
    if (found === undefined) return tags;
    for (const check of checks) {
      const name = check.tag.toLowerCase();
      const [reason] = admissionReasons(system, check, at, found[2] as Update);
      tags.push(reason ? `sampled update refused (${name}): ${reason.code}` : `sampled update admitted (${name})`);
    }
    return tags;
  },
};
