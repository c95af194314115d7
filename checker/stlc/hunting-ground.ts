/** How the lambda calculus is hunted and told. */
import type { Term } from '../../semantics/grammar.ts';
import { make, stlc } from '../../semantics/stlc/grammar.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { Typesetter } from '../notation/typeset.ts';
import { explain, lines, type TermTexts } from '../explain.ts';
import type { CounterexampleText } from '../hunt/counterexample.ts';
import type { HuntingGround } from '../hunt/hunting-ground.ts';
import { termTexts } from '../hunt/term-texts.ts';
import { stlcHints } from './hints.ts';

const typesetter = new Typesetter(stlc, 'text');
const show = (x: unknown): string =>
  typeof x === 'object' && x !== null && 'tag' in x ? typesetter.pattern(x as Term as Pattern) : String(x);

export const stlcTermTexts: TermTexts = termTexts(stlc, show);

export const stlcHuntingGround: HuntingGround = {
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

export const stlcCounterexampleText: CounterexampleText = {
  program: (values) => `${show(values.e)}\n`,
  updates: () => [],
  why: (failure) => lines(explain(failure, stlcTermTexts)),
};
