/**
 * Values that make an open case fail: an instance of what the statement supposes of which a conclusion does not hold, or,
 * where none is made, values of what the branch names under which the facts hold that can be computed and the conclusion
 * does not. What is computed and derived here is ground: nothing is asked of the solver.
 */
import { Search } from '../../checker/derive.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Generator } from '../../checker/generate/generator.ts';
import type { Hints } from '../../checker/generate/hints.ts';
import type { Term } from '../../semantics/grammar.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import { isWhere } from '../../rules/rule.ts';
import { rulesOf, type Claim, type Development } from '../check.ts';
import type { Failure } from '../search/search.ts';
import { isEvery, type Statement } from '../statement.ts';
import type { Sym } from '../terms.ts';
import { Instances } from './instances.ts';
import { alike, Unsaid, valueOf } from './values.ts';

/** Values that make a case fail. */
export interface Failing {
  /** What has a value, and which. */
  readonly values: ReadonlyMap<Sym, unknown>;
  /** The conclusion that does not hold, by its place among the goals of the failure. */
  readonly goal: number;
  /** Whether it is an instance of all that the statement supposes, and not of the facts that can be computed alone. */
  readonly instance: boolean;
}

const fuel = 20_000;
const mostDerivations = 8;
/** How large terms are that nothing else tells. */
const size = 2;

/** Values of the variables of a branch, as far as they are known. */
class Valued {
  readonly values = new Map<Sym, unknown>();
  private readonly derived = new Set<Claim>();
  private readonly d: Development;
  private readonly f: Failure;
  constructor(d: Development, f: Failure) {
    this.d = d;
    this.f = f;
  }
  private get grammar() {
    return this.d.system.grammar;
  }

  /** The value of a term, in a box; undefined where nothing can be said. */
  of(s: Sym): { readonly value: unknown } | undefined {
    try {
      return { value: valueOf(this.grammar, s, this.values) };
    } catch (e) {
      if (e instanceof Unsaid) return undefined;
      throw e;
    }
  }
  /** Whether a term may have a value; the variables that this tells get theirs. */
  fits(s: Sym, x: unknown): boolean {
    const known = this.of(s);
    if (known !== undefined) return alike(known.value, x);
    if (s.kind === 'call') return true;
    if (x === undefined) return false;
    if (s.kind === 'variable') {
      this.values.set(s, x);
      return true;
    }
    const fields = this.grammar.constructors.get(s.op)?.fields;
    if (fields === undefined || (x as Term).tag !== s.op) return false;
    return fields.every(([field], i) => this.fits(s.args[i]!, (x as Record<string, unknown>)[field]));
  }
  private fact([a, b, equal]: Failure['facts'][number]): boolean {
    const [p, q] = [this.of(a), this.of(b)];
    if (!equal) return p === undefined || q === undefined || !alike(p.value, q.value);
    return (p === undefined || this.fits(b, p.value)) && (q === undefined || this.fits(a, q.value));
  }
  /** Whether a judgement may hold; what it finds gets its values. Undefined where what it is about has none. */
  judged(name: string, args: readonly Sym[]): boolean | undefined {
    const form: Form = rulesOf(this.d.system, name)[0]!.conclusion.judgement;
    if (rulesOf(this.d.system, name).some((r) => r.chosen.length > 0)) return undefined;
    const inputs = args.slice(0, form.inputs.length).map((a) => this.of(a));
    if (inputs.includes(undefined)) return undefined;
    const search = new Search(this.d.system, form, inputs.map((x) => x!.value), { fuel, record: false }); // prettier-ignore
    for (let i = 0; i < mostDerivations; i++) {
      const found = search.next();
      if (found === undefined) return search.failure?.outOfFuel ? undefined : false;
      const before = new Map(this.values);
      if (args.slice(form.inputs.length).every((a, k) => this.fits(a, found.outputs[k]))) return true;
      this.values.clear();
      before.forEach((x, s) => this.values.set(s, x));
    }
    return undefined;
  }

  /** Whether no fact and no claim is against the values; what they tell is added. */
  agrees(): boolean {
    for (let before = -1; before < this.values.size;) {
      before = this.values.size;
      if (!this.f.facts.every((l) => this.fact(l))) return false;
      for (const c of this.f.claims) {
        if (c.every !== undefined || this.derived.has(c)) continue;
        const holds = this.judged(c.of, c.args);
        if (holds === false) return false;
        if (holds) this.derived.add(c);
      }
    }
    return true;
  }

  /** The first conclusion, of those not shown, that does not hold; undefined where all may. */
  fallen(): number | undefined {
    const { store, goals } = this.f;
    for (const [i, { part, env, shown }] of goals.entries()) {
      let holds: boolean | undefined;
      if (isEvery(part)) continue;
      else if (isInstance(part))
        holds = this.judged(part.judgement.name, part.args.map((a) => store.of(a, env))); // prettier-ignore
      else if (isWhere(part)) {
        const x = this.of(store.of(part.value, env));
        holds = x && x.value !== undefined && this.fits(store.of(part.pattern, env), x.value);
      } else holds = this.of(store.of(part, env))?.value as boolean | undefined;
      if (holds === false && !shown) return i;
    }
    return undefined;
  }
}

/** The variables of terms, in the order of their appearance. */
function variablesOf(terms: readonly Sym[]): Sym[] {
  const found = new Set<Sym>();
  const visit = (s: Sym): void => (s.kind === 'variable' ? void found.add(s) : s.args.forEach(visit));
  terms.forEach(visit);
  return [...found];
}
/** The terms that a goal speaks of. */
const termsIn = (f: Failure, { part, env }: Failure['goals'][number]): Sym[] => {
  if (isEvery(part)) return [];
  const patterns = isInstance(part) ? part.args : isWhere(part) ? [part.value, part.pattern] : [part];
  return patterns.map((p) => f.store.of(p, env));
};
/** The variables that a goal speaks of. */
export const variablesIn = (f: Failure, goal: Failure['goals'][number]): Sym[] => variablesOf(termsIn(f, goal));

/** An instance of the premises of which a conclusion does not hold: in the branch where there is one. */
function instanceOf(d: Development, hints: Hints, s: Statement, kase: string, f: Failure, tries: number): Failing | undefined {
  const instances = new Instances(d, hints, s, 1, true);
  let elsewhere: Failing | undefined;
  for (let n = 0; n < tries * instances.ways; n++) {
    const given = instances.fails(n % tries, kase, Math.floor(n / tries));
    if (given === undefined) continue;
    const valued = new Valued(d, f);
    for (const m of s.universal) valued.values.set(f.store.variable(m.meta, 0, m.sort), given.get(m.meta));
    const first = new Map(valued.values);
    const agrees = valued.agrees();
    const goal = agrees ? valued.fallen() : undefined;
    if (goal !== undefined) return { values: valued.values, goal, instance: true };
    // The search had gone into cases: the instance is of another one.
    elsewhere ??= { values: first, goal: f.goals.findIndex((g) => !g.shown), instance: true };
  }
  return elsewhere;
} // prettier-ignore

/** Values of what conclusions and facts speak of, at random among small ones. */
function modelOf(d: Development, hints: Hints, f: Failure, tries: number): Failing | undefined {
  const chooser = new RandomChooser(1);
  const generator = new Generator(d.system, hints, chooser);
  const asked = f.goals
    .flatMap((g) => (g.shown ? [] : termsIn(f, g)))
    .filter((s) => s.sort === 'holds' || s.kind !== 'variable');
  const near = f.facts.filter((l) => l.slice(0, 2).some((s) => variablesOf([s as Sym]).some((v) => variablesOf(asked).includes(v)))); // prettier-ignore
  const wanted = [...new Set([...variablesOf(asked), ...variablesOf(near.flatMap(([a, b]) => [a, b]))])];
  for (let n = 0; n < tries; n++) {
    chooser.reseed(n, 7);
    const valued = new Valued(d, f);
    let agrees = valued.agrees();
    for (const v of wanted) {
      if (!agrees) break;
      if (valued.values.has(v) || v.op.startsWith('?')) continue;
      const x = generator.term(v.sort, [...v.op][0]!, size);
      if (x === undefined) continue;
      valued.values.set(v, x);
      agrees = valued.agrees();
    }
    const goal = agrees ? valued.fallen() : undefined;
    if (goal !== undefined) return { values: valued.values, goal, instance: false };
  }
  return undefined;
}

/**
 * Values that make an open case fail; undefined where none were found, which proves nothing.
 * @param hints how terms of the calculus are generated.
 * @param tries how many instances, and how many choices of values, are tried.
 */
export const failingValues = (d: Development, hints: Hints, s: Statement, kase: string, f: Failure, tries = 2000): Failing | undefined =>
  instanceOf(d, hints, s, kase, f, tries) ?? modelOf(d, hints, f, tries / 10); // prettier-ignore
