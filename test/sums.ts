/**
 * Proteus with sums, `inl e`, `inr e` and a `case` that binds a variable in each branch, as somebody would add them to
 * the grammar; and its terms at random. Names are few, so that binders often have one name.
 */
import fc from 'fast-check';
import { con, grammar, type Grammar, type Term } from '../semantics/grammar.ts';
import { proteus } from '../semantics/proteus/grammar.ts';

const { sorts, maps } = proteus.declaration;
const branches = [
  ['x', 'name'],
  ['e1', 'Expr'],
  ['y', 'name'],
  ['e2', 'Expr'],
] as const;

export const sums: Grammar = grammar('sums', {
  sorts: {
    ...sorts,
    Expr: {
      ...sorts.Expr,
      Inl: con([['e', 'Expr']], 'inl {e@5}', { level: 5, evaluates: ['e'], frames: ['InInl'], value: true }),
      Inr: con([['e', 'Expr']], 'inr {e@5}', { level: 5, evaluates: ['e'], frames: ['InInr'], value: true }),
      Case: con([['e', 'Expr'], ...branches], 'case {e} of inl {x}. {e1} | inr {y}. {e2}', {
        level: 0,
        binds: { x: 'e1', y: 'e2' },
        evaluates: ['e'],
        frames: ['InCase'],
      }),
    },
    Frame: {
      ...sorts.Frame,
      InInl: con([], 'inl []'),
      InInr: con([], 'inr []'),
      InCase: con(branches, 'case [] of inl {x}. {e1} | inr {y}. {e2}'),
    },
  },
  maps,
});

/** A term, by its constructor and fields. */
export const make = (tag: string, ...args: unknown[]): Term =>
  (sums.makers.get(tag) as (...args: unknown[]) => Term)(...args);

export const names = ['x', 'y', 'z'] as const;
const name = fc.constantFrom(...names);
const int = make('Int');
const plus = make('Plus');
const all = make('Cofinite', Object.freeze([]));
const num = fc.integer({ min: 0, max: 2 }).map((n) => make('Num', BigInt(n)));

export interface Arbitraries {
  readonly term: fc.Arbitrary<Term>;
  readonly value: fc.Arbitrary<Term>;
}

/** Expressions and values whose leaves are among these. */
function withLeaves(leaves: readonly fc.Arbitrary<Term>[]): Arbitraries {
  const { value, term } = fc.letrec<{ value: Term; term: Term; fields: Term; values: Term }>((tie) => ({
    fields: list(tie('term')),
    values: list(tie('value')),
    value: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'values' },
      num,
      name.map((z) => make('Ext', z)),
      tie('values').map((ρ) => make('Rec', ρ)),
      tie('value').map((v) => make('Abs', 't', v)),
      tie('value').map((v) => make('Inl', v)),
    ),
    term: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'terms' },
      fc.oneof(...leaves),
      tie('value'),
      tie('fields').map((ρ) => make('Rec', ρ)),
      fc.tuple(tie('term'), tie('term')).map(([a, b]) => make('App', a, b)),
      fc.tuple(tie('term'), tie('term')).map(([a, b]) => make('Op', plus, a, b)),
      fc.tuple(tie('term'), tie('term'), tie('term'), tie('term')).map((es) => make('If', ...es)),
      fc.tuple(name, tie('term'), tie('term')).map(([x, a, b]) => make('Let', x, int, a, b)),
      fc.tuple(tie('term'), name, tie('term'), name, tie('term')).map(([a, x, b, y, c]) => make('Case', a, x, b, y, c)),
      tie('term').map((e) => make('Inr', e)),
      tie('term').map((e) => make('New', int, e)),
    ),
  }));
  return { value, term };
}

const list = (item: fc.Arbitrary<Term>): fc.Arbitrary<Term> =>
  fc
    .array(item, { maxLength: 3 })
    .map((items) => items.reduceRight<Term>((rest, e, i) => make('Field', `l${i}`, e, rest), make('NoFields')));

const variable = name.map((x) => make('Var', x));
export const open = withLeaves([variable, variable, num, fc.constant(make('Update', all))]);
/** Values have no variables in them. */
export const { value } = open;
