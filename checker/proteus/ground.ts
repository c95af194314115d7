/** What the hunt is told of Proteus: how programs run with updates, and what is worth counting of them. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { keys } from '../../semantics/maps.ts';
import { make, proteus as grammar, type Config, type Update } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { isValue } from '../../semantics/proteus/values.ts';
import { steps } from '../../rules/proteus/reduction.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { Generator } from '../generate/generator.ts';
import { Open } from '../generate/symbolic.ts';
import type { Ground } from '../hunt/episodes.ts';
import { proteusHints } from './hints.ts';
import { admissionReasons } from './reasons.ts';

const silent = make.Action.Silent();
const apply = grammar.constructors.get('Apply');
const checks = [make.Check.Dynamic(), make.Check.Static()] as const;

/** Steps that a run is followed for. */
const mostSteps = 60;
const mostUpdates = 3;

/** A program's run: its updates are generated where it meets update points, and applied where they are admitted. */
function* states(
  system: System,
  args: readonly unknown[],
  g: Generator,
  size: number,
): Generator_<{ readonly state: unknown; readonly actions: readonly unknown[] }> {
  let K = args[0] as Config;
  // A program has no references.
  if (keys(K.heap).some((w) => w.startsWith('@'))) return;
  const check = checks[g.choose(2)];
  const actions: unknown[] = [];
  let updates = 0;
  yield { state: K, actions: [] };
  for (let i = 0; i < mostSteps; i++) {
    let action: unknown = silent;
    let after: Config | undefined;
    if (K.e.tag === 'Update' && updates < mostUpdates && g.choose(4) > 0 && apply !== undefined) {
      const wanted = new Open(apply, [check, g.unknown('Update')]);
      const found = g.find('steps', [K, wanted, g.unknown('Config')], Math.min(3, size));
      if (found !== undefined) {
        // Found by generation: taken as derived.
        action = found[1];
        const r = derive(system, steps.form, [K, action], { record: false, fuel: 100_000 });
        if (!isLeft(r)) {
          after = r.right.outputs[0] as Config;
          updates++;
        }
      }
    }
    if (after === undefined) {
      action = silent;
      const r = derive(system, steps.form, [K, silent], { record: false, fuel: 100_000 });
      if (isLeft(r)) return;
      after = r.right.outputs[0] as Config;
    }
    K = after;
    actions.push(action);
    yield { state: K, actions: actions.slice() };
    if (K.context.tag === 'Hole' && isValue(K.e)) return;
  }
}
type Generator_<T> = IterableIterator<T>;

export const proteusGround: Ground = {
  hints: proteusHints,
  settled: ['bindingOk', 'updateOk', 'definitionsOk'],
  runs: { judgement: 'runs', states },
  tags: (theorem, trial, env) => {
    if (theorem !== 'T8' && theorem !== 'T8s') return [];
    const U = trial.value(env, 'U') as Update;
    return ['applied an update', ...(keys(U.changed).length > 0 ? ['applied an update that changes a type'] : [])];
  },
  subjectTags: (_system, args, g) => {
    const K = args[0];
    if (typeof K !== 'object' || K === null || (K as Config).tag !== 'Configuration') return [];
    const at = K as Config;
    const tags = ['configurations'];
    if (at.e.tag !== 'Update') return tags;
    tags.push('at an update point');
    // Well-formed updates, admitted or not: of one in eight it is said which, and why.
    if (g.choose(8) > 0) return tags;
    const found = g.find('updateOk', [at.types, signatureOf.compute(at.heap), g.unknown('Update')], 2);
    if (found === undefined) return tags;
    for (const check of checks) {
      const name = check.tag.toLowerCase();
      const [reason] = admissionReasons(check, at, found[2] as Update);
      tags.push(reason ? `sampled update refused (${name}): ${reason.code}` : `sampled update admitted (${name})`);
    }
    return tags;
  },
};
