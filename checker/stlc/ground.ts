/** How the lambda calculus is hunted and told. */
import type { Term } from '../../semantics/grammar.ts';
import { make, stlc } from '../../semantics/stlc/grammar.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { Typesetter } from '../notation/typeset.ts';
import { explain, lines, type Showing } from '../explain.ts';
import type { Telling } from '../hunt/counterexample.ts';
import type { Ground } from '../hunt/episodes.ts';
import { showWith } from '../hunt/showing.ts';
import { stlcHints } from './hints.ts';

const typesetter = new Typesetter(stlc, 'text');
const show = (x: unknown): string =>
  typeof x === 'object' && x !== null && 'tag' in x ? typesetter.pattern(x as Term as Pattern) : String(x);

export const stlcShowing: Showing = showWith(stlc, show);

export const stlcGround: Ground = {
  hints: stlcHints,
  settled: [],
  shrinking: {
    whole: (x) => x,
    placed: (x) => x,
    least: (sort) =>
      sort === 'Expr'
        ? [make.Expr.Num(0n), make.Expr.Nil()]
        : sort === 'Type'
          ? [make.Type.Int(), make.Type.List()]
          : [],
    everywhere: ['Type'],
  },
};

export const stlcTelling: Telling = {
  program: (values) => `${show(values.e)}\n`,
  updates: () => [],
  why: (failure) => lines(explain(failure, stlcShowing)),
};
