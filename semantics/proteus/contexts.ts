/** Evaluation contexts (section 7), as the grammar declares them: plugging, and the next redex from where a run stands. */
import { contextsOf } from '../contexts.ts';
import { metafunction } from '../symbols.ts';
import { metas } from './metas.ts';
import { evaluates, filled } from './values.ts';
import { make, proteus, type Config, type Context, type Expr, type Frame } from './grammar.ts';

const contexts = contextsOf<Expr, Frame, Context>(proteus);
const { Hole, In } = make.Context;
const { Configuration } = make.Config;
const { Ω, H, E, F, e } = metas;

/** E[e]. */
export const plug = metafunction<[Context, Expr], Expr>(
  {
    name: 'plug',
    args: ['Context', 'Expr'],
    result: 'Expr',
    text: '{0}[{1}]',
    sentence: 'an evaluation context filled with an expression',
    meaning: {
      equations: (self) => [
        [self(Hole(), e), e],
        [self(In(F, E), e), self(E, filled(F, e))],
      ],
    },
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
    meaning: {
      equations: (self) => [[self(Configuration(Ω, H, E, e)), Configuration(Ω, H, contextAt(E, e), redexAt(E, e))]],
    },
  },
  (K) => {
    const next = contexts.focus(K);
    return next === K ? K : make.Config.Configuration(K.types, K.heap, next.context, next.e);
  },
);

/** Where E[e] is evaluated next: the context, and what stands in it; put together they are E[e]. */
export const contextAt = metafunction<[Context, Expr], Context>(
  {
    name: 'contextAt',
    args: ['Context', 'Expr'],
    result: 'Context',
    text: 'context of {0}[{1}]',
    sentence: 'the evaluation context around the redex',
    meaning: {
      observed: (self) => [
        [plug(self(E, e), redexAt(E, e)), plug(E, e)],
        [evaluates(self(E, e)), true],
      ],
    },
  },
  (context, inside) => contexts.focus({ context, e: inside }).context,
);
export const redexAt = metafunction<[Context, Expr], Expr>(
  {
    name: 'redexAt',
    args: ['Context', 'Expr'],
    result: 'Expr',
    text: 'redex of {0}[{1}]',
    sentence: 'the redex, or the value that an evaluated term is',
  },
  (context, inside) => contexts.focus({ context, e: inside }).e,
);

/** The empty context. */
export const { hole } = contexts;
/** F[e]: the frame filled with an expression. */
export const { fill } = contexts;
