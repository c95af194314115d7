/**
 * System F with subtyping and de Bruijn indices, and eighteen faults of shifting and substitution: the subject FSub of
 * *ETNA: An Evaluation Platform for Property-Based Testing* (Shi, Keles, Goldstein, Pierce, Lampropoulos; ICFP 2023), as a
 * calculus of one's own. Types and terms count their binders apart. Full F<: has pairs of types of which the rules never
 * decide whether one is below the other; derive gives up on those by its own bound, and no instance has them.
 */
import {
  calculus,
  con,
  grammar,
  homomorphism,
  inverse,
  judgement,
  metafunction,
  metavariables,
  not,
  partialMetafunction,
  ruleMaker,
  same,
  system,
  traceTheorem,
  variant,
  equal,
  type AnyMetafunction,
  type Solver,
  type SortOf,
} from '../../workbench/api/index.ts';

const declaration = {
  sorts: {
    Type: {
      Top: con([], 'Top'),
      TVar: con([['n', 'int']], '{n}'),
      Arrow: con(
        [
          ['from', 'Type'],
          ['to', 'Type'],
        ],
        '{from@1} → {to}',
        { level: 0 },
      ),
      All: con(
        [
          ['bound', 'Type'],
          ['body', 'Type'],
        ],
        '∀<:{bound@1}. {body}',
        { level: 0 },
      ),
    },
    Expr: {
      Var: con([['n', 'int']], '{n}'),
      Lam: con(
        [
          ['type', 'Type'],
          ['body', 'Expr'],
        ],
        'λ{type@1}. {body}',
        { level: 0 },
      ),
      App: con(
        [
          ['fun', 'Expr'],
          ['arg', 'Expr'],
        ],
        '{fun@1} {arg@2}',
        { level: 1 },
      ),
      TLam: con(
        [
          ['bound', 'Type'],
          ['body', 'Expr'],
        ],
        'Λ<:{bound@1}. {body}',
        { level: 0 },
      ),
      TApp: con(
        [
          ['fun', 'Expr'],
          ['type', 'Type'],
        ],
        '{fun@1} [{type}]',
        { level: 1 },
      ),
    },
    /** Γ: what the indices stand for, the latest last. */
    Env: {
      Empty: con([], '∅'),
      Typed: con(
        [
          ['rest', 'Env'],
          ['type', 'Type'],
        ],
        '{rest}, {type}',
      ),
      Bounded: con(
        [
          ['rest', 'Env'],
          ['bound', 'Type'],
        ],
        '{rest}, <:{bound}',
      ),
    },
  },
  maps: {},
} as const;
type D = typeof declaration;
type Sort<S> = SortOf<D, S>;
type Type = Sort<'Type'>;
type Expr = Sort<'Expr'>;
type Env = Sort<'Env'>;
const g = grammar<D>('etna-subtyping', declaration);
const { Top, TVar, Arrow, All } = g.make.Type;
const { Var, Lam, App, TLam, TApp } = g.make.Expr;
const { Empty, Typed, Bounded } = g.make.Env;

const table = { e: 'Expr', s: 'Expr', T: 'Type', S: 'Type', Γ: 'Env', n: 'int', x: 'int' } as const;
type Metas = { readonly [L in keyof typeof table as `${L}${string}`]: Sort<(typeof table)[L]> };
const metas = metavariables(table) as unknown as Metas;
const { e, s, T, T1, S, n, x } = metas;

const next = metafunction<[bigint], bigint>(
  { name: 'next', args: ['int'], result: 'int', text: '{0} + 1', sentence: 'an index inside of a binder' },
  (a) => a + 1n,
);
/** The index seen from outside of one binder; there is none of the binder's own. */
const out = partialMetafunction<[bigint], bigint>(
  { name: 'out', args: ['int'], result: 'int', text: '{0} - 1', sentence: 'an index outside of a binder' },
  (a) => (a > 0n ? a - 1n : undefined),
);

/** What a shift by 1 from x makes of an index. */
const moved = (name: string, sentence: string, f: (n: bigint, x: bigint) => bigint) =>
  metafunction<[bigint, bigint], bigint>(
    { name, args: ['int', 'int'], result: 'int', text: `${name}({0}, {1})`, sentence },
    f,
  );
const free = moved('free', 'n + 1 if n is free: not below x', (a, k) => (a < k ? a : a + 1n));
const always = moved('always', 'n + 1', (a) => a + 1n);
const never = moved('never', 'n', (a) => a);

/** What a substitution for x makes of another index, which closes the gap: below x, and above. */
type Beside = readonly [below: (n: bigint) => bigint, above: (n: bigint) => bigint];
const kept = (a: bigint) => a;
const closed = (a: bigint) => a - 1n;
const usual: Beside = [kept, closed];
const hit = <E>(sort: string, at: (n: bigint) => E, [below, above]: Beside) =>
  metafunction<[bigint, bigint, E], E>(
    {
      name: 'hit',
      args: ['int', 'int', sort],
      result: sort,
      text: 'hit({0}, {1}, {2})',
      sentence: 'the term at its index',
    },
    (a, k, by) => (a === k ? by : at(a < k ? below(a) : above(a))),
  );

type Row<E> = readonly [E, E];
const plain = { sentence: 'indices moved by 1' };

/** Type shift in types. */
const typeShifting = (at = free, under: (x: bigint) => bigint = next) =>
  homomorphism<Type, [bigint]>(
    g,
    ['Type'],
    { name: 'tshift', args: ['Type', 'int'], text: '⇑{1} {0@1}', ...plain },
    (self) => [
      [self(TVar(n), x), TVar(at(n, x))],
      [self(All(T, T1), x), All(self(T, x), self(T1, under(x)))],
    ],
  );
type TypeShift = ReturnType<typeof typeShifting>;

/** Term shift. */
const termShifting = (at = free, under: (x: bigint) => bigint = next) =>
  homomorphism<Expr, [bigint]>(
    g,
    ['Expr'],
    { name: 'shift', args: ['Expr', 'int'], text: '↑{1} {0@2}', ...plain },
    (self) => [
      [self(Var(n), x), Var(at(n, x))],
      [self(Lam(T, e), x), Lam(T, self(e, under(x)))],
    ],
  );
type TermShift = ReturnType<typeof termShifting>;

/** Type shift in terms. */
const typeShiftingInTerms = (tshift: TypeShift, under: (x: bigint) => bigint = next) =>
  homomorphism<Expr, [bigint]>(
    g,
    ['Expr'],
    { name: 'shiftTypes', args: ['Expr', 'int'], text: '⇑{1} {0@2}', ...plain },
    (self) => [
      [self(Lam(T, e), x), Lam(tshift(T, x), self(e, x))],
      [self(TLam(T, e), x), TLam(tshift(T, x), self(e, under(x)))],
      [self(TApp(e, T), x), TApp(self(e, x), tshift(T, x))],
    ],
  );
type TypeShiftInTerms = ReturnType<typeof typeShiftingInTerms>;

/** Type substitution in types. @param shifted what becomes of the substituted under ∀. */
const typeSubstituting = (tshift: TypeShift, beside = usual, shifted: (S: Type) => Type = (S1) => tshift(S1, 0n)) => {
  const at = hit<Type>('Type', TVar, beside);
  return homomorphism<Type, [bigint, Type]>(
    g,
    ['Type'],
    {
      name: 'tsubst',
      args: ['Type', 'int', 'Type'],
      text: '[{1} ↦ {2}] {0@1}',
      sentence: 'a type in place of an index',
    },
    (self) => [
      [self(TVar(n), x, S), at(n, x, S)],
      [self(All(T, T1), x, S), All(self(T, x, S), self(T1, next(x), shifted(S)))],
    ],
  );
};
type TypeSubst = ReturnType<typeof typeSubstituting>;

/** Term substitution. @param lam, tlam the equations of λ and Λ. */
interface Terms {
  readonly beside?: Beside;
  readonly lam?: (self: (e: Expr, x: bigint, s: Expr) => Expr) => Row<Expr>;
  readonly tlam?: (self: (e: Expr, x: bigint, s: Expr) => Expr) => Row<Expr>;
}
const termSubstituting = (
  shift: TermShift,
  shiftTypes: TypeShiftInTerms,
  { beside = usual, lam, tlam }: Terms = {},
) => {
  const at = hit<Expr>('Expr', Var, beside);
  return homomorphism<Expr, [bigint, Expr]>(
    g,
    ['Expr'],
    {
      name: 'subst',
      args: ['Expr', 'int', 'Expr'],
      text: '[{1} ↦ {2}] {0@2}',
      sentence: 'a term in place of an index',
    },
    (self) => [
      [self(Var(n), x, s), at(n, x, s)],
      lam?.(self) ?? [self(Lam(T, e), x, s), Lam(T, self(e, next(x), shift(s, 0n)))],
      tlam?.(self) ?? [self(TLam(T, e), x, s), TLam(T, self(e, x, shiftTypes(s, 0n)))],
    ],
  );
};

/** Type substitution in terms. @param tlam the index and the type under Λ. */
const typeSubstitutingInTerms = (
  tshift: TypeShift,
  tsubst: TypeSubst,
  under: (x: bigint) => bigint = next,
  shifted: (S: Type) => Type = (S1) => tshift(S1, 0n),
) =>
  homomorphism<Expr, [bigint, Type]>(
    g,
    ['Expr'],
    {
      name: 'substTypes',
      args: ['Expr', 'int', 'Type'],
      text: '[{1} ↦ {2}] {0@2}',
      sentence: 'a type in place of an index',
    },
    (self) => [
      [self(Lam(T, e), x, S), Lam(tsubst(T, x, S), self(e, x, S))],
      [self(TLam(T, e), x, S), TLam(tsubst(T, x, S), self(e, under(x), shifted(S)))],
      [self(TApp(e, T), x, S), TApp(self(e, x, S), tsubst(T, x, S))],
    ],
  );

/** The operations, each made from those it uses; what is given takes the place of one. */
interface Operations {
  readonly tshift: TypeShift;
  readonly shift: TermShift;
  readonly shiftTypes: TypeShiftInTerms;
  readonly tsubst: TypeSubst;
  readonly subst: ReturnType<typeof termSubstituting>;
  readonly substTypes: ReturnType<typeof typeSubstitutingInTerms>;
}
const operations = (given: Partial<Operations> = {}, usual?: Operations): Operations => {
  // What uses none of what is given stays the same: only rules that a fault changes are looked at in its hunt.
  const kept = <K extends keyof Operations>(name: K, uses: readonly (keyof Operations)[], make: () => Operations[K]) =>
    given[name] ?? (uses.some((u) => given[u] !== undefined) ? undefined : usual?.[name]) ?? make();
  const tshift = kept('tshift', [], typeShifting);
  const shift = kept('shift', [], termShifting);
  const shiftTypes = kept('shiftTypes', ['tshift'], () => typeShiftingInTerms(tshift));
  const tsubst = kept('tsubst', ['tshift'], () => typeSubstituting(tshift));
  const subst = kept('subst', ['tshift', 'shift', 'shiftTypes'], () => termSubstituting(shift, shiftTypes));
  const substTypes = kept('substTypes', ['tshift', 'tsubst'], () => typeSubstitutingInTerms(tshift, tsubst));
  return { tshift, shift, shiftTypes, tsubst, subst, substTypes };
};
const made: AnyMetafunction[] = [];
const right = operations();
const { tshift, shift, shiftTypes, tsubst, subst, substTypes } = right;

const asked = <A extends readonly unknown[]>(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  main: number,
  text: string,
  sentence: string,
) => judgement<A>({ name, inputs, outputs, main, text, latex: text.replace(/[{}]/g, (b) => b), sentence });
const wellFormed = asked<[Env, Type]>('wellFormed', ['Env', 'Type'], [], 1, '{0} ⊢ {1}', 'the type is well formed');
const boundOf = asked<[Env, bigint, Type]>(
  'boundOf',
  ['Env', 'int'],
  ['Type'],
  0,
  '{0}(<:{1}) = {2}',
  'the index of a type has the bound',
);
const looksUp = asked<[Env, bigint, Type]>(
  'looksUp',
  ['Env', 'int'],
  ['Type'],
  0,
  '{0}({1}) = {2}',
  'the index has the type',
);
const below = asked<[Env, Type, Type]>(
  'below',
  ['Env', 'Type', 'Type'],
  [],
  1,
  '{0} ⊢ {1} <: {2}',
  'the type is a subtype',
);
const exposes = asked<[Env, Type, Type]>(
  'exposes',
  ['Env', 'Type'],
  ['Type'],
  1,
  '{0} ⊢ {1} ↑ {2}',
  'the least type above that is no index',
);
const types = asked<[Env, Expr, Type]>(
  'types',
  ['Env', 'Expr'],
  ['Type'],
  1,
  '{0} ⊢ {1} : {2}',
  'the term has the type',
);
const reduces = asked<[Expr, Expr]>(
  'reduces',
  ['Expr'],
  ['Expr'],
  0,
  '{0} ⇛ {1}',
  'all redexes are contracted; a normal form stays',
);
const noLambda = asked<[Expr]>('noLambda', ['Expr'], [], 0, '{0} is no λ', 'the term is no function');
const noTypeLambda = asked<[Expr]>('noTypeLambda', ['Expr'], [], 0, '{0} is no Λ', 'the term is no function of types');
const steps = asked<[Expr, Expr]>('steps', ['Expr'], ['Expr'], 0, '{0} → {1}', 'the term takes a parallel step');
const runs = asked<[Expr, bigint, Expr]>(
  'runs',
  ['Expr', 'int'],
  ['Expr'],
  0,
  '{0} →{1} {2}',
  'what a term is after so many steps, or before where it is a normal form',
);

const rule = ruleMaker(metas);
const base = system({
  name: 'etna-subtyping',
  grammar: g,
  metas: table,
  judgements: [types, wellFormed, looksUp, boundOf, below, exposes, reduces, noLambda, noTypeLambda, steps, runs],
  rules: [
    rule('W-Top', ({ Γ }) => ({ given: [], infer: wellFormed(Γ, Top()) })),
    rule('W-Var', ({ Γ, n, T }) => ({ given: [boundOf(Γ, n, T)], infer: wellFormed(Γ, TVar(n)) })),
    rule('W-Arrow', ({ Γ, T, T1 }) => ({
      given: [wellFormed(Γ, T), wellFormed(Γ, T1)],
      infer: wellFormed(Γ, Arrow(T, T1)),
    })),
    rule('W-All', ({ Γ, T, T1 }) => ({
      given: [wellFormed(Γ, T), wellFormed(Bounded(Γ, T), T1)],
      infer: wellFormed(Γ, All(T, T1)),
    })),
    rule('B-Here', ({ Γ, T }) => ({ given: [], infer: boundOf(Bounded(Γ, T), 0n, tshift(T, 0n)) })),
    rule('B-There', ({ Γ, T, T1, n }) => ({
      given: [boundOf(Γ, out(n), T)],
      infer: boundOf(Bounded(Γ, T1), n, tshift(T, 0n)),
    })),
    rule('B-Typed', ({ Γ, T, T1, n }) => ({ given: [boundOf(Γ, n, T)], infer: boundOf(Typed(Γ, T1), n, T) })),
    rule('L-Here', ({ Γ, T }) => ({ given: [], infer: looksUp(Typed(Γ, T), 0n, T) })),
    rule('L-There', ({ Γ, T, T1, n }) => ({ given: [looksUp(Γ, out(n), T)], infer: looksUp(Typed(Γ, T1), n, T) })),
    rule('L-Bounded', ({ Γ, T, T1, n }) => ({
      given: [looksUp(Γ, n, T)],
      infer: looksUp(Bounded(Γ, T1), n, tshift(T, 0n)),
    })),
    rule('S-Top', ({ Γ, T }) => ({ given: [], infer: below(Γ, T, Top()) })),
    rule('S-Refl', ({ Γ, n }) => ({ given: [], infer: below(Γ, TVar(n), TVar(n)) })),
    rule('S-Var', ({ Γ, n, S, T }) => ({ given: [boundOf(Γ, n, S), below(Γ, S, T)], infer: below(Γ, TVar(n), T) })),
    rule('S-Arrow', ({ Γ, S, S1, T, T1 }) => ({
      given: [below(Γ, T, S), below(Γ, S1, T1)],
      infer: below(Γ, Arrow(S, S1), Arrow(T, T1)),
    })),
    rule('S-All', ({ Γ, S, S1, T, T1 }) => ({
      given: [below(Γ, T, S), below(Bounded(Γ, T), S1, T1)],
      infer: below(Γ, All(S, S1), All(T, T1)),
    })),
    rule('E-Var', ({ Γ, n, S, T }) => ({ given: [boundOf(Γ, n, S), exposes(Γ, S, T)], infer: exposes(Γ, TVar(n), T) })),
    rule('E-Top', ({ Γ }) => ({ given: [], infer: exposes(Γ, Top(), Top()) })),
    rule('E-Arrow', ({ Γ, T, T1 }) => ({ given: [], infer: exposes(Γ, Arrow(T, T1), Arrow(T, T1)) })),
    rule('E-All', ({ Γ, T, T1 }) => ({ given: [], infer: exposes(Γ, All(T, T1), All(T, T1)) })),
    rule('T-Var', ({ Γ, n, T }) => ({ given: [looksUp(Γ, n, T)], infer: types(Γ, Var(n), T) })),
    rule('T-Lam', ({ Γ, T, T1, e }) => ({
      given: [wellFormed(Γ, T), types(Typed(Γ, T), e, T1)],
      infer: types(Γ, Lam(T, e), Arrow(T, T1)),
    })),
    rule('T-App', ({ Γ, S, T, T1, T2, e, e1 }) => ({
      given: [types(Γ, e1, T2), types(Γ, e, S), exposes(Γ, S, Arrow(T, T1)), below(Γ, T2, T)],
      infer: types(Γ, App(e, e1), T1),
    })),
    rule('T-TLam', ({ Γ, T, T1, e }) => ({
      given: [wellFormed(Γ, T), types(Bounded(Γ, T), e, T1)],
      infer: types(Γ, TLam(T, e), All(T, T1)),
    })),
    rule('T-TApp', ({ Γ, S, S1, T, T1, e }) => ({
      given: [types(Γ, e, S1), exposes(Γ, S1, All(T, T1)), wellFormed(Γ, S), below(Γ, S, T)],
      infer: types(Γ, TApp(e, S), tsubst(T1, 0n, S)),
    })),
    rule('R-Var', ({ n }) => ({ given: [], infer: reduces(Var(n), Var(n)) })),
    rule('R-Lam', ({ T, e, e1 }) => ({ given: [reduces(e, e1)], infer: reduces(Lam(T, e), Lam(T, e1)) })),
    rule('R-TLam', ({ T, e, e1 }) => ({ given: [reduces(e, e1)], infer: reduces(TLam(T, e), TLam(T, e1)) })),
    rule('R-Beta', ({ T, e, e1, s, s1 }) => ({
      given: [reduces(e, e1), reduces(s, s1)],
      infer: reduces(App(Lam(T, e), s), subst(e1, 0n, s1)),
    })),
    rule('R-TBeta', ({ S, T, e, e1 }) => ({
      given: [reduces(e, e1)],
      infer: reduces(TApp(TLam(T, e), S), substTypes(e1, 0n, S)),
    })),
    rule('R-App', ({ e, e1, s, s1 }) => ({
      given: [noLambda(e), reduces(e, e1), reduces(s, s1)],
      infer: reduces(App(e, s), App(e1, s1)),
    })),
    rule('R-TApp', ({ e, e1, S }) => ({
      given: [noTypeLambda(e), reduces(e, e1)],
      infer: reduces(TApp(e, S), TApp(e1, S)),
    })),
    rule('N-Var', ({ n }) => ({ given: [], infer: noLambda(Var(n)) })),
    rule('N-App', ({ e, s }) => ({ given: [], infer: noLambda(App(e, s)) })),
    rule('N-TLam', ({ T, e }) => ({ given: [], infer: noLambda(TLam(T, e)) })),
    rule('N-TApp', ({ T, e }) => ({ given: [], infer: noLambda(TApp(e, T)) })),
    rule('M-Var', ({ n }) => ({ given: [], infer: noTypeLambda(Var(n)) })),
    rule('M-App', ({ e, s }) => ({ given: [], infer: noTypeLambda(App(e, s)) })),
    rule('M-Lam', ({ T, e }) => ({ given: [], infer: noTypeLambda(Lam(T, e)) })),
    rule('M-TApp', ({ T, e }) => ({ given: [], infer: noTypeLambda(TApp(e, T)) })),
    rule('Step', ({ e, e1 }) => ({ given: [reduces(e, e1), not(same(e, e1))], infer: steps(e, e1) })),
    rule('Runs-No', ({ e }) => ({ given: [], infer: runs(e, 0n, e) })),
    rule('Runs-Normal', ({ e, n }) => ({ given: [not(same(n, 0n)), reduces(e, e)], infer: runs(e, n, e) })),
    rule('Runs-On', ({ e, e1, e2, n }) => ({
      given: [steps(e, e1), runs(e1, out(n), e2)],
      infer: runs(e, n, e2),
    })),
  ],
});

const single = traceTheorem(
  'Single',
  'A parallel step keeps the type of a closed term, up to subtyping',
  metas,
  ({ e, e1, T, T1 }) => ({
    given: [types(Empty(), e, T), steps(e, e1)],
    infer: [types(Empty(), e1, T1), below(Empty(), T1, T)],
  }),
  { inductsOn: 'types', leadsTo: ['e1', 'T1'] },
);
const multi = traceTheorem(
  'Multi',
  'Up to forty parallel steps keep the type of a closed term, up to subtyping',
  metas,
  ({ e, e1, T, T1 }) => ({
    given: [types(Empty(), e, T), runs(e, 40n, e1)],
    infer: [types(Empty(), e1, T1), below(Empty(), T1, T)],
  }),
);

const same1 = (a: bigint) => a;
const unshifted = (S1: Type) => S1;
const fault = (name: string, sentence: string, given: Partial<Operations>) => {
  const wrong = operations(given, right);
  made.push(wrong.tsubst);
  // Those that rules call.
  const names = ['tshift', 'tsubst', 'subst', 'substTypes'] as const;
  return variant(base, {
    name,
    sentence,
    expected: ['Single', 'Multi'],
    exchange: names.flatMap((n) => (wrong[n] === right[n] ? [] : [[right[n], wrong[n]] as const])),
  });
};

/** A type with an index in place of another type wherever that occurs. */
const abstracted = (whole: Type, part: Type | undefined, index = 0n): Type => {
  if (part !== undefined && equal(whole, part)) return TVar(index);
  const deeper = part && tshift.compute(part, 0n);
  switch (whole.tag) {
    case 'Top':
      return whole;
    case 'TVar':
      return TVar(free.compute(whole.n, index));
    case 'Arrow':
      return Arrow(abstracted(whole.from, part, index), abstracted(whole.to, part, index));
    case 'All':
      return All(abstracted(whole.bound, part, index), abstracted(whole.body, deeper, index + 1n));
  }
};
/** A type of which a substitution makes a given one: with the index nowhere, or where the substituted stands. */
const beforeSubstitution: Solver = {
  when: ([whole, at, by], result) => whole === false && at === true && by === false && result,
  exact: false,
  solve: ([whole, , by], result, seeker) => {
    const parts: Type[] = [];
    const collect = (t: Type): void => {
      parts.push(t);
      if (t.tag === 'Arrow') [t.from, t.to].forEach(collect);
    };
    collect(result as Type);
    const part = parts[seeker.choose(parts.length + 1)];
    if (part !== undefined && !seeker.store.unify(by, part)) return false;
    return seeker.store.unify(whole, abstracted(result as Type, part));
  },
};

export const subtypingFaults = [
  fault('tshift-tvar-all', 'type shift at a variable: always y + 1', { tshift: typeShifting(always) }),
  fault('tshift-tvar-no-incr', 'type shift at a variable: always y', { tshift: typeShifting(never) }),
  fault('tshift-all-no-incr', 'type shift under ∀: x stays', { tshift: typeShifting(free, same1) }),
  fault('shift-var-all', 'term shift at a variable: always y + 1', { shift: termShifting(always) }),
  fault('shift-var-no-incr', 'term shift at a variable: always y', { shift: termShifting(never) }),
  fault('shift-abs-no-incr', 'term shift under λ: x stays', { shift: termShifting(free, same1) }),
  fault('shift-typ-tabs-no-incr', 'type shift in terms under Λ: x stays', {
    shiftTypes: typeShiftingInTerms(tshift, same1),
  }),
  fault('tsubst-tvar-flip', 'type substitution at a variable: y - 1 below x, y above', {
    tsubst: typeSubstituting(tshift, [closed, kept]),
  }),
  fault('tsubst-tvar-no-shift', 'type substitution at a variable: y above x', {
    tsubst: typeSubstituting(tshift, [kept, kept]),
  }),
  fault('tsubst-tvar-over-shift', 'type substitution at a variable: y - 1 on both sides', {
    tsubst: typeSubstituting(tshift, [closed, closed]),
  }),
  fault('tsubst-all-no-tshift', 'type substitution under ∀: the type is not shifted', {
    tsubst: typeSubstituting(tshift, usual, unshifted),
  }),
  fault('subst-var-flip', 'term substitution at a variable: y - 1 below x, y above', {
    subst: termSubstituting(shift, shiftTypes, { beside: [closed, kept] }),
  }),
  fault('subst-var-no-decr', 'term substitution at a variable: y above x', {
    subst: termSubstituting(shift, shiftTypes, { beside: [kept, kept] }),
  }),
  fault('subst-abs-no-shift', 'term substitution under λ: the term is not shifted', {
    subst: termSubstituting(shift, shiftTypes, {
      lam: (self) => [self(Lam(T, e), x, s), Lam(T, self(e, next(x), s))],
    }),
  }),
  fault('subst-abs-no-incr', 'term substitution under λ: x stays', {
    subst: termSubstituting(shift, shiftTypes, {
      lam: (self) => [self(Lam(T, e), x, s), Lam(T, self(e, x, shift(s, 0n)))],
    }),
  }),
  fault('subst-tabs-no-shift', 'term substitution under Λ: types in the term are not shifted', {
    subst: termSubstituting(shift, shiftTypes, { tlam: (self) => [self(TLam(T, e), x, s), TLam(T, self(e, x, s))] }),
  }),
  fault('subst-typ-tabs-no-incr', 'type substitution in terms under Λ: x stays', {
    substTypes: typeSubstitutingInTerms(tshift, tsubst, same1),
  }),
  fault('subst-typ-tabs-no-shift', 'type substitution in terms under Λ: the type is not shifted', {
    substTypes: typeSubstitutingInTerms(tshift, tsubst, next, unshifted),
  }),
];

export const subtyping = calculus({
  title: 'F<: of ETNA',
  base,
  variants: subtypingFaults,
  theorems: () => [single, multi],
  movers: [single],
  generates: 'types',
  closed: { Env: Empty() },
  size: 9,
  huntingGround: {
    settled: [],
    hints: {
      names: () => [],
      ints: [0n, 1n, 2n],
      lax: new Set(['looksUp', 'boundOf', 'exposes', 'below']),
      early: new Set(['exposes', 'below']),
      partial: new Set(['exposes']),
      formed: { Type: 'wellFormed' },
      // Of two types, one is known: a context alone says nothing.
      askedBy: { below: [1, 2] },
      solvers: new Map<AnyMetafunction, Solver>([
        [out, inverse((a: bigint) => a + 1n)],
        ...[tsubst, ...made].map((f) => [f, beforeSubstitution] as const),
      ]),
      weights: {
        'T-Var': 8,
        'T-App': 10,
        'T-Lam': 5,
        'T-TLam': 10,
        'T-TApp': 3,
        'W-Top': 5,
        'W-Var': 30,
        // What has type Top by subtyping tells nothing of what became of it.
        'S-Top': 0.1,
        'S-Refl': 3,
        Top: 0.1,
        'E-Var': 0.3,
      },
    },
    shrinking: {
      whole: (a) => a,
      placed: (a) => a,
      everywhere: ['Type'],
      least: (sort) => (sort === 'Type' ? [Top()] : sort === 'Expr' ? [Lam(Top(), Var(0n))] : []),
    },
  },
});
