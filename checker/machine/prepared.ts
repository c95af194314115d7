/** What a machine needs of a system: its rules as moves, and how a configuration is put together. Made once. */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import { contextsOf } from '../../semantics/contexts.ts';
import type { Term } from '../../semantics/grammar.ts';
import { isCall, isMeta, type Pattern } from '../../semantics/symbols.ts';
import type { Form, Instance } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { Compiler } from './compiler.ts';
import { reductionOf, Unmade, type Positions } from './reduction.ts';
import type { Workings } from './workings.ts';

/** How a configuration is put together. Fields are named. */
export interface Shape {
  readonly tag: string;
  readonly term: string;
  /** The context of the term, where configurations have one. */
  readonly context: string | undefined;
  /** In the order of the judgement's stores, and of its inputs that do not change. */
  readonly stores: readonly string[];
  readonly given: readonly string[];
}

export interface Prepared {
  readonly system: System;
  readonly workings: Workings;
  readonly positions: Positions;
  readonly compiler: Compiler;
  /** undefined where a term alone is a configuration. */
  readonly shape: Shape | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
const kept = new WeakMap<System, Map<Workings, Either<string, Prepared>>>();

/** A system made ready for a machine; or why its rules are of a kind that a machine cannot be made from. */
export function prepare(system: System, workings: Workings): Either<string, Prepared> {
  let known = kept.get(system);
  if (known === undefined) kept.set(system, (known = new Map()));
  let prepared = known.get(workings);
  if (prepared === undefined) known.set(workings, (prepared = tried(() => make(system, workings))));
  return prepared;
}

function tried(f: () => Prepared): Either<string, Prepared> {
  try {
    return right(f());
  } catch (e) {
    if (e instanceof Unmade) return left(e.message);
    throw e;
  }
}

const concluding = (system: System, form: Form): Rule[] =>
  [...system.rules.values()].filter((r) => r.conclusion.judgement.name === form.name && r.chosen.length === 0);

const tagOf = (p: Pattern): string | undefined =>
  isMeta(p) || isCall(p) || typeof p !== 'object' || !('tag' in p) ? undefined : p.tag;

function make(system: System, workings: Workings): Prepared {
  const { reduces } = workings;
  const positions = positionsOf(reduces, workings);
  const sort = reduces.inputs[positions.main] as string;
  const substitute = workings.substitute.compute as unknown as (e: Term, v: Term, x: string) => Term;
  const compiler = new Compiler(system.grammar, sort, substitute);
  const byTag = new Map<string, Rule[]>();
  for (const rule of concluding(system, reduces)) {
    const main = rule.conclusion.args[positions.main] as Pattern;
    const tag = tagOf(main);
    if (tag === undefined) throw new Unmade(`${rule.name} reduces terms of any constructor`);
    if (isCongruence(rule, main as Term & Fields, system, workings, positions)) continue;
    byTag.set(tag, [...(byTag.get(tag) ?? []), rule]);
  }
  checkPlaces(system, workings, positions);
  const { values } = workings;
  if (values !== undefined) {
    const rules = concluding(system, values.form);
    if (rules.length !== values.rules.length || !values.rules.every((r) => rules.includes(r)))
      throw new Unmade(`${values.form.name} has other rules: values are not those of the grammar`);
  }
  const { shape, points } = shapeOf(system, workings, positions);
  for (const { tag, sort: of } of system.grammar.constructors.values()) {
    if (of !== sort || !system.grammar.makers.has(tag)) continue;
    const head = compiler.head({ tag });
    const problem = compiler.problem(head);
    if (problem !== undefined) throw new Unmade(problem);
    head.isPoint = points.has(tag);
    head.reductions = (byTag.get(tag) ?? []).map((r) => reductionOf(system, workings, positions, compiler, head, r));
  }
  return { system, workings, positions, compiler, shape };
}

function positionsOf(form: Form, { outcome }: Workings): Positions {
  const { inputs, outputs, main } = form;
  const result = outputs.indexOf(outcome === undefined ? (inputs[main] as string) : (outputs[0] as string));
  const stores = outputs.flatMap((sort, output) => {
    if (output === result) return [];
    const input = inputs.findIndex((s, i) => s === sort && i !== main);
    if (input < 0) throw new Unmade(`${form.name} has an output that is none of its inputs changed`);
    return [{ input, output }];
  });
  const given = inputs.map((_, i) => i).filter((i) => i !== main && !stores.some((s) => s.input === i));
  return { stores, given, main, result };
}

/** Whether a rule reduces a part in its place, as the grammar says that parts are evaluated: the machine does that. */
function isCongruence(
  rule: Rule,
  main: Term & Fields,
  system: System,
  workings: Workings,
  positions: Positions,
): boolean {
  const inner = rule.premises.filter(
    (p): p is Instance => p.kind === 'judgement' && p.judgement.name === workings.reduces.name,
  );
  const [premise] = inner;
  if (premise === undefined) return false;
  const unlike = (what: string) => new Unmade(`${rule.name} reduces a part, and ${what}`);
  const info = system.grammar.constructors.get(main.tag);
  const part = premise.args[positions.main] as Pattern;
  const evaluates = info?.evaluates ?? [];
  const at = evaluates.findIndex((f) => isMeta(part) && main[f] === part);
  const field = evaluates[at];
  if (field === undefined || inner.length > 1) throw unlike('no part that is evaluated');
  if (info?.fields.some(([f]) => !isMeta(main[f]))) throw unlike('looks into the others');
  const before = new Set(evaluates.slice(0, at).map((f) => main[f]));
  for (const p of rule.premises) {
    if (p === premise) continue;
    const isBefore =
      p.kind === 'judgement' && p.judgement.name === workings.values?.form.name && before.delete(p.args[0]);
    if (!isBefore) throw unlike('asks for more than that those before it are values');
  }
  if (before.size > 0) throw unlike('does not wait for those before it');
  const n = workings.reduces.inputs.length;
  const out = rule.conclusion.args[n + positions.result] as Pattern;
  const outcome = premise.args[n + positions.result];
  const others = info?.fields.map(([f]) => main[f]).filter((m) => m !== part) ?? [];
  const puts =
    isCall(out) &&
    workings.places?.get(out.call) === field &&
    out.args[0] === outcome &&
    out.args.slice(1).every((a, i) => a === others[i]);
  if (!puts) throw unlike('does not put what becomes of it in its place');
  return true;
}

/** Where parts are evaluated by rules of their own, each part that the grammar evaluates has its rule. */
function checkPlaces(system: System, workings: Workings, positions: Positions): void {
  if (workings.places === undefined) return;
  const sort = workings.reduces.inputs[positions.main];
  const rules = concluding(system, workings.reduces);
  for (const c of system.grammar.constructors.values()) {
    if (c.sort !== sort) continue;
    for (const field of c.evaluates ?? [])
      if (
        !rules.some((r) => {
          const main = r.conclusion.args[positions.main] as Pattern;
          const inner = r.premises.find((p) => p.kind === 'judgement' && p.judgement.name === workings.reduces.name);
          return (
            tagOf(main) === c.tag &&
            inner?.kind === 'judgement' &&
            inner.args[positions.main] === (main as unknown as Fields)[field]
          );
        })
      )
        throw new Unmade(`no rule reduces ${c.tag}.${field} in its place`);
  }
}

/** The shape of configurations, from the rule that puts a reduction in its place; and where other rules may apply. */
function shapeOf(
  system: System,
  workings: Workings,
  positions: Positions,
): { readonly shape: Shape | undefined; readonly points: ReadonlySet<string> } {
  const { steps, reduces } = workings;
  const focus = workings.focus && inOrderOf(system.grammar, workings.focus);
  if (steps === undefined) return { shape: undefined, points: new Set() };
  const rules = concluding(system, steps);
  const inner = (r: Rule) =>
    r.premises.find((p): p is Instance => p.kind === 'judgement' && p.judgement.name === reduces.name);
  const [silent, ...more] = rules.filter((r) => inner(r) !== undefined);
  if (silent === undefined || more.length > 0) throw new Unmade(`there is not one rule of ${steps.name} that reduces`);
  const unlike = (what: string) => new Unmade(`${silent.name} ${what}`);
  if (silent.premises.length > 1) throw unlike('asks for more than a reduction');
  const premise = inner(silent) as Instance;
  const { args } = silent.conclusion;
  const K = args[steps.main] as Term & Fields;
  const info = system.grammar.constructors.get(tagOf(K as Pattern) ?? '');
  if (info === undefined) throw unlike('is not about configurations of one constructor');
  const fieldOf = (p: Pattern | undefined): string => {
    const found = info.fields.find(([f]) => isMeta(p) && K[f] === p)?.[0];
    if (found === undefined) throw unlike('reduces something that is no part of the configuration');
    return found;
  };
  const shape: Shape = {
    tag: info.tag,
    term: fieldOf(premise.args[positions.main]),
    context: contextField(system, info.fields),
    stores: positions.stores.map(({ input }) => fieldOf(premise.args[input])),
    given: positions.given.map((input) => fieldOf(premise.args[input])),
  };
  // What comes out is the configuration with the outputs in it, at its place.
  const out = args[steps.inputs.length] as Pattern;
  const K1 = (focus !== undefined && isCall(out) && out.call === focus ? out.args[0] : out) as Term & Fields;
  const n = reduces.inputs.length;
  const changed = new Map([[shape.term, premise.args[n + positions.result]]]);
  shape.stores.forEach((f, k) => changed.set(f, premise.args[n + (positions.stores[k]?.output as number)]));
  const asIs = tagOf(K1 as Pattern) === info.tag && info.fields.every(([f]) => K1[f] === (changed.get(f) ?? K[f]));
  if (!asIs || (focus === undefined) !== (K1 === out)) throw unlike('changes more than its reduction does');
  const points = new Set<string>();
  for (const r of rules) {
    if (r === silent) continue;
    const action = r.conclusion.args.findIndex(
      (p, i) => i < steps.inputs.length && i !== steps.main && tagOf(p) !== tagOf(args[i] as Pattern),
    );
    if (action < 0) throw new Unmade(`${r.name} is a silent step as well`);
    const other = r.conclusion.args[steps.main] as Term & Fields;
    const at = tagOf(other as Pattern) === info.tag ? tagOf(other[shape.term] as Pattern) : undefined;
    if (at === undefined) throw new Unmade(`${r.name} applies to any redex`);
    points.add(at);
  }
  return { shape, points };
}

function contextField(system: System, fields: readonly (readonly [string, string])[]): string | undefined {
  const hasFrames = [...system.grammar.constructors.values()].some((c) => c.frames !== undefined);
  if (!hasFrames) return undefined;
  const { sort } = system.grammar.constructors.get(contextsOf(system.grammar).hole.tag) as { readonly sort: string };
  return fields.find(([, s]) => s === sort)?.[0];
}
