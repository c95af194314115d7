/** Scope: telling the variables of a term that is read from the names that no binder around them binds. */
import { bindingOf } from './binding.ts';
import { Bound } from './scopes.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf, makerOf } from './matching.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Resolution {
  /** The constructor of the variables; without it the grammar's only ones. */
  readonly variable?: string;
  /** Names bound around the term. */
  readonly bound?: Iterable<string>;
  /** What stands for an occurrence that nothing binds: itself, or another term. */
  readonly free: (x: string, occurrence: Term) => Term;
  /** Called on each term that may hold variables, before its parts, in the order of the text. */
  readonly visit?: (term: Term) => void;
  /** Called on each term made anew, with the one it is in place of; what it returns is used (positions, say). */
  readonly made?: (term: Term, before: Term) => Term;
}

/** The term with each unbound occurrence replaced, and the very term where none is; no native stack is used. */
export function resolve(g: Grammar, root: Term, { variable, bound = [], free, visit, made }: Resolution): Term {
  const binding = bindingOf(g, variable);
  const scope = new Bound();
  for (const x of bound) scope.enter(x);
  const results: Term[] = [];
  const work: (() => void)[] = [];
  const go = (e: Term): void => {
    visit?.(e);
    const fields = e as unknown as Fields;
    const places = binding.places(e);
    if (places.variable !== undefined) {
      const x = fields[places.variable] as string;
      const there = scope.get(x) === undefined ? free(x, e) : e;
      results.push(there === e || !made ? there : made(there, e));
      return;
    }
    const { parts } = places;
    if (parts.length === 0) {
      results.push(e);
      return;
    }
    work.push(() => {
      const resolved = results.splice(results.length - parts.length);
      if (parts.every(({ field }, i) => fields[field] === resolved[i])) {
        results.push(e);
        return;
      }
      const args = constructorOf(g, e).fields.map(([f]) => {
        const i = parts.findIndex(({ field }) => field === f);
        return i === -1 ? fields[f] : resolved[i];
      });
      const again = (makerOf(g, e.tag) as (...args: unknown[]) => Term)(...args);
      results.push(made ? made(again, e) : again);
    });
    for (let i = parts.length - 1; i >= 0; i--) {
      const { field, under } = parts[i] as (typeof parts)[number];
      const names = under.map((f) => fields[f] as string);
      if (names.length > 0) work.push(() => names.forEach((x) => scope.leave(x)));
      work.push(() => go(fields[field] as Term));
      if (names.length > 0) work.push(() => names.forEach((x) => scope.enter(x)));
    }
  };
  work.push(() => go(root));
  while (work.length > 0) (work.pop() as () => void)();
  return results.pop() as Term;
}
