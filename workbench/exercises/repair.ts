/** Exercises in which rules are repaired, until a hunt finds nothing, and what the calculus accepts is still accepted. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import type { Variant } from '../../rules/variant.ts';
import { Hunter } from '../../checker/hunt/episodes.ts';
import { Trial } from '../../checker/hunt/trial.ts';
import { calculi, unchanged, type Calculus } from '../../proofs/calculi.ts';
import type { FirstProofs } from '../../proofs/prove.ts';
import { variantFrom, writtenRules, type WrittenRules } from '../../proofs/written.ts';
import { theoremsFor } from '../hunt/hunter.ts';
import { huntFirstFall, type HuntProgress, type FirstFall } from '../hunt/first-fall.ts';
import { asHunt, proveFirst, type ProvingProgress } from '../hunt/proving.ts';
import type { RepairExercise } from './format.ts';
import { notYet, solved, unreadable, type Finding, type Outcome } from './outcome.ts';

export interface RepairOutcome extends Outcome {
  /** What fells the answer; null where nothing does. */
  readonly found: FirstFall | null;
  /** Instances of theorems that were tried. */
  readonly tests: number;
  /** Theorems that are proved for all instances. */
  readonly proved: readonly string[];
}

export const calculusNamed = (x: RepairExercise): Calculus =>
  calculi.find((c) => c.name === x.calculus) ?? (calculi[0] as Calculus);

/** An answer, or what the exercise gives: the rules as they are written, and the variant that they make. */
export interface Repaired {
  readonly written: WrittenRules;
  readonly variant: Variant;
}

/** Reads rules, or says what is wrong with their notation. */
export function repairedBy(x: RepairExercise, text: string, file: string): Either<readonly LoadError[], Repaired> {
  const calculus = calculusNamed(x);
  const read = writtenRules(calculus, text);
  if (!isLeft(read)) return right({ written: read.right, variant: variantFrom(calculus, 'repaired', read.right) });
  return left(
    read.left.map(({ line, column, message }) =>
      loadError('parse', message, { file, line, column, offset: 0, end: 0 }, file),
    ),
  );
}

const namesIn = (x: RepairExercise): readonly string[] | null => (x.theorems.length === 0 ? null : x.theorems);

/** Seconds that a hunt may take, whatever is left to be tried. */
const patience = 60;

const hunted = (
  x: RepairExercise,
  variant: Variant,
  theorems: readonly Theorem[],
  progress?: (p: HuntProgress) => void,
) =>
  huntFirstFall(
    {
      calculus: calculusNamed(x),
      variant,
      theorems,
      seed: x.seed,
      seconds: patience,
      tests: x.tests,
      command: '',
    },
    progress,
  );

/** The theorems that are proved of a system. */
function provedOf(
  system: System,
  theorems: readonly Theorem[],
  first: FirstProofs,
  progress?: (p: HuntProgress) => void,
): readonly string[] {
  const names = theorems.map((t) => t.name);
  const end = performance.now() + patienceToProve * 1000;
  const tell = (p: ProvingProgress) => progress?.(asHunt(p));
  const results = proveFirst(system, names, first, tell, () => performance.now() < end);
  return results.filter((r) => r.status === 'proved').map((r) => r.theorem);
}

/** Instances that are looked at before the hunt: rules that accept next to nothing are told at once. */
const few = 200;
/** Episodes of a hunt that are gone through for each instance that is to be looked at, where they have none. */
const barren = 10;

/**
 * Something that the calculus has and the answer has not: a rule that accepts nothing is no repair. It is looked for as
 * hunts look for what only a variant accepts, the other way round: in the calculus, seen from the answer.
 * @returns what looks at so many instances in all, and goes on from there when it is asked again.
 */
function tooStrict(x: RepairExercise, variant: Variant): (instances: number) => Finding | undefined {
  const calculus = calculusNamed(x);
  const { base, system } = variant;
  if (base.rules.size === system.rules.size && [...base.rules].every(([name, r]) => system.rules.get(name) === r))
    return () => undefined;
  const trials = new Map(calculus.theorems(variant.analysis).map((t) => [t.name, new Trial(system, t)]));
  let count = 0;
  let found: Finding | undefined;
  const hunter = new Hunter(
    base,
    calculus.huntingGround,
    theoremsFor(calculus, unchanged(calculus), namesIn(x)),
    x.seed,
    {
      movers: calculus.movers,
      size: calculus.size,
      base: system,
      holds: (theorem, values) => {
        count++;
        const trial = trials.get(theorem.name);
        if (found !== undefined || trial === undefined) return;
        const given = Object.fromEntries(trial.theorem.given.map((m) => [m, values[m]]));
        if (trial.attempt(trial.environment(given), 0, undefined, 0).kind !== 'vacuous') return;
        const text = [calculus.counterexampleText.program(values), ...calculus.counterexampleText.updates(values, [])]
          .join('\n')
          .trim();
        const message = `the rules have become too strict: the calculus has this, and they do not:\n${text}`;
        found = { code: 'strict', message };
      },
    },
  );
  let next = 0;
  return (most) => {
    const last = next + barren * most;
    while (found === undefined && count < most && next < last) hunter.episode(next++);
    return found;
  };
}

/** Seconds for which proofs are searched for. */
const patienceToProve = 5;

/** What answers came to, by the exercise and the answer: in a class many hand in the same one, and a hunt takes seconds. */
const known = new Map<string, RepairOutcome>();
/** So many are kept. */
const mostKnown = 200;

/**
 * Rules that are repaired.
 * @param first proofs of the calculus as it is: with them, what is proved of the answer is not hunted.
 */
export function gradeRepair(
  x: RepairExercise,
  answer: string,
  progress?: (p: HuntProgress) => void,
  first?: FirstProofs,
): RepairOutcome {
  // What is proved in time is another with every call.
  if (first !== undefined) return gradeAnew(x, answer, progress, first);
  const key = JSON.stringify([x, answer]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const outcome = gradeAnew(x, answer, progress);
  if (known.size >= mostKnown) known.clear();
  known.set(key, outcome);
  return outcome;
}

function gradeAnew(
  x: RepairExercise,
  answer: string,
  progress?: (p: HuntProgress) => void,
  first?: FirstProofs,
): RepairOutcome {
  const none = { found: null, tests: 0, proved: [] };
  const read = repairedBy(x, answer, 'answer');
  if (isLeft(read)) return { ...unreadable(read.left), ...none };
  const given = repairedBy(x, x.rules, 'rules');
  if (isLeft(given)) throw new Error('the rules of the exercise cannot be read');
  const { written, variant } = read.right;
  const asked = given.right.written.rules.map((r) => r.name);
  const { base, system } = variant;
  const touched = [...written.rules.map((r) => r.name), ...written.remove];
  const others = touched.filter((r) => !asked.includes(r) && system.rules.get(r) !== base.rules.get(r));
  const missing = asked.filter((name) => !written.rules.some((r) => r.name === name));
  const findings: Finding[] = [
    ...others.map((r) => ({ code: 'changed', message: `${r} has to stay as it is` })),
    ...missing.map((r) => ({ code: 'changed', message: `${r} is missing` })),
  ];
  if (findings.length > 0) return { ...notYet(findings), ...none };
  const strict = tooStrict(x, variant);
  const early = strict(few);
  if (early !== undefined) return { ...notYet([early]), ...none };
  const theorems = theoremsFor(calculusNamed(x), variant, namesIn(x));
  const proved = first === undefined ? [] : provedOf(system, theorems, first, progress);
  const open = theorems.filter((t) => !proved.includes(t.name));
  const { found, tests } = open.length === 0 ? none : hunted(x, variant, open, progress);
  if (found !== null) {
    const message = `${found.theorem} falls (${found.title}), case ${found.case}`;
    return { ...notYet([{ code: found.theorem, message }]), found, tests, proved };
  }
  const late = strict(x.tests);
  return { ...(late === undefined ? solved : notYet([late])), found, tests, proved };
}
