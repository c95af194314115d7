/** Exercises in which rules are repaired, until a hunt finds nothing, and what the calculus accepts is still accepted. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { System } from '../../rules/system.ts';
import { Typesetter } from '../../rules/typeset.ts';
import type { Variant } from '../../rules/variant.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Generator } from '../../checker/generate/generator.ts';
import { derive } from '../../checker/derive.ts';
import { Hunter, type Ground } from '../../checker/hunt/episodes.ts';
import { instance } from '../../checker/instance.ts';
import { showing } from '../../checker/proteus/messages.ts';
import { calculi, unchanged, type Calculus } from '../../proofs/calculi.ts';
import { variantFrom, writtenRules, type WrittenRules } from '../../proofs/written.ts';
import { theoremsFor } from '../hunt/hunter.ts';
import { huntOne, type HuntProgress, type OneFound } from '../hunt/one.ts';
import type { RepairExercise } from './format.ts';
import { notYet, solved, unreadable, type Finding, type Outcome } from './outcome.ts';

export interface RepairOutcome extends Outcome {
  /** What fells the answer; null where nothing does. */
  readonly found: OneFound | null;
  /** Instances of theorems that were tried. */
  readonly tests: number;
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

const hunted = (x: RepairExercise, variant: Variant, progress?: (p: HuntProgress) => void) =>
  huntOne(
    {
      calculus: calculusNamed(x),
      variant,
      theorems: theoremsFor(calculusNamed(x), variant, namesIn(x)),
      seed: x.seed,
      seconds: patience,
      tests: x.tests,
      command: '',
    },
    progress,
  );

/** Instances of each rule's judgement, and of the theorems' premises, of which it is asked whether the answer has them. */
const instances = 200;
/** Seconds for the latter. */
const most = 5;

/** Something that the calculus derives and the answer does not: a rule that accepts nothing is no repair. */
function tooStrict(x: RepairExercise, variant: Variant, rules: readonly string[]): Finding | undefined {
  const calculus = calculusNamed(x);
  const { hints } = calculus.ground;
  const weights = { ...hints.weights, ...Object.fromEntries(rules.map((r) => [r, 8])) };
  const ground = { ...calculus.ground, hints: { ...hints, weights } };
  for (const name of rules) {
    const found = refused(calculus, ground, variant.system, name, x.seed);
    if (found !== undefined) return strict(`${name} has become too strict: the calculus derives ${found}`);
  }
  return fewer(x, calculus, ground, variant);
}

const strict = (message: string): Finding => ({ code: 'strict', message });

/** A sentence that a rule of the calculus derives and the other system does not. */
function refused(calculus: Calculus, ground: Ground, system: System, name: string, seed: number): string | undefined {
  const rule = calculus.base.rules.get(name);
  if (rule === undefined) return undefined;
  const chooser = new RandomChooser(seed);
  const generator = new Generator(calculus.base, ground.hints, chooser);
  const { judgement: form } = rule.conclusion;
  const n = form.inputs.length;
  for (let i = 0; i < instances; i++) {
    chooser.reseed(seed, i);
    const open = [...form.inputs, ...form.outputs].map((sort) => calculus.closed[sort] ?? generator.unknown(sort));
    const args = generator.find(form.name, open, 1 + (i % calculus.size));
    if (args === undefined) continue;
    if (!isLeft(derive(system, form, args.slice(0, n), { record: false, fuel }))) continue;
    const t = new Typesetter(system.grammar, 'text', (v) =>
      calculus.name === 'proteus' ? showing.value('', v) : undefined,
    );
    return t.instance(form, args as never);
  }
  return undefined;
}
const fuel = 20_000;

/** An instance of a theorem's premises in the calculus that has none in the variant: steps and updates are tried so. */
function fewer(x: RepairExercise, calculus: Calculus, ground: Ground, variant: Variant): Finding | undefined {
  let count = 0;
  let found: Finding | undefined;
  const there = calculus.theorems(variant.analysis);
  const wanted = theoremsFor(calculus, unchanged(calculus), namesIn(x));
  const hunter = new Hunter(calculus.base, ground, wanted, x.seed, {
    movers: calculus.movers,
    size: calculus.size,
    holds: (theorem, values) => {
      count++;
      const same = there.find((t) => t.name === theorem.name);
      if (found !== undefined || same === undefined) return;
      const given = Object.fromEntries(same.given.map((m) => [m, values[m]]));
      if (instance(variant.system, same, given).outcome !== 'vacuous') return;
      const program = [calculus.telling.program(values), ...calculus.telling.updates(values, [])].join('\n').trim();
      found = strict(`the rules have become too strict: the calculus has this, and they do not:\n${program}`);
    },
  });
  const start = performance.now();
  for (let i = 0; found === undefined && count < instances && performance.now() - start < most * 1000; i++)
    hunter.episode(i);
  return found;
}

/** Rules that are repaired. */
export function gradeRepair(x: RepairExercise, answer: string, progress?: (p: HuntProgress) => void): RepairOutcome {
  const none = { found: null, tests: 0 };
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
  // The quicker question first.
  const less = tooStrict(x, variant, asked);
  if (less !== undefined) return { ...notYet([less]), ...none };
  const { found, tests } = hunted(x, variant, progress);
  if (found === null) return { ...solved, found, tests };
  const message = `${found.theorem} falls (${found.title}), case ${found.case}`;
  return { ...notYet([{ code: found.theorem, message }]), found, tests };
}
