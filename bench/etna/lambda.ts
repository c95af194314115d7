/**
 * The simply-typed lambda calculus with de Bruijn indices, and ten faults of shifting and substitution: the subject STLC
 * of *ETNA: An Evaluation Platform for Property-Based Testing* (Shi, Keles, Goldstein, Pierce, Lampropoulos; ICFP 2023),
 * as a calculus of one's own.
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
  type SortOf,
} from '../../workbench/api/index.ts';

const declaration = {
  sorts: {
    Type: {
      Bool: con([], 'bool'),
      Arrow: con(
        [
          ['from', 'Type'],
          ['to', 'Type'],
        ],
        '{from@1} → {to}',
        { level: 0 },
      ),
    },
    Expr: {
      Var: con([['n', 'int']], '{n}'),
      True: con([], 'true'),
      False: con([], 'false'),
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
    },
    /** Γ: the types of the indices, that of 0 last. */
    Types: {
      None: con([], '∅'),
      More: con(
        [
          ['rest', 'Types'],
          ['type', 'Type'],
        ],
        '{rest}, {type}',
      ),
    },
  },
  maps: {},
} as const;
type D = typeof declaration;
type Sort<S> = SortOf<D, S>;
type Expr = Sort<'Expr'>;
const g = grammar<D>('etna-lambda', declaration);
const { Bool, Arrow } = g.make.Type;
const { Var, True, False, Lam, App } = g.make.Expr;
const { None, More } = g.make.Types;

const table = { e: 'Expr', s: 'Expr', T: 'Type', Γ: 'Types', n: 'int', m: 'int', d: 'int', c: 'int' } as const;
type Metas = { readonly [L in keyof typeof table as `${L}${string}`]: Sort<(typeof table)[L]> };
const metas = metavariables(table) as unknown as Metas;
const { e, s, T, n, m, d, c } = metas;

const plus = metafunction<[bigint, bigint], bigint>(
  { name: 'plus', args: ['int', 'int'], result: 'int', text: '{0} + {1}', sentence: 'the sum' },
  (a, b) => a + b,
);
/** The index seen from outside of one binder; there is none of the binder's own. */
const out = partialMetafunction<[bigint], bigint>(
  { name: 'out', args: ['int'], result: 'int', text: '{0} - 1', sentence: 'an index outside of a binder' },
  (a) => (a > 0n ? a - 1n : undefined),
);

/** What ↑d c makes of an index n. */
const moved = (name: string, sentence: string, f: (n: bigint, d: bigint, c: bigint) => bigint) =>
  metafunction<[bigint, bigint, bigint], bigint>(
    { name, args: ['int', 'int', 'int'], result: 'int', text: `${name}({0}, {1}, {2})`, sentence },
    f,
  );
const free = moved('free', 'n + d if n is free: not below c', (a, b, k) => (a < k ? a : a + b));

type Row = readonly [Expr, Expr];
type Self = (e: Expr, a: bigint, b: bigint) => Expr;
type SelfSubst = (e: Expr, n: bigint, s: Expr) => Expr;

/** ↑d c e. @param at what becomes of an index. @param lam the equation of a λ. */
const shifting = (
  name: string,
  at = free,
  lam: (self: Self) => Row = (self) => [self(Lam(T, e), d, c), Lam(T, self(e, d, plus(c, 1n)))],
) =>
  homomorphism<Expr, [bigint, bigint]>(
    g,
    ['Expr'],
    { name, args: ['Expr', 'int', 'int'], text: `${name}{1},{2} {0@2}`, sentence: 'free indices moved' },
    (self) => [[self(Var(n), d, c), Var(at(n, d, c))], lam(self)],
  );
type Shift = ReturnType<typeof shifting>;

/** [n ↦ s] e. @param at the equations of an index: none leaves all as they are. @param lam the equation of a λ. */
const substituting = (
  name: string,
  shift: Shift,
  at: (self: SelfSubst) => readonly Row[] = (self) => [[self(Var(n), n, s), s]],
  lam: (self: SelfSubst) => Row = (self) => [self(Lam(T, e), n, s), Lam(T, self(e, plus(n, 1n), shift(s, 1n, 0n)))],
) =>
  homomorphism<Expr, [bigint, Expr]>(
    g,
    ['Expr'],
    { name, args: ['Expr', 'int', 'Expr'], text: `${name}{1} ↦ {2}] {0@2}`, sentence: 'a term in place of an index' },
    (self) => [...at(self), lam(self)],
  );

const shift = shifting('↑');
const subst = substituting('[', shift);

const types = judgement<[Sort<'Types'>, Expr, Sort<'Type'>]>({
  name: 'types',
  inputs: ['Types', 'Expr'],
  outputs: ['Type'],
  main: 1,
  text: '{0} ⊢ {1} : {2}',
  latex: '{0} \\vdash {1} : {2}',
  sentence: 'the term has the type',
});
const looksUp = judgement<[Sort<'Types'>, bigint, Sort<'Type'>]>({
  name: 'looksUp',
  inputs: ['Types', 'int'],
  outputs: ['Type'],
  main: 0,
  text: '{0}({1}) = {2}',
  latex: '{0}({1}) = {2}',
  sentence: 'the index has the type',
});
const reduces = judgement<[Expr, Expr]>({
  name: 'reduces',
  inputs: ['Expr'],
  outputs: ['Expr'],
  main: 0,
  text: '{0} ⇛ {1}',
  latex: '{0} \\Rrightarrow {1}',
  sentence: 'all redexes are contracted; a normal form stays',
});
const noLambda = judgement<[Expr]>({
  name: 'noLambda',
  inputs: ['Expr'],
  outputs: [],
  main: 0,
  text: '{0} is no λ',
  latex: '{0}\\;\\text{is no}\\;\\lambda',
  sentence: 'the term is no function',
});
const steps = judgement<[Expr, Expr]>({
  name: 'steps',
  inputs: ['Expr'],
  outputs: ['Expr'],
  main: 0,
  text: '{0} → {1}',
  latex: '{0} \\to {1}',
  sentence: 'the term takes a parallel step',
});
const runs = judgement<[Expr, bigint, Expr]>({
  name: 'runs',
  inputs: ['Expr', 'int'],
  outputs: ['Expr'],
  main: 0,
  text: '{0} →{1} {2}',
  latex: '{0} \\to^{{1}} {2}',
  sentence: 'what a term is after so many steps, or before where it is a normal form',
});

const rule = ruleMaker(metas);
const beta = (whole: (e1: Expr, s1: Expr) => Expr) =>
  rule('R-Beta', ({ T, e, e1, s, s1 }) => ({
    given: [reduces(e, e1), reduces(s, s1)],
    infer: reduces(App(Lam(T, e), s), whole(e1, s1)),
  }));
const base = system({
  name: 'etna-lambda',
  grammar: g,
  metas: table,
  judgements: [types, looksUp, reduces, noLambda, steps, runs],
  rules: [
    rule('T-Var', ({ Γ, n, T }) => ({ given: [looksUp(Γ, n, T)], infer: types(Γ, Var(n), T) })),
    rule('T-True', ({ Γ }) => ({ given: [], infer: types(Γ, True(), Bool()) })),
    rule('T-False', ({ Γ }) => ({ given: [], infer: types(Γ, False(), Bool()) })),
    rule('T-Lam', ({ Γ, T, T1, e }) => ({
      given: [types(More(Γ, T), e, T1)],
      infer: types(Γ, Lam(T, e), Arrow(T, T1)),
    })),
    rule('T-App', ({ Γ, T, T1, e, e1 }) => ({
      given: [types(Γ, e, Arrow(T, T1)), types(Γ, e1, T)],
      infer: types(Γ, App(e, e1), T1),
    })),
    rule('L-Here', ({ Γ, T }) => ({ given: [], infer: looksUp(More(Γ, T), 0n, T) })),
    rule('L-There', ({ Γ, T, T1, n }) => ({
      given: [looksUp(Γ, out(n), T)],
      infer: looksUp(More(Γ, T1), n, T),
    })),
    rule('R-Var', ({ n }) => ({ given: [], infer: reduces(Var(n), Var(n)) })),
    rule('R-True', () => ({ given: [], infer: reduces(True(), True()) })),
    rule('R-False', () => ({ given: [], infer: reduces(False(), False()) })),
    rule('R-Lam', ({ T, e, e1 }) => ({ given: [reduces(e, e1)], infer: reduces(Lam(T, e), Lam(T, e1)) })),
    beta((e1, s1) => shift(subst(e1, 0n, shift(s1, 1n, 0n)), -1n, 0n)),
    rule('R-App', ({ e, e1, s, s1 }) => ({
      given: [noLambda(e), reduces(e, e1), reduces(s, s1)],
      infer: reduces(App(e, s), App(e1, s1)),
    })),
    rule('N-Var', ({ n }) => ({ given: [], infer: noLambda(Var(n)) })),
    rule('N-True', () => ({ given: [], infer: noLambda(True()) })),
    rule('N-False', () => ({ given: [], infer: noLambda(False()) })),
    rule('N-App', ({ e, s }) => ({ given: [], infer: noLambda(App(e, s)) })),
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
  'A parallel step keeps the type of a closed term',
  metas,
  ({ e, e1, T }) => ({ given: [types(None(), e, T), steps(e, e1)], infer: [types(None(), e1, T)] }),
  { inductsOn: 'types', leadsTo: ['e1', 'T'] },
);
const multi = traceTheorem(
  'Multi',
  'Up to forty parallel steps keep the type of a closed term',
  metas,
  ({ e, e1, T }) => ({
    given: [types(None(), e, T), runs(e, 40n, e1)],
    infer: [types(None(), e1, T)],
  }),
);

const fault = (name: string, sentence: string, shiftBy: Shift | null, substBy?: typeof subst) =>
  variant(base, {
    name,
    sentence,
    expected: ['Single', 'Multi'],
    exchange: [
      [subst, substBy ?? substituting('[', shiftBy ?? shift)],
      ...(shiftBy === null ? [] : [[shift, shiftBy] as const]),
    ],
  });
const top = (name: string, sentence: string, whole: (e1: Expr, s1: Expr) => Expr) =>
  variant(base, { name, sentence, expected: ['Single', 'Multi'], replace: [beta(whole)] });

export const lambdaFaults = [
  fault(
    'shift-var-none',
    '↑ at a variable: always n',
    shifting(
      '↑',
      moved('none', 'n', (a) => a),
    ),
  ),
  fault(
    'shift-var-all',
    '↑ at a variable: always n + d',
    shifting(
      '↑',
      moved('all', 'n + d', (a, b) => a + b),
    ),
  ),
  fault(
    'shift-var-leq',
    '↑ at a variable: n + d only if n > c',
    shifting(
      '↑',
      moved('leq', 'n + d if n is above c', (a, b, k) => (a <= k ? a : a + b)),
    ),
  ),
  fault(
    'shift-abs-no-incr',
    '↑ under λ: c stays',
    shifting('↑', free, (self) => [self(Lam(T, e), d, c), Lam(T, self(e, d, c))]),
  ),
  fault(
    'subst-var-all',
    '[n ↦ s] at a variable: always s',
    null,
    substituting('[', shift, (self) => [[self(Var(m), n, s), s]]),
  ),
  fault(
    'subst-var-none',
    '[n ↦ s] at a variable: always m',
    null,
    substituting('[', shift, () => []),
  ),
  fault(
    'subst-abs-no-shift',
    '[n ↦ s] under λ: s is not shifted',
    null,
    substituting('[', shift, undefined, (self) => [self(Lam(T, e), n, s), Lam(T, self(e, plus(n, 1n), s))]),
  ),
  fault(
    'subst-abs-no-incr',
    '[n ↦ s] under λ: n stays',
    null,
    substituting('[', shift, undefined, (self) => [self(Lam(T, e), n, s), Lam(T, self(e, n, shift(s, 1n, 0n)))]),
  ),
  top('top-no-shift', 'β: [0 ↦ s] e, nothing is shifted', (e1, s1) => subst(e1, 0n, s1)),
  top('top-no-shift-back', 'β: [0 ↦ ↑1 0 s] e, not shifted back', (e1, s1) => subst(e1, 0n, shift(s1, 1n, 0n))),
];

export const lambda = calculus({
  title: 'the lambda calculus of ETNA',
  base,
  variants: lambdaFaults,
  theorems: () => [single, multi],
  movers: [single],
  generates: 'types',
  closed: { Types: None() },
  size: 26,
  huntingGround: {
    settled: [],
    hints: {
      names: () => [],
      ints: [0n, 1n, 2n],
      lax: new Set(['looksUp']),
      solvers: new Map([[out, inverse((n: bigint) => n + 1n)]]),
      weights: { 'T-Var': 6, 'T-App': 3, 'T-Lam': 3, 'T-True': 0.5, 'T-False': 0.5 },
    },
    shrinking: {
      whole: (x) => x,
      placed: (x) => x,
      everywhere: ['Type'],
      least: (sort) => (sort === 'Expr' ? [True()] : sort === 'Type' ? [Bool()] : []),
    },
  },
});
