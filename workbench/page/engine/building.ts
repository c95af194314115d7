/** Derivations that are being built, as the view Exercises draws them: goals, the rules for one, and what is filled in. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { equal } from '../../../semantics/terms.ts';
import type { Pattern } from '../../../semantics/symbols.ts';
import { metasOf } from '../../../rules/rule.ts';
import { sortOf } from '../../../checker/format.ts';
import { isKnown, type Growing } from '../../../checker/partial.ts';
import { choiceAt, readChoices } from '../../exercises/choices.ts';
import { build, gradeDerivation, taskOf, type Task } from '../../exercises/derivation.ts';
import type { DerivationExercise } from '../../exercises/format.ts';
import { told } from '../../exercises/grade.ts';
import type { CardRule } from '../tree/rule.ts';
import type { TreeNode } from '../../drawing/nodes.ts';
import type { MathNode } from '../../../checker/notation/mathml.ts';
import { cardOf, metaAsMath } from './cards.ts';
import { read } from './exercises.ts';
import { Naming } from '../../drawing/naming.ts';
import { namesOf } from './unknowns.ts';

/** A node, and the premises that lead to it from the root. */
export interface BuildingNode extends TreeNode {
  readonly at: readonly number[];
}

export interface BuildingShown {
  readonly nodes: readonly BuildingNode[];
  /** Nodes that are wrong, and why: as far as it is told. */
  readonly wrong: readonly (readonly [node: number, why: string])[];
  readonly done: boolean;
  readonly verdict: string;
  readonly hints: readonly string[];
  readonly fitting: number;
  /** How many goals are open. */
  readonly open: number;
}

/** A metavariable of the chosen rule. */
export interface MetaShown {
  readonly meta: string;
  readonly math: MathNode;
  readonly kind: string;
  /** What it stands for; null where that is not known. */
  readonly short: string | null;
  readonly full: string | null;
  /** The text that was filled in. */
  readonly filled: string;
  /** Whether it may be filled in: its terms can be written, and the goal does not say what it is. */
  readonly fillable: boolean;
  readonly problem: string | null;
}

export interface GoalShown {
  readonly judgement: string;
  readonly sentence: string;
  readonly conclusion: string;
  /** The environments that the sentence names, in full. */
  readonly where: readonly (readonly [name: string, full: string])[];
  readonly ready: boolean;
  readonly chosen: string | null;
  readonly rule: CardRule | null;
  readonly metas: readonly MetaShown[];
  /** The rules that conclude the judgement. */
  readonly rules: readonly CardRule[];
}

interface Known {
  readonly exercise: DerivationExercise;
  readonly task: Task;
  readonly names: Naming;
  /** Environments that were named: equal ones are made anew each time, and keep their names. */
  readonly seen: unknown[];
}
let last: { readonly of: string; readonly known: Known } | undefined;

/** The task of an exercise, the last one kept: names of environments stay the same while a derivation grows. */
function knownOf(of: string): Known {
  if (last?.of === of) return last.known;
  const r = read(of);
  if (isLeft(r) || r.right.exercise.kind !== 'derivation') throw new Error('the exercise is no derivation');
  const { exercise } = r.right;
  const task = taskOf(exercise);
  if (isLeft(task)) throw new Error('the goal of the exercise cannot be read');
  const known = { exercise, task: task.right, names: new Naming(task.right.system, true), seen: [] };
  last = { of, known };
  return known;
}

/** A term, or the one equal to it that was named before. */
function same({ task, seen }: Known, x: Pattern): Pattern {
  if (!isKnown(x) || !Object.hasOwn(task.system.grammar.maps, sortOf(task.system.grammar, x))) return x;
  const known = seen.find((y) => equal(x, y));
  if (known === undefined) seen.push(x);
  return (known ?? x) as Pattern;
}

const sentenceOf = (known: Known, g: Growing, named: (g: Growing) => readonly Pattern[]): string => {
  const args = named(g).map((a) => same(known, a));
  return known.names.sentence(g.form, g.form.name, args, 'text');
};

/** The derivation so far, and what is told of it. */
export function building({ of, answer }: { readonly of: string; readonly answer: string }): BuildingShown {
  const known = knownOf(of);
  const built = build(known.task, readChoices(answer));
  const named = namesOf(built.root);
  const nodes: BuildingNode[] = [];
  let open = 0;
  const add = (g: Growing, at: readonly number[]): number => {
    const id = nodes.length;
    const node = { id, at, rule: g.built?.rule ?? '', judgement: g.form.name, conclusion: sentenceOf(known, g, named) };
    nodes.push({ ...node, premises: [] });
    if (g.built === null) open++;
    nodes[id] = { ...node, premises: g.premises.map((p, i) => add(p, [...at, i])) };
    return id;
  };
  add(built.root, []);
  const graded = told(known.exercise, gradeDerivation(known.task, built));
  const ids = new Map(nodes.map((n) => [n.at.join('.'), n.id]));
  const wrong = new Map<number, string>();
  for (const f of graded.findings) {
    const id = ids.get((f.at ?? []).join('.')) ?? 0;
    wrong.set(id, wrong.has(id) ? `${wrong.get(id)}; ${f.message}` : f.message);
  }
  const { done, verdict, hints, fitting } = graded;
  return { nodes, wrong: [...wrong], done, verdict, hints, fitting, open };
}

function growingAt(root: Growing, at: readonly number[]): Growing | undefined {
  return at.reduce<Growing | undefined>((g, i) => g?.premises[i], root);
}

/** One goal: what it says, the rules for it, and how the chosen one is filled in; null where there is none. */
export function buildingGoal({
  of,
  answer,
  at,
}: {
  readonly of: string;
  readonly answer: string;
  readonly at: readonly number[];
}): GoalShown | null {
  const known = knownOf(of);
  const { system } = known.task;
  const choice = readChoices(answer);
  const { root, unread } = build(known.task, choice);
  const g = growingAt(root, at);
  if (g === undefined) return null;
  const { names } = known;
  const filled = choiceAt(choice, at)?.fills ?? {};
  const where = g.args.flatMap((x): (readonly [string, string])[] => {
    if (!isKnown(x)) return [];
    const named = same(known, x);
    const [short, full] = [names.short(named), names.full(named)];
    return short === full || short.length > 3 ? [] : [[short, full]];
  });
  const metas = (g.rule === undefined ? [] : metasOf(g.rule)).map((m): MetaShown => {
    const bound = g.metas.get(m.meta);
    const value = bound === undefined ? undefined : same(known, bound as Pattern);
    const [short, full] = value === undefined ? [null, null] : [names.short(value, 80), names.full(value)];
    const written = filled[m.meta] ?? '';
    const problem = unread.find((u) => u.meta === m.meta && u.at.join('.') === at.join('.'));
    return {
      meta: m.meta,
      math: metaAsMath(system, m.meta, value === undefined ? m.sort : sortOf(system.grammar, value)),
      kind: m.sort,
      short,
      full: full === short ? null : full,
      filled: written,
      fillable: known.task.goals.fillable(m.sort) && (written !== '' || g.open.includes(m.meta)),
      problem: problem?.message ?? null,
    };
  });
  const rules = [...system.rules.values()].filter((r) => r.conclusion.judgement.name === g.form.name);
  return {
    judgement: g.form.name,
    sentence: g.form.sentence,
    conclusion: sentenceOf(known, g, namesOf(root)),
    where,
    ready: g.ready,
    chosen: g.built?.rule ?? null,
    rule: g.rule === undefined ? null : cardOf(system, g.rule),
    metas,
    rules: rules.map((r) => cardOf(system, r)),
  };
}
