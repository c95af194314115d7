/**
 * Proofs played on instances: the premises being derived of ground terms, each step has to give what is so. An inversion
 * finds the rule that the derivation ends in, what is applied makes a derivation of ground terms, what a lemma gives is
 * derived anew, and no branch said to be absurd is ever reached. Nothing here asks the solver: a checker that accepts
 * what does not follow shows where an instance is played (proofs.md, section 11).
 */
import type { Derivation } from '../../checker/derivation.ts';
import { Search } from '../../checker/derive.ts';
import type { Metavariable } from '../../semantics/symbols.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import { isWhere, metasOf, type Rule } from '../../rules/rule.ts';
import { claimName, caseAt, rulesOf, type Development, type Instantiation, type Node, type Numbers, type Show, type Step } from '../check.ts'; // prettier-ignore
import { isEvery, quantified, type Every, type Part, type Statement } from '../statement.ts';
import type { Store, Sym } from '../terms.ts';
import { alike, fits, Unsaid, valueIn, valueOf, type Env } from './values.ts';

/** Where a proof and an instance part. */
export class Broken extends Error {}
const broken = (message: string): never => {
  throw new Broken(message);
};

/** How a proof went on an instance: to its end, to a step of which nothing can be said here, or against what is so. */
export type Played =
  /** With the derivations of what the statement concludes. */
  | { readonly end: 'done'; readonly steps: number; readonly concluded: readonly Derivation[] }
  | { readonly end: 'unsaid' | 'broken'; readonly steps: number; readonly path: string; readonly message: string };

/** A derived claim; without a derivation where it was only found that there is one. */
interface Fact {
  readonly judgement: string;
  readonly args: readonly unknown[];
  readonly derivation: Derivation | undefined;
}
interface Quantified {
  readonly schema: Every;
  readonly env: Env;
  /** It is a premise of the statement: an instance need not meet it where the proof makes no use of it. */
  readonly supposed: boolean;
}

const fuel = 20_000;
const mostSolutions = 16;

class Player {
  steps = 0;
  concluded: readonly Derivation[] = [];
  readonly path: string[] = [];
  private readonly facts = new Map<string, Fact>();
  private readonly every = new Map<string, Quantified>();
  private readonly values = new Map<Sym, unknown>();
  private readonly d: Development;
  private readonly store: Store;
  private readonly statement: Statement;
  constructor(d: Development, store: Store, statement: Statement) {
    this.d = d;
    this.store = store;
    this.statement = statement;
  }

  private get grammar() {
    return this.store.grammar;
  }
  private bind(metas: readonly { readonly meta: string; readonly sort: string }[], numbers: Numbers, env: Env): void {
    for (const m of metas) this.values.set(this.store.variable(m.meta, numbers[m.meta]!, m.sort), env.get(m.meta));
  }

  /** The premises of the statement, as they are of the instance. */
  start(given: ReadonlyMap<string, unknown>, derivations: readonly (Derivation | undefined)[]): Env {
    const env: Env = new Map(given);
    this.bind(this.statement.universal, Object.fromEntries(this.statement.universal.map((m) => [m.meta, 0])), env);
    this.statement.premises.forEach((p, k) => {
      if (isEvery(p)) this.every.set(claimName('h', k), { schema: p, env, supposed: true });
      else if (isInstance(p)) this.fact(claimName('h', k), p.judgement.name, p.args.map((a) => valueIn(this.grammar, a, env)), derivations[k]); // prettier-ignore
    });
    return env;
  }
  private fact(name: string, judgement: string, args: readonly unknown[], derivation: Derivation | undefined): void {
    this.facts.set(name, { judgement, args, derivation });
  }
  private factOf = (name: string): Fact => this.facts.get(name) ?? broken(`there is no claim ${name}`);

  /** The derivations of a judgement whose inputs are known; none of judgements whose rules choose. */
  private *derivations(form: Form, inputs: readonly unknown[]): Generator<Derivation> {
    if (rulesOf(this.d.system, form.name).some((r) => r.chosen.length > 0)) throw new Unsaid(`${form.name} has rules that choose`); // prettier-ignore
    const search = new Search(this.d.system, form, inputs, { fuel });
    for (let i = 0; i < mostSolutions; i++) {
      const found = search.next();
      if (found === undefined) {
        if (search.failure?.outOfFuel) throw new Unsaid(`${form.name} is searched for too long`);
        return;
      }
      yield found.derivation;
    }
    throw new Unsaid(`${form.name} has many derivations`);
  }
  private formOf = (judgement: string): Form => rulesOf(this.d.system, judgement)[0]!.conclusion.judgement;
  private derivationOf(name: string): Derivation {
    const f = this.factOf(name);
    if (f.derivation !== undefined) return f.derivation;
    const form = this.formOf(f.judgement);
    for (const x of this.derivations(form, f.args.slice(0, form.inputs.length))) {
      if (!x.args.every((a, i) => alike(a, f.args[i]))) continue;
      this.fact(name, f.judgement, f.args, x);
      return x;
    }
    return broken(`${name} is not derivable`);
  }

  /** Takes what parts say for true of an environment; what exists is found. */
  private conclude(parts: readonly Part[], env: Env, of: string): void {
    parts.forEach((p, k) => {
      if (isEvery(p)) return void this.every.set(claimName(of, k), { schema: p, env: new Map(env), supposed: false });
      if (!isInstance(p)) return this.holds(p, env, `what ${of} gives`);
      const n = p.judgement.inputs.length;
      const inputs = p.args.slice(0, n).map((a) => valueIn(this.grammar, a, env));
      if (inputs.includes(undefined)) return broken(`what ${of} gives is undefined`);
      for (const x of this.derivations(p.judgement, inputs)) {
        const found: Env = new Map(env);
        if (!p.args.slice(n).every((a, i) => fits(this.grammar, a, x.args[n + i], found))) continue;
        found.forEach((v, m) => env.set(m, v));
        return this.fact(claimName(of, k), p.judgement.name, x.args, x);
      }
      return broken(`${p.judgement.name}, which ${of} gives, is not derivable`);
    });
  }
  /** What a premise for all gives: where it does not hold, the instance is none of the statement. */
  private supposed(parts: readonly Part[], env: Env, of: string): void {
    try {
      this.conclude(parts, env, of);
    } catch (e) {
      throw e instanceof Broken ? new Unsaid('a premise for all does not hold') : e;
    }
  }
  private holds(p: Exclude<Part, Every>, env: Env, what: string): void {
    if (isInstance(p)) return;
    if (isWhere(p)) {
      if (!fits(this.grammar, p.pattern, valueIn(this.grammar, p.value, env), env)) broken(`${what}: an equation does not hold`); // prettier-ignore
    } else if (valueIn(this.grammar, p, env) !== true) broken(`${what}: a condition does not hold`);
  }
  private instance(metas: readonly Metavariable[], given: Instantiation, outer: Env = new Map()): Env {
    // prettier-ignore
    const env: Env = new Map(outer);
    for (const m of metas) {
      const x = valueOf(this.grammar, given[m.meta] ?? broken(`no term for ${m.meta}`), this.values);
      if (x === undefined) broken(`the term for ${m.meta} is undefined`);
      const test = m.restriction && this.d.known.restrictions.get(m.restriction.name);
      if (test && (test.compute as unknown as (x: unknown) => boolean)(x) !== true) broken(`${m.meta} is restricted`);
      env.set(m.meta, x);
    }
    return env;
  }
  /** What is named for parts is what they say. */
  private meet(parts: readonly Part[], env: Env, names: readonly (string | Show)[]): (Fact | undefined)[] {
    let next = 0;
    return parts.flatMap((p, k): (Fact | undefined)[] => {
      const what = `premise ${k + 1}`;
      if (isEvery(p)) return [void next++];
      if (!isInstance(p)) return (this.holds(p, env, what), []);
      const name = names[next++];
      const f = typeof name === 'string' ? this.factOf(name) : broken(`${what} is missing`);
      if (f.judgement !== p.judgement.name) broken(`${what} is another judgement`);
      p.args.forEach((a, i) => {
        const x = valueIn(this.grammar, a, env);
        if (x === undefined || !alike(x, f.args[i])) broken(`argument ${i + 1} of ${what} is not that of ${String(name)}`); // prettier-ignore
      });
      return [{ ...f, derivation: this.derivationOf(name as string) }];
    });
  }

  private open(of: string, x: Derivation, numbers: Numbers): void {
    const { rule } = x;
    const env: Env = new Map(x.metas.map((m, i) => [m, x.env[i]]));
    this.bind(metasOf(rule), numbers, env);
    let next = 0;
    rule.premises.forEach((p, k) => {
      if (!isInstance(p)) return;
      const premise = x.premises[next++]!;
      this.fact(claimName(`${of}/${rule.name}`, k), p.judgement.name, premise.args, premise);
    });
  }
  private shape(of: Sym, tag: string, numbers: Numbers): boolean {
    const x = valueOf(this.grammar, of, this.values) as Record<string, unknown> & { readonly tag?: string };
    if (x?.tag !== tag) return false;
    const fields = this.grammar.constructors.get(tag)!.fields;
    this.bind(fields.map(([meta, sort]) => ({ meta, sort })), numbers, new Map(fields.map(([f]) => [f, x[f]]))); // prettier-ignore
    return true;
  }

  private step(s: Step): void {
    switch (s.step) {
      case 'invert': {
        const x = this.derivationOf(s.of);
        if (x.rule.name !== s.rule) broken(`${s.of} ends in ${x.rule.name}, not in ${s.rule}`);
        return this.open(s.of, x, s.metas);
      }
      case 'shape':
        return void (this.shape(s.of, s.tag, s.metas) || broken(`the term is no ${s.tag}`));
      case 'apply': {
        const rule: Rule = this.d.system.rules.get(s.rule) ?? broken(`there is no rule ${s.rule}`);
        const env = this.instance(metasOf(rule), s.instance);
        const premises = this.meet(rule.premises, env, s.premises).map((f) => f!.derivation!);
        const args = rule.conclusion.args.map((a) => valueIn(this.grammar, a, env));
        if (args.includes(undefined)) broken('the conclusion is undefined');
        return this.fact(claimName(s.as, 0), rule.conclusion.judgement.name, args, { rule, metas: [...env.keys()], env: [...env.values()], args, premises }); // prettier-ignore
      }
      case 'use': {
        const outer = s.kind === 'every' ? this.every.get(s.of) : undefined;
        if (s.kind === 'every' && outer === undefined) throw new Unsaid('a premise for all');
        const schema = outer === undefined ? (this.d.statements.get(s.of) ?? broken(`there is no ${s.of}`)) : { ...outer.schema, universal: outer.schema.every, existential: quantified(outer.schema.premises, outer.schema.conclusions, [...outer.env.keys(), ...outer.schema.every.map((m) => m.meta)]).existential }; // prettier-ignore
        const env = this.instance(schema.universal, s.instance, outer?.env);
        this.meet(schema.premises, env, s.premises);
        // What rests on a premise for all may fail where that does.
        if (outer?.supposed || (schema.premises.some(isEvery) && this.statement.premises.some(isEvery)))
          this.supposed(schema.conclusions, env, s.as);
        else this.conclude(schema.conclusions, env, s.as);
        return this.bind(schema.existential, s.exists, env);
      }
    }
  }

  node(n: Node, env: Env): void {
    const at = <T>(where: string, f: () => T): T => {
      this.path.push(where);
      const result = f();
      this.path.pop();
      return result;
    };
    n.steps.forEach((s, i) => at(`steps[${i}]`, () => (this.steps++, this.step(s))));
    const { end } = n;
    at('end', () => {
      switch (end.end) {
        case 'absurd':
          return broken('the facts contradict each other, and all are so');
        case 'done': {
          const all = this.instance(this.statement.existential, end.witnesses, env);
          const met = this.meet(this.statement.conclusions, all, end.claims);
          this.concluded = met.flatMap((f) => f?.derivation ?? []);
          return;
        }
        case 'invert': {
          const x = this.derivationOf(end.of);
          const to = end.nodes.find((y) => y.rule === x.rule.name) ?? broken(`${end.of} ends in ${x.rule.name}, which is left out`); // prettier-ignore
          return at(to.rule, () => (this.open(end.of, x, to.metas), this.node(to.node, env)));
        }
        case 'shape': {
          const to = end.nodes.find((y) => this.shape(end.of, y.tag, y.metas)) ?? broken('the shape of the term is left out'); // prettier-ignore
          return at(to.tag, () => this.node(to.node, env));
        }
        default: {
          const [a, b] = end.end === 'equal' ? [end.left, end.right] : [end.of, undefined];
          const x = valueOf(this.grammar, a, this.values);
          const yes = end.end === 'equal' ? alike(x, valueOf(this.grammar, b!, this.values)) : end.end === 'holds' ? x === true : x !== undefined; // prettier-ignore
          return at(yes ? 'yes' : 'no', () => this.node(yes ? end.yes : end.no, env));
        }
      }
    });
  }
}

/** An instance of the premises of a statement. */
export interface Ground {
  readonly values: ReadonlyMap<string, unknown>;
  /** Of the premises that are judgements. */
  readonly derivations: readonly (Derivation | undefined)[];
}

/** Whether an instance is of a case. */
export function isOf(s: Statement, kase: string, { values, derivations }: Ground): boolean {
  if (s.onSyntax !== undefined) return (values.get(s.onSyntax) as { tag?: string } | undefined)?.tag === kase;
  const at = caseAt(s);
  if (at === undefined) return true;
  let x = derivations[Number(at.split('/')[0]!.split('.')[1])];
  for (const part of at.split('/').slice(1)) {
    const [rule, k] = part.split('.') as [string, string];
    if (x === undefined || x.rule.name !== rule) return false;
    x = x.premises[x.rule.premises.slice(0, Number(k)).filter(isInstance).length];
  }
  return x?.rule.name === kase;
}

/** Plays a proof of a case on an instance; undefined where the instance is of another case. */
export function play(
  d: Development,
  store: Store,
  theorem: string,
  kase: string,
  node: Node,
  ground: Ground,
): Played | undefined {
  // prettier-ignore
  const s = d.statements.get(theorem)!;
  if (!isOf(s, kase, ground)) return undefined;
  const p = new Player(d, store, s);
  try {
    const env = p.start(ground.values, ground.derivations);
    p.node(node, env);
    return { end: 'done', steps: p.steps, concluded: p.concluded };
  } catch (e) {
    const { steps, path } = p;
    const said = { steps, path: path.join('.'), message: e instanceof Error ? e.message : String(e) };
    return { end: e instanceof Unsaid ? 'unsaid' : 'broken', ...said };
  }
}
