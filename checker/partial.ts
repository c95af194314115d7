/**
 * Derivations that somebody is still building. For some goals a rule is chosen and some of its metavariables are filled
 * in; the rest follows from the goal and from the premises, as far as they are known. What is complete is handed to
 * replay, which has the last word.
 */
import type { Term } from '../semantics/grammar.ts';
import { isCall, isMeta, visitMetas, type Pattern } from '../semantics/symbols.ts';
import { equal } from '../semantics/terms.ts';
import { digestOf } from '../rules/digest.ts';
import type { Form } from '../rules/judgement.ts';
import { metasOf, type Premise, type Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import type { Derivation } from './derivation.ts';
import { takenApart } from './schema.ts';
import { sortOf, type Proof, type ProofNode } from './format.ts';

/** What was chosen for one goal, and for those of its premises that are judgements: null where nothing is yet. */
export interface Built {
  readonly rule: string;
  /** Values of metavariables that were filled in by hand. */
  readonly fills: Readonly<Record<string, unknown>>;
  readonly premises: readonly (Built | null)[];
}

/** A sentence to be derived. What is not known of it stands there as a metavariable. */
export interface Goal {
  readonly form: Form;
  readonly args: readonly Pattern[];
}

/** What is wrong with a choice. */
export interface Misfit {
  /** The premise or side condition that does not fit, from 1; 0 for the conclusion; null for the rule as a whole. */
  readonly premise: number | null;
  /** The metavariable, where one was filled in wrongly. */
  readonly meta: string | null;
  readonly kind:
    | 'no rule' // there is no rule of that name
    | 'other judgement' // it concludes something else
    | 'conclusion' // its conclusion is not the goal: `says` against `asked`
    | 'condition' // the side condition `says` does not hold
    | 'filled'; // `says` was filled in where it is `asked`, or something of another sort
  readonly says: Pattern | Premise | null;
  readonly asked: Pattern | null;
}

/** A goal, what was built for it, and what follows. */
export interface Growing {
  readonly form: Form;
  /** As much of the sentence as is known now. */
  readonly args: readonly Pattern[];
  /** Whether all its inputs are known: a rule can be chosen. */
  readonly ready: boolean;
  readonly built: Built | null;
  readonly rule: Rule | undefined;
  /** The metavariables of the rule that are known. */
  readonly metas: ReadonlyMap<string, unknown>;
  /** Those that neither the goal nor the premises tell, yet or at all. */
  readonly open: readonly string[];
  readonly premises: readonly Growing[];
  readonly misfit: Misfit | undefined;
  /** Whether it is a derivation, premises and all. */
  readonly complete: boolean;
}

type Known = Map<string, unknown>;

/** A pattern with what is known put in: a ground term, or a pattern with metavariables where something is missing. */
export function fill(system: System, p: Pattern, known: ReadonlyMap<string, unknown>): Pattern | undefined {
  if (isMeta(p)) return known.has(p.meta) ? (known.get(p.meta) as Pattern) : p;
  if (isCall(p)) {
    const args = p.args.map((a) => fill(system, a, known));
    if (args.some((a) => a === undefined)) return undefined;
    if (!args.every((a) => isKnown(a as Pattern))) return { call: p.call, args: args as Pattern[] };
    return (p.call.compute as (...xs: unknown[]) => unknown)(...args) as Pattern | undefined;
  }
  if (typeof p !== 'object' || Array.isArray(p)) return p;
  const info = system.grammar.constructors.get((p as Term).tag);
  const make = system.grammar.makers.get((p as Term).tag);
  if (!info || !make || info.fields.length === 0) return p;
  const parts = info.fields.map(([f]) => fill(system, (p as unknown as Record<string, Pattern>)[f] as Pattern, known));
  return parts.some((x) => x === undefined) ? undefined : (make(...parts) as Pattern);
}

/** Whether nothing is missing in a pattern. */
export function isKnown(p: Pattern): boolean {
  // Maps are large, and hold no metavariables: only constructors that a rule may write are looked into.
  let known = true;
  if (isMeta(p) || isCall(p)) return false;
  if (typeof p !== 'object' || Array.isArray(p) || 'key' in p) return true;
  visitMetas(p, () => (known = false));
  return known;
}

/**
 * Compares a pattern of a rule with what is known of a term, and binds what it tells.
 * @returns false where they cannot be the same, whatever is still missing.
 */
function match(system: System, p: Pattern, x: Pattern, known: Known): boolean {
  if (isMeta(x) || isCall(x)) return true;
  if (isMeta(p)) {
    if (!isKnown(x)) return !known.has(p.meta) || match(system, known.get(p.meta) as Pattern, x, known);
    if (known.has(p.meta)) return equal(known.get(p.meta), x);
    if (p.restriction && !p.restriction.holds(x)) return false;
    known.set(p.meta, x);
    return true;
  }
  if (isCall(p)) {
    const y = fill(system, p, known);
    return y !== undefined && (!isKnown(y) || match(system, y, x, known));
  }
  if (typeof p !== 'object' || typeof x !== 'object' || Array.isArray(p) || Array.isArray(x)) return equal(p, x);
  if ((p as Term).tag !== (x as Term).tag) return false;
  const info = system.grammar.constructors.get((p as Term).tag);
  if (!info) return equal(p, x);
  const at = (q: Pattern, f: string) => (q as unknown as Record<string, Pattern>)[f] as Pattern;
  return info.fields.every(([f]) => match(system, at(p, f), at(x, f), known));
}

/** Metafunctions of terms that make no sense may throw: then nothing is computed. */
function guarded<T>(f: () => T, otherwise: T): T {
  try {
    return f();
  } catch {
    return otherwise;
  }
}

const open = (goal: Goal, built: Built | null, misfit?: Misfit): Growing => ({
  ...goal,
  ready: goal.args.slice(0, goal.form.inputs.length).every(isKnown),
  built,
  rule: undefined,
  metas: new Map(),
  open: [],
  premises: [],
  misfit,
  complete: false,
});

/**
 * What follows from what was built for a goal.
 * @param built null for a goal that has nothing yet.
 */
export function grow(system: System, goal: Goal, built: Built | null): Growing {
  if (built === null) return open(goal, null);
  const rule = system.rules.get(built.rule);
  const wrong = (kind: Misfit['kind'], premise: number | null, more: Partial<Misfit> = {}): Misfit => ({
    kind,
    premise,
    meta: null,
    says: null,
    asked: null,
    ...more,
  });
  if (rule === undefined) return open(goal, built, wrong('no rule', null));
  if (rule.conclusion.judgement.name !== goal.form.name) return open(goal, built, wrong('other judgement', 0));

  const { args } = rule.conclusion;
  const inputs = goal.form.inputs.length;
  const known: Known = new Map();
  let misfit: Misfit | undefined;
  const note = (m: Misfit) => (misfit ??= m);
  // The goal tells what it can; calls in the conclusion are compared at the end.
  args.forEach((p, i) => {
    if (!guarded(() => match(system, p, goal.args[i] as Pattern, known), false))
      note(wrong('conclusion', 0, { says: p, asked: goal.args[i] as Pattern }));
  });
  const metas = new Map(metasOf(rule).map((m) => [m.meta, m]));
  for (const [meta, value] of Object.entries(built.fills)) {
    const m = metas.get(meta);
    if (m === undefined) continue;
    const fits = sortOf(system.grammar, value) === m.sort && (m.restriction?.holds(value) ?? true);
    if (!fits) note(wrong('filled', null, { meta, says: value as Pattern }));
    else if (!known.has(meta)) known.set(meta, value);
    else if (!equal(known.get(meta), value))
      note(wrong('filled', null, { meta, says: value as Pattern, asked: known.get(meta) as Pattern }));
  }

  const premises: Growing[] = [];
  rule.premises.forEach((p, i) => {
    const t = takenApart(p);
    if (t.kind === 'condition') {
      const value = guarded(() => fill(system, t.value, known), undefined);
      if (value === undefined || !guarded(() => match(system, t.pattern, value, known), false))
        note(wrong('condition', i + 1, { says: p }));
      return;
    }
    const asked = t.premise.args.map((a) => guarded(() => fill(system, a, known), undefined));
    const undefinedAt = asked.indexOf(undefined);
    if (undefinedAt >= 0) note(wrong('condition', i + 1, { says: p }));
    const goalArgs = asked.map((a, k) => a ?? (t.premise.args[k] as Pattern));
    const child = grow(system, { form: t.form, args: goalArgs }, built.premises[premises.length] ?? null);
    premises.push(child);
    if (child.misfit !== undefined) return;
    const found = child.args.slice(t.inputs.length);
    t.outputs.forEach((q, k) => {
      if (!guarded(() => match(system, q, found[k] as Pattern, known), false))
        note(wrong('condition', i + 1, { says: p }));
    });
  });

  // What the rule says now, where that is more than was asked.
  const said = args.map((p, i) => {
    const asked = goal.args[i] as Pattern;
    const x = guarded(() => fill(system, p, known), undefined);
    if (x === undefined || !guarded(() => match(system, x, asked, new Map()), false)) {
      note(wrong('conclusion', 0, { says: x ?? p, asked }));
      return asked;
    }
    return isKnown(asked) ? asked : x;
  });
  const missing = [...metas.keys()].filter((m) => !known.has(m));
  return {
    form: goal.form,
    args: said,
    ready: said.slice(0, inputs).every(isKnown),
    built,
    rule,
    metas: known,
    open: missing,
    premises,
    misfit,
    complete: misfit === undefined && missing.length === 0 && said.every(isKnown) && premises.every((q) => q.complete),
  };
}

/** The complete parts of what was built, as a proof for replay: its roots are those that no other complete one uses. */
export function proofOf(system: System, root: Growing): Proof {
  const nodes: ProofNode[] = [];
  const roots: number[] = [];
  const add = (g: Growing): number => {
    const premises = g.premises.map(add);
    nodes.push({
      rule: (g.rule as Rule).name,
      judgement: g.form.name,
      args: g.args,
      metas: Object.fromEntries(g.metas),
      premises,
    });
    return nodes.length - 1;
  };
  const visit = (g: Growing): void => {
    if (g.complete) roots.push(add(g));
    else g.premises.forEach(visit);
  };
  visit(root);
  return {
    system: system.name,
    variant: system.variant,
    digest: digestOf(system),
    nodes,
    roots,
    terms: [],
  };
}

/** A derivation as somebody would have built it: what has to be chosen is filled in, the rest follows. */
export function builtFrom(d: Derivation): Built {
  const chosen = d.rule.chosen.map((m) => [m, d.env[d.metas.indexOf(m)]] as const);
  return { rule: d.rule.name, fills: Object.fromEntries(chosen), premises: d.premises.map(builtFrom) };
}
