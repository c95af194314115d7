/** Evaluation contexts (section 7), as the grammar declares them: plugging, and the next redex from where a run stands. */
import { contextsOf } from '../contexts.ts';
import { metafunction } from '../symbols.ts';
import { make, proteus, type Config, type Context, type Expr, type Frame } from './grammar.ts';

const contexts = contextsOf<Expr, Frame, Context>(proteus);

/** E[e]. */
export const plug = metafunction<[Context, Expr], Expr>(
  {
    name: 'plug',
    args: ['Context', 'Expr'],
    result: 'Expr',
    text: '{0}[{1}]',
    sentence: 'an evaluation context filled with an expression',
  },
  contexts.plug,
);

/**
 * The configuration (Ω, H, E[e]) at its place: e is the redex and E its evaluation context, or E is the hole and e a
 * value. The work is that of the moves from the place given, not of the size of E.
 */
export const focus = metafunction<[Config], Config>(
  {
    name: 'focus',
    args: ['Config'],
    result: 'Config',
    text: '{0}',
    sentence: 'the same configuration, decomposed at its redex: plug undoes it',
  },
  (K) => {
    const next = contexts.focus(K);
    return next === K ? K : make.Config.Configuration(K.types, K.heap, next.context, next.e);
  },
);

/** The empty context. */
export const { hole } = contexts;
/** F[e]: the frame filled with an expression. */
export const { fill } = contexts;
