/** Exercises in which a derivation is built: the goal, the answer as it is kept, and what is wrong with it. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { equal } from '../../semantics/terms.ts';
import { metasOf } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { derive, type Failure } from '../../checker/derive.ts';
import { nearest } from '../../checker/explain.ts';
import { builtFrom, grow, isKnown, proofOf, type Built, type Goal, type Growing } from '../../checker/partial.ts';
import { replay } from '../../checker/replay.ts';
import { calculi } from '../../proofs/calculi.ts';
import type { Calculus, GoalRead, Goals, Presentation } from '../../proofs/calculus.ts';
import type { Choice } from './choices.ts';
import type { DerivationExercise } from './format.ts';
import { notYet, solved, type Finding, type Outcome } from './outcome.ts';

/** What is to be derived, and by which rules. */
export interface Task {
  readonly calculus: Calculus;
  /** Whether the rules are those of another presentation of the calculus. */
  readonly presentation: Presentation | undefined;
  readonly system: System;
  readonly goals: Goals;
  readonly goal: Goal;
  /** Names that stand for definitions of the program. */
  readonly externals: GoalRead['externals'];
}

const problem = (path: string, message: string): LoadError[] => [loadError('parse', message, undefined, path)];

/** The calculus of a name, or the one that has a presentation of that name. */
function presented(name: string): { readonly calculus: Calculus; readonly presentation?: Presentation } | undefined {
  const calculus = calculi.find((c) => c.name === name);
  if (calculus !== undefined) return { calculus };
  for (const c of calculi) for (const presentation of c.presentations) if (presentation.name === name) return { calculus: c, presentation }; // prettier-ignore
  return undefined;
}

const tasks = new WeakMap<DerivationExercise, Either<readonly LoadError[], Task>>();

/** The goal of an exercise. @returns errors whose `file` is the field that is wrong. */
export function taskOf(x: DerivationExercise): Either<readonly LoadError[], Task> {
  const task = tasks.get(x) ?? newTask(x);
  tasks.set(x, task);
  return task;
}

function newTask(x: DerivationExercise): Either<readonly LoadError[], Task> {
  const named = presented(x.system);
  if (named === undefined) return left(problem('system', `there is no calculus ${x.system}`));
  const { calculus, presentation } = named;
  const goals = calculus.language?.goals;
  if (goals === undefined) return left(problem('system', `${calculus.title} has no goals for derivations`));
  const read = goals.read(x.program, x.goal);
  if (isLeft(read)) return read;
  const { externals, ...goal } = read.right;
  const system = presentation?.system ?? calculus.base;
  return right({ calculus, presentation, system, goals, goal, externals });
}

/** Texts that are filled in and cannot be read: the way to the node, the metavariable, and why. */
export interface Unread {
  readonly at: readonly number[];
  readonly meta: string;
  readonly message: string;
}

/** Choices with their texts read; those that cannot be are left out, and told. */
function builtOf(task: Task, choice: Choice | null, at: readonly number[], unread: Unread[]): Built | null {
  if (choice === null) return null;
  const rule = task.system.rules.get(choice.rule);
  const sorts = new Map(rule === undefined ? [] : metasOf(rule).map((m) => [m.meta, m.sort]));
  const fills: Record<string, unknown> = {};
  for (const [meta, text] of Object.entries(choice.fills)) {
    const sort = sorts.get(meta);
    if (sort === undefined || text.trim() === '') continue;
    const value = task.goals.readFill(sort, text, task.externals);
    if (isLeft(value)) unread.push({ at, meta, message: value.left });
    else fills[meta] = value.right;
  }
  return {
    rule: choice.rule,
    fills,
    premises: choice.premises.map((p, i) => builtOf(task, p, [...at, i], unread)),
  };
}

export interface Building {
  readonly root: Growing;
  readonly unread: readonly Unread[];
}

/** The derivation so far. */
export function build(task: Task, choice: Choice | null): Building {
  const unread: Unread[] = [];
  const built = builtOf(task, choice, [], unread);
  return { root: grow(task.system, task.goal, built), unread };
}

const shown = ({ calculus }: Task, p: unknown): string => calculus.termTexts.pattern(p as Pattern, () => undefined);

/** The constructor of a term where it is another one than that of the other: `x` is a variable, `z` an external name. */
const tagOf = (p: unknown, other: unknown): string => {
  const tag = (x: unknown) => (typeof x === 'object' && x !== null && 'tag' in x ? String(x.tag) : undefined);
  const [mine, its] = [tag(p), tag(other)];
  return mine === undefined || its === undefined || mine === its ? '' : ` (${mine})`;
};

/** What does not fit, in a sentence. */
function misfitText(task: Task, g: Growing): string {
  const { termTexts } = task.calculus;
  const show = (p: unknown) => shown(task, p);
  const m = g.misfit as NonNullable<Growing['misfit']>;
  const rule = g.built?.rule ?? '';
  const value = (p: unknown) => termTexts.pattern(p as Pattern, (meta) => g.metas.get(meta));
  switch (m.kind) {
    case 'no rule':
      return `there is no rule ${rule}`;
    case 'other judgement':
      return `${rule} concludes another judgement than ${g.form.name}`;
    case 'conclusion':
      return `the conclusion of ${rule} says ${value(m.says)}${tagOf(m.says, m.asked)} where ${show(m.asked)}${tagOf(m.asked, m.says)} is asked`;
    case 'condition':
      return `premise ${m.premise} of ${rule} does not hold: ${value(m.says)}`;
    case 'filled':
      return m.asked === null
        ? `${m.meta} cannot be ${show(m.says)}`
        : `${m.meta} is ${show(m.asked)}, not ${show(m.says)}`;
  }
}

/** What is wrong with what was chosen, the goals nearest to the root first; and how many goals are open. */
function misfits(task: Task, g: Growing, at: readonly number[], out: Finding[]): number {
  if (g.misfit !== undefined) {
    out.push({ code: g.built?.rule ?? g.form.name, message: misfitText(task, g), at });
  }
  const here = g.built === null ? 1 : 0;
  return g.premises.reduce((n, p, i) => n + misfits(task, p, [...at, i], out), here);
}

/** How much is tried to see whether an open goal can be derived. */
const fuel = 100_000;

/** The rule that came nearest, and the premise at which it failed. */
function whyNot({ calculus }: Task, f: Failure): { readonly code: string; readonly message: string } {
  const a = nearest(f);
  if (a === undefined) return { code: f.judgement, message: 'no rule has this conclusion' };
  const { name } = a.rule.rule;
  const premise = a.rule.premises[a.premise]?.premise;
  const value = (meta: string) => a.env[a.rule.metas.indexOf(meta)];
  return {
    code: name,
    message:
      premise === undefined
        ? `the conclusion of ${name} is not defined`
        : `by ${name}, premise ${a.premise + 1} fails: ${calculus.termTexts.pattern(premise, value)}`,
  };
}

/** Open goals that cannot be derived: a choice below them was wrong. Where rules have to be chosen, nothing is known. */
function hopeless(task: Task, g: Growing, at: readonly number[], out: Finding[]): void {
  if (g.built !== null) return g.premises.forEach((p, i) => hopeless(task, p, [...at, i], out));
  if (!g.ready) return;
  const n = g.form.inputs.length;
  const r = derive(task.system, g.form, g.args.slice(0, n), { fuel, explain: true });
  if (isLeft(r)) {
    if (r.left.outOfFuel) return;
    const { code, message } = whyNot(task, r.left);
    out.push({ code, message: `this has no derivation: ${message}`, at });
    return;
  }
  const i = r.right.outputs.findIndex((x, k) => {
    const asked = g.args[n + k] as Pattern;
    return isKnown(asked) && !equal(asked, x);
  });
  if (i >= 0)
    out.push({
      code: g.form.name,
      message: `this has no derivation: ${shown(task, g.args[n + i])} is asked where the rules give ${shown(task, r.right.outputs[i])}`,
      at,
    });
}

/** What a derivation comes to as far as it is built. */
export function gradeDerivation(task: Task, { root, unread }: Building): Outcome {
  const findings: Finding[] = unread.map((u) => ({ code: 'fill', message: `${u.meta}: ${u.message}`, at: u.at }));
  const openGoals = misfits(task, root, [], findings);
  if (task.presentation === undefined) hopeless(task, root, [], findings);
  const verdict = replay(task.system, proofOf(task.system, root));
  // What follows from choices is checked again by who has the last word.
  if (!verdict.ok) findings.push({ code: 'replay', message: `${verdict.path}: ${verdict.message}`, at: [] });
  if (root.complete && findings.length === 0) return solved;
  if (findings.length === 0 && openGoals === 0) {
    const at = missing(root, []);
    findings.push({ code: 'fill', message: `what ${at.metas.join(', ')} stands for has to be filled in`, at: at.at });
  }
  return notYet(findings);
}

function missing(
  g: Growing,
  at: readonly number[],
): { readonly at: readonly number[]; readonly metas: readonly string[] } {
  for (const [i, p] of g.premises.entries()) {
    const found = missing(p, [...at, i]);
    if (found.metas.length > 0) return found;
  }
  return { at, metas: g.open };
}

/** The choices that a search finds: they show that the exercise can be solved. */
export function solutionOf(task: Task): Choice | null {
  const n = task.goal.form.inputs.length;
  const r = derive(task.calculus.base, task.goal.form, task.goal.args.slice(0, n));
  if (isLeft(r)) return null;
  const [d] = task.presentation?.present([r.right.derivation]) ?? [r.right.derivation];
  return d === undefined ? null : choiceOf(task, builtFrom(d));
}

const choiceOf = (task: Task, b: Built): Choice => ({
  rule: b.rule,
  fills: Object.fromEntries(Object.entries(b.fills).map(([m, x]) => [m, task.goals.writeFill(x)])),
  premises: b.premises.map((p) => (p === null ? null : choiceOf(task, p))),
});
