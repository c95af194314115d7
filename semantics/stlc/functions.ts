/** Metavariables and metafunctions of the lambda calculus. */
import { not, same } from '../logic.ts';
import { substitution } from '../substitution.ts';
import { metafunction, metavariables } from '../symbols.ts';
import { make, stlc, type Expr, type Outcome, type Sort } from './grammar.ts';

/** Letter ↦ sort. */
export const metaTable = {
  e: 'Expr',
  τ: 'Type',
  Γ: 'Locals',
  o: 'Outcome',
  x: 'name',
  y: 'name',
  n: 'int',
} as const;
export type Table = typeof metaTable;
export type Metas = { readonly [L in keyof Table as `${L}${string}`]: Sort<Table[L]> };
export const metas = metavariables(metaTable) as unknown as Metas;

const { e, e1, x, y } = metas;
const { Next, Failed } = make.Outcome;

/** e[v/x] for a closed term v. */
export const substitute = substitution<Expr>(stlc, metaTable, {
  in: 'Expr',
  name: 'substitute',
  text: '{0@7}[{1}/{2}]',
  sentence: 'substitution of a closed term for a variable',
});

export const plus = metafunction<[bigint, bigint], bigint>(
  { name: 'plus', args: ['int', 'int'], result: 'int', text: '{0} + {1}', sentence: 'the sum' },
  (a, b) => a + b,
);

export const differs = metafunction<[string, string], boolean>(
  {
    name: 'differs',
    args: ['name', 'name'],
    result: 'holds',
    text: '{0} ≠ {1}',
    latex: '{0} \\ne {1}',
    sentence: 'two names differ',
    meaning: { equations: (self) => [[self(x, y), not(same(x, y))]] },
  },
  (a, b) => a !== b,
);

const within = (name: string, text: string, place: (hole: Expr, other: Expr) => Expr) =>
  metafunction<[Outcome, Expr], Outcome>(
    {
      name,
      args: ['Outcome', 'Expr'],
      result: 'Outcome',
      text,
      sentence: 'an outcome in its place; an error ends all',
      meaning: {
        equations: (self) => [
          [self(Next(e), e1), Next(place(e, e1))],
          [self(Failed(), e1), Failed()],
        ],
      },
    },
    (o, other) => (o.tag === 'Next' ? Next(place(o.e, other)) : o),
  );
/** The outcome of the function of an application, in it. */
export const inFunction = within('inFunction', '({0} {1@2})', (hole, arg) => make.Expr.App(hole, arg));
/** The outcome of the argument. */
export const inArgument = within('inArgument', '({1@1} {0@2})', (hole, fun) => make.Expr.App(fun, hole));
