/**
 * What the metavariables of a rule or a statement stand for where its premises are claims that were named: matched one
 * after the other, up to what the facts say is equal; what premises leave open is read from what is to be shown.
 */
import type { Metavariable } from '../../semantics/symbols.ts';
import { isInstance, type Instance as Judged } from '../../rules/judgement.ts';
import { isWhere } from '../../rules/rule.ts';
import type { Branch, Instantiation } from '../check.ts';
import { isEvery, type Part } from '../statement.ts';
import type { Solver } from '../solving/solver.ts';
import type { Bindings, Sym } from '../terms.ts';
import { Unknowns } from './unify.ts';

/** What is to be matched. */
export interface Schema {
  readonly premises: readonly Part[];
  readonly conclusions: readonly Part[];
  readonly universal: readonly Metavariable[];
  readonly existential: readonly Metavariable[];
}
/** What is to be shown in a branch. */
export interface Goals {
  readonly parts: readonly Part[];
  readonly existential: readonly Metavariable[];
  readonly env: Bindings;
}

/**
 * Instances of a schema whose premises are claims of these names, until one is taken.
 * @param known what some metavariables stand for.
 * @param take is told an instance; it says whether that is the one.
 * @returns the number of the premise, from 0, that nothing matched; -1 where all of them were matched.
 */
export function instances(
  b: Branch<Solver>,
  s: Schema,
  names: readonly string[],
  known: Bindings,
  goals: Goals,
  take: (i: Instantiation) => boolean,
): number {
  const u = new Unknowns(b);
  const { store, solver } = b;
  const own = s.universal.filter((m) => !known.has(m.meta));
  const env = u.all(own, known);
  let furthest = 0;
  const calls = (c: Sym, f: (there: Sym) => boolean): boolean =>
    solver.callsOf(c.fn!).some((there) => !u.open(there) && f(there));
  // Judgements first, in their order: conditions follow from what they tell.
  const judged = [...s.premises.entries()].filter(([, p]) => isEvery(p) || isInstance(p));
  const others = [...s.premises.entries()].filter(([, p]) => !isEvery(p) && !isInstance(p));
  const open = () => own.some((m) => u.open(env.get(m.meta)!));
  const finish = (): boolean => {
    furthest = s.premises.length;
    return take(Object.fromEntries(s.universal.map((m) => [m.meta, u.resolve(env.get(m.meta)!)])));
  };
  /** What is left open is as one of the goals has it, or as conditions tell. */
  const rest = (): boolean => {
    if (open()) {
      const free = u.all(goals.existential, goals.env);
      const made = new Map([...env, ...s.existential.map((m) => [m.meta, u.make(m)] as const)]);
      for (const c of s.conclusions)
        for (const g of goals.parts)
          if (isJudged(c) && isJudged(g) && c.judgement.name === g.judgement.name)
            if (u.unifyAll(c.args.map((a) => store.of(a, made)), g.args.map((a) => store.of(a, free)), () => conditions(0))) return true; // prettier-ignore
    }
    return conditions(0);
  };
  const conditions = (i: number): boolean => {
    const at = others[i];
    if (at === undefined) return !open() && finish();
    const p = at[1];
    const next = () => conditions(i + 1);
    if (isEvery(p) || isInstance(p)) return next();
    if (isWhere(p)) {
      const value = u.resolve(store.of(p.value, env));
      const pattern = store.of(p.pattern, env);
      if (!u.open(value)) return u.unify(pattern, value, next);
      return value.kind === 'call' ? calls(value, (c) => solver.defined(c) && u.unifyAll(value.args, c.args, () => u.unify(pattern, c, next))) : next(); // prettier-ignore
    }
    const c = u.resolve(store.of(p, env));
    return u.open(c) && calls(c, (f) => solver.truth(f) === 'yes' && u.unifyAll(c.args, f.args, next)) ? true : next();
  };
  const premise = (i: number): boolean => {
    const at = judged[i];
    if (at === undefined) return rest();
    furthest = Math.max(furthest, at[0]);
    const [, p] = at;
    const c = b.claims.get(names[i] ?? '');
    if (c === undefined) return false;
    const next = () => premise(i + 1);
    if (isEvery(p))
      return c.of === p.text && u.unifyAll(p.about.map((m) => env.get(m.meta)!), c.args, next); // prettier-ignore
    return isJudged(p) && c.every === undefined && c.of === p.judgement.name && u.unifyAll(p.args.map((a) => store.of(a, env)), c.args, next); // prettier-ignore
  };
  premise(0);
  return furthest === s.premises.length ? -1 : furthest;
}
const isJudged = (p: Part): p is Judged => !isEvery(p) && isInstance(p);

/**
 * How goals are met by claims and facts that are there.
 * @returns what exists, and the claims; undefined where something is missing.
 */
export function met(
  b: Branch<Solver>,
  goals: Goals,
): { readonly witnesses: Instantiation; readonly claims: readonly string[] } | undefined {
  const u = new Unknowns(b);
  const { store, solver } = b;
  const env = u.all(goals.existential, goals.env);
  const claims: string[] = [];
  let found: { readonly witnesses: Instantiation; readonly claims: readonly string[] } | undefined;
  const [judged, others] = [true, false].map((j) => goals.parts.filter((p) => isEvery(p) || isInstance(p) === j));
  const rest = (i: number): boolean => {
    const p = others![i];
    const next = () => rest(i + 1);
    if (p === undefined) {
      if (!u.settled()) return false;
      const witnesses = Object.fromEntries(goals.existential.map((m) => [m.meta, u.resolve(env.get(m.meta)!)]));
      if (Object.values(witnesses).some((w) => u.open(w))) return false;
      found = { witnesses, claims: [...claims] };
      return true;
    }
    if (isEvery(p) || isInstance(p)) return next();
    if (isWhere(p)) return u.unify(store.of(p.pattern, env), u.resolve(store.of(p.value, env)), next);
    const c = u.resolve(store.of(p, env));
    return !u.open(c) && solver.holds(c) && next();
  };
  const first = (i: number): boolean => {
    const p = judged![i];
    if (p === undefined) return rest(0);
    for (const [name, c] of b.claims) {
      claims.push(name);
      const fits = isEvery(p)
        ? c.of === p.text && u.unifyAll(p.about.map((m) => env.get(m.meta)!), c.args, () => first(i + 1)) // prettier-ignore
        : isJudged(p) && c.every === undefined && c.of === p.judgement.name && u.unifyAll(p.args.map((a) => store.of(a, env)), c.args, () => first(i + 1)); // prettier-ignore
      if (fits) return true;
      claims.pop();
    }
    return false;
  };
  first(0);
  return found;
}
