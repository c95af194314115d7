/**
 * What is made from the lines of a grammar, on a calculus that nobody has written a function for: Proteus with sums.
 * Each function is compared with a definition that walks terms in the plainest way, and knows of binders and of the
 * order of evaluation by itself.
 */
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { alphaEqual } from '../semantics/alpha.ts';
import { bindingOf } from '../semantics/binding.ts';
import { grammar as checkedGrammar } from '../workbench/api/index.ts';
import { freeIn } from '../semantics/scopes.ts';
import { contextsOf } from '../semantics/contexts.ts';
import { con, extendGrammar, grammar, type Term } from '../semantics/grammar.ts';
import { Interner } from '../semantics/interning.ts';
import { metaTable } from '../semantics/proteus/metas.ts';
import { resolve } from '../semantics/resolution.ts';
import { make as makeLambda, stlc } from '../semantics/stlc/grammar.ts';
import { substitution } from '../semantics/substitution.ts';
import { isCall, isMeta, type Pattern } from '../semantics/symbols.ts';
import { equal } from '../semantics/terms.ts';
import { children, subterms } from '../semantics/traversal.ts';
import { valuesOf } from '../semantics/values.ts';
import { stlc as lambda } from '../rules/stlc/system.ts';
import { value as isJudgedValue } from '../rules/stlc/reduction.ts';
import { derive } from '../checker/derive.ts';
import { assertProperty } from './property.ts';
import { make, names, open, sums, value } from './sums.ts';

const isValue = valuesOf(sums);
const contexts = contextsOf(sums);
// Metavariables v stand for this calculus' values.
const table = {
  ...metaTable,
  v: { sort: 'Expr', restriction: { name: 'value', holds: isValue as (x: unknown) => boolean } },
};
const substitute = substitution(sums, table, {
  in: 'Expr',
  name: 'substitute',
  text: '{0}[{1}/{2}]',
  sentence: '',
});
const parts = (t: Term) => t as unknown as Readonly<Record<string, Term & string>>;
const name = fc.constantFrom(...names);

// The plain definitions: a term as text, with bound variables as numbers.

const text = (t: unknown, bound: readonly string[] = [], free: (x: string) => string = (x) => `free ${x}`): string => {
  if (typeof t !== 'object' || t === null) return String(t);
  const go = (u: unknown, ...binders: string[]) => text(u, [...bound, ...binders], free);
  const p = parts(t as Term);
  switch ((t as Term).tag) {
    case 'Var': {
      const at = bound.lastIndexOf(p.x as string);
      return at === -1 ? free(p.x as string) : `bound ${bound.length - at}`;
    }
    case 'Let':
      return `let ${go(p.type)} ${go(p.e1)} in ${go(p.e2, p.x as string)}`;
    case 'Case':
      return `case ${go(p.e)} of ${go(p.e1, p.x as string)} or ${go(p.e2, p.y as string)}`;
    case 'InCase':
      return `case [] of ${go(p.e1, p.x as string)} or ${go(p.e2, p.y as string)}`;
    default:
      return `(${Object.values(t)
        .map((u) => go(u))
        .join(' ')})`;
  }
};

/** The evaluation order of this calculus. */
const order: Readonly<Record<string, readonly string[]>> = {
  App: ['fun', 'arg'],
  Op: ['e1', 'e2'],
  If: ['e1', 'e2'],
  Let: ['e1'],
  Case: ['e'],
  Inl: ['e'],
  Inr: ['e'],
  Abs: ['e'],
  New: ['e'],
};
const items = (fields: Term): Term[] =>
  fields.tag === 'Field' ? [parts(fields).e as Term, ...items(parts(fields).rest as Term)] : [];
const evaluated = (e: Term): Term[] =>
  e.tag === 'Rec' ? items(parts(e).fields as Term) : (order[e.tag] ?? []).map((f) => parts(e)[f] as Term);
const plainlyValue = (e: Term): boolean =>
  ['Num', 'Ext', 'Loc'].includes(e.tag) ||
  (['Rec', 'Abs', 'Inl', 'Inr'].includes(e.tag) && evaluated(e).every(plainlyValue));
/** The redex of an expression that is no value, and how deep it is. */
const redex = (e: Term, depth = 0): readonly [Term, number] => {
  const next = evaluated(e).find((p) => !plainlyValue(p));
  return next === undefined ? [e, depth] : redex(next, depth + 1);
};

describe('substitution', () => {
  test('has an equation for each binder that may have the name, those of two first', () => {
    const shown = (p: Pattern): string => {
      if (isMeta(p)) return p.meta;
      if (isCall(p)) return `${shown(p.args[0] as Pattern)}[${p.args.slice(1).map(shown).join('/')}]`;
      const { tag, ...fields } = p as unknown as { tag: string } & Readonly<Record<string, Pattern>>;
      return `${tag}(${Object.values(fields).map(shown).join(', ')})`;
    };
    expect(substitute.info.equations?.map(({ left, right }) => `${shown(left)} = ${shown(right)}`)).toEqual([
      'Var(x)[v/x] = v',
      'Let(x, τ, e1, e2)[v/x] = Let(x, τ, e1[v/x], e2)',
      'Case(e, x, e1, x, e2)[v/x] = Case(e[v/x], x, e1, x, e2)',
      'Case(e, x, e1, y, e2)[v/x] = Case(e[v/x], x, e1, y, e2[v/x])',
      'Case(e, x1, e1, x, e2)[v/x] = Case(e[v/x], x1, e1[v/x], x, e2)',
    ]);
  });

  test('replaces what is free and nothing else', () => {
    let [changed, shadowed] = [0, 0];
    assertProperty(
      fc.property(open.term, value, name, (e, v, x) => {
        const result = substitute.compute(e, v, x);
        expect(text(result)).toBe(text(e, [], (y) => (y === x ? text(v) : `free ${y}`)));
        if (result === e) expect(freeIn(bindingOf(sums), e).has(x)).toBe(false);
        if (result !== e) changed++;
        for (const t of subterms(sums, ['Expr', 'Fields'])(e))
          if (t.tag === 'Case' && parts(t).x === x && text(parts(t).e1).includes(`free ${x}`)) shadowed++;
      }),
      { numRuns: 1500 },
    );
    expect(changed).toBeGreaterThan(200);
    expect(shadowed).toBeGreaterThan(40);
  });

  test('without its shortcut, says the same', () => {
    const spec = { in: 'Expr', name: 'plainly', text: '{0}', sentence: '', plain: true };
    const plain = substitution(sums, table, spec);
    assertProperty(
      fc.property(open.term, value, name, (e, v, x) => {
        expect(equal(plain.compute(e, v, x), substitute.compute(e, v, x))).toBe(true);
      }),
    );
  });
});

test('substitution refuses a binder that an extension adds, and walks the rest of it', () => {
  const base = grammar('base', {
    sorts: { Expr: { One: con([], '1', { value: true }), Var: con([['x', 'name']], '{x}', { variable: 'x' }) } },
    maps: {},
  });
  const e1 = [['x', 'name'], ['e', 'Expr']] as const; // prettier-ignore
  const more = {
    sorts: { Expr: { Both: con([['e', 'Expr']], ''), Mu: con(e1, '', { binds: { x: 'e' } }) } },
    maps: {},
  };
  const extended = extendGrammar('extended', base, more);
  const of = (tag: string, ...args: unknown[]) => (extended.makers.get(tag) as (...a: unknown[]) => Term)(...args);
  const spec = { in: 'Expr', name: 'put', text: '{0}[{1}/{2}]', sentence: '' };
  const letters = { e: 'Expr', x: 'name' };
  const put = substitution(base, letters, spec);
  const x = of('Var', 'x');
  expect(put.compute(of('Both', x), of('One'), 'x')).toEqual(of('Both', of('One')));
  expect(() => put.compute(of('Mu', 'x', x), of('One'), 'x')).not.toThrow();
  expect(() => put.compute(of('Mu', 'y', x), of('One'), 'x')).toThrow(
    'Mu binds variables, and put was made before it was added to the grammar',
  );
  const all = substitution(extended, letters, spec);
  expect(all.compute(of('Mu', 'y', x), of('One'), 'x')).toEqual(of('Mu', 'y', of('One')));
});

describe('variables', () => {
  test('free ones are those that no binder around them binds; the quick answer never misses one', () => {
    const binding = bindingOf(sums);
    const seen = new Set<number>();
    assertProperty(
      fc.property(open.term, (e) => {
        const free = names.filter((x) => text(e).includes(`free ${x}`));
        expect([...freeIn(binding, e)].sort()).toEqual(free);
        for (const x of free) expect(binding.mayOccur(e, x)).toBe(true);
        seen.add(free.length);
      }),
      { numRuns: 1000 },
    );
    expect([...seen].sort()).toEqual([0, 1, 2, 3]);
  });

  test('the quick answer is exact while names are few, and sure when they are many', () => {
    const many = Array.from({ length: 40 }, (_, i) => `v${i}`);
    const all = many.reduce<Term>((e, x) => make('App', e, make('Var', x)), make('Num', 0n));
    const binding = bindingOf(sums);
    for (const x of many) expect(binding.mayOccur(all, x)).toBe(true);
    const bound = many.reduce<Term>((e, x) => make('Let', x, make('Int'), make('Num', 0n), e), all);
    expect([...freeIn(binding, bound)]).toEqual([]);
    expect(binding.mayOccur(make('App', make('Var', 'a'), make('Var', 'b')), 'c')).toBe(false);
  });

  test('that nothing binds are resolved, in the order of the text; the others stay', () => {
    assertProperty(
      fc.property(open.term, fc.subarray([...names]), (e, bound) => {
        const seen: string[] = [];
        const free = (x: string): Term => (seen.push(x), make('Ext', x));
        const resolved = resolve(sums, e, { bound, free });
        const plain = text(e, bound, (x) => text(make('Ext', x)));
        expect(text(resolved, bound)).toBe(plain);
        const inOrder: string[] = [];
        text(e, bound, (x) => (inOrder.push(x), ''));
        expect(seen).toEqual(inOrder);
        if (seen.length === 0) expect(resolved).toBe(e);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('equality up to the names of bound variables', () => {
  /** Each binder renamed to one of the names; occurrences follow if they are to. */
  const renamed = (
    t: unknown,
    choose: () => string,
    follow: boolean,
    env: ReadonlyMap<string, string> = new Map(),
  ): unknown => {
    if (typeof t !== 'object' || t === null || Array.isArray(t)) return t;
    const p = parts(t as Term);
    const go = (u: unknown, x?: string, y?: string) =>
      renamed(u, choose, follow, x === undefined ? env : new Map([...env, [x, y as string]]));
    const [a, b] = [choose(), choose()];
    switch ((t as Term).tag) {
      case 'Var':
        return make('Var', follow ? (env.get(p.x as string) ?? p.x) : p.x);
      case 'Let':
        return make('Let', a, p.type, go(p.e1), go(p.e2, p.x as string, a));
      case 'Case':
        return make('Case', go(p.e), a, go(p.e1, p.x as string, a), b, go(p.e2, p.y as string, b));
      default:
        return make((t as Term).tag, ...Object.entries(t).flatMap(([k, u]) => (k === 'tag' ? [] : [go(u)])));
    }
  };

  test('is equality of terms with bound variables as numbers', () => {
    const count = { equal: 0, different: 0, capturing: 0 };
    assertProperty(
      fc.property(open.term, fc.array(fc.nat(5), { minLength: 1 }), fc.boolean(), (e, picks, follow) => {
        let i = 0;
        const choose = () => ['x', 'y', 'z', 'u', 'v', 'w'][picks[i++ % picks.length] as number] as string;
        const other = renamed(e, choose, follow) as Term;
        const same = text(e) === text(other);
        expect(alphaEqual(sums, e, other)).toBe(same);
        expect(alphaEqual(sums, other, e)).toBe(same);
        if (same && !equal(e, other)) count.equal++;
        if (!same) count.different++;
        if (!same && follow) count.capturing++;
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(count.equal, count.different, count.capturing)).toBeGreaterThan(50);
  });

  test('identical parts under binders of two names are compared all the same', () => {
    const x = make('Var', 'x');
    const under = (y: string) => make('Let', y, make('Int'), make('Num', 0n), x);
    expect(alphaEqual(sums, under('x'), under('y'))).toBe(false);
    expect(alphaEqual(sums, under('y'), under('z'))).toBe(true);
  });
});

describe('values and contexts', () => {
  test('values are those of the definition, asked in any order', () => {
    let yes = 0;
    assertProperty(
      fc.property(open.term, fc.boolean(), (e, outermost) => {
        const all = [...subterms(sums, ['Expr', 'Fields'])(e)].filter((t) => t.tag !== 'Field' && t.tag !== 'NoFields');
        for (const t of outermost ? all : all.reverse()) {
          expect(isValue(t)).toBe(plainlyValue(t));
          if (isValue(t) && t.tag === 'Inl') yes++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(yes).toBeGreaterThan(100);
  });

  test('focus finds the redex that is next, and plug undoes it', () => {
    const depths = new Set<number>();
    assertProperty(
      fc.property(open.term, value, (e, v) => {
        const start = { context: contexts.hole, e };
        const place = contexts.focus(start);
        expect(equal(contexts.plug(place.context, place.e), e)).toBe(true);
        if (plainlyValue(e)) {
          expect(place).toBe(start);
          return;
        }
        const [next, depth] = redex(e);
        expect(place.e).toBe(next);
        let frames = 0;
        for (let E = place.context; E.tag === 'In'; E = parts(E).outer as Term) frames++;
        expect(frames).toBe(depth);
        depths.add(depth);
        expect(contexts.focus(place)).toBe(place);
        // From where a run stands, as from the root.
        const on = contexts.focus({ context: place.context, e: v });
        const again = contexts.focus({ context: contexts.hole, e: contexts.plug(place.context, v) });
        expect(equal([on.context, on.e], [again.context, again.e])).toBe(true);
      }),
      { numRuns: 1500 },
    );
    expect(Math.max(...depths)).toBeGreaterThan(3);
  });

  test('a frame binds what the term around its hole does', () => {
    const x = make('Var', 'x');
    const e = make('Case', make('Update', make('Finite', [])), 'x', x, 'y', x);
    const { context } = contexts.focus({ context: contexts.hole, e });
    const frame = parts(context).frame as Term;
    expect(frame.tag).toBe('InCase');
    expect([...freeIn(bindingOf(sums), frame)]).toEqual(['x']);
    const renamed = make('InCase', 'z', make('Var', 'z'), 'z', x);
    expect(alphaEqual(sums, frame, renamed)).toBe(true);
    expect(alphaEqual(sums, frame, make('InCase', 'z', x, 'z', x))).toBe(false);
  });

  test('the lambda calculus has values by shape and no contexts: its grammar says what its rules for values say', () => {
    const { Num, Nil, Cons, Hd, Plus, Var, Lam, App } = makeLambda.Expr;
    const { term } = fc.letrec<{ term: ReturnType<typeof Nil> }>((tie) => ({
      term: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(Num(0n), Nil(), Cons(), Hd(), Plus(), Var('x')),
        tie('term').map((e) => Lam('x', makeLambda.Type.Int(), e)),
        fc.tuple(tie('term'), tie('term')).map(([f, a]) => App(f, a)),
      ),
    }));
    const applied = { values: 0, others: 0 };
    assertProperty(
      fc.property(term, (e) => {
        const judged = !isLeft(derive(lambda, isJudgedValue.form, [e]));
        expect(valuesOf(stlc)(e)).toBe(judged);
        if (e.tag === 'App') applied[judged ? 'values' : 'others']++;
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(applied.values, applied.others)).toBeGreaterThan(50);
    expect(() => contextsOf(stlc)).toThrow('grammar stlc declares no evaluation contexts');
  });
});

describe('interning', () => {
  test('equal terms have one number, others have others, and what a number stands for is made of interned terms', () => {
    let shared = 0;
    assertProperty(
      fc.property(fc.array(open.term, { minLength: 2, maxLength: 6 }), (es) => {
        const interner = new Interner(sums);
        const ids = es.map((e) => interner.id(e));
        for (const [i, a] of es.entries())
          for (const [j, b] of es.entries()) {
            expect(ids[i] === ids[j]).toBe(equal(a, b));
            if (a !== b && equal(a, b)) shared++;
          }
        for (const e of es) {
          const one = interner.intern(e);
          expect(equal(one, e)).toBe(true);
          expect(interner.intern(interner.term(interner.id(e)))).toBe(one);
          for (const t of subterms(sums, ['Expr', 'Fields'])(one)) expect(interner.intern(t)).toBe(t);
        }
        const { size } = interner;
        es.forEach((e) => interner.id(structuredClone(e)));
        expect(interner.size).toBe(size);
      }),
      { numRuns: 500 },
    );
    expect(shared).toBeGreaterThan(5);
  });

  test('names, integers and sets of names have numbers too, and are told apart', () => {
    const interner = new Interner(sums);
    const all = ['1', 1n, ['1'], ['1', '2'], [], make('Finite', []), make('Cofinite', [])];
    expect(new Set(all.map((x) => interner.id(x))).size).toBe(all.length);
    expect(interner.id(['1', '2'])).toBe(interner.id(['1', '2']));
  });

  test('thousands of terms, so that the table grows', () => {
    const interner = new Interner(sums);
    const sum = (i: number) => make('App', make('Num', BigInt(i)), make('Ext', `z${i % 7}`));
    const ids = Array.from({ length: 20_000 }, (_, i) => interner.id(sum(i)));
    expect(new Set(ids).size).toBe(20_000);
    expect(Array.from({ length: 20_000 }, (_, i) => interner.id(sum(i)))).toEqual(ids);
    // 20,000 integers, their Num and App; seven names and their Ext.
    expect(interner.size).toBe(60_014);
  });

  test('a term whose parts are shared is walked once for each part', () => {
    const interner = new Interner(sums);
    let e: Term = make('Num', 1n);
    for (let i = 0; i < 1000; i++) e = make('App', e, e);
    interner.id(e);
    expect(interner.size).toBe(1002);
  });
});

describe('a term nested 100,000 deep', () => {
  const N = 100_000;
  let e: Term = make('Var', 'x');
  let v: Term = make('Num', 1n);
  for (let i = 0; i < N; i++) {
    e = make('Case', e, 'y', make('Num', 0n), 'x', make('Var', 'x'));
    v = make('Inl', v);
  }
  let right: Term = make('Var', 'x');
  for (let i = 0; i < N; i++) right = make('Let', `y${i % 9}`, make('Int'), make('Num', 0n), right);

  test('has values, contexts, substitution, variables, equality up to names and a number', () => {
    expect(isValue(v)).toBe(true);
    const place = contexts.focus({ context: contexts.hole, e });
    expect(place.e).toEqual(make('Var', 'x'));
    expect(equal(contexts.plug(place.context, place.e), e)).toBe(true);
    for (const t of [e, right]) {
      const binding = bindingOf(sums);
      expect([...freeIn(binding, t)]).toEqual(['x']);
      expect(binding.mayOccur(t, 'q')).toBe(false);
      const closed = substitute.compute(t, make('Num', 7n), 'x');
      expect([...freeIn(binding, closed)]).toEqual([]);
      expect(resolve(sums, t, { free: (x) => make('Ext', x) }) === t).toBe(false);
      const copy = substitute.compute(t, make('Num', 7n), 'x');
      expect(copy === closed).toBe(false);
      expect(alphaEqual(sums, copy, closed)).toBe(true);
      const interner = new Interner(sums);
      expect(interner.id(copy)).toBe(interner.id(closed));
    }
    expect([...subterms(sums, ['Expr'])(right)].length).toBe(2 * N + 1);
    expect(children(sums, ['Expr'])(e).map((t) => t.tag)).toEqual([e.tag, 'Num', 'Var']);
  });
});

describe('a declaration that makes no sense is refused', () => {
  const variable = { Var: con([['x', 'name']], '{x}', { variable: 'x' }) };
  const one = { One: con([], '1', { value: true }) };
  const declared = (E: object, more: object = {}) =>
    checkedGrammar('g', { sorts: { E: { ...one, ...E }, ...more }, maps: {} });
  const two = [['a', 'E'], ['b', 'E']] as const; // prettier-ignore
  const lambda = [['x', 'name'], ['e', 'E']] as const; // prettier-ignore
  const cases: readonly (readonly [() => unknown, string])[] = [
    [
      () => declared({ A: con(two, '', { evaluates: ['c'] }) }),
      'grammar g: A evaluates c, which is none of its fields',
    ],
    [
      () => declared({ A: con([['t', 'T']], '', { evaluates: ['t'] }) }, { T: { Int: con([], 'int') } }),
      'grammar g: A evaluates t, and nothing of sort T is evaluated or a value',
    ],
    [
      () => declared({ ...variable, L: con(lambda, '', { binds: { y: 'e' } }) }),
      'grammar g: L binds y, which is none of its fields',
    ],
    [
      () => declared({ ...variable, L: con(lambda, '', { binds: { e: 'e' } }) }),
      'grammar g: L binds e, which holds no name',
    ],
    [
      () => declared({ ...variable, L: con(lambda, '', { binds: { x: 'x' } }) }),
      'grammar g: L binds x in x, which holds no term',
    ],
    [
      () => declared({ ...variable, L: con(lambda, '', { binds: { x: ['e', 'f'] } }) }),
      'grammar g: L binds x in f, which is none of its fields',
    ],
    [
      () => declared({ L: con(lambda, '', { binds: { x: 'e' } }) }),
      "grammar g: L binds x, and 0 constructors are occurrences of variables: say which ('as')",
    ],
    [
      () => declared({ ...variable, L: con(lambda, '', { binds: { x: { in: 'e', as: 'One' } } }) }),
      'grammar g: L binds x as One, which is no occurrence of a variable',
    ],
    [
      () => declared({ V: con([['e', 'E']], '', { variable: 'e' }) }),
      'grammar g: V is an occurrence of e, which holds no name',
    ],
    [
      () =>
        declared({ A: con(two, '', { evaluates: ['a', 'b'], frames: ['F'] }) }, { F: { F: con([['b', 'E']], '') } }),
      'grammar g: A evaluates 2 fields and has 1 frames: they go together, one for each',
    ],
    [
      () => declared({ A: con(two, '', { evaluates: ['a'], frames: ['F'] }) }),
      'grammar g: A has the frame F, which is no constructor',
    ],
    [
      () => declared({ A: con(two, '', { evaluates: ['a'], frames: ['F'] }) }, { F: { F: con([['a', 'E']], '') } }),
      'grammar g: A has the frame F with the fields a : E; those around its hole are b : E',
    ],
    [
      () =>
        declared(
          { A: con(two, '', { evaluates: ['a', 'b'], frames: ['F', 'F'] }) },
          { F: { F: con([['b', 'E']], '') } },
        ),
      'grammar g: A has the frame F, which is one of A',
    ],
    [
      () =>
        declared(
          { A: con(two, '', { evaluates: ['a'], frames: ['F'] }), B: con(two, '', { evaluates: ['a'] }) },
          { F: { F: con([['b', 'E']], '') } },
        ),
      'grammar g: B is evaluated in a and has no frames, as others have',
    ],
    [() => declared({ A: con(two, '', { value: [{ c: 'One' }] }) }), 'grammar g: A has no field c to be a value by'],
    [
      () => declared({ A: con(two, '', { value: [{ a: 'Two' }] }) }),
      'grammar g: A is a value by Two in a, which holds terms of sort E',
    ],
  ];
  test.each(cases)('%#', (declare, message) => {
    expect(declare).toThrow(new Error(message));
  });
  test('and one that does is not', () => {
    const g = declared({
      ...variable,
      TVar: con([['t', 'name']], '{t}', { variable: 't' }),
      All: con([['t', 'name'], ['e', 'E']], '', { binds: { t: { in: 'e', as: 'TVar' } } }), // prettier-ignore
      Lam: con(lambda, '', { binds: { x: { in: ['e'], as: 'Var' } } }),
    });
    const of = (tag: string, ...args: unknown[]) => (g.makers.get(tag) as (...a: unknown[]) => Term)(...args);
    const both = of('All', 't', of('Lam', 't', of('Var', 't')));
    expect([...freeIn(bindingOf(g, 'Var'), both)]).toEqual([]);
    expect([...freeIn(bindingOf(g, 'TVar'), of('Lam', 't', of('TVar', 't')))]).toEqual(['t']);
    expect(() => bindingOf(g)).toThrow('grammar g has several kinds of variables: Var, TVar');
    const renamed = of('All', 'u', of('Lam', 'y', of('Var', 'y')));
    expect(alphaEqual(g, both, renamed)).toBe(true);
    expect(alphaEqual(g, of('All', 't', of('TVar', 't')), of('Lam', 't', of('TVar', 't')))).toBe(false);
  });
});
