/**
 * What the metavariables of a rule or a statement stand for where its premises are claims that were named: matched one
 * after the other, up to what the facts say is equal; what premises leave open is read from what is to be shown. In the place
 * of a claim a premise for all may be yet to be shown.
 */
import type { Metavariable } from '../../semantics/symbols.ts';
import { isInstance, type Instance as Judged } from '../../rules/judgement.ts';
import { isWhere } from '../../rules/rule.ts';
import type { Branch, By, Instantiation, Show } from '../check.ts';
import { isEvery, type Part } from '../statement.ts';
import type { Solver } from '../solving/solver.ts';
import type { Bindings, Sym } from '../terms.ts';
import { Unknowns } from '../search/unify.ts';

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
/** In the place of a claim: this premise for all is shown afterwards. */
export const yetToShow: Show = { vars: {}, node: { steps: [], end: { end: 'absurd' } } };
/** Why there is no instance: a premise, from 0, is none of the claims; or nothing says what these stand for. */
export type Missed = { readonly premise: number } | { readonly unsaid: readonly Metavariable[] };

/**
 * Instances of a schema whose premises are claims of these names or yet to be shown, until one is taken.
 * @param known what some metavariables stand for.
 * @param take is told an instance; it says whether that is the one.
 * @returns what was missing, unless an instance was taken.
 */
export function instances(
  b: Branch<Solver>,
  s: Schema,
  names: readonly By[],
  known: Bindings,
  goals: Goals,
  take: (i: Instantiation) => boolean,
): Missed {
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
  const left = () => own.filter((m) => u.open(env.get(m.meta)!));
  const open = () => left().length > 0;
  let unsaid: readonly Metavariable[] | undefined;
  const finish = (): boolean => {
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
    if (at === undefined) {
      const now = left();
      if (unsaid === undefined || now.length < unsaid.length) unsaid = now;
      return now.length === 0 && finish();
    }
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
    if (at === undefined) {
      furthest = s.premises.length;
      return rest();
    }
    furthest = Math.max(furthest, at[0]);
    const [, p] = at;
    const by = names[i];
    const next = () => premise(i + 1);
    if (typeof by === 'object') return isEvery(p) && next();
    const c = b.claims.get(by ?? '');
    if (c === undefined) return false;
    if (isEvery(p))
      return c.of === p.text && u.unifyAll(p.about.map((m) => env.get(m.meta)!), c.args, next); // prettier-ignore
    return isJudged(p) && c.every === undefined && c.of === p.judgement.name && u.unifyAll(p.args.map((a) => store.of(a, env)), c.args, next); // prettier-ignore
  };
  premise(0);
  return furthest === s.premises.length ? { unsaid: unsaid ?? [] } : { premise: furthest };
}
const isJudged = (p: Part): p is Judged => !isEvery(p) && isInstance(p);

/** What exists, and by what the goals are met. */
export interface Met {
  readonly witnesses: Instantiation;
  readonly claims: readonly By[];
}
/**
 * How goals are met by claims and facts that are there.
 * @param show whether goals for all may be yet to be shown, where no claim is one.
 * @returns undefined where something is missing.
 */
export function met(b: Branch<Solver>, goals: Goals, show = false): Met | undefined {
  const u = new Unknowns(b);
  const { store, solver } = b;
  const env = u.all(goals.existential, goals.env);
  const claims: By[] = [];
  let found: Met | undefined;
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
    if (!show || !isEvery(p)) return false;
    claims.push(yetToShow);
    if (first(i + 1)) return true;
    claims.pop();
    return false;
  };
  first(0);
  return found;
}
