/** The two solvers of side conditions, the checker's and the search's, against brute force over small universes: sets of names, N ≤ U, finite maps, equality. */
import { describe, expect, test } from 'vitest';
import { all, below, finite, intersect, member, none, subset, union } from '../semantics/proteus/capability.ts';
import { make, localsMap } from '../semantics/proteus/grammar.ts';
import { bind, localsWithin, typeOfLocal } from '../semantics/proteus/types.ts';
import type { AnyMetafunction } from '../semantics/symbols.ts';
import { equal } from '../semantics/terms.ts';
import { developmentFor } from '../proofs/developments.ts';
import { Facts } from '../proofs/elaborating/facts.ts';
import { Solver } from '../proofs/solving/solver.ts';
import { satisfiable } from '../proofs/solving/sets.ts';
import { Store, type Sym } from '../proofs/terms.ts';
import { proteus } from '../rules/proteus/system.ts';
import { chooser } from './arbitrary.ts';

const { known } = developmentFor(proteus)!;
const seed = 77;
const apply = (f: AnyMetafunction, args: readonly unknown[]) => (f.compute as unknown as (...a: unknown[]) => unknown)(...args); // prettier-ignore

/** The ground value of a term, its variables being given. */
function ground(s: Sym, env: ReadonlyMap<Sym, unknown>): unknown {
  if (s.kind === 'variable') return env.get(s);
  if (s.literal !== undefined) return s.literal;
  const args = s.args.map((a) => ground(a, env));
  if (s.kind === 'call') return args.includes(undefined) ? undefined : apply(s.fn!, args);
  if (s.op === '⊥') return undefined;
  if (s.op === 'true' || s.op === 'false') return s.op === 'true';
  return s.op === 'Locals.empty' ? localsMap.empty : proteus.grammar.makers.get(s.op)!(...args);
}

function* assignments(vars: readonly Sym[], values: (s: Sym) => readonly unknown[]): Generator<Map<Sym, unknown>> {
  const [first, ...rest] = vars;
  if (first === undefined) return yield new Map();
  for (const x of values(first)) for (const env of assignments(rest, values)) yield env.set(first, x);
}

type Literal = readonly [Sym, Sym, boolean];
const told = (l: readonly Literal[]) => l.map(([a, b, e]) => `${a.op} ${e ? '=' : '≠'} ${b.op}`).join(', ');

/** Whether some assignment makes all literals true; a term that is undefined equals only what is undefined. */
const possible = (literals: readonly Literal[], vars: readonly Sym[], values: (s: Sym) => readonly unknown[]): boolean => {
  for (const env of assignments(vars, values))
    if (literals.every(([a, b, e]) => {
      const [x, y] = [ground(a, env), ground(b, env)];
      return (x === y || (x !== undefined && y !== undefined && equal(x, y))) === e;
    })) return true;
  return false;
}; // prettier-ignore

const both = [
  ['the checker', Facts],
  ['the search', Solver],
] as const;

describe.each(both)('sets of names and N ≤ U, by the solver of %s', (_, Deciding) => {
  const caps = [none, all, finite(['a']), finite(['b']), finite(['a', 'b']), { ...all, names: ['a'] }, { ...all, names: ['b'] }]; // prettier-ignore
  test(`literals are refuted exactly where no small instance makes them true (seed ${seed})`, () => {
    const pick = chooser(seed);
    let refuted = 0;
    for (let i = 0; i < 400; i++) {
      const store = new Store(proteus.grammar);
      const sets = [0, 1, 2].map((n) => store.variable('Δ', n, 'Cap'));
      const names = [store.variable('t', 0, 'name')];
      const mus = [0, 1].map((n) => store.variable('μ', n, 'Mu'));
      const set = (): Sym => {
        const k = pick(6);
        if (k < 4) return sets[pick(3)]!;
        if (k === 4) return store.of([none, all][pick(2)]! as never, new Map());
        return store.call(pick(2) === 0 ? intersect : union, [sets[pick(3)]!, sets[pick(3)]!]);
      };
      const mu = () => (pick(3) === 0 ? store.constructed(pick(2) === 0 ? 'N' : 'U', []) : mus[pick(2)]!);
      const literals: Literal[] = Array.from({ length: 2 + pick(4) }, () => {
        const sign = pick(2) === 0;
        const k = pick(8);
        if (k < 4) return [store.call(subset, [set(), set()]), store.yes, sign];
        if (k === 4) return [set(), set(), sign];
        if (k === 5) return [store.call(below, [mu(), mu()]), store.yes, sign];
        return [store.call(member, [names[0]!, set()]), store.yes, sign];
      });
      const solver = new Deciding(store, known);
      for (const l of literals) solver.assume(...l);
      const contradictory = solver.contradictory();
      const vars = [...sets, ...names, ...mus];
      const can = possible(literals, vars, (s) => s.sort === 'Cap' ? caps : s.sort === 'Mu' ? [make.Mu.N(), make.Mu.U()] : ['a', 'other']); // prettier-ignore
      if (contradictory) {
        refuted++;
        expect(can, told(literals)).toBe(false);
      } else if (!can) {
        // Three sets over two names may need a third name to differ: the universe is too small, not the solver wrong.
        const more = possible(literals, vars, (s) => s.sort === 'Cap' ? subsets : s.sort === 'Mu' ? [make.Mu.N(), make.Mu.U()] : ['a', 'other']); // prettier-ignore
        expect(more, told(literals)).toBe(true);
      }
    }
    expect(refuted).toBeGreaterThan(60);
  });
  const letters = ['a', 'b', 'c', 'd'];
  const some = (names: readonly string[]): string[][] => names.reduce<string[][]>((l, n) => [...l, ...l.map((s) => [...s, n])], [[]]); // prettier-ignore
  const subsets = some(letters).flatMap((s) => [finite(s), make.Cap.Cofinite(s)]);

  test('propositions agree with truth tables', () => {
    const pick = chooser(seed + 1);
    for (let i = 0; i < 2000; i++) {
      const clauses = Array.from({ length: 1 + pick(8) }, () => Array.from({ length: 1 + pick(3) }, () => (1 + pick(4)) * (pick(2) === 0 ? 1 : -1))); // prettier-ignore
      let can = false;
      for (let bits = 0; bits < 16; bits++)
        can ||= clauses.every((c) => c.some((l) => ((bits >> (Math.abs(l) - 1)) & 1) === (l > 0 ? 1 : 0)));
      expect(satisfiable(clauses, [])).toBe(can);
    }
  });
});

describe.each(both)('finite maps, by the solver of %s', (_, Deciding) => {
  test(`what is refuted has no instance with two keys (seed ${seed})`, () => {
    const pick = chooser(seed + 2);
    let refuted = 0;
    const values = [make.Type.Int(), make.Type.Named('t')];
    const maps = [undefined, ...values].flatMap((x) => [undefined, ...values].map((y) => localsMap.of([['a', x], ['b', y]].filter(([, v]) => v !== undefined) as never))); // prettier-ignore
    for (let i = 0; i < 800; i++) {
      const store = new Store(proteus.grammar);
      const ms = [0, 1].map((n) => store.variable('Γ', n, 'Locals'));
      const ks = [0, 1].map((n) => store.variable('x', n, 'name'));
      const ts = [0, 1].map((n) => store.variable('τ', n, 'Type'));
      const map = (): Sym => pick(3) === 0 ? store.call(bind, [ms[pick(2)]!, ks[pick(2)]!, ts[pick(2)]!]) : ms[pick(2)]!; // prettier-ignore
      const get = (): Sym => store.call(typeOfLocal, [map(), ks[pick(2)]!]);
      const literals: Literal[] = Array.from({ length: 2 + pick(4) }, () => {
        const k = pick(5);
        const sign = pick(3) > 0;
        if (k === 0) return [ks[0]!, ks[1]!, sign];
        if (k === 1) return [map(), map(), sign];
        if (k === 2) return [store.call(localsWithin, [map(), map()]), store.yes, sign];
        return [get(), pick(2) === 0 ? ts[pick(2)]! : pick(2) === 0 ? store.undef : get(), sign];
      });
      const solver = new Deciding(store, known);
      for (const l of literals) solver.assume(...l);
      if (!solver.contradictory()) continue;
      refuted++;
      expect(possible(literals, [...ms, ...ks, ...ts], (s) => s.sort === 'Locals' ? maps : s.sort === 'name' ? ['a', 'b'] : values), told(literals)).toBe(false); // prettier-ignore
    }
    expect(refuted).toBeGreaterThan(50);
  });
});

describe('facts are taken back', () => {
  test('after what came later is taken back, the answers are those of before', () => {
    const store = new Store(proteus.grammar);
    const [a, b, c] = [0, 1, 2].map((n) => store.variable('τ', n, 'Type')) as [Sym, Sym, Sym];
    const solver = new Solver(store, known);
    solver.assume(a, b);
    const mark = solver.push();
    solver.assume(b, c);
    expect(solver.equal(a, c)).toBe(true);
    solver.assume(a, store.constructed('Int', []));
    solver.assume(c, store.constructed('Ref', [c]));
    expect(solver.contradictory()).toBe(true);
    solver.pop(mark);
    expect([solver.equal(a, c), solver.equal(a, b), solver.contradictory()]).toEqual([false, true, false]);
  });
});
